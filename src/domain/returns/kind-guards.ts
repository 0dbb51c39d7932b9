import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { Rejection } from './rejections.ts';
import { isClosed, isMoneyOrdered, isRefused, type Rma, type RmaLine, replacementOf } from './rma.ts';

type No = Rejection | null;

const hasShipped = (rma: Rma): boolean => rma.lines.some((line) => replacementOf(line) === 'shipped');

/** A return may become another kind while nothing has left the house for it, neither money nor goods. */
export function canConvert(rma: Rma): No {
  if (isRefused(rma)) return { code: 'review_is_over', review: rma.review };
  if (isMoneyOrdered(rma)) return { code: 'refund_already_ordered' };
  if (hasShipped(rma)) return { code: 'replacement_already_shipped' };
  if (rma.lines.some((line) => line.disposition === 'to_buyer')) return { code: 'line_already_disposed' };
  return isClosed(rma) ? { code: 'return_is_closed' } : null;
}

/** @param ahead goods that are to be exchanged are not back yet: whoever ships all the same says so */
export function canShipLine(rma: Rma, line: RmaLine | undefined, ahead: boolean): No {
  if (!line) return { code: 'line_not_found' };
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  const replacement = replacementOf(line);
  if (replacement === 'due' || (ahead && canGoAhead(rma, line))) return null;
  return { code: replacement === 'shipped' ? 'replacement_already_shipped' : 'replacement_not_due' };
}

const canGoAhead = (rma: Rma, line: RmaLine): boolean =>
  replacementOf(line) === 'none' &&
  // Who is paid gets nothing in its place.
  line.settlement === 'not_due' &&
  resolutionFacts[rma.resolution].replacement === 'after_inspection' &&
  (line.reception === 'awaiting' || line.reception === 'in_transit');

/** What has left the house cannot be called back by a click. */
export const canCallBack = (rma: Rma): No => (hasShipped(rma) ? { code: 'replacement_already_shipped' } : null);
