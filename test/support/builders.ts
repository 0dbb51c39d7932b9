import { present } from '../../src/domain/assert.ts';
import type { BuyerRecord } from '../../src/domain/buyers/buyer-record.ts';
import { partId, type RmaId } from '../../src/domain/ids.ts';
import { type Money, money } from '../../src/domain/money.ts';
import type { Order, OrderLine, Payment } from '../../src/domain/orders/order.ts';
import { defaultPolicy } from '../../src/domain/policy/default-policy.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import type { OpenRma, RmaCommand } from '../../src/domain/returns/commands.ts';
import { decide, decideOpen } from '../../src/domain/returns/decide.ts';
import type { Context, Decision } from '../../src/domain/returns/decision.ts';
import type { RmaEvent } from '../../src/domain/returns/events.ts';
import { evolve } from '../../src/domain/returns/evolve.ts';
import { evolveOrder } from '../../src/domain/returns/evolve-order.ts';
import type { Refund, Rma, RmaLine } from '../../src/domain/returns/rma.ts';
import { type Instant, parseInstant } from '../../src/domain/time.ts';

/** Facts of the domain with everything that does not matter filled in. A test states what matters. */

export const yuan = (amount: number): Money => money(Math.round(amount * 100), 'CNY');
export const fen = (minor: number): Money => money(minor, 'CNY');
export const at = (text: string): Instant => present(parseInstant(text), `the moment ${text}`);

/** Two days after the parcel of {@link anOrder} was signed for. */
export const NOW = at('2026-11-22T08:00:00.000Z');
export const RMA_ID: RmaId = 'rma_01test7k3f9qxz';

export const anOrderLine = (facts: Partial<OrderLine> = {}): OrderLine => ({
  id: 'oli_coat',
  externalId: '1',
  sku: 'COAT-M',
  title: '羊毛大衣 M',
  quantity: 1,
  unitPrice: yuan(199),
  paid: yuan(199),
  freight: fen(0),
  discounts: [],
  unitCost: yuan(80),
  vatBasisPoints: 1_300,
  goodsClass: 'textile_home',
  exclusion: null,
  exclusionConfirmed: false,
  claimed: 0,
  settled: 0,
  refunded: fen(0),
  ...facts,
});

export const aPayment = (facts: Partial<Payment> = {}): Payment => ({
  id: 'pay_1',
  method: 'alipay',
  tradeNumber: '2026112222001',
  paid: yuan(199),
  refunded: fen(0),
  ...facts,
});

/** A paid order of the own shop that was delivered two days ago. Its one payment covers its lines unless one is given. */
export function anOrder(facts: Partial<Order> = {}): Order {
  const lines = facts.lines ?? [anOrderLine()];
  const total = lines.reduce((minor, line) => minor + line.paid.minor + line.freight.minor, 0n);
  return {
    id: 'ord_1',
    shopId: 'shop_own',
    channel: 'own_shop',
    externalId: 'T20261117001',
    currency: 'CNY',
    buyerId: 'pty_1',
    placedAt: at('2026-11-17T08:00:00.000Z'),
    paidAt: at('2026-11-17T08:01:00.000Z'),
    shippedAt: at('2026-11-18T08:00:00.000Z'),
    deliveredAt: at('2026-11-20T08:00:00.000Z'),
    businessPurchase: false,
    lines,
    payments: [aPayment({ paid: money(total, 'CNY') })],
    ...facts,
  };
}

export const aPolicy = (facts: Partial<Policy> = {}): Policy => ({
  ...defaultPolicy(1, yuan(500), 'Asia/Shanghai'),
  ...facts,
});

/** A buyer of one order who is on no list and has sent nothing back. */
export const aBuyerRecord = (facts: Partial<BuyerRecord> = {}): BuyerRecord => ({
  listings: [],
  orders365d: 1,
  ordersReturned365d: 0,
  returns90d: 0,
  refundOnly90d: 0,
  ...facts,
});

