import type { CountingCommand, Difference, DifferenceId } from './difference.ts';
import type { Rejection } from './rejections.ts';
import { openDifferences, type Rma, type RmaLine } from './rma.ts';

type No = Rejection | null;

/** Only what was given up can turn up. */
export function canFindLine(rma: Rma, line: RmaLine | undefined): No {
  if (!line) return { code: 'line_not_found' };
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  return line.reception === 'missing' ? null : { code: 'line_not_missing', reception: line.reception };
}

type Reported = Pick<Extract<CountingCommand, { type: 'report_difference' }>, 'kind' | 'lineId' | 'quantity'>;

export function canReportDifference(rma: Rma, reported?: Reported): No {
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  if (!reported) return null;
  const line = rma.lines.find(({ id }) => id === reported.lineId);
  if (reported.lineId && !line) return { code: 'line_not_found' };
  if (reported.kind !== 'wrong_article' || !line) return null;
  if (line.reception !== 'awaiting' && line.reception !== 'in_transit') {
    return { code: 'line_not_expected', reception: line.reception };
  }
  return reported.quantity > line.quantity ? { code: 'quantity_exceeds_line', max: line.quantity } : null;
}

export function canSettleDifference(rma: Rma, id?: DifferenceId): No {
  if (id === undefined) return openDifferences(rma).length > 0 ? null : { code: 'no_open_difference' };
  const difference = rma.differences?.find((candidate) => candidate.id === id);
  if (!difference) return { code: 'difference_not_found' };
  return difference.outcome ? { code: 'difference_already_settled' } : null;
}

/** What is due for goods that did not come as agreed is not ordered before somebody has said what holds. */
export const isDisputedByCount = (rma: Rma, lines: readonly RmaLine[]): boolean =>
  openDifferences(rma).some(({ lineId }: Difference) => lines.some((line) => line.id === lineId));
