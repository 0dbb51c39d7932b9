import type { Permission } from '../people/permissions.ts';
import { owedInKind } from './giving-in-kind.ts';
import { waitWasInVain } from './outbound-guards.ts';
import { pickupCameToNothing } from './pickup-guards.ts';
import { isClosed, openDifferences, type Rma } from './rma.ts';
import { owesTwice } from './transfer-guards.ts';

/**
 * Which permission the one has whom the case waits for, or null where rules, buyers, couriers or the warehouse are next.
 * A case that needs somebody is given to somebody.
 */
export function needsPerson(rma: Rma): Permission | null {
  // A refusal that the platform did not take is closed here and open there; a refund that the shop's books lack is paid.
  if (rma.channelPush === 'failed' && (rma.review === 'rejected' || !rma.channelRef || !isClosed(rma)))
    return 'rma:review';
  // A buyer who has written waits for an answer, whatever has become of his case.
  if (rma.buyerWroteAt) return 'rma:review';
  // What came otherwise than agreed is judged by somebody, also where nothing more is awaited.
  if (openDifferences(rma).length > 0) return 'rma:review';
  // A coupon or points go back by hand, also after the money.
  if (owedInKind(rma).length > 0) return 'refund:request';
  // The buyer has been paid twice.
  if (owesTwice(rma)) return 'refund:retry';
  if (isClosed(rma)) return null;
  if (rma.lines.some((line) => line.settlement === 'failed')) return 'refund:retry';
  if (pickupCameToNothing(rma)) return 'rma:review';
  if (rma.amountLeft && rma.review === 'approved' && rma.lines.some((line) => line.settlement === 'due'))
    return 'refund:request';
  if (rma.review === 'approved' && waitWasInVain(rma) && rma.lines.some((line) => line.settlement === 'due'))
    return 'refund:request';
  return rma.review === 'escalated' || rma.automation === 'off' ? 'rma:review' : null;
}
