import { ok, reject } from '../result.ts';
import { autoRefund } from './decide-refunds.ts';
import { judgedAnew } from './decide-review.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { turnedRound } from './evolve-kinds.ts';
import { followed } from './follow-outbound.ts';
import { canInterceptParcel, isWaiting, outboundOf, waitEndsAt } from './outbound-guards.ts';
import { isUnderReview, type Rma } from './rma.ts';

/** Asks the parcel that is on its way to the buyer back. A number that nobody knew yet is followed from now on. */
export function interceptOutbound(rma: Rma, command: Of<'intercept_outbound'>, { now, order }: Context): Decision {
  const { courier, waybill, vendor } = command;
  const no = order.shippedAt === null ? ({ code: 'nothing_to_intercept' } as const) : canInterceptParcel(rma, waybill);
  if (no) return reject(no);
  return ok([
    ...followed(rma, { courier, waybill }, now),
    { type: 'intercept_asked', courier, waybill, vendor, at: now },
  ]);
}

/** What the service says of an intercept. The courier's own scans say more, and are not waited for. */
export function recordIntercept(rma: Rma, { waybill, told, cause }: Of<'record_intercept'>): Decision {
  const intercept = rma.intercepts?.find((known) => known.waybill === waybill);
  if (!intercept) return reject({ code: 'no_intercept_open' });
  if (intercept.told === told || (told === 'unknown' && (intercept.told !== 'asked' || intercept.cause))) return ok([]);
  return ok([{ type: 'intercept_told', waybill, told, cause }]);
}

/** By a person at once; by its timer when it is time. */
export function endInterceptWait(rma: Rma, command: Of<'end_intercept_wait'>, { now }: Context): Decision {
  const { waybill, because } = command;
  const intercept = rma.intercepts?.find((known) => known.waybill === waybill);
  const waits = intercept && isWaiting(rma, intercept);
  if (because === 'person') {
    return waits
      ? ok([{ type: 'intercept_wait_ended', waybill, because, at: now }])
      : reject({ code: 'no_intercept_open' });
  }
  if (!waits || now < waitEndsAt(rma, intercept)) return ok([]);
  return ok([{ type: 'intercept_wait_ended', waybill, because, at: now }]);
}

/** The courier of a parcel out has news. What has turned round may be what the rules, or the money, have waited for. */
export function recordOutboundStatus(rma: Rma, command: Of<'record_parcel_status'>, context: Context): Decision {
  const { waybill, status, at } = command;
  if (outboundOf(rma, waybill)?.status === status) return ok([]);
  const changed: RmaEvent = { type: 'outbound_status_changed', waybill, status, at };
  const after = evolve(rma, changed);
  if (!turnedRound.has(status)) return ok([changed]);
  if (!isUnderReview(after)) return ok([changed, ...autoRefund(after, context)]);
  const judged = judgedAnew(after, context);
  return ok([changed, ...(judged.some(({ type }) => type === 'rma_approved') ? judged : [])]);
}
