import { Input, InputNumber, Select } from 'antd';
import { advanceMoments, MOST_WAIT_HOURS } from '../../../domain/policy/policy.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import type { Row } from './content.ts';
import { Field } from './field.tsx';
import { withEffects, withOutcomeKind } from './row-edits.ts';
import { Suggestion } from './suggestion-editor.tsx';
import { useOutcomeText } from './use-rule-words.ts';

export type PartProps = {
  row: Row;
  wrong: (field: string) => boolean;
  onChange: (row: Row, field?: string) => void;
};

const kinds = ['approve', 'ask_evidence', 'refund_without_return', 'escalate'] as const;
const STANDARD_NOTE = 'photo_of_fault';

/** What a row decides. */
export function OutcomeEditor({ row, wrong, onChange }: PartProps) {
  const t = useTexts('draft');
  const outcomeText = useOutcomeText();
  const { outcome } = row;
  return (
    <>
      <Field name="outcome.kind" label={t('row.outcome')} wrong={wrong('outcome.kind')}>
        <Select
          aria-label={t('row.outcome')}
          value={outcome.kind}
          options={kinds.map((kind) => ({ value: kind, label: outcomeText({ kind }) }))}
          onChange={(kind) => onChange(withOutcomeKind(row, kind))}
        />
      </Field>
      {outcome.kind === 'approve' && outcome.code ? (
        <p className="faint">{t('row.code', { code: outcome.code })}</p>
      ) : null}
      {outcome.kind === 'ask_evidence' ? <Note row={row} wrong={wrong} onChange={onChange} /> : null}
      {outcome.kind === 'escalate' ? (
        <>
          <Level row={row} wrong={wrong} onChange={onChange} />
          <Suggestion row={row} onChange={onChange} />
        </>
      ) : null}
    </>
  );
}

function Note({ row, wrong, onChange }: PartProps) {
  const t = useTexts('draft');
  const { outcome } = row;
  if (outcome.kind !== 'ask_evidence') return null;
  const own = outcome.note !== STANDARD_NOTE;
  const write = (note: string, field?: string) => onChange({ ...row, outcome: { kind: 'ask_evidence', note } }, field);
  return (
    <Field name="outcome.note" label={t('row.noteToBuyer')} wrong={wrong('outcome.note')}>
      <Select
        aria-label={t('row.noteToBuyer')}
        value={own}
        options={[
          { value: false, label: t('row.photoOfFault') },
          { value: true, label: t('row.ownNote') },
        ]}
        onChange={(chosen) => write(chosen ? '' : STANDARD_NOTE)}
      />
      {own ? (
        <Input.TextArea
          autoSize
          maxLength={200}
          aria-label={t('row.ownNote')}
          value={outcome.note}
          onChange={({ target }) => write(target.value, 'outcome.note')}
        />
      ) : null}
    </Field>
  );
}

const MOST_LEVELS = 5;

function Level({ row, wrong, onChange }: PartProps) {
  const t = useTexts('draft');
  const { outcome } = row;
  if (outcome.kind !== 'escalate') return null;
  const levels = Array.from({ length: Math.max(MOST_LEVELS, outcome.level) }, (_, i) => i + 1);
  const nameOf = (n: number): string => (n === 1 || n === 2 ? t(`row.level${n}`) : t('row.levelN', { n }));
  return (
    <Field name="outcome.level" label={t('row.level')} wrong={wrong('outcome.level')}>
      <Select
        aria-label={t('row.level')}
        value={outcome.level}
        options={levels.map((n) => ({ value: n, label: nameOf(n) }))}
        onChange={(level) => onChange({ ...row, outcome: { ...outcome, level } })}
      />
    </Field>
  );
}

/** What goes with the outcome, as far as it has any. */
export function EffectsEditor({ row, wrong, onChange }: PartProps) {
  const t = useTexts('draft');
  const { outcome, effects } = row;
  if (outcome.kind === 'approve') return <OfApproval row={row} wrong={wrong} onChange={onChange} />;
  if (outcome.kind !== 'escalate') return null;
  return (
    <Field name="effects.deadlineHours" label={t('row.deadline')} wrong={wrong('effects.deadlineHours')}>
      <InputNumber
        min={1}
        precision={0}
        aria-label={t('row.deadline')}
        value={effects?.deadlineHours ?? null}
        suffix={t('unit.hours')}
        placeholder={t('row.deadlineHint')}
        onChange={(hours) => onChange(withEffects(row, { deadlineHours: hours ?? undefined }), 'deadlineHours')}
      />
    </Field>
  );
}

function OfApproval({ row, wrong, onChange }: PartProps) {
  const t = useTexts('draft');
  const words = useWords();
  const { effects } = row;
  return (
    <>
      <Field name="effects.returnFreight" label={t('row.freight')} wrong={wrong('effects.returnFreight')}>
        <Select
          aria-label={t('row.freight')}
          value={effects?.returnFreight ?? 'matrix'}
          options={[
            { value: 'matrix', label: t('row.freightMatrix') },
            { value: 'buyer', label: t('row.freightBuyer') },
            { value: 'seller', label: t('row.freightSeller') },
          ]}
          onChange={(payer) =>
            onChange(withEffects(row, { returnFreight: payer === 'buyer' || payer === 'seller' ? payer : undefined }))
          }
        />
      </Field>
      <Field name="effects.returnAddress" label={t('row.address')} wrong={wrong('effects.returnAddress')}>
        <Input
          aria-label={t('row.address')}
          value={effects?.returnAddress ?? ''}
          maxLength={64}
          placeholder={t('row.addressHint')}
          onChange={({ target }) =>
            onChange(withEffects(row, { returnAddress: target.value || undefined }), 'returnAddress')
          }
        />
      </Field>
      <Field name="effects.instantRefund" label={t('row.instant')} wrong={wrong('effects.instantRefund')}>
        <Select
          allowClear
          aria-label={t('row.instant')}
          value={effects?.instantRefund ?? null}
          placeholder={t('row.instantHint')}
          options={advanceMoments.map((value) => ({ value, label: words('advanceMoment', value) }))}
          onChange={(moment) => onChange(withEffects(row, { instantRefund: moment ?? undefined }))}
        />
      </Field>
      <Field name="effects.interceptHours" label={t('row.intercept')} wrong={wrong('effects.interceptHours')}>
        <InputNumber
          min={1}
          max={MOST_WAIT_HOURS}
          precision={0}
          aria-label={t('row.intercept')}
          value={effects?.interceptHours ?? null}
          suffix={t('unit.hours')}
          placeholder={t('row.interceptHint')}
          onChange={(hours) => onChange(withEffects(row, { interceptHours: hours ?? undefined }), 'interceptHours')}
        />
      </Field>
    </>
  );
}
