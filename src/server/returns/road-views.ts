import type { RmaView } from '../../contract/returns.ts';
import type { Order } from '../../domain/orders/order.ts';
import { resolutionFacts } from '../../domain/policy/resolution-facts.ts';
import { canInterceptParcel, interceptState, isWaiting, waitEndsAt } from '../../domain/returns/outbound-guards.ts';
import { isInDoubt } from '../../domain/returns/pickup-guards.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { Surroundings } from './surroundings.ts';

export const pickupViews = (rma: Rma): RmaView['pickups'] =>
  (rma.pickups ?? []).map((pickup) => {
    const { id, vendor, courier, payer, askedAt, from, to, state, waybill, calledOff, cause } = pickup;
    return {
      id,
      vendor,
      courier,
      payer,
      askedAt,
      from: from ?? null,
      to: to ?? null,
      state,
      waybill: waybill ?? null,
      calledOff: calledOff ?? false,
      cause: cause ?? null,
      inDoubt: isInDoubt(pickup),
    };
  });

type Out = Pick<RmaView['outbound'][number], 'courier' | 'waybill' | 'status' | 'announcedAt'>;

/** The parcels that the goods went out in: those that are followed, and where nobody follows them, as the order names them. */
export function outboundViews(rma: Rma, order: Order, around: Surroundings, now: Instant): RmaView['outbound'] {
  return parcelsOut(rma, order).map((parcel): RmaView['outbound'][number] => {
    const { waybill } = parcel;
    const intercept = rma.intercepts?.find((known) => known.waybill === waybill);
    const waitsUntil = intercept && isWaiting(rma, intercept) ? waitEndsAt(rma, intercept) : null;
    return {
      ...parcel,
      scans: around.scans
        .filter((scan) => scan.waybill === waybill)
        .map(({ at, status, code, text, location }) => ({ at, status, code, text, location })),
      intercept: intercept
        ? {
            state: interceptState(rma, intercept),
            askedAt: intercept.askedAt,
            cause: intercept.cause ?? null,
            waitsUntil: waitsUntil && waitsUntil > now ? waitsUntil : null,
          }
        : null,
      canIntercept: order.shippedAt !== null && canInterceptParcel(rma, waybill) === null,
    };
  });
}

function parcelsOut(rma: Rma, order: Order): Out[] {
  const { goodsBack, money, amount } = resolutionFacts[rma.resolution];
  // A parcel that nobody took is a parcel of the return: it stands there already, unless it was asked back.
  if (goodsBack === 'in_outbound_parcel') return rma.parcels;
  if (goodsBack !== 'no' || money !== 'at_once' || amount !== 'of_units') return [];
  const followed = (rma.outbound ?? []).map(({ followedAt, ...parcel }) => ({ ...parcel, announcedAt: followedAt }));
  const known = new Set(followed.map(({ waybill }) => waybill));
  const named = (order.outbound ?? [])
    .filter(({ waybill }) => !known.has(waybill))
    .map((parcel) => ({ ...parcel, status: 'ordered', announcedAt: order.shippedAt ?? order.placedAt }));
  return [...followed, ...named];
}
