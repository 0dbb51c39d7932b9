import { defaultBook } from '../../src/domain/inspection/default-book.ts';
import type { InspectionBook } from '../../src/domain/inspection/inspection-book.ts';
import type { Who } from '../../src/domain/people/levels.ts';
import type { GradingFacts } from '../../src/domain/returns/grading-facts.ts';

export const aBook = (facts: Partial<InspectionBook> = {}): InspectionBook => ({ ...defaultBook('CNY'), ...facts });

/** Somebody who has inspected a lot, of a line that is in no sample. */
export const gradingFacts = (facts: Partial<GradingFacts> = {}): GradingFacts => ({
  book: aBook(),
  draw: 9_999,
  inspectedSoFar: 1_000,
  past: [],
  there: null,
  ...facts,
});

export const ann: Who = { id: 'usr_ann', level: 1 };
export const bob: Who = { id: 'usr_bob', level: 1 };
export const boss: Who = { id: 'usr_boss', level: 4, undoesPaid: true };
