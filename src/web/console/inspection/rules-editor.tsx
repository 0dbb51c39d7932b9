import { ArrowUpOutlined } from '@ant-design/icons';
import { Button, Checkbox, Select } from 'antd';
import type { BookContent } from '../../../contract/inspection.ts';
import { grades, ways } from '../../../domain/inspection/inspection-book.ts';
import { useTexts, useWords } from '../locales/texts.ts';
import { Panel } from '../parts/page.tsx';
import { AmountField } from '../policy/amount-field.tsx';
import type { EditorProps } from './editor.ts';
import { freeCode, NameFields, Remove, ScopeFields, scoped } from './fields.tsx';

type Rule = BookContent['rules'][number];

/** Which way is preferred, in order: the first rule whose conditions all hold. */
export function RulesEditor({ content, currency, disabled, onChange }: EditorProps) {
  const t = useTexts('inspection');
  const { rules } = content;
  const put = (i: number, next: Rule) => onChange({ rules: rules.map((row, at) => (at === i ? next : row)) });
  return (
    <>
      <p className="faint">{t('rulesNote')}</p>
      {rules.map((rule, i) => (
        <Panel
          key={rule.id}
          title={`${i + 1}`}
          tools={
            <span>
              <Button
                type="text"
                size="small"
                icon={<ArrowUpOutlined />}
                aria-label={t('moveUp')}
                disabled={disabled || i === 0}
                onClick={() => onChange({ rules: rules.toSpliced(i, 1).toSpliced(i - 1, 0, rule) })}
              />
              <Remove disabled={disabled} onRemove={() => onChange({ rules: rules.toSpliced(i, 1) })} />
            </span>
          }
        >
          <RuleFields rule={rule} currency={currency} disabled={disabled} onChange={(next) => put(i, next)} />
        </Panel>
      ))}
      <Button
        disabled={disabled}
        onClick={() => {
          const id = freeCode(
            'rule',
            rules.map((row) => row.id),
          );
          onChange({ rules: [...rules, { id, name: { zh: '', en: '' }, way: 'scrap' }] });
        }}
      >
        {t('addRule')}
      </Button>
    </>
  );
}

const bounds = ['priceFrom', 'priceBelow'] as const;

/** The rule without one of its conditions. */
function without(rule: Rule, name: 'grades' | 'failed' | (typeof bounds)[number]): Rule {
  const { [name]: _, ...rest } = rule;
  return rest;
}

type Props = { rule: Rule; currency: string; disabled: boolean; onChange: (next: Rule) => void };

function RuleFields({ rule, currency, disabled, onChange }: Props) {
  const t = useTexts('inspection');
  const words = useWords();
  return (
    <>
      <div className="book-row">
        <NameFields value={rule.name} disabled={disabled} onChange={(name) => onChange({ ...rule, name })} />
        <span>→</span>
        <Select
          aria-label={t('way')}
          popupMatchSelectWidth={false}
          disabled={disabled}
          value={rule.way}
          options={ways.map((value) => ({ value, label: words('disposition', value) }))}
          onChange={(way) => onChange({ ...rule, way })}
        />
      </div>
      <div className="book-row">
        <ScopeFields of={rule} disabled={disabled} onChange={(scope) => onChange(scoped(rule, scope))} />
        <Select
          mode="multiple"
          className="book-grades"
          aria-label={t('grades')}
          placeholder={t('anyGrade')}
          disabled={disabled}
          value={rule.grades ?? []}
          options={grades.map((value) => ({ value, label: words('grade', value) }))}
          onChange={(next) => onChange(next.length > 0 ? { ...rule, grades: next } : without(rule, 'grades'))}
        />
        <Select
          aria-label={t('failedAny')}
          popupMatchSelectWidth={false}
          disabled={disabled}
          value={rule.failed ?? ''}
          options={[
            { value: '', label: t('failedEither') },
            { value: 'any', label: t('failedAny') },
            { value: 'none', label: t('failedNone') },
          ]}
          onChange={(next) =>
            onChange(next === 'any' || next === 'none' ? { ...rule, failed: next } : without(rule, 'failed'))
          }
        />
        <Bounds rule={rule} currency={currency} disabled={disabled} onChange={onChange} />
      </div>
    </>
  );
}

function Bounds({ rule, currency, disabled, onChange }: Props) {
  const t = useTexts('inspection');
  return (
    <>
      {bounds.map((bound) => (
        <span key={bound} className="book-bound">
          <Checkbox
            disabled={disabled}
            checked={rule[bound] !== undefined}
            onChange={(event) =>
              onChange(event.target.checked ? { ...rule, [bound]: { minor: '10000', currency } } : without(rule, bound))
            }
          >
            {t(bound)}
          </Checkbox>
          {rule[bound] ? (
            <AmountField
              label={t(bound)}
              value={rule[bound]}
              currency={currency}
              onChange={(amount) => onChange({ ...rule, [bound]: amount })}
            />
          ) : null}
        </span>
      ))}
    </>
  );
}
