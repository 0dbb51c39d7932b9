import { type Cell, type Operator, operatorsOf } from '../../../domain/policy/condition-table.ts';
import { entryOf, type FactName } from '../../../domain/policy/fact-catalogue.ts';

export type Constant = bigint | string;

/** A free text that nobody has typed yet. A cell always has a value, so that every state of the editor is a condition. */
export const NOTHING_YET = '';

const firstValue = (fact: FactName): string => entryOf(fact).values?.[0] ?? NOTHING_YET;

/** The cell that a freshly picked fact begins with. */
export function startingCell(fact: FactName): Cell {
  switch (entryOf(fact).type) {
    case 'bool':
      return { fact, operator: 'yes' };
    case 'int':
      return { fact, operator: '>=', value: 1n };
    case 'string':
      return { fact, operator: '==', value: firstValue(fact) };
    case 'list<string>':
      return { fact, operator: 'contains', value: firstValue(fact) };
  }
}

/** The same question asked with another operator; values that fit are kept. */
export function withOperator(cell: Cell, operator: Operator): Cell {
  const { fact } = cell;
  if (!operatorsOf(fact).includes(operator)) return cell;
  const constants = constantsOf(cell);
  const texts = constants.filter((value) => typeof value === 'string');
  const first = entryOf(fact).type === 'int' ? 1n : firstValue(fact);
  switch (operator) {
    case 'yes':
    case 'no':
    case 'empty':
    case 'not_empty':
      return { fact, operator };
    case 'one_of':
    case 'none_of':
      return { fact, operator, values: constants.length > 0 ? constants : [first] };
    case 'contains':
    case 'lacks':
      return { fact, operator, value: texts[0] ?? firstValue(fact) };
    case 'contains_any':
    case 'contains_none':
      return { fact, operator, values: texts.length > 0 ? texts : [firstValue(fact)] };
    default: {
      const other = otherFactOf(cell);
      return { fact, operator, value: other ? { fact: other } : (constants[0] ?? first) };
    }
  }
}

export function constantsOf(cell: Cell): readonly Constant[] {
  if ('values' in cell) return cell.values;
  return 'value' in cell && typeof cell.value !== 'object' ? [cell.value] : [];
}

export const otherFactOf = (cell: Cell): FactName | undefined =>
  'value' in cell && typeof cell.value === 'object' ? cell.value.fact : undefined;

/** The cell with other constants. None left: the blank that says something is still to be chosen. */
export function withConstants(cell: Cell, constants: readonly Constant[]): Cell {
  const chosen = constants.filter((value) => value !== NOTHING_YET);
  const texts = chosen.filter((value) => typeof value === 'string');
  switch (cell.operator) {
    case 'yes':
    case 'no':
    case 'empty':
    case 'not_empty':
      return cell;
    case 'one_of':
    case 'none_of':
      // A list of numbers has no blank: the last one stays.
      if (chosen.length === 0 && entryOf(cell.fact).type === 'int') return cell;
      return { ...cell, values: chosen.length > 0 ? chosen : [NOTHING_YET] };
    case 'contains':
    case 'lacks':
      return { ...cell, value: texts[0] ?? NOTHING_YET };
    case 'contains_any':
    case 'contains_none':
      return { ...cell, values: texts.length > 0 ? texts : [NOTHING_YET] };
    default:
      return { ...cell, value: chosen[0] ?? (entryOf(cell.fact).type === 'int' ? 0n : NOTHING_YET) };
  }
}

/** Compared with another fact instead of a constant. */
export const withOtherFact = (cell: Cell, other: FactName): Cell => {
  switch (cell.operator) {
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { ...cell, value: { fact: other } };
    default:
      return cell;
  }
};

export const isUnfinished = (cell: Cell): boolean => constantsOf(cell).includes(NOTHING_YET);
