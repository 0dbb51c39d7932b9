import { present } from '../assert.ts';
import { add, allocate, isPositive, least, type Money, money, subtract, sum, times, zero } from '../money.ts';
import { type Discount, funders, nextUnits, nextUnitsRebated, type Order, type OrderLine } from '../orders/order.ts';
import { type Price, priceOf, type Units, unexplained } from '../orders/price-of.ts';
import { explainRecalculated } from './explain-recalc.ts';
import type { InKind } from './refund-figures.ts';
import type { ExplanationRow, PlannedLine, RefundTerms } from './refund-terms.ts';

type Pricing = Order & Required<Pick<Order, 'promotions'>>;

export type Recalculated = {
  lines: PlannedLine[];
  explanation: ExplanationRow[];
  /** By the stored shares, for comparison; without freight. */
  shares: Money;
  /** What the rules give for the goods, of which nothing is off yet. */
  granted: Money;
  inKind: InKind[];
  /** By how much what is kept costs more than is left of the buyer's money; a person decides, and nothing is charged. */
  shortfall: Money | null;
};

export const isRecalculable = (order: Order): order is Pricing => (order.promotions?.length ?? 0) > 0;

/**
 * What goes back when these units join those that are back already: all that was paid less the price of what is kept, less
 * what went back before. The sum of any sequence is the same as if all had come back at once.
 */
export function recalculate(order: Pricing, terms: RefundTerms): Recalculated {
  const none = zero(order.currency);
  const rest = unexplained(order);
  const before = priceOf(order, keptOf(order, []), rest);
  const after = priceOf(order, keptOf(order, terms.lines), rest);
  // All that was bought costs what was paid: what the rules do not explain makes up for it.
  const paid = sum(
    order.lines.map((line) => line.paid),
    order.currency,
  );
  const had = order.entitled ?? none;
  const own = terms.lines.map((line) => ownLine(order, terms, line));
  const shares = sum(
    own.map(({ share }) => share),
    order.currency,
  );
  const due = subtract(subtract(paid, after.total), had);
  // Who is sent something faulty loses no discount by sending it back (消费者权益保护法 24).
  const spared = terms.returnsFreight ? atLeast(none, subtract(freightOf(after), freightOf(before))) : none;
  const gross = atLeast(terms.keepsPromotions ? shares : due, add(due, spared));
  const room = sum(
    order.lines.map(({ paid: of, freight, refunded }) => subtract(add(of, freight), refunded)),
    order.currency,
  );
  const freight = sum(
    own.map((line) => line.freight),
    order.currency,
  );
  const rebated = least(
    atLeast(none, gross),
    sum(
      own.map((line) => line.rebated),
      order.currency,
    ),
  );
  // What was given back on these units for a lower price is out of the room already: it is taken off before, not after.
  const granted = add(atLeast(none, least(subtract(gross, rebated), subtract(room, freight))), rebated);
  const explanation = explainRecalculated({
    order,
    terms,
    before,
    after,
    gross,
    due,
    carried: subtract(subtract(paid, before.total), had),
    granted,
    rebated,
  });
  const lines = spread(order, own, subtract(granted, rebated), rebated);
  fund(lines, own, fundedBy(order, before, after));
  const priced = isPositive(subtract(before.goods, after.goods));
  return {
    lines,
    explanation,
    shares,
    granted,
    inKind: inKindOf(before, after),
    shortfall: priced && !isPositive(gross) ? subtract(none, gross) : null,
  };
}

/** What is charged for the way out because it is not free any more. */
const freightOf = ({ parts, net }: Price): Money =>
  sum(
    parts.flatMap(({ promotion, charged }) => (promotion.kind === 'free_shipping' ? [charged] : [])),
    net.currency,
  );

/** What the buyer still has, less the units that come back now. */
function keptOf(order: Order, back: RefundTerms['lines']): Units {
  return new Map(
    order.lines.map(({ id, externalId, quantity, settled }) => [
      externalId,
      back.reduce((units, line) => (line.orderLineId === id ? units - line.quantity : units), quantity - settled),
    ]),
  );
}

type Own = {
  lineId: PlannedLine['lineId'];
  bought: OrderLine;
  quantity: number;
  share: Money;
  freight: Money;
  rebated: Money;
};

function ownLine(order: Order, terms: RefundTerms, line: RefundTerms['lines'][number]): Own {
  const bought = present(
    order.lines.find(({ id }) => id === line.orderLineId),
    `order line ${line.orderLineId}`,
  );
  const earlier = terms.lines.slice(0, terms.lines.indexOf(line));
  const from = earlier.reduce((units, one) => (one.orderLineId === bought.id ? units + one.quantity : units), 0);
  const { goods, freight } = nextUnits({ ...bought, settled: bought.settled + from }, line.quantity);
  return {
    lineId: line.lineId,
    bought,
    quantity: line.quantity,
    share: goods,
    freight: terms.returnsFreight ? freight : zero(order.currency),
    rebated: subtract(nextUnitsRebated(bought, from + line.quantity), nextUnitsRebated(bought, from)),
  };
}

