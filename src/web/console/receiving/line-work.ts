import type { RmaView } from '../../../contract/returns.ts';

export type Line = RmaView['lines'][number];
export type Work = 'receive' | 'inspect' | 'dispose' | 'done';

export const waitsForGoods = (line: Line): boolean => line.reception === 'awaiting' || line.reception === 'in_transit';
export const waitsForInspection = (line: Line): boolean =>
  line.reception === 'received' && line.inspection === 'pending';
export const waitsForDisposition = (line: Line): boolean =>
  line.inspection === 'graded' && line.disposition === 'undecided';

export function workOn(line: Line): Work {
  if (waitsForDisposition(line)) return 'dispose';
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

/** By which tests goods count as intact, for each class of goods (暂行办法 art. 9). */
const testsOf: Record<string, readonly string[]> = {
  food_cosmetic_medical: ['seal_broken'],
  electronics: ['unauthorised_repair', 'label_or_serial_changed', 'use_marks', 'data_traces'],
  textile_home: ['tag_removed', 'soiled', 'damaged'],
  general: ['tag_removed', 'soiled', 'damaged', 'incomplete'],
};
const generalTests = ['tag_removed', 'soiled', 'damaged', 'incomplete'] as const;
export const legalTests = (goodsClass: string): readonly string[] => testsOf[goodsClass] ?? generalTests;

export const grades = ['new', 'minor_flaw', 'damaged'] as const;
export type Grade = (typeof grades)[number];

export const dispositions = ['restock', 'resale', 'repair', 'scrap', 'to_buyer'] as const;
export type Disposition = (typeof dispositions)[number];

export function suggestedDisposition(line: Pick<Line, 'grade' | 'failedTests'>): Disposition {
  if (line.grade === 'damaged') return 'scrap';
  return line.grade === 'minor_flaw' || line.failedTests.length > 0 ? 'resale' : 'restock';
}
