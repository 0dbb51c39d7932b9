import { toMoneyView } from '../../contract/common.ts';
import type { RmaView } from '../../contract/returns.ts';
import type { OrderLineId } from '../../domain/ids.ts';
import { add, type Money, sum, zero } from '../../domain/money.ts';
import type { Discount, Order } from '../../domain/orders/order.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { InKind, RefundFigures } from '../../domain/refunds/refund-figures.ts';
import type { ExplanationRow, RefundPlan } from '../../domain/refunds/refund-plan.ts';
import { planNext } from '../../domain/returns/decide-refunds.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { StoredEvent } from './rma-store.ts';

type Ordered = Extract<RmaEvent, { type: 'refund_requested' | 'nothing_to_refund' }>;
type AmountView = Pick<RmaView, 'amount' | 'amountProblem'>;

/** What was ordered back, as it was explained then; where more is due, or before anything is ordered, what comes next. */
export function amountView(
  rma: Rma,
  order: Order,
  history: readonly StoredEvent[],
  { policy, now }: { policy: Policy; now: Instant },
): AmountView {
  const ordered = history.flatMap(({ event }) => (isOrdered(event) ? [event] : []));
  if (ordered.length > 0 && !rma.lines.some((line) => line.settlement === 'due')) {
    return { amount: asOrdered(ordered, order), amountProblem: null };
  }
  const plan = planNext(rma, { now, order, policy });
  if (!plan) return { amount: null, amountProblem: null };
  if (!plan.ok) return { amount: null, amountProblem: plan.rejection };
  return { amount: asPlanned(plan.value, order), amountProblem: null };
}

/** Without an explanation it is from before endings without money had one. */
const isOrdered = (event: RmaEvent): event is Ordered =>
  event.type === 'refund_requested' || (event.type === 'nothing_to_refund' && event.explanation !== undefined);

function asOrdered(ordered: readonly Ordered[], order: Order): AmountView['amount'] {
  // Refunds that were ordered together, one per payment, carry the same explanation.
  const explained = new Map(ordered.map((event, i) => ['at' in event ? event.at : i, event.explanation ?? []]));
  const funded = ordered.flatMap(({ booking = [] }) => booking.flatMap((part) => part.funded));
  return view(order, {
    total: sum(
      ordered.flatMap((event) => ('amount' in event ? [event.amount] : [])),
      order.currency,
    ),
    rows: [...explained.values()].flat(),
    inKind: ordered.flatMap((event) => event.inKind ?? []),
    figures: ordered.flatMap(({ figures }) => figures ?? []),
    funded,
    shortfall: null,
  });
}

const asPlanned = (plan: RefundPlan, order: Order): NonNullable<AmountView['amount']> =>
  view(order, {
    total: plan.total,
    rows: plan.explanation,
    inKind: plan.inKind ?? [],
    figures: plan.figures ? [plan.figures] : [],
    funded: plan.lines.flatMap((line) => line.funded),
    shortfall: plan.shortfall ?? null,
  });

type Facts = {
  total: Money;
  rows: readonly ExplanationRow[];
  inKind: readonly InKind[];
  figures: readonly RefundFigures[];
  funded: readonly Discount[];
  shortfall: Money | null;
};

const view = (order: Order, { total, rows, inKind, figures, funded, shortfall }: Facts) => ({
  total: toMoneyView(total),
  rows: explanationRows(rows, order),
  inKind: inKind.map(inKindOf),
  figures: figuresView(figures, order.currency),
  funded: [...byFunder(funded)].map(([funder, amount]) => ({ funder, amount: toMoneyView(amount) })),
  shortfall: shortfall && toMoneyView(shortfall),
});

function figuresView(figures: readonly RefundFigures[], currency: string) {
  const [first] = figures;
  if (!first) return null;
  const total = (of: (each: RefundFigures) => Money) => toMoneyView(sum(figures.map(of), currency));
  return {
    engine: first.engine,
    platformAllocated: total((each) => each.platformAllocated),
    statutoryRecalc: total((each) => each.statutoryRecalc),
    difference: total((each) => each.difference),
  };
}

function byFunder(funded: readonly Discount[]): Map<Discount['funder'], Money> {
  const all = new Map<Discount['funder'], Money>();
  for (const { funder, amount } of funded) all.set(funder, add(all.get(funder) ?? zero(amount.currency), amount));
  return all;
}

const inKindOf = (each: InKind) => ({
  kind: each.kind,
  title: each.title,
  coupon: each.kind === 'coupon' ? each.coupon : null,
  points: each.kind === 'points' ? each.points : null,
});

export const inKindViews = ({ inKind = [] }: Rma): RmaView['inKind'] =>
  inKind.map((each) => ({ ...inKindOf(each), id: each.id, state: each.state, reference: each.reference ?? null }));

/** The same as the buyer may see it. */
export const explained = (
  { total, explanation, inKind = [] }: Pick<RefundPlan, 'total' | 'explanation' | 'inKind'>,
  order: Order,
) => ({
  total: toMoneyView(total),
  rows: explanationRows(explanation, order),
  inKind: inKind.map(inKindOf),
});

export const explanationRows = (rows: readonly ExplanationRow[], order: Order) =>
  rows.map(({ orderLineId, listed, had, has, amount, ...row }) => ({
    ...row,
    ...(orderLineId ? { title: titleOf(order, orderLineId) } : {}),
    ...(listed === undefined ? {} : { listed: toMoneyView(listed) }),
    ...(had === undefined ? {} : { had: toMoneyView(had) }),
    ...(has === undefined ? {} : { has: toMoneyView(has) }),
    amount: toMoneyView(amount),
  }));

const titleOf = (order: Order, id: OrderLineId): string => order.lines.find((line) => line.id === id)?.title ?? '';
