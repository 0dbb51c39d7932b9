import { SwapOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select, Tooltip } from 'antd';
import type { Cell } from '../../../domain/policy/condition-table.ts';
import { entryOf, type FactName } from '../../../domain/policy/fact-catalogue.ts';
import { useTexts } from '../locales/texts.ts';
import { type Constant, constantsOf, NOTHING_YET, otherFactOf, withConstants, withOtherFact } from './cell-edits.ts';
import { FactPicker } from './fact-picker.tsx';
import { comparableWith, isMoneyFact, numberFromText, textOfNumber } from './fact-values.ts';
import { useValueOptions } from './use-value-options.ts';

type Props = { cell: Cell; onChange: (cell: Cell, tag?: string) => void };

/** What a fact is compared with, typed or chosen as its kind of value: yuan, hours, words in the clerk's language. */
export function CellValue({ cell, onChange }: Props) {
  const { fact, operator } = cell;
  const other = otherFactOf(cell);
  switch (operator) {
    case 'yes':
    case 'no':
    case 'empty':
    case 'not_empty':
      return <span className="cell-value" />;
    case 'one_of':
    case 'none_of':
    case 'contains_any':
    case 'contains_none':
      return <Several cell={cell} onChange={onChange} />;
    default:
      if (other) return <OtherFact cell={cell} other={other} onChange={onChange} />;
      return (
        <span className="cell-value">
          {entryOf(fact).type === 'int' ? (
            <NumberField
              fact={fact}
              value={numberIn(constantsOf(cell))}
              onChange={(value) => onChange(withConstants(cell, [value]), 'value')}
            />
          ) : (
            <OneText cell={cell} onChange={onChange} />
          )}
          <Swap cell={cell} onChange={onChange} />
        </span>
      );
  }
}

const numberIn = (constants: readonly Constant[]): bigint => constants.find((value) => typeof value === 'bigint') ?? 0n;

/** Comparing with another fact, where there is one of the same kind. */
function Swap({ cell, onChange }: Props) {
  const t = useTexts('draft');
  const [first] = comparableWith(cell.fact);
  const comparing = entryOf(cell.fact).type === 'int';
  if (!first || !comparing) return null;
  return (
    <Tooltip title={t('row.other')}>
      <Button
        type="text"
        size="small"
        icon={<SwapOutlined />}
        aria-label={t('row.other')}
        onClick={() => onChange(withOtherFact(cell, first))}
      />
    </Tooltip>
  );
}

function OtherFact({ cell, other, onChange }: Props & { other: FactName }) {
  const t = useTexts('draft');
  const startingValue = entryOf(cell.fact).type === 'int' ? 1n : NOTHING_YET;
  return (
    <span className="cell-value">
      <FactPicker
        value={other}
        label={t('row.value')}
        among={comparableWith(cell.fact)}
        onChange={(fact) => onChange(withOtherFact(cell, fact))}
      />
      <Tooltip title={t('row.constant')}>
        <Button
          type="text"
          size="small"
          icon={<SwapOutlined />}
          aria-label={t('row.constant')}
          onClick={() => onChange(withConstants(cell, [startingValue]))}
        />
      </Tooltip>
    </span>
  );
}

type NumberProps = { fact: FactName; value: bigint; label?: string; onChange: (value: bigint) => void };

/** A number in the fact's unit. What is no number springs back: the field never shows what the rule does not ask. */
export function NumberField({ fact, value, label, onChange }: NumberProps) {
  const t = useTexts('draft');
  const { unit } = entryOf(fact);
  return (
    <InputNumber<string>
      stringMode
      aria-label={label ?? t('row.value')}
      className="cell-number"
      value={textOfNumber(fact, value)}
      precision={isMoneyFact(fact) ? 2 : 0}
      controls={false}
      suffix={unit ? t(`unit.${unit}`) : undefined}
      onChange={(text) => {
        const typed = text === null ? undefined : numberFromText(fact, String(text));
        if (typed !== undefined && typed !== value) onChange(typed);
      }}
    />
  );
}

function OneText({ cell, onChange }: Props) {
  const t = useTexts('draft');
  const { options, open } = useValueOptions(cell.fact);
  const value = constantsOf(cell).filter((one) => one !== NOTHING_YET);
  const chosen = value.map(String);
  if (!open) {
    return (
      <Select<string>
        aria-label={t('row.value')}
        className="cell-text"
        value={chosen[0] ?? null}
        placeholder={t('row.choose')}
        options={options}
        onChange={(one) => onChange(withConstants(cell, [one]))}
      />
    );
  }
  // A free text: what is chosen last is the value.
  return (
    <Select<string[]>
      mode="tags"
      aria-label={t('row.value')}
      className="cell-text"
      value={chosen}
      placeholder={t('row.add')}
      options={options}
      optionFilterProp="label"
      onChange={(all) => onChange(withConstants(cell, all.slice(-1)))}
    />
  );
}

function Several({ cell, onChange }: Props) {
  const t = useTexts('draft');
  const { options, open } = useValueOptions(cell.fact);
  const isNumber = entryOf(cell.fact).type === 'int';
  const shown = constantsOf(cell).filter((one) => one !== NOTHING_YET);
  const textOf = (one: Constant): string => (typeof one === 'bigint' ? textOfNumber(cell.fact, one) : one);
  const change = (texts: string[]) => {
    const values = isNumber ? texts.flatMap((text) => numberFromText(cell.fact, text) ?? []) : texts;
    onChange(withConstants(cell, [...new Set<Constant>(values)]));
  };
  return (
    <span className="cell-value">
      <Select<string[]>
        mode={open ? 'tags' : 'multiple'}
        aria-label={t('row.value')}
        className="cell-text"
        value={shown.map(textOf)}
        placeholder={t(open ? 'row.add' : 'row.choose')}
        options={options}
        optionFilterProp="label"
        onChange={change}
      />
    </span>
  );
}
