import type { Context } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { turnedRound } from './evolve-kinds.ts';
import { ANY_SERVICE, type OutboundFollowed } from './outbound.ts';
import { canIntercept, canInterceptParcel } from './outbound-guards.ts';
import type { Rma } from './rma.ts';

/**
 * What a rule that grants money only when the parcel is called back sets going. Null: where a parcel is, or whether it can be
 * called back, is not known, so that money must not go out by a rule and a person decides.
 */
export function interceptedByRule(
  rma: Rma,
  waitHours: number | undefined,
  { order, now: at }: Context,
): RmaEvent[] | null {
  if (waitHours === undefined || order.shippedAt === null || canIntercept(rma)) return [];
  const out = rma.outbound ?? [];
  const onTheirWay = out.filter(({ status }) => !turnedRound.has(status));
  if (out.length === 0 || (order.deliveredAt !== null && onTheirWay.length > 0)) return null;
  if (onTheirWay.some((parcel) => !mayTurnRound(rma, parcel))) return null;
  return onTheirWay
    .filter(({ waybill }) => canInterceptParcel(rma, waybill) === null)
    .map(({ courier, waybill }) => ({ type: 'intercept_asked', courier, waybill, vendor: ANY_SERVICE, at, waitHours }));
}

const mayTurnRound = (rma: Rma, { waybill }: OutboundFollowed): boolean => {
  const no = canInterceptParcel(rma, waybill);
  return no === null || no.code === 'already_intercepted';
};
