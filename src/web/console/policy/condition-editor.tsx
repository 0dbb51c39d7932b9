import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Select, Tooltip } from 'antd';
import { type Cell, cellsOf, conditionOf, type Operator, operatorsOf } from '../../../domain/policy/condition-table.ts';
import { useTexts } from '../locales/texts.ts';
import { startingCell, withOperator } from './cell-edits.ts';
import { CellValue } from './cell-value.tsx';
import { ExpertField } from './expert-field.tsx';
import { FactPicker } from './fact-picker.tsx';

type Props = {
  condition: string;
  expert: boolean;
  wrong: boolean;
  readOnly: boolean;
  onChange: (condition: string, tag?: string) => void;
};

/** A condition as cells, all of which must hold; as text where it is more than that, or where an expert wants it. */
export function ConditionEditor({ condition, expert, wrong, readOnly, onChange }: Props) {
  const t = useTexts('draft');
  const blank = condition.trim() === '';
  const cells = blank ? [] : cellsOf(condition);
  return (
    <div className={`conditions${wrong ? ' wrong' : ''}`} data-field="condition">
      <div className="conditions-head">{t('row.conditions')}</div>
      {expert || !cells ? (
        <>
          {cells ? null : <p className="faint">{t('row.expertRow')}</p>}
          <ExpertField condition={condition} readOnly={readOnly} onChange={(text) => onChange(text, 'condition')} />
        </>
      ) : (
        <Cells cells={cells} blank={blank} onChange={onChange} />
      )}
    </div>
  );
}

type CellsProps = { cells: readonly Cell[]; blank: boolean; onChange: Props['onChange'] };

function Cells({ cells, blank, onChange }: CellsProps) {
  const t = useTexts('draft');
  const policy = useTexts('policy');
  // Without a cell a condition would hold for every return: that is said, never left behind by deleting.
  const write = (next: readonly Cell[], tag?: string) => onChange(next.length === 0 ? '' : conditionOf(next), tag);
  return (
    <>
      {cells.length === 0 && blank ? <p className="faint">{t('row.noCondition')}</p> : null}
      {cells.length === 0 && !blank ? <p className="strong">{policy('everyCase')}</p> : null}
      <ul className="cells">
        {cells.map((cell, i) => (
          <CellLine
            key={`${i}/${cell.fact}`}
            cell={cell}
            onChange={(next, tag) =>
              write(
                cells.map((other, j) => (j === i ? next : other)),
                tag ? `cell/${i}/${tag}` : undefined,
              )
            }
            onRemove={() => write(cells.filter((_, j) => j !== i))}
          />
        ))}
      </ul>
      <div className="cells-add">
        <FactPicker
          value={null}
          placeholder={
            <>
              <PlusOutlined aria-hidden /> {t('row.addCell')}
            </>
          }
          label={t('row.addCell')}
          onChange={(fact) => write([...cells, startingCell(fact)])}
        />
        {cells.length === 0 && blank ? (
          <Button size="small" onClick={() => onChange('true')}>
            {t('row.everyCase')}
          </Button>
        ) : null}
      </div>
    </>
  );
}

const words = {
  '==': 'equals',
  '!=': 'differs',
  '<': 'below',
  '<=': 'atMost',
  '>': 'above',
  '>=': 'atLeast',
  yes: 'yes',
  no: 'no',
  one_of: 'one_of',
  none_of: 'none_of',
  contains: 'contains',
  lacks: 'lacks',
  contains_any: 'contains_any',
  contains_none: 'contains_none',
  empty: 'empty',
  not_empty: 'not_empty',
} as const satisfies Record<Operator, string>;

type LineProps = { cell: Cell; onChange: (cell: Cell, tag?: string) => void; onRemove: () => void };

function CellLine({ cell, onChange, onRemove }: LineProps) {
  const t = useTexts('draft');
  return (
    <li className="cell">
      <FactPicker value={cell.fact} label={t('row.fact')} onChange={(fact) => onChange(startingCell(fact))} />
      <Select<Operator>
        aria-label={t('row.operator')}
        className="cell-operator"
        value={cell.operator}
        options={operatorsOf(cell.fact).map((operator) => ({
          value: operator,
          label: t(`operator.${words[operator]}`),
        }))}
        onChange={(operator) => onChange(withOperator(cell, operator))}
      />
      <CellValue cell={cell} onChange={onChange} />
      <Tooltip title={t('row.removeCell')}>
        <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('row.removeCell')} onClick={onRemove} />
      </Tooltip>
    </li>
  );
}
