import { type Cell, cellsOf } from '../../../domain/policy/condition-table.ts';
import type { FactName } from '../../../domain/policy/fact-catalogue.ts';

/** The words a condition is put together from, in the reader's language. */
export type ConditionWords = {
  and: string;
  not: (fact: FactName) => string;
  is: string;
  isNot: string;
  above: string;
  atLeast: string;
  below: string;
  atMost: string;
  none: (fact: FactName) => string;
  some: string;
  within: string;
  notWithin: string;
  /** Between the words of a clause: a space, or nothing in Chinese. */
  gap: string;
  fact: (fact: FactName) => string;
  /** A constant, in the words of its fact. */
  value: (fact: FactName, value: bigint | string) => string;
};

const comparing = {
  '==': 'is',
  '!=': 'isNot',
  '>': 'above',
  '>=': 'atLeast',
  '<': 'below',
  '<=': 'atMost',
} as const satisfies Record<string, keyof ConditionWords>;

function cellInWords(cell: Cell, w: ConditionWords): string {
  const { fact } = cell;
  const said = (word: string, values: readonly (bigint | string)[]): string =>
    [w.fact(fact), word, values.map((value) => w.value(fact, value)).join(' / ')].join(w.gap);
  switch (cell.operator) {
    case 'yes':
      return w.fact(fact);
    case 'no':
      return w.not(fact);
    case 'empty':
      return w.none(fact);
    case 'not_empty':
      return [w.some, w.fact(fact)].join(w.gap);
    case 'contains':
      return said(w.within, [cell.value]);
    case 'lacks':
      return said(w.notWithin, [cell.value]);
    case 'one_of':
    case 'contains_any':
      return said(w.within, cell.values);
    case 'none_of':
    case 'contains_none':
      return said(w.notWithin, cell.values);
    default: {
      const { value, operator } = cell;
      if (operator === '==' && value === 0n) return w.none(fact);
      const word = w[comparing[operator]];
      return typeof value === 'object' ? [w.fact(fact), word, w.fact(value.fact)].join(w.gap) : said(word, [value]);
    }
  }
}

/** A condition as a sentence; one that is no table stays as it is written. The condition is the truth, this is for reading. */
export const conditionInWords = (condition: string, w: ConditionWords): string =>
  cellsOf(condition)
    ?.map((cell) => cellInWords(cell, w))
    .join(w.and) ?? condition;
