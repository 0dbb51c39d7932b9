import { Button, InputNumber, Select } from 'antd';
import type { BookContent } from '../../../contract/inspection.ts';
import { grades, ways } from '../../../domain/inspection/inspection-book.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { AmountField } from '../policy/amount-field.tsx';
import type { EditorProps } from './editor.ts';
import { Remove, ScopeFields, ShareField, scoped } from './fields.tsx';

type Row = BookContent['values'][number];

const valued = ways.filter((way) => way !== 'quarantine');
const costs = ['labour', 'repair', 'freight', 'holdingPerDay'] as const;

/** What each way brings for a unit, by grade and age, and what it costs. */
export function ValuesEditor({ content, currency, disabled, onChange }: EditorProps) {
  const t = useTexts('inspection');
  const words = useWords();
  const { values } = content;
  const put = (i: number, next: Row) => onChange({ values: values.map((row, at) => (at === i ? next : row)) });
  return (
    <>
      <p className="faint">{t('valuesNote')}</p>
      {values.map((row, i) => (
        <Panel
          key={`${row.way}${i}`}
          title={words('disposition', row.way)}
          tools={<Remove disabled={disabled} onRemove={() => onChange({ values: values.toSpliced(i, 1) })} />}
        >
          <ValueFields row={row} currency={currency} disabled={disabled} onChange={(next) => put(i, next)} />
        </Panel>
      ))}
      <div className="book-row">
        {valued.map((way) => (
          <Button
            key={way}
            size="small"
            disabled={disabled}
            onClick={() => {
              const like = values.find((row) => row.way === way);
              const none = { minor: '0', currency };
              const fresh: Row = like
                ? { ...scoped(like, {}), skuPrefix: 'SKU' }
                : {
                    way,
                    of: 'price',
                    shares: { new: 0, minor_flaw: 0, damaged: 0 },
                    decayPerDay: 0,
                    labour: none,
                    repair: none,
                    freight: none,
                    holdingPerDay: none,
                    holdingDays: 0,
                  };
              onChange({ values: [...values, fresh] });
            }}
          >
            + {words('disposition', way)}
          </Button>
        ))}
      </div>
    </>
  );
}

type Props = { row: Row; currency: string; disabled: boolean; onChange: (next: Row) => void };

function ValueFields({ row, currency, disabled, onChange }: Props) {
  const t = useTexts('inspection');
  const words = useWords();
  return (
    <>
      <div className="book-row">
        <ScopeFields of={row} disabled={disabled} onChange={(scope) => onChange(scoped(row, scope))} />
        <Select
          aria-label={t('shareOf')}
          popupMatchSelectWidth={false}
          disabled={disabled}
          value={row.of}
          options={(['price', 'cost'] as const).map((value) => ({ value, label: t(`shareOfWhat.${value}`) }))}
          onChange={(of) => onChange({ ...row, of })}
        />
        {grades.map((grade) => (
          <span className="rule-field" key={grade}>
            {words('grade', grade)}{' '}
            <ShareField
              label={words('grade', grade)}
              value={row.shares[grade]}
              disabled={disabled}
              onChange={(share) => onChange({ ...row, shares: { ...row.shares, [grade]: share } })}
            />
          </span>
        ))}
        <span className="rule-field">
          {t('decay')}{' '}
          <ShareField
            label={t('decay')}
            value={row.decayPerDay}
            disabled={disabled}
            onChange={(decayPerDay) => onChange({ ...row, decayPerDay })}
          />
        </span>
      </div>
      <fieldset className="book-row book-costs" disabled={disabled}>
        {costs.map((cost) => (
          <span className="rule-field" key={cost}>
            {t(`costField.${cost}`)}{' '}
            <AmountField
              label={t(`costField.${cost}`)}
              value={row[cost]}
              currency={currency}
              onChange={(amount) => onChange({ ...row, [cost]: amount })}
            />
          </span>
        ))}
        <span className="rule-field">
          {t('holdingDays')}{' '}
          <InputNumber
            aria-label={t('holdingDays')}
            min={0}
            max={3_650}
            precision={0}
            controls={false}
            value={row.holdingDays}
            onChange={(days) => days !== null && onChange({ ...row, holdingDays: days })}
          />
        </span>
      </fieldset>
    </>
  );
}
