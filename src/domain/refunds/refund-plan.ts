import { present } from '../assert.ts';
import type { OrderLineId, RmaLineId } from '../ids.ts';
import { add, isMore, isPositive, least, type Money, subtract, sum, times, zero } from '../money.ts';
import {
  linePaidWithFreight,
  nextUnits,
  nextUnitsFunded,
  nextUnitsRebated,
  type Order,
  type Payment,
  refundable,
} from '../orders/order.ts';
import { ok, type Result, reject } from '../result.ts';
import type { InKind, RefundFigures } from './refund-figures.ts';
import type { ExplanationRow, PlannedLine, RefundTerms } from './refund-terms.ts';
import { isRecalculable, recalculate } from './statutory-recalc.ts';

export type { ExplanationRow, PlannedLine, RefundTerms } from './refund-terms.ts';

export type RefundPlan = {
  total: Money;
  lines: PlannedLine[];
  explanation: ExplanationRow[];
  /** One refund per payment, filled in the order of the payments. */
  payments: { payment: Payment; amount: Money; parts: PaidPart[] }[];
  figures?: RefundFigures;
  /** What the promotion rules gave for the goods, before anything was taken off. The order counts it. */
  entitled?: Money;
  inKind?: InKind[];
  /** Nothing is left by the rules, and this is missing: for a person. Never charged. */
  shortfall?: Money;
};

/** A payment's part of the planned line that stands at `of`. */
export type PaidPart = { of: number; lineId: RmaLineId; goods: Money; freight: Money };

export type PlanRejection =
  | { code: 'deduction_exceeds_amount'; amount: Money }
  | { code: 'refund_exceeds_paid'; refundable: Money };

/** Works out what goes back for these units, why, and through which payments. */
export function planRefund(order: Order, terms: RefundTerms): Result<RefundPlan, PlanRejection> {
  const { lines, explanation, ...entitlement } = entitledTo(order, terms);
  const refused = deduct(lines, terms.deductions, explanation);
  if (refused) return reject(refused);
  const figure = terms.agreedAmount ?? terms.platformAmount;
  if (figure) {
    fitToFigure(order, lines, figure, explanation, terms.agreedAmount ? 'agreed_difference' : 'platform_difference');
  }
  const tooMuch = overdrawnLine(order, lines);
  if (tooMuch) return reject(tooMuch);

  const total = sum(
    lines.map((line) => add(line.goods, line.freight)),
    order.currency,
  );
  const left = sum(order.payments.map(refundable), order.currency);
  if (isMore(total, left)) return reject({ code: 'refund_exceeds_paid', refundable: left });
  return ok({ total, lines, explanation, payments: fillPayments(order, lines), ...entitlement });
}

type Entitlement = Pick<RefundPlan, 'lines' | 'explanation' | 'figures' | 'entitled' | 'inKind' | 'shortfall'>;

/** What the units give before anything is deducted or agreed on, and what the other engine would have said. */
function entitledTo(order: Order, terms: RefundTerms): Entitlement {
  const explanation: ExplanationRow[] = [];
  if (!terms.recalculates || !isRecalculable(order)) {
    const lines = entitledLines(order, terms, explanation);
    const ours = totalOf(order, lines);
    return { lines, explanation, figures: figuresOf(terms, terms.platformAmount ?? ours, ours) };
  }
  const { lines, shares, granted, inKind, shortfall, ...recalculated } = recalculate(order, terms);
  const freight = freightRows(order, terms, explanation);
  const figures = figuresOf(terms, terms.platformAmount ?? add(shares, freight), add(granted, freight));
  return {
    lines,
    explanation: [...recalculated.explanation, ...explanation],
    figures,
    entitled: granted,
    ...(inKind.length > 0 ? { inKind } : {}),
    ...(shortfall ? { shortfall } : {}),
  };
}

const totalOf = (order: Order, lines: readonly PlannedLine[]): Money =>
  sum(
    lines.map((line) => add(line.goods, line.freight)),
    order.currency,
  );

const figuresOf = (terms: RefundTerms, platformAllocated: Money, statutoryRecalc: Money): RefundFigures => ({
  engine: terms.platformAmount ? 'platform_allocated' : 'statutory_recalc',
  platformAllocated,
  statutoryRecalc,
  difference: subtract(statutoryRecalc, platformAllocated),
});

/** Explains the freight out of units whose goods are explained by the rules. */
function freightRows(order: Order, terms: RefundTerms, explanation: ExplanationRow[]): Money {
  const rows: ExplanationRow[] = [];
  const lines = entitledLines(order, terms, rows);
  explanation.push(...rows.filter(({ code }) => code === 'freight' || code === 'freight_kept'));
  return sum(
    lines.map(({ freight }) => freight),
    order.currency,
  );
}

