import { PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select } from 'antd';
import { type ClockKind, clockKinds, kindFacts } from '../../../domain/policy/deadlines.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { AmountField } from './amount-field.tsx';
import type { Content } from './content.ts';
import { replaced, withAction, withClock, without } from './entry-edits.ts';
import { Entry, Fold, LevelSelect, wrongAt, wrongIn } from './entry-list.tsx';
import type { AutoActionEntry } from './use-entry-texts.ts';
import type { Wrong } from './verdict.ts';

type Props = {
  content: Content;
  errors: readonly Wrong[];
  onChange: (autoActions: Content['autoActions'], tag?: string) => void;
};

const SUPERVISOR = 2;
const first: AutoActionEntry = { clock: 'review', hoursBefore: 6, action: 'remind' };

/** What is done by itself before a clock runs out. */
export function AutoActionsEditor({ content: { autoActions, approvalLimit }, errors, onChange }: Props) {
  const t = useTexts('draft');
  const policy = useTexts('policy');
  const wrong = wrongAt(errors, 'autoActions');
  const entries = autoActions ?? [];
  const change = (next: AutoActionEntry[], tag?: string) => onChange(next.length === 0 ? null : next, tag);
  return (
    <Fold
      field="autoActions"
      title={policy('autoActions')}
      gist={entries.length > 0 ? t('entry.count', { count: entries.length }) : policy('autoActionsNone')}
      note={t('entry.autoActionsNote')}
      wrong={wrongIn(errors, 'autoActions').length > 0}
    >
      <ol>
        {entries.map((entry, i) => (
          <Entry key={i} place={`autoActions/${i}`} wrong={wrong(i)} onRemove={() => change(without(entries, i))}>
            <ActionFields
              entry={entry}
              wrong={wrong(i)?.field}
              currency={approvalLimit.currency}
              onChange={(next) => change(replaced(entries, i, next), `${i}`)}
            />
          </Entry>
        ))}
      </ol>
      <Button size="small" type="dashed" icon={<PlusOutlined />} onClick={() => change([...entries, first])}>
        {t('entry.addAutoAction')}
      </Button>
    </Fold>
  );
}

type FieldsProps = {
  entry: AutoActionEntry;
  wrong: string | undefined;
  currency: string;
  onChange: (entry: AutoActionEntry) => void;
};

function ActionFields({ entry, wrong, currency, onChange }: FieldsProps) {
  const t = useTexts('draft');
  const words = useWords();
  const { clock, hoursBefore, action } = entry;
  // Chinese says it before the number, English after it.
  const [before, after] = [t('entry.before'), t('entry.after')];
  const state = (field: string) => (wrong === field ? 'error' : '');
  return (
    <>
      <Select<ClockKind>
        aria-label={t('entry.clock')}
        className="entry-clock"
        status={state('clock')}
        popupMatchSelectWidth={false}
        value={clock}
        options={clockKinds.map((value) => ({ value, label: words('clock', value) }))}
        onChange={(next) => onChange(withClock(entry, next))}
      />
      {before ? <span>{before}</span> : null}
      <InputNumber
        aria-label={t('entry.hoursBefore')}
        className="entry-hours"
        status={state('hoursBefore')}
        value={hoursBefore}
        suffix={t('unit.hours')}
        onChange={(count) => count !== null && onChange({ ...entry, hoursBefore: count })}
      />
      {after ? <span>{after}</span> : null}
      <Select<AutoActionEntry['action']>
        aria-label={t('entry.action')}
        status={state('action')}
        popupMatchSelectWidth={false}
        value={action}
        options={[...new Set([...kindFacts[clock].actions, action])].map((value) => ({
          value,
          label: t(`entry.does.${value}`),
        }))}
        onChange={(next) => onChange(withAction(entry, next))}
      />
      {action === 'approve' ? (
        <>
          <span>{t('entry.upTo')}</span>
          <AmountField
            label={t('entry.upTo')}
            value={entry.maxAmount}
            currency={currency}
            wrong={wrong === 'maxAmount'}
            onChange={(maxAmount) => onChange({ ...entry, maxAmount })}
          />
        </>
      ) : null}
      {action === 'escalate' ? (
        <LevelSelect
          level={entry.level ?? SUPERVISOR}
          wrong={wrong === 'level'}
          onChange={(level) => onChange({ ...entry, level })}
        />
      ) : null}
    </>
  );
}
