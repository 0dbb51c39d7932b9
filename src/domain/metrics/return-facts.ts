import { present } from '../assert.ts';
import type { OrderId, OrderLineId, RmaId, RmaLineId, ShopId } from '../ids.ts';
import type { Disposition } from '../inspection/dispositions.ts';
import { isIntent, isParcelStatus } from '../parcels/statuses.ts';
import type { Reason, Resolution } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { RmaEvent } from '../returns/events.ts';
import { evolve } from '../returns/evolve.ts';
import { isClosed, isUndecided, type Rma, sendsGoods } from '../returns/rma.ts';
import type { Instant } from '../time.ts';
import type { ReturnMoments } from './return-spans.ts';

/** One event with who did it and when, by our clock. */
export type Happened = { event: RmaEvent; by: string; at: Instant };

export type Decided = { answer: 'approved' | 'rejected'; by: 'policy' | 'person' | 'platform'; at: Instant };

export type LineFacts = {
  lineId: RmaLineId;
  orderLineId: OrderLineId;
  sku: string;
  units: number;
  received: boolean;
  disposition: Disposition;
  /** What the goods are worth in the books since, and when that was settled; absent while nobody has said for good. */
  disposed?: { minor: bigint; at: Instant };
};

/** All that boards know of one return, from its timeline alone. */
export type ReturnFacts = ReturnMoments & {
  rmaId: RmaId;
  number: string;
  orderId: OrderId;
  shopId: ShopId;
  channel: string;
  resolution: Resolution;
  reason: Reason;
  /** The key of the address that the goods come back to, where one was said. */
  warehouse: string | null;
  sendsGoods: boolean;
  dueMoney: boolean;
  decided: Decided | null;
  lines: LineFacts[];
  refunds: { minor: bigint; at: Instant }[];
  /** The merchant's deadlines that ran out. */
  lapses: { kind: string; dueAt: Instant }[];
};

type Gathered = Pick<ReturnMoments, 'respondedAt' | 'shippedAt' | 'receivedAt' | 'inspectedAt' | 'overAt'> & {
  announcedAt: Instant | null;
  decided: Decided | null;
  disposed: Map<RmaLineId, { minor: bigint; at: Instant }>;
  refunds: { minor: bigint; at: Instant }[];
  lapses: { kind: string; dueAt: Instant }[];
};

const earlier = (a: Instant | null, b: Instant): Instant => (a !== null && a <= b ? a : b);

/** Folds a timeline to what boards count. The moments are the vendors' own where an event carries one, else ours. */
export function returnFacts(history: readonly Happened[]): ReturnFacts {
  const found: Gathered = {
    respondedAt: null,
    shippedAt: null,
    receivedAt: null,
    inspectedAt: null,
    overAt: null,
    announcedAt: null,
    decided: null,
    disposed: new Map(),
    refunds: [],
    lapses: [],
  };
  let rma: Rma | null = null;
  for (const happened of history) {
    if (rma && happened.event.type === 'line_split') splitValue(found.disposed, rma, happened.event);
    rma = evolve(rma, happened.event);
    gather(found, happened);
    found.overAt = isClosed(rma) ? (found.overAt ?? happened.at) : null;
  }
  return factsOf(present(rma, 'a return with events'), found);
}

/** A line that parts after its disposition, since a part of that is taken back: so does its value, by units. */
function splitValue(
  disposed: Gathered['disposed'],
  { lines }: Rma,
  { lineId, newLineId, quantity }: Extract<RmaEvent, { type: 'line_split' }>,
): void {
  const known = disposed.get(lineId);
  const units = lines.find(({ id }) => id === lineId)?.quantity;
  if (!known || !units) return;
  const part = (known.minor * BigInt(quantity)) / BigInt(units);
  disposed.set(newLineId, { ...known, minor: part });
  disposed.set(lineId, { ...known, minor: known.minor - part });
}

function gather(found: Gathered, { event, by, at }: Happened): void {
  switch (event.type) {
    case 'rma_approved':
      found.decided ??= { answer: 'approved', by: event.by, at: event.at };
      if (event.by !== 'platform') found.respondedAt ??= event.at;
      break;
    case 'rma_rejected':
      found.decided ??= { answer: 'rejected', by: refusedBy(by), at };
      if (by !== 'platform') found.respondedAt ??= at;
      break;
    case 'evidence_requested':
      found.respondedAt ??= event.at ?? at;
      break;
    case 'offer_made':
      found.respondedAt ??= event.at;
      break;
    case 'message_sent':
      if (by === 'staff' || by === 'api_key') found.respondedAt ??= at;
      break;
    case 'parcel_announced':
      found.announcedAt ??= event.at;
      break;
    case 'parcel_status_changed':
      if (!isParcelStatus(event.status) || isIntent(event.status)) break;
      found.shippedAt = earlier(found.shippedAt, event.at);
      if (event.status === 'delivered') found.receivedAt = earlier(found.receivedAt, event.at);
      break;
    case 'line_inspected':
      found.inspectedAt = at;
      break;
    case 'line_disposed':
      found.disposed.set(event.lineId, { minor: event.value.minor, at });
      break;
    case 'refund_succeeded':
      found.refunds.push({ minor: event.amount.minor, at: event.at });
      break;
    case 'deadline_lapsed':
      if (event.of === 'seller') found.lapses.push({ kind: event.kind, dueAt: event.dueAt });
      break;
  }
}

const refusedBy = (actor: string): Decided['by'] =>
  actor === 'platform' ? 'platform' : actor === 'system' ? 'policy' : 'person';

function factsOf(rma: Rma, found: Gathered): ReturnFacts {
  const { respondedAt, inspectedAt, overAt, announcedAt, decided, disposed, refunds, lapses } = found;
  const receivedAt = rma.receivedAt === null ? found.receivedAt : earlier(found.receivedAt, rma.receivedAt);
  const uninspected = rma.lines.some((line) => line.reception === 'received' && line.inspection === 'pending');
  return {
    rmaId: rma.id,
    number: rma.number,
    orderId: rma.orderId,
    shopId: rma.shopId,
    channel: rma.channel,
    resolution: rma.resolution,
    reason: rma.reason,
    warehouse: rma.returnTerms?.returnAddress ?? null,
    sendsGoods: sendsGoods(rma),
    dueMoney: resolutionFacts[rma.resolution].money !== 'never',
    openedAt: rma.openedAt,
    respondedAt,
    decidedAt: decided?.at ?? null,
    approvedAt: rma.approvedAt,
    shippedAt: found.shippedAt ?? announcedAt,
    receivedAt,
    inspectedAt: uninspected ? null : inspectedAt,
    refundedAt: refunds.reduce<Instant | null>((last, { at }) => (last !== null && last > at ? last : at), null),
    overAt,
    decided,
    refunds,
    lapses,
    lines: rma.lines.map((line) => lineFacts(line, disposed.get(line.id))),
  };
}

function lineFacts(line: Rma['lines'][number], disposed: { minor: bigint; at: Instant } | undefined): LineFacts {
  const { id, orderLineId, sku, quantity, disposition } = line;
  return {
    lineId: id,
    orderLineId,
    sku,
    units: quantity,
    received: line.reception === 'received',
    disposition,
    ...(disposed && !isUndecided(line) && disposition !== 'none' ? { disposed } : {}),
  };
}
