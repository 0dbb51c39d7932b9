import { never } from '../assert.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { RmaEvent } from './events.ts';
import { turnedRound } from './evolve-kinds.ts';
import type { Intercept, OutboundEvent } from './outbound.ts';
import type { Rma, RmaLine } from './rma.ts';

const events: Record<OutboundEvent['type'], true> = {
  outbound_followed: true,
  outbound_status_changed: true,
  intercept_asked: true,
  intercept_told: true,
  intercept_wait_ended: true,
};

export const isOfOutbound = (event: RmaEvent): event is OutboundEvent => event.type in events;

/** Folds what happened to the parcel that the goods went out in. */
export function outboundMoved(rma: Rma, event: OutboundEvent): Rma {
  switch (event.type) {
    case 'outbound_followed': {
      const { courier, waybill, at: followedAt } = event;
      return { ...rma, outbound: [...(rma.outbound ?? []), { courier, waybill, status: 'ordered', followedAt }] };
    }
    case 'outbound_status_changed': {
      const { waybill, status } = event;
      const outbound = (rma.outbound ?? []).map((known) => (known.waybill === waybill ? { ...known, status } : known));
      return withGoodsOnTheWayBack({ ...rma, outbound });
    }
    case 'intercept_asked': {
      const { courier, waybill, vendor, at: askedAt, waitHours } = event;
      const others = (rma.intercepts ?? []).filter((known) => known.waybill !== waybill);
      const asked: Intercept = {
        courier,
        waybill,
        vendor,
        askedAt,
        told: 'asked',
        ...(waitHours ? { waitHours } : {}),
      };
      return { ...rma, intercepts: [...others, asked] };
    }
    case 'intercept_told': {
      const { told, cause } = event;
      return withIntercept(rma, event.waybill, (known) => ({
        ...known,
        told: told === 'unknown' ? known.told : told,
        ...(cause ? { cause } : {}),
      }));
    }
    case 'intercept_wait_ended':
      return withIntercept(rma, event.waybill, (known) => ({ ...known, waitOver: event.because }));
    default:
      return never(event);
  }
}

const withIntercept = (rma: Rma, waybill: string, change: (known: Intercept) => Intercept): Rma => ({
  ...rma,
  intercepts: (rma.intercepts ?? []).map((known) => (known.waybill === waybill ? change(known) : known)),
});

/**
 * Whoever asked for money alone sends nothing; but a parcel that turns round comes to our door, and its goods are booked
 * in and looked at like others. One that arrives at the buyer's after all is his.
 */
export function withGoodsOnTheWayBack(rma: Rma): Rma {
  const { goodsBack } = resolutionFacts[rma.resolution];
  const parcels = rma.outbound ?? [];
  if (goodsBack !== 'no' || rma.review !== 'approved' || parcels.length === 0) return rma;
  if (parcels.some(({ status }) => turnedRound.has(status))) return { ...rma, lines: rma.lines.map(comingBack) };
  const isGone = parcels.every(({ status }) => status === 'delivered' || status === 'lost');
  return isGone ? { ...rma, lines: rma.lines.map(staying) } : rma;
}

const comingBack = (line: RmaLine): RmaLine =>
  line.reception === 'not_expected'
    ? { ...line, reception: 'in_transit', inspection: 'pending', disposition: 'undecided' }
    : line;

const staying = (line: RmaLine): RmaLine =>
  line.reception === 'in_transit'
    ? { ...line, reception: 'not_expected', inspection: 'not_needed', disposition: 'none' }
    : line;
