import { InputNumber, Select, Switch } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { type Amount, AmountField } from './amount-field.tsx';
import type { Content } from './content.ts';
import { HolidaysEditor } from './holidays-editor.tsx';
import type { Editing } from './use-draft-editing.ts';
import { useProblemTexts } from './use-problem-texts.ts';
import type { Wrong } from './verdict.ts';

type Props = { editing: Editing; errors: readonly Wrong[]; readOnly: boolean };

const timeZones = Intl.supportedValuesOf('timeZone');

/** What a draft says besides its rows. */
export function TermsEditor({ editing, errors, readOnly }: Props) {
  const t = useTexts('draft');
  const { content, edit } = editing;
  const set = (changes: Partial<Content>, tag: string) => edit((before) => ({ ...before, ...changes }), `term/${tag}`);
  const at = (field: string) => ({
    field,
    wrong: errors.find((error) => error.row === undefined && error.field === field),
  });
  const number = (field: 'windowDays' | 'reviewHours') => (
    <InputNumber
      aria-label={t(`term.${field}`)}
      precision={0}
      value={content[field]}
      onChange={(n) => n !== null && set({ [field]: n }, field)}
    />
  );
  return (
    <Panel title={t('terms')}>
      <fieldset className="terms-form" disabled={readOnly}>
        <Term label={t('term.windowDays')} hint={t('term.windowDaysHint')} {...at('windowDays')}>
          {number('windowDays')}
        </Term>
        <Term label={t('term.reviewHours')} hint={t('term.reviewHoursHint')} {...at('reviewHours')}>
          {number('reviewHours')}
        </Term>
        <Term label={t('term.approvalLimit')} {...at('approvalLimit')}>
          <AmountField
            label={t('term.approvalLimit')}
            value={content.approvalLimit}
            currency={content.approvalLimit.currency}
            onChange={(approvalLimit) => set({ approvalLimit }, 'approvalLimit')}
          />
        </Term>
        <OptionalTerms content={content} at={at} set={set} />
        <Term label={t('term.resale')} {...at('resaleBasisPoints')}>
          <InputNumber
            aria-label={t('term.resale')}
            min={0}
            max={100}
            precision={2}
            suffix="%"
            value={content.resaleBasisPoints / 100}
            onChange={(share) => share !== null && set({ resaleBasisPoints: Math.round(share * 100) }, 'resale')}
          />
        </Term>
        <Term label={t('term.timeZone')} {...at('timeZone')}>
          <Select
            showSearch
            aria-label={t('term.timeZone')}
            value={content.timeZone}
            options={timeZones.map((value) => ({ value }))}
            onChange={(timeZone) => set({ timeZone }, 'timeZone')}
          />
        </Term>
        <HolidaysEditor days={content.holidays} onChange={(holidays) => set({ holidays }, 'holidays')} />
      </fieldset>
    </Panel>
  );
}

type OptionalTermsProps = {
  content: Content;
  at: (field: string) => { field: string; wrong: Wrong | undefined };
  set: (changes: Partial<Content>, tag: string) => void;
};

/** What a shop may let rules do with money by themselves. */
function OptionalTerms({ content, at, set }: OptionalTermsProps) {
  const t = useTexts('draft');
  return (
    <>
      <OptionalAmount
        {...at('autoRefundLimit')}
        label={t('term.autoRefundLimit')}
        on={t('term.autoRefundOn')}
        value={content.autoRefundLimit}
        start={content.approvalLimit}
        onChange={(autoRefundLimit) => set({ autoRefundLimit }, 'autoRefundLimit')}
      />
      <OptionalAmount
        {...at('refundWithoutReturn')}
        label={t('term.refundWithoutReturn')}
        on={t('term.refundWithoutReturnOn')}
        hint={t('term.refundWithoutReturnHint')}
        value={content.refundWithoutReturn?.maxAmount ?? null}
        start={{ ...content.approvalLimit, minor: '2000' }}
        onChange={(maxAmount) => set({ refundWithoutReturn: maxAmount ? { maxAmount } : null }, 'refundWithoutReturn')}
      />
    </>
  );
}

type TermProps = { field: string; label: string; hint?: string; wrong: Wrong | undefined; children: ReactNode };

function Term({ field, label, hint, wrong, children }: TermProps) {
  const text = useProblemTexts();
  return (
    <div className={`field${wrong ? ' wrong' : ''}`} data-term={field}>
      <span>{label}</span>
      {children}
      {wrong ? <small className="red">{text.error(wrong)}</small> : null}
      {hint && !wrong ? <small className="faint">{hint}</small> : null}
    </div>
  );
}

type OptionalProps = {
  field: string;
  wrong: Wrong | undefined;
  label: string;
  /** What switching it on means. */
  on: string;
  hint?: string;
  value: Amount | null;
  start: Amount;
  onChange: (value: Amount | null) => void;
};

function OptionalAmount({ field, wrong, label, on, hint, value, start, onChange }: OptionalProps) {
  return (
    <Term field={field} label={label} wrong={wrong} {...(hint ? { hint } : {})}>
      <div className="optional-amount">
        <Switch
          size="small"
          aria-label={on}
          checked={value !== null}
          onChange={(checked) => onChange(checked ? start : null)}
        />
        {value ? (
          <AmountField label={label} value={value} currency={value.currency} onChange={onChange} />
        ) : (
          <span className="faint">{on}</span>
        )}
      </div>
    </Term>
  );
}
