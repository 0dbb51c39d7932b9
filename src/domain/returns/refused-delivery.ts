import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { Context } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { courierSaysRefused } from './evolve-kinds.ts';
import type { Rma } from './rma.ts';

/** A parcel that comes back as it went out is a parcel of the return: it is followed, and the dock finds the return by it. */
export function outboundParcels(rma: Rma, { order, now }: Pick<Context, 'order' | 'now'>): RmaEvent[] {
  if (resolutionFacts[rma.resolution].goodsBack !== 'in_outbound_parcel') return [];
  const known = new Set(rma.parcels.map((parcel) => parcel.waybill));
  return (order.outbound ?? []).flatMap(({ courier, waybill }): RmaEvent[] => {
    if (known.has(waybill)) return [];
    known.add(waybill);
    return [{ type: 'parcel_announced', courier, waybill, at: now }];
  });
}

/** Whether the courier says that nobody took the parcel; undefined where nothing was heard of it, or it is not asked. */
export function deliveryRefused(rma: Rma): boolean | undefined {
  if (resolutionFacts[rma.resolution].goodsBack !== 'in_outbound_parcel') return undefined;
  if (courierSaysRefused(rma)) return true;
  return rma.parcels.some((parcel) => parcel.status !== 'ordered') ? false : undefined;
}