const roomOf = ({ paid, freight, refunded }: OrderLine): Money => subtract(add(paid, freight), refunded);
const atLeast = (floor: Money, amount: Money): Money => (subtract(amount, floor).minor < 0n ? floor : amount);

/**
 * Puts the sum on the lines that come back, by their list price, as far as what was paid for each reaches; what is over
 * lies on other lines of the order, whose discounts it gives back.
 */
function spread(order: Order, own: readonly Own[], amount: Money, rebated: Money): PlannedLine[] {
  const none = zero(order.currency);
  const lines = own.map(
    (line): PlannedLine => ({
      lineId: line.lineId,
      orderLineId: line.bought.id,
      quantity: line.quantity,
      goods: none,
      freight: line.freight,
      funded: [],
      vatBasisPoints: line.bought.vatBasisPoints,
    }),
  );
  let offLeft = rebated;
  for (const [i, { rebated: of }] of own.entries()) {
    const off = least(of, offLeft);
    const line = lines[i];
    if (line && isPositive(off)) line.rebated = off;
    offLeft = subtract(offLeft, off);
  }
  const wanted = isPositive(amount) ? allocate(amount, weightsOf(own)) : own.map(() => none);
  let over = none;
  for (const [i, line] of lines.entries()) {
    const want = add(wanted[i] ?? none, over);
    const fits = least(want, leftOn(order, lines, line.orderLineId, 'goods'));
    line.goods = add(line.goods, fits);
    over = subtract(want, fits);
  }
  for (const room of ['goods', 'all'] as const) {
    for (const bought of order.lines) {
      const fits = least(over, leftOn(order, lines, bought.id, room));
      if (!isPositive(fits)) continue;
      over = subtract(over, fits);
      const known = lines.find((line) => line.orderLineId === bought.id);
      if (known) known.goods = add(known.goods, fits);
      else lines.push(elsewhere(lines, bought, fits));
    }
  }
  return lines;
}

/** A part of the sum that lies on a line of which nothing comes back now. */
const elsewhere = (lines: readonly PlannedLine[], bought: OrderLine, goods: Money): PlannedLine => ({
  lineId: present(lines[0], 'a line that comes back').lineId,
  orderLineId: bought.id,
  quantity: 0,
  goods,
  freight: zero(goods.currency),
  funded: [],
  vatBasisPoints: bought.vatBasisPoints,
});

function leftOn(order: Order, lines: readonly PlannedLine[], id: OrderLine['id'], room: 'goods' | 'all'): Money {
  const bought = present(
    order.lines.find((line) => line.id === id),
    `order line ${id}`,
  );
  const planned = lines
    .filter((line) => line.orderLineId === id)
    .map((line) => (room === 'goods' ? line.goods : add(line.goods, line.freight)));
  const of = room === 'goods' ? subtract(bought.paid, bought.refunded) : roomOf(bought);
  return atLeast(zero(order.currency), subtract(of, sum(planned, order.currency)));
}

function weightsOf(own: readonly Own[]): bigint[] {
  const listed = own.map(({ bought, quantity }) => times(bought.unitPrice, quantity).minor);
  return listed.some((minor) => minor > 0n) ? listed : own.map(({ quantity }) => BigInt(quantity));
}

/** What each funder gave for the units that come back now: his part of all that was bought less his part of what is kept. */
function fundedBy(order: Order, before: Price, after: Price): Discount[] {
  const of = ({ parts, others }: Price, funder: string): bigint =>
    [...parts.map(({ promotion, off }) => ({ funder: promotion.funder, amount: off })), ...others].reduce(
      (total, one) => (one.funder === funder ? total + one.amount.minor : total),
      0n,
    );
  return funders
    .filter((funder) => funder !== 'shop')
    .map((funder) => ({ funder, amount: money(of(before, funder) - of(after, funder), order.currency) }))
    .filter(({ amount }) => isPositive(amount));
}

function fund(lines: PlannedLine[], own: readonly Own[], funded: readonly Discount[]): void {
  const weights = weightsOf(own);
  for (const { funder, amount } of funded) {
    const parts = allocate(amount, weights);
    own.forEach((_, i) => {
      const part = parts[i];
      if (part && isPositive(part)) lines[i]?.funded.push({ funder, amount: part });
    });
  }
}

/** A coupon that what is kept could not have used was not used; points go with the goods that they paid for. */
function inKindOf(before: Price, after: Price): InKind[] {
  return before.parts.flatMap((part, i): InKind[] => {
    const { promotion } = part;
    const now = after.parts[i];
    const named = { promotionId: promotion.id, title: promotion.title };
    if (promotion.kind === 'points') {
      const points = part.points - (now?.points ?? 0);
      return points > 0 ? [{ ...named, kind: 'points', points }] : [];
    }
    if (promotion.kind !== 'coupon') return [];
    const isFree = promotion.keptWhenBroken
      ? !isPositive(after.goods) && isPositive(before.goods)
      : part.earned && !now?.earned;
    return isFree ? [{ ...named, kind: 'coupon', coupon: promotion.coupon }] : [];
  });
}
