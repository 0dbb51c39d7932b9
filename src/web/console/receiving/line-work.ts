import type { RmaView } from '../../../contract/returns.ts';
import { resolutionFacts } from '../../../domain/policy/resolution-facts.ts';

export type Line = RmaView['lines'][number];
export type Work = 'receive' | 'inspect' | 'dispose' | 'done';

export const waitsForGoods = (line: Line): boolean => line.reception === 'awaiting' || line.reception === 'in_transit';
export const waitsForInspection = (line: Line): boolean =>
  line.reception === 'received' && line.inspection === 'pending';
export const waitsForDisposition = (line: Line): boolean =>
  line.inspection === 'graded' &&
  line.waitsFor === null &&
  (line.disposition === 'undecided' || line.disposition === 'quarantine');

export function workOn(line: Line): Work {
  // What was set apart is taken up again from its case, not in the middle of the next parcel.
  if (waitsForDisposition(line) && line.disposition !== 'quarantine') return 'dispose';
  if (waitsForInspection(line)) return 'inspect';
  return waitsForGoods(line) ? 'receive' : 'done';
}

const urgency: Record<Work, number> = { dispose: 0, inspect: 1, receive: 2, done: 3 };

/** The line to go on with: what has been begun is finished before the next is taken up. */
export function nextLine(rmas: readonly RmaView[]): { rma: RmaView; line: Line } | undefined {
  return rmas
    .filter((rma) => rma.review === 'approved')
    .flatMap((rma) => rma.lines.map((line) => ({ rma, line })))
    .filter(({ line }) => workOn(line) !== 'done')
    .toSorted((a, b) => urgency[workOn(a.line)] - urgency[workOn(b.line)])[0];
}

export const grades = ['new', 'minor_flaw', 'damaged'] as const;
export type Grade = (typeof grades)[number];

export const dispositions = ['restock', 'resale', 'repair', 'scrap', 'to_buyer', 'to_vendor', 'quarantine'] as const;
export type Disposition = (typeof dispositions)[number];

/** What is to be repaired stays the buyer's: it goes to the workshop or home, and on no shelf of ours. */
export const isBuyersOwn = (rma: Pick<RmaView, 'resolution'>): boolean =>
  resolutionFacts[rma.resolution].replacement === 'after_repair';

export const isForbidden = (rma: Pick<RmaView, 'resolution'>, line: Line, disposition: Disposition): boolean =>
  isBuyersOwn(rma)
    ? disposition !== 'repair' && disposition !== 'to_buyer'
    : disposition === 'restock' && line.failedTests.length > 0;

export function suggestedDisposition(line: Pick<Line, 'grade' | 'failedTests'>): Disposition {
  if (line.grade === 'damaged') return 'scrap';
  return line.grade === 'minor_flaw' || line.failedTests.length > 0 ? 'resale' : 'restock';
}