export const aContext = (facts: Partial<Context> = {}): Context => ({
  now: NOW,
  order: anOrder(),
  policy: aPolicy(),
  buyer: aBuyerRecord(),
  ...facts,
});

export const aLine = (facts: Partial<RmaLine> = {}): RmaLine => ({
  id: 'rli_1',
  orderLineId: 'oli_coat',
  sku: 'COAT-M',
  quantity: 1,
  reception: 'awaiting',
  inspection: 'pending',
  disposition: 'undecided',
  settlement: 'not_due',
  grade: null,
  failedTests: [],
  ...facts,
});

export const aRefund = (facts: Partial<Refund> = {}): Refund => ({
  id: 'rfd_1',
  paymentId: 'pay_1',
  method: 'alipay',
  tradeNumber: '2026112222001',
  amount: yuan(199),
  state: 'requested',
  parts: [{ lineId: 'rli_1', goods: yuan(199), freight: fen(0) }],
  gatewayReference: null,
  cause: null,
  retryable: false,
  requestedAt: NOW,
  settledAt: null,
  ...facts,
});

/** An approved return of one coat that waits for its parcel. */
export function anRma(facts: Partial<Rma> = {}): Rma {
  const lines = facts.lines ?? [aLine()];
  return {
    id: RMA_ID,
    number: 'R261122-7K3F9QXZ',
    orderId: 'ord_1',
    shopId: 'shop_own',
    channel: 'own_shop',
    resolution: 'return_and_refund',
    reason: 'no_reason',
    requested: null,
    evidence: [],
    channelRef: null,
    channelPush: 'none',
    review: 'approved',
    reviewDue: { at: at('2026-11-23T08:00:00.000Z'), source: 'rule' },
    policyVersion: 1,
    openedAt: NOW,
    approvedAt: NOW,
    receivedAt: null,
    lines,
    refunds: [],
    parcels: [],
    linesMade: lines.length,
    version: 3,
    ...facts,
  };
}

export const aRequest = (facts: Partial<OpenRma> = {}): OpenRma => ({
  type: 'open_rma',
  rmaId: RMA_ID,
  resolution: 'return_and_refund',
  reason: 'no_reason',
  lines: [{ orderLineId: 'oli_coat', quantity: 1 }],
  evidence: [],
  requested: null,
  channelRef: null,
  platformDeadline: null,
  ...facts,
});

/** What came of a decision, as a word or a list of words: the rejection's code, or the types of the events. */
export const outcomeOf = (decision: Decision): string =>
  decision.ok ? decision.value.map((event) => event.type).join(' ') || 'nothing' : decision.rejection.code;

/** The event of one type that a decision holds. */
export function eventIn<Type extends RmaEvent['type']>(
  decision: Decision,
  type: Type,
): Extract<RmaEvent, { type: Type }> {
  const found = decision.ok ? decision.value.find((event) => event.type === type) : undefined;
  return present(found as Extract<RmaEvent, { type: Type }> | undefined, `${type} in ${outcomeOf(decision)}`);
}

export type Told = { order: Order; rma: Rma; events: RmaEvent[] };

/** Lives through commands one after another, as the program would; a refusal is a mistake in the story. */
export function story(context: Context, request: OpenRma, ...commands: Exclude<RmaCommand, OpenRma>[]): Told {
  let told = applied({ order: context.order, rma: null, events: [] }, decideOpen(request, context));
  for (const command of commands) told = applied(told, decide(told.rma, command, { ...context, order: told.order }));
  return told;
}

export function applied(before: Omit<Told, 'rma'> & { rma: Rma | null }, decision: Decision): Told {
  if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
  let { order, rma } = before;
  for (const event of decision.value) {
    order = evolveOrder(order, rma, event);
    rma = evolve(rma, event);
  }
  return { order, rma: present(rma, 'the return'), events: [...before.events, ...decision.value] };
}

export const lineId = (n: number) => partId('rli', RMA_ID, n);
