import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { RmaEvent } from './events.ts';
import { granted, ungranted } from './line-plan.ts';
import type { Rma } from './rma.ts';

/** What a courier says of a parcel that comes back with the waybill it went out with. */
export const turnedRound: ReadonlySet<string> = new Set(['refused', 'returning', 'return_delivered']);

/** The courier of the parcel out says that nobody took it. */
export const courierSaysRefused = (rma: Pick<Rma, 'resolution' | 'parcels'>): boolean =>
  resolutionFacts[rma.resolution].goodsBack === 'in_outbound_parcel' &&
  rma.parcels.some((parcel) => turnedRound.has(parcel.status));

/** The return as another kind: the same case, its lines asked anew. */
export function converted(rma: Rma, event: Extract<RmaEvent, { type: 'rma_converted' }>): Rma {
  const facts = resolutionFacts[event.to];
  // What was agreed on and granted was so for the other kind.
  const { returnTerms, agreed: _, approvals: __, ...rest } = rma;
  const terms = event.terms ?? (facts.goodsBack === 'no' ? undefined : returnTerms);
  const next: Rma = { ...rest, resolution: event.to, ...(terms ? { returnTerms: terms } : {}) };
  if (rma.review !== 'approved') return next;
  if (event.keepsApproval) return { ...next, lines: rma.lines.map((line) => granted(line, facts, false)) };
  return {
    ...next,
    review: 'pending',
    approvedAt: null,
    channelPush: 'none',
    lines: rma.lines.map(ungranted),
  };
}

export const replacementShipped = (rma: Rma, event: Extract<RmaEvent, { type: 'replacement_shipped' }>): Rma => ({
  ...rma,
  lines: rma.lines.map((line) =>
    line.id === event.lineId
      ? {
          ...line,
          replacement: 'shipped',
          shipment: { courier: event.courier, waybill: event.waybill, at: event.at },
        }
      : line,
  ),
});
