import type { InspectionBook } from '../inspection/inspection-book.ts';
import type { RmaEvent } from './events.ts';

/** What the shell knows about inspecting, where a command asks for it. */
export type GradingFacts = {
  book: InspectionBook;
  /** From 0 to 9999, of the line that is inspected. */
  draw: number;
  /** Lines that the one who inspects has inspected so far. */
  inspectedSoFar: number;
  /** What has happened to the return; what is undone is read from it. */
  past: readonly RmaEvent[];
  /** Units that lie where those that are to be put back were put; null where nobody counts. */
  onHand: number | null;
};
