import type { OrderLineId } from '../ids.ts';
import { type Instant, type LocalDate, localDate } from '../time.ts';
import type { ReturnFacts } from './return-facts.ts';

/** What an order says to boards: its lines as they were sold. */
export type SoldOrder = {
  placedAt: Instant;
  shippedAt: Instant | null;
  lines: { id: OrderLineId; sku: string; category: string; quantity: number; paidMinor: bigint }[];
};

/** The lines of one SKU in one order: what went out and what came back. */
export type SoldShare = {
  category: string;
  sku: string;
  units: number;
  paidMinor: bigint;
  returnedUnits: number;
  returnedMinor: bigint;
};

export const eventMeasures = ['opened', 'decided', 'refunded', 'lapsed', 'disposed'] as const;
export type EventMeasure = (typeof eventMeasures)[number];

/** What happened on one day, to be added up. `category` is empty for all of them together. */
export type EventShare = {
  measure: EventMeasure;
  category: string;
  day: LocalDate;
  /** Opened: the reason. Decided: the answer and whose it is. Lapsed: the clock. Disposed: the way. */
  tag: string;
  count: number;
  units: number;
  minor: bigint;
  /** Disposed: what was paid for the same goods. */
  baseMinor: bigint;
};

/** All that one order and its returns add to the sums of the boards. The sums are these shares added up, and nothing else. */
export type OrderShare = { day: LocalDate; sold: SoldShare[]; events: EventShare[] };

/** The category of goods whose order line is not known. */
const NO_CATEGORY = 'general';

/**
 * @param timeZone the merchant's: days are his
 * @param returns all returns of the order
 */
export function orderShare(order: SoldOrder, returns: readonly ReturnFacts[], timeZone: string): OrderShare {
  const dayOf = (at: Instant) => localDate(at, timeZone);
  return {
    day: dayOf(order.placedAt),
    sold: order.shippedAt === null ? [] : soldShares(order, returns),
    events: returns.flatMap((facts) => eventShares(order, facts, dayOf)),
  };
}

function soldShares(order: SoldOrder, returns: readonly ReturnFacts[]): SoldShare[] {
  const back = new Map<OrderLineId, number>();
  for (const { received, orderLineId, units } of returns.flatMap(({ lines }) => lines)) {
    if (received) back.set(orderLineId, (back.get(orderLineId) ?? 0) + units);
  }
  const shares = new Map<string, SoldShare>();
  for (const { id, sku, category, quantity, paidMinor } of order.lines) {
    const key = JSON.stringify([category, sku]);
    const share = shares.get(key) ?? { category, sku, units: 0, paidMinor: 0n, returnedUnits: 0, returnedMinor: 0n };
    // Goods that went out again in an exchange may come back once more: no more units return than were sold.
    const returnedUnits = Math.min(back.get(id) ?? 0, quantity);
    shares.set(key, {
      ...share,
      units: share.units + quantity,
      paidMinor: share.paidMinor + paidMinor,
      returnedUnits: share.returnedUnits + returnedUnits,
      returnedMinor: share.returnedMinor + paidFor(paidMinor, returnedUnits, quantity),
    });
  }
  return [...shares.values()];
}

/** What was paid for some units of a line, in whole minor units. */
const paidFor = (paidMinor: bigint, units: number, quantity: number): bigint =>
  quantity === 0 ? 0n : (paidMinor * BigInt(units)) / BigInt(quantity);

/** A line of a return with what its order line says of it. */
export function valuedLines(order: SoldOrder, { lines }: ReturnFacts) {
  return lines.map((line) => {
    const sold = order.lines.find(({ id }) => id === line.orderLineId);
    return {
      ...line,
      category: sold?.category ?? NO_CATEGORY,
      paidMinor: sold ? paidFor(sold.paidMinor, Math.min(line.units, sold.quantity), sold.quantity) : 0n,
    };
  });
}

type ValuedLine = ReturnType<typeof valuedLines>[number];

function eventShares(order: SoldOrder, facts: ReturnFacts, dayOf: (at: Instant) => LocalDate): EventShare[] {
  const lines = valuedLines(order, facts);
  const none = { count: 1, units: 0, minor: 0n, baseMinor: 0n };
  const { decided } = facts;
  return [
    ...perCategory(lines, (some) => ({
      ...none,
      measure: 'opened',
      day: dayOf(facts.openedAt),
      tag: facts.reason,
      units: some.reduce((sum, { units }) => sum + units, 0),
      minor: some.reduce((sum, { paidMinor }) => sum + paidMinor, 0n),
    })),
    ...(decided
      ? perCategory(lines, () => ({
          ...none,
          measure: 'decided',
          day: dayOf(decided.at),
          tag: `${decided.answer}:${decided.by}`,
        }))
      : []),
    ...facts.lapses.flatMap(({ kind, dueAt }) =>
      perCategory(lines, () => ({ ...none, measure: 'lapsed', day: dayOf(dueAt), tag: kind })),
    ),
    // A refund is of the return as a whole: it stands in each of its categories.
    ...facts.refunds.flatMap(({ minor, at }) =>
      perCategory(lines, () => ({ ...none, measure: 'refunded', day: dayOf(at), tag: '', minor })),
    ),
    ...lines.flatMap((line) => disposedShares(line, dayOf)),
  ];
}

function disposedShares(line: ValuedLine, dayOf: (at: Instant) => LocalDate): EventShare[] {
  const { disposed, disposition, units, paidMinor } = line;
  if (!disposed) return [];
  return perCategory([line], () => ({
    measure: 'disposed',
    day: dayOf(disposed.at),
    tag: disposition,
    count: 1,
    units,
    minor: disposed.minor,
    baseMinor: paidMinor,
  }));
}

/** Once for all categories together, and once for each: a return of two categories is one return. */
function perCategory(
  lines: readonly ValuedLine[],
  share: (some: readonly ValuedLine[]) => Omit<EventShare, 'category'>,
): EventShare[] {
  const categories = [...new Set(lines.map(({ category }) => category))];
  return [
    { ...share(lines), category: '' },
    ...categories.map((category) => ({ ...share(lines.filter((line) => line.category === category)), category })),
  ];
}
