import { add, type Money, subtract, sum, times, zero } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import type { Instant } from '../time.ts';
import { type AllocatedLine, allocateOrder } from './allocate-order.ts';
import { checkPromotions, type PromotionRefusal } from './check-promotions.ts';
import type { Discount, Exclusion, GoodsClass, OutboundParcel } from './order.ts';
import { amountsIn, type Promotion } from './promotions.ts';

export type IncomingLine = {
  externalId: string;
  sku: string;
  title: string;
  imageUrl: string | null;
  quantity: number;
  unitPrice: Money;
  discounts: Discount[];
  /** What a channel says the buyer paid for the whole line. Null: it follows from the price and the discounts. */
  paid: Money | null;
  unitCost: Money | null;
  /** Of the pieces that were sent. Absent: the source does not tell. */
  serials?: readonly string[];
  vatBasisPoints: number;
  goodsClass: GoodsClass;
  exclusion: Exclusion | null;
  exclusionConfirmed: boolean;
};

export type IncomingBuyer = {
  /** Tells buyers of one shop apart; not a name. */
  token: string;
  nick: string;
  name: string | null;
  phone: string | null;
  /** The last digits, where the channel shows no more than them. */
  phoneTail: string;
};

/** An order from the API, a channel or a file, before it is ours. */
export type IncomingOrder = {
  externalId: string;
  /** Grows with every change at the source; 0 where the source has no versions. */
  version: bigint;
  currency: string;
  placedAt: Instant;
  paidAt: Instant | null;
  shippedAt: Instant | null;
  deliveredAt: Instant | null;
  businessPurchase: boolean;
  buyer: IncomingBuyer;
  freightPaid: Money;
  orderDiscounts: Discount[];
  payments: { method: string; tradeNumber: string; paid: Money }[];
  /** The parcels it went out in. Absent: the source does not tell. */
  outbound?: readonly OutboundParcel[];
  lines: IncomingLine[];
  /** The rules that it was priced by. Absent: the source does not tell. */
  promotions?: readonly Promotion[];
};

/** Why an order is not taken. `field` is the path of what has to be put right. */
export type OrderRefusal = { field: string } & (
  | { code: 'no_lines' }
  | { code: 'line_named_twice' }
  | { code: 'wrong_currency'; expected: string }
  | { code: 'discount_exceeds_price' }
  | { code: 'payments_do_not_match'; expected: Money; paid: Money }
  | { code: 'differs_from_known' }
  | { code: 'order_has_returns' }
  | { code: 'line_gone' }
  | { code: 'payment_gone' }
  | PromotionRefusal
);

export type AppraisedOrder = { order: IncomingOrder; lines: AllocatedLine[] };

/** Checks the order against itself and gives each line its parts. */
export function appraise(order: IncomingOrder, currency: string): Result<AppraisedOrder, OrderRefusal> {
  const refusal = malformed(order, currency);
  if (refusal) return reject(refusal);
  const allocated = allocateOrder({
    ...order,
    // A line whose payment is known is allocated as one piece of that price; its discounts are already off.
    lines: order.lines.map((line) => (line.paid ? { quantity: 1, unitPrice: line.paid, discounts: [] } : line)),
  });
  if (!allocated.ok) {
    const { rejection } = allocated;
    return rejection.code === 'discount_exceeds_price'
      ? reject({ code: rejection.code, field: `lines.${rejection.line}.discounts` })
      : reject({ ...rejection, field: 'payments' });
  }
  const lines = allocated.value.map((line, i) => {
    const given = order.lines[i];
    return given?.paid ? { ...line, discounts: [...given.discounts, ...line.discounts] } : line;
  });
  const { promotions = [] } = order;
  const wrong =
    promotions.length > 0 &&
    checkPromotions(
      {
        ...order,
        promotions,
        lines: order.lines.map((line, i) => ({ ...line, discounts: lines[i]?.discounts ?? [] })),
      },
      lines.map(({ paid }) => paid),
    );
  return wrong ? reject(wrong) : ok({ order, lines });
}

function malformed(order: IncomingOrder, currency: string): OrderRefusal | undefined {
  if (order.lines.length === 0) return { code: 'no_lines', field: 'lines' };
  const seen = new Set<string>();
  for (const [i, line] of order.lines.entries()) {
    if (seen.has(line.externalId)) return { code: 'line_named_twice', field: `lines.${i}.externalId` };
    seen.add(line.externalId);
  }
  if (order.currency !== currency) return { code: 'wrong_currency', field: 'currency', expected: currency };
  const amounts: [string, Money | null][] = [
    ['freightPaid', order.freightPaid],
    ...order.orderDiscounts.map(({ amount }, i): [string, Money] => [`orderDiscounts.${i}.amount`, amount]),
    ...order.payments.map(({ paid }, i): [string, Money] => [`payments.${i}.paid`, paid]),
    ...order.lines.flatMap((line, i): [string, Money | null][] => [
      [`lines.${i}.unitPrice`, line.unitPrice],
      [`lines.${i}.paid`, line.paid],
      [`lines.${i}.unitCost`, line.unitCost],
      ...line.discounts.map(({ amount }, n): [string, Money] => [`lines.${i}.discounts.${n}.amount`, amount]),
    ]),
    ...(order.promotions ?? []).flatMap((promotion, i) =>
      amountsIn(promotion).map(([name, amount]): [string, Money] => [`promotions.${i}.${name}`, amount]),
    ),
  ];
  const foreign = amounts.find(([, amount]) => amount && amount.currency !== currency);
  return foreign && { code: 'wrong_currency', field: foreign[0], expected: currency };
}

