import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { Instant } from '../time.ts';
import type { Context } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { outboundOf } from './outbound-guards.ts';
import type { Rma } from './rma.ts';

/** Money is asked for goods that are on the road: their parcels are followed, since where they are decides. */
export function followOutbound(rma: Rma, { order, now }: Pick<Context, 'order' | 'now'>): RmaEvent[] {
  const { goodsBack, money, amount } = resolutionFacts[rma.resolution];
  if (goodsBack !== 'no' || money !== 'at_once' || amount !== 'of_units') return [];
  if (order.shippedAt === null || order.deliveredAt !== null) return [];
  return (order.outbound ?? []).flatMap((parcel, i, all): RmaEvent[] =>
    all.findIndex(({ waybill }) => waybill === parcel.waybill) === i ? followed(rma, parcel, now) : [],
  );
}

/** A parcel that is followed already is followed once. */
export function followed(
  rma: Rma,
  { courier, waybill }: { courier: string; waybill: string },
  at: Instant,
): RmaEvent[] {
  const isKnown = outboundOf(rma, waybill) || rma.parcels.some((parcel) => parcel.waybill === waybill);
  return isKnown ? [] : [{ type: 'outbound_followed', courier, waybill, at }];
}