/** The units' own parts, read from the order. Two lines over one order line take its units one after the other. */
function entitledLines(order: Order, terms: RefundTerms, explanation: ExplanationRow[]): PlannedLine[] {
  const taken = new Map<OrderLineId, number>();
  return terms.lines.map(({ lineId, orderLineId, quantity }) => {
    const bought = present(
      order.lines.find((line) => line.id === orderLineId),
      `order line ${orderLineId}`,
    );
    const from = taken.get(orderLineId) ?? 0;
    taken.set(orderLineId, from + quantity);
    const ahead = { ...bought, settled: bought.settled + from };
    const { goods, freight } = nextUnits(ahead, quantity);
    const rebated = least(goods, subtract(nextUnitsRebated(bought, from + quantity), nextUnitsRebated(bought, from)));
    explanation.push({
      code: 'goods',
      orderLineId,
      quantity,
      listed: times(bought.unitPrice, quantity),
      amount: goods,
    });
    if (isPositive(rebated)) {
      explanation.push({ code: 'rebated', orderLineId, quantity, amount: subtract(zero(order.currency), rebated) });
    }
    if (isPositive(freight)) {
      const code = terms.returnsFreight ? 'freight' : 'freight_kept';
      explanation.push({ code, orderLineId, quantity, amount: terms.returnsFreight ? freight : zero(order.currency) });
    }
    return {
      lineId,
      orderLineId,
      quantity,
      goods: subtract(goods, rebated),
      freight: terms.returnsFreight ? freight : zero(order.currency),
      ...(isPositive(rebated) ? { rebated } : {}),
      funded: nextUnitsFunded(ahead, quantity).filter((part) => part.funder !== 'shop' && isPositive(part.amount)),
      vatBasisPoints: bought.vatBasisPoints,
    };
  });
}

export function deduct(
  lines: PlannedLine[],
  deductions: RefundTerms['deductions'],
  explanation: ExplanationRow[],
): PlanRejection | undefined {
  for (const deduction of deductions) {
    const { currency } = deduction.amount;
    // A part of what goes back for a line may lie on others of the order.
    const parts = lines.filter((candidate) => candidate.lineId === deduction.lineId);
    const [line] = parts;
    const goods = parts.reduce((total, part) => total + part.goods.minor, 0n);
    const sameCurrency = line?.goods.currency === currency;
    if (!line || !sameCurrency || !isPositive(deduction.amount) || deduction.amount.minor > goods) {
      return { code: 'deduction_exceeds_amount', amount: { ...zero(currency), minor: sameCurrency ? goods : 0n } };
    }
    let rest = deduction.amount;
    for (const part of parts) {
      const off = least(part.goods, rest);
      part.goods = subtract(part.goods, off);
      rest = subtract(rest, off);
    }
    const amount = subtract(zero(currency), deduction.amount);
    explanation.push({ code: 'deduction', orderLineId: line.orderLineId, note: deduction.reason, amount });
  }
  return undefined;
}

/**
 * Cuts the lines, last first, to a figure that is fixed, or puts what it pays beyond ours on the lines as freight, each as
 * far as its own payment reaches. What no line has room for stays on the first and is refused as too much.
 */
function fitToFigure(
  order: Order,
  lines: PlannedLine[],
  figure: Money,
  explanation: ExplanationRow[],
  code: 'platform_difference' | 'agreed_difference',
): void {
  const ours = sum(
    lines.map((line) => add(line.goods, line.freight)),
    figure.currency,
  );
  const difference = subtract(figure, ours);
  if (difference.minor === 0n) return;
  explanation.push({ code, amount: difference });
  if (difference.minor > 0n) {
    raise(order, lines, difference);
    return;
  }
  let over = subtract(ours, figure);
  for (const line of lines.toReversed()) {
    for (const part of ['freight', 'goods'] as const) {
      const cut = least(line[part], over);
      line[part] = subtract(line[part], cut);
      over = subtract(over, cut);
    }
  }
}

function raise(order: Order, lines: PlannedLine[], difference: Money): void {
  let rest = difference;
  for (const line of lines) {
    const more = least(roomOf(order, lines, line.orderLineId), rest);
    line.freight = add(line.freight, more);
    rest = subtract(rest, more);
  }
  const first = lines[0];
  if (first) first.freight = add(first.freight, rest);
}

/** What the plan leaves of an order line's payment; never below zero. */
function roomOf(order: Order, lines: readonly PlannedLine[], orderLineId: OrderLineId): Money {
  const bought = present(
    order.lines.find((line) => line.id === orderLineId),
    `order line ${orderLineId}`,
  );
  const planned = lines.filter((line) => line.orderLineId === orderLineId).map((line) => add(line.goods, line.freight));
  const room = subtract(subtract(linePaidWithFreight(bought), bought.refunded), sum(planned, order.currency));
  return isPositive(room) ? room : zero(order.currency);
}

function overdrawnLine(order: Order, lines: readonly PlannedLine[]): PlanRejection | undefined {
  for (const bought of order.lines) {
    const planned = lines.filter((line) => line.orderLineId === bought.id).map((line) => add(line.goods, line.freight));
    const left = subtract(linePaidWithFreight(bought), bought.refunded);
    if (isMore(sum(planned, order.currency), left)) return { code: 'refund_exceeds_paid', refundable: left };
  }
  return undefined;
}

export function fillPayments(order: Order, lines: readonly PlannedLine[]): RefundPlan['payments'] {
  const open = lines.map((line, of) => ({ of, lineId: line.lineId, goods: line.goods, freight: line.freight }));
  const filled: RefundPlan['payments'] = [];
  for (const payment of order.payments) {
    let room = refundable(payment);
    const parts: RefundPlan['payments'][number]['parts'] = [];
    for (const line of open) {
      const goods = least(line.goods, room);
      const freight = least(line.freight, subtract(room, goods));
      // A gift carries no money: it goes along with the first refund, so that it is settled with the rest.
      const gift = filled.length === 0 && !isPositive(add(line.goods, line.freight));
      if (!isPositive(add(goods, freight)) && !gift) continue;
      room = subtract(room, add(goods, freight));
      line.goods = subtract(line.goods, goods);
      line.freight = subtract(line.freight, freight);
      parts.push({ of: line.of, lineId: line.lineId, goods, freight });
    }
    const amount = sum(
      parts.map((part) => add(part.goods, part.freight)),
      order.currency,
    );
    if (!isPositive(amount)) continue;
    filled.push({ payment, amount, parts });
  }
  return filled;
}