/** What is stored of an order, as far as a new version of it may touch it. */
export type KnownOrder = {
  version: bigint;
  hasReturns: boolean;
  lines: { externalId: string; sku: string; quantity: number; paid: Money; freight: Money }[];
  payments: { method: string; tradeNumber: string; paid: Money }[];
};

export type Change = 'none' | 'dates' | 'everything';

/**
 * What an order that is known already may still change: the newest version wins, but amounts that returns were worked out
 * from stay what they were.
 */
export function changeOf(known: KnownOrder, { order, lines }: AppraisedOrder): Result<Change, OrderRefusal> {
  if (order.version < known.version) return ok('none');
  const difference = differenceOf(known, { order, lines });
  if (order.version === known.version) {
    // The same version with other amounts is another order under one number, or a file that lists an order in pieces.
    const other = difference ?? otherArticle(known, order);
    return other ? reject({ code: 'differs_from_known', field: other }) : ok('none');
  }
  const named = namesGateway(known, order);
  // Returns are worked out from the payment under its first name, and are paid under it.
  if (!difference) return ok(named && !known.hasReturns ? 'everything' : 'dates');
  if (known.hasReturns) return reject({ code: 'order_has_returns', field: difference });
  const kept = new Set(order.lines.map((line) => line.externalId));
  if (known.lines.some((line) => !kept.has(line.externalId))) return reject({ code: 'line_gone', field: 'lines' });
  const trades = new Set(order.payments.map(tradeOf));
  if (!named && known.payments.some((payment) => !trades.has(tradeOf(payment)))) {
    return reject({ code: 'payment_gone', field: 'payments' });
  }
  return ok('everything');
}

const tradeOf = (payment: { method: string; tradeNumber: string }): string =>
  `${payment.method} ${payment.tradeNumber}`;

/** A shop that could not yet say who holds the payment stood under the order's own number; now it names the gateway. */
function namesGateway({ payments }: KnownOrder, order: IncomingOrder): boolean {
  const [before] = payments;
  const [now] = order.payments;
  if (!before || !now || payments.length !== 1 || order.payments.length !== 1) return false;
  return before.tradeNumber === order.externalId && tradeOf(before) !== tradeOf(now);
}

function otherArticle(known: KnownOrder, order: IncomingOrder): string | undefined {
  const skus = new Map(known.lines.map((line) => [line.externalId, line.sku]));
  const at = order.lines.findIndex((line) => skus.get(line.externalId) !== line.sku);
  return at < 0 ? undefined : `lines.${at}.sku`;
}

/** The first field in which the amounts are not those that are known. */
function differenceOf(known: KnownOrder, { order, lines }: AppraisedOrder): string | undefined {
  if (known.lines.length !== order.lines.length) return 'lines';
  const byId = new Map(known.lines.map((line) => [line.externalId, line]));
  for (const [i, line] of order.lines.entries()) {
    const before = byId.get(line.externalId);
    const now = lines[i];
    if (!before || !now) return `lines.${i}.externalId`;
    if (before.quantity !== line.quantity) return `lines.${i}.quantity`;
    if (before.paid.minor !== now.paid.minor) return `lines.${i}.paid`;
    if (before.freight.minor !== now.freight.minor) return `lines.${i}.freight`;
  }
  if (namesGateway(known, order)) {
    return known.payments[0]?.paid.minor === order.payments[0]?.paid.minor ? undefined : 'payments.0.paid';
  }
  const paid = new Map(known.payments.map((payment) => [tradeOf(payment), payment.paid.minor]));
  const changed = order.payments.findIndex((payment) => paid.get(tradeOf(payment)) !== payment.paid.minor);
  return changed >= 0 || paid.size !== order.payments.length ? `payments.${Math.max(changed, 0)}.paid` : undefined;
}

/** The price of the goods before the freight: what the only payment of a plain order comes to, less its freight. */
export const goodsTotal = (order: Pick<IncomingOrder, 'lines' | 'orderDiscounts' | 'currency'>): Money =>
  subtract(
    order.lines.reduce(
      (total, line) =>
        add(total, line.paid ?? subtract(times(line.unitPrice, line.quantity), off(line.discounts, order.currency))),
      zero(order.currency),
    ),
    off(order.orderDiscounts, order.currency),
  );

const off = (discounts: readonly Discount[], currency: string): Money =>
  sum(
    discounts.map(({ amount }) => amount),
    currency,
  );
