import type { InspectionBook } from '../inspection/inspection-book.ts';
import type { Money } from '../money.ts';
import type { RmaEvent } from './events.ts';

/** Units in one place and what they stand in the books at together. */
export type Lying = { quantity: number; value: Money };

/** What the shell knows about inspecting, where a command asks for it. */
export type GradingFacts = {
  book: InspectionBook;
  /** From 0 to 9999, of the line that is inspected. */
  draw: number;
  /** Lines that the one who inspects has inspected so far. */
  inspectedSoFar: number;
  /** What has happened to the return; what is undone is read from it. */
  past: readonly RmaEvent[];
  /** What lies where the units are taken from, as far as nobody else holds it; null where nobody counts. */
  there: Lying | null;
};
