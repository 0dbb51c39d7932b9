import fc from 'fast-check';
import { present } from '../../src/domain/assert.ts';
import type { OrderLineId, RmaId } from '../../src/domain/ids.ts';
import { journalEntriesFor } from '../../src/domain/ledger/journal-entries.ts';
import { type Money, money, sum } from '../../src/domain/money.ts';
import { allocateOrder } from '../../src/domain/orders/allocate-order.ts';
import type { Discount, Order } from '../../src/domain/orders/order.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { reasons } from '../../src/domain/policy/reasons.ts';
import { resolutionFacts } from '../../src/domain/policy/resolution-facts.ts';
import type { OpenRma, RmaCommand } from '../../src/domain/returns/commands.ts';
import { decide, decideOpen } from '../../src/domain/returns/decide.ts';
import type { Decision } from '../../src/domain/returns/decision.ts';
import type { RmaEvent } from '../../src/domain/returns/events.ts';
import { evolve } from '../../src/domain/returns/evolve.ts';
import { evolveOrder } from '../../src/domain/returns/evolve-order.ts';
import { personGuards } from '../../src/domain/returns/guards.ts';
import { jobsFor } from '../../src/domain/returns/jobs.ts';
import type { Rma, RmaLine } from '../../src/domain/returns/rma.ts';
import { stockMovesFor } from '../../src/domain/stock/stock-moves.ts';
import { aBuyerRecord, anOrder, anOrderLine, aPayment, aPolicy, at, NOW } from './builders.ts';
import { missingFacts, ofCount } from './count-steps.ts';
import { kindOf, ofKind, ofPlatform } from './kind-steps.ts';
import { ofTalk, talkKinds } from './talk-steps.ts';

const cny = (minor: number | bigint): Money => money(minor, 'CNY');

export type OrderPlan = {
  lines: { quantity: number; unitPriceMinor: number; discountMinor: number; unitCostMinor: number; vat: number }[];
  orderDiscounts: { funder: Discount['funder']; minor: number }[];
  freightMinor: number;
  /** How the total is split into payments: weights. */
  payments: number[];
  shipped: boolean;
  fromPlatform: boolean;
};

/** Orders as shops have them: gifts at price 0, discounts of several funders, freight, up to three payments. */
export const anyOrderPlan: fc.Arbitrary<OrderPlan> = fc.record({
  lines: fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 4 }),
      unitPriceMinor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30_000 })),
      discountMinor: fc.integer({ min: 0, max: 500 }),
      unitCostMinor: fc.integer({ min: 0, max: 9_999 }),
      vat: fc.constantFrom(0, 600, 900, 1_300),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  orderDiscounts: fc.array(
    fc.record({ funder: fc.constantFrom('shop', 'platform', 'points'), minor: fc.integer({ min: 0, max: 2_000 }) }),
    { maxLength: 2 },
  ),
  freightMinor: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_500 })),
  payments: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
  shipped: fc.boolean(),
  fromPlatform: fc.boolean(),
});

/** The order that a plan describes, with its parts given out by the program's own allocation. */
export function orderFrom(plan: OrderPlan): Order {
  const lines = plan.lines.map((line) => {
    const price = line.quantity * line.unitPriceMinor;
    const off = Math.min(line.discountMinor, price);
    return { ...line, price, off };
  });
  let left = lines.reduce((total, line) => total + line.price - line.off, 0);
  const orderDiscounts = plan.orderDiscounts.map(({ funder, minor }) => {
    const amount = Math.min(minor, left);
    left -= amount;
    return { funder, amount: cny(amount) };
  });
  const total = left + plan.freightMinor;
  const paid = splitInto(total, plan.fromPlatform ? [1] : plan.payments);
  const allocated = allocateOrder({
    currency: 'CNY',
    lines: lines.map((line) => ({
      quantity: line.quantity,
      unitPrice: cny(line.unitPriceMinor),
      discounts: line.off > 0 ? [{ funder: 'shop' as const, amount: cny(line.off) }] : [],
    })),
    orderDiscounts,
    freightPaid: cny(plan.freightMinor),
    payments: paid.map((minor) => ({ paid: cny(minor) })),
  });
  if (!allocated.ok) throw new Error(`the plan is no order: ${allocated.rejection.code}`);
  return anOrder({
    channel: plan.fromPlatform ? 'taobao' : 'own_shop',
    shippedAt: plan.shipped ? at('2026-11-18T08:00:00.000Z') : null,
    deliveredAt: plan.shipped ? at('2026-11-20T08:00:00.000Z') : null,
    lines: allocated.value.map((parts, i) => {
      const line = present(lines[i], 'the planned line');
      return anOrderLine({
        id: `oli_${i + 1}`,
        sku: `SKU-${i + 1}`,
        quantity: line.quantity,
        unitPrice: cny(line.unitPriceMinor),
        unitCost: cny(line.unitCostMinor),
        vatBasisPoints: line.vat,
        ...parts,
      });
    }),
    payments: paid.map((minor, i) =>
      aPayment({
        id: `pay_${i + 1}`,
        method: plan.fromPlatform ? 'taobao' : 'alipay',
        tradeNumber: `TRADE-${i + 1}`,
        paid: cny(minor),
      }),
    ),
  });
}

function splitInto(total: number, weights: number[]): number[] {
  const whole = weights.reduce((a, b) => a + b, 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / whole));
  const rest = total - parts.reduce((a, b) => a + b, 0);
  return parts.map((part, i) => (i === 0 ? part + rest : part));
}

/** One thing that somebody tries; what it means is read from how things stand then. */
export type Step = { kind: StepKind; which: number; part: number; quantity: number; choice: number };
export type StepKind = RmaCommand['type'] | 'repeat' | 'open_platform_rma';

const kinds = [
  'open_rma',
  'open_platform_rma',
  'add_evidence',
  'approve',
  'approve',
  'reject',
  'request_evidence',
  'withdraw',
  'announce_parcel',
  'record_parcel_status',
  'receive_line',
  'receive_line',
  'receive_line',
  'undo_receipt',
  'mark_missing',
  'find_line',
  'report_difference',
  'settle_difference',
  'inspect_line',
  'inspect_line',
  'inspect_line',
  'dispose_line',
  'dispose_line',
  'dispose_line',
  'request_refund',
  'request_refund',
  'record_refund_success',
  'record_refund_success',
  'record_refund_rejection',
  'record_refund_unknown',
  'retry_refund',
  'follow_channel',
  'record_channel_push',
  'record_channel_refund',
  'convert',
  'ship_replacement',
  'ship_replacement',
  ...talkKinds,
  'repeat',
] as const satisfies readonly StepKind[];

export const anyStep: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<StepKind>(...kinds),
  which: fc.nat(3),
  part: fc.nat(5),
  quantity: fc.integer({ min: 1, max: 4 }),
  choice: fc.nat(11),
});

export const anySteps = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(anyStep, { minLength: 5, maxLength: most, size: 'max' });

export type Done = { rmaId: RmaId; events: RmaEvent[]; afterEach: Rma[] };

/** One order, its returns, and all that has been written about them: the program without its database. */
export type World = {
  order: Order;
  rmas: Map<RmaId, Rma>;
  histories: Map<RmaId, RmaEvent[]>;
  policy: Policy;
  opened: number;
  last: { rmaId: RmaId; command: RmaCommand } | null;
};

export const worldOf = (order: Order, policy: Policy = aPolicy()): World => ({
  order,
  rmas: new Map(),
  histories: new Map(),
  policy,
  opened: 0,
  last: null,
});

export const pick = <T>(items: readonly T[], n: number): T | undefined => items[n % Math.max(items.length, 1)];

/** The command that a step means now; undefined where it names nothing. */
export function commandOf(world: World, step: Step): { rmaId: RmaId; command: RmaCommand } | undefined {
  if (step.kind === 'repeat') return world.last?.command.type === 'open_rma' ? undefined : (world.last ?? undefined);
  if (step.kind === 'open_rma' || step.kind === 'open_platform_rma') return opening(world, step);
  const all = [...world.rmas.values()];
  // Mostly a return on which it makes sense, now and then one on which it does not.
  const sensible = step.choice % 6 === 5 ? [] : all.filter((candidate) => suits(candidate, step.kind));
  const rma = pick(sensible.length > 0 ? sensible : all, step.which);
  const command = rma && onRma(rma, step);
  return rma && command && { rmaId: rma.id, command };
}

function suits(rma: Rma, kind: StepKind): boolean {
  const guard = Object.entries(personGuards).find(([name]) => name === kind)?.[1];
  if (guard) return guard(rma) === null;
  return kind.startsWith('record_refund') ? rma.refunds.length > 0 : rma.parcels.length > 0;
}

function opening(world: World, step: Step): { rmaId: RmaId; command: OpenRma } {
  const rmaId: RmaId = `rma_01test${String(world.opened + 1).padStart(8, '0')}`;
  const first = step.part % world.order.lines.length;
  const chosen = world.order.lines.filter((_, i) => i === first || step.choice % 3 === 0);
  const reason = present(pick(reasons, step.choice + step.quantity), 'a reason');
  const asked = world.order.lines.reduce((total, line) => total + line.paid.minor, 0n);
  const resolution = kindOf(step);
  const platform = step.kind === 'open_platform_rma' && world.order.channel === 'taobao';
  return {
    rmaId,
    command: {
      type: 'open_rma',
      rmaId,
      resolution,
      reason,
      lines: chosen.map((line) => ({ orderLineId: line.id, quantity: Math.min(step.quantity, line.quantity) })),
      evidence: step.choice % 2 === 0 ? ['fil_1'] : [],
      requested:
        platform || resolutionFacts[resolution].amount === 'as_asked'
          ? cny((asked * BigInt(step.quantity)) / 4n)
          : null,
      channelRef: platform ? { externalId: `DOC-${world.opened + 1}`, version: 1, kind: resolution } : null,
      platformDeadline: null,
    },
  };
}

/** One that may be retried, where there is one: by chance alone it would hardly ever be met. */
function retried({ refunds }: Rma, part: number): (RmaCommand & { type: 'retry_refund' }) | undefined {
  const refund =
    pick(
      refunds.filter(({ state, retryable }) => state === 'rejected' && retryable),
      part,
    ) ?? pick(refunds, part);
  return refund && { type: 'retry_refund', refundId: refund.id };
}

function onRma(rma: Rma, step: Step): Exclude<RmaCommand, OpenRma> | undefined {
  // Mostly what makes sense, now and then what does not.
  const sensible = step.choice % 6 === 5 ? [] : rma.lines.filter((candidate) => fits(candidate, step.kind));
  const line = pick(sensible.length > 0 ? sensible : rma.lines, step.part);
  const refund = pick(rma.refunds, step.part);
  const quantity = line ? Math.min(step.quantity, line.quantity + (step.choice === 11 ? 1 : 0)) : step.quantity;
  switch (step.kind) {
    case 'add_evidence':
      return { type: 'add_evidence', files: ['fil_2'] };
    case 'approve':
      return { type: 'approve' };
    case 'reject':
      return { type: 'reject', reasonCode: 'window_closed', note: '已过期' };
    case 'request_evidence':
      return { type: 'request_evidence', note: 'photo_of_fault' };
    case 'withdraw':
      return { type: 'withdraw', cause: 'buyer' };
    case 'announce_parcel':
      return { type: 'announce_parcel', courier: 'shunfeng', waybill: `SF00000${step.part}` };
    case 'record_parcel_status': {
      const waybill = pick(rma.parcels, step.part)?.waybill ?? 'SF-UNKNOWN';
      const status = step.choice % 3 === 0 ? 'ordered' : step.choice % 3 === 1 ? 'collected' : 'delivered';
      return { type: 'record_parcel_status', waybill, status, at: NOW };
    }
    case 'receive_line':
      return line && { type: 'receive_line', lineId: line.id, quantity };
    case 'undo_receipt':
      return line && { type: 'undo_receipt', lineId: line.id, quantity, to: 'QUARANTINE' };
    case 'mark_missing':
      return line && { type: 'mark_missing', lineId: line.id, ...missingFacts(step, quantity) };
    case 'inspect_line':
      return line && { type: 'inspect_line', lineId: line.id, quantity, ...verdicts(step.choice) };
    case 'dispose_line': {
      const disposition = present(
        pick(['restock', 'repair', 'resale', 'scrap', 'to_buyer'] as const, step.choice),
        'd',
      );
      return line && { type: 'dispose_line', lineId: line.id, quantity, disposition, location: 'A-01' };
    }
    case 'request_refund': {
      const amount = cny(step.choice * 37 + 1);
      const deductions = line && step.choice % 3 === 0 ? [{ lineId: line.id, amount, reason: '赠品未退' }] : [];
      return { type: 'request_refund', deductions };
    }
    case 'retry_refund':
      return retried(rma, step.part);
    case 'record_refund_success':
      return (
        refund && { type: 'record_refund_success', refundId: refund.id, gatewayReference: 'TRADE-1', settledAt: NOW }
      );
    case 'record_refund_rejection':
      return (
        refund && {
          type: 'record_refund_rejection',
          refundId: refund.id,
          code: 'ACQ.X',
          message: 'no',
          retryable: step.choice % 2 === 0,
        }
      );
    case 'record_refund_unknown':
      return refund && { type: 'record_refund_unknown', refundId: refund.id, cause: 'timeout' };
    default:
      return (
        ofCount(rma, step, line, quantity) ?? ofKind(step, line, quantity) ?? ofPlatform(rma, step) ?? ofTalk(rma, step)
      );
  }
}

function fits(line: RmaLine, kind: StepKind): boolean {
  switch (kind) {
    case 'receive_line':
    case 'mark_missing':
      return line.reception === 'awaiting' || line.reception === 'in_transit';
    case 'find_line':
      return line.reception === 'missing';
    case 'undo_receipt':
    case 'inspect_line':
      return line.reception === 'received' && line.inspection === 'pending';
    case 'dispose_line':
      return line.inspection === 'graded' && line.disposition === 'undecided';
    case 'request_refund':
      return line.settlement === 'due';
    case 'ship_replacement':
      return line.replacement === 'due';
    default:
      return true;
  }
}

type Verdicts = Pick<Extract<RmaCommand, { type: 'inspect_line' }>, 'grade' | 'failedTests' | 'photos'>;

function verdicts(choice: number): Verdicts {
  if (choice % 4 === 3) return { grade: 'damaged', failedTests: ['tag_removed'], photos: ['fil_3'] };
  return { grade: choice % 4 === 2 ? 'minor_flaw' : 'new', failedTests: [], photos: [] };
}

/** What the rules say to a command in this world. */
export function ask(world: World, rmaId: RmaId, command: RmaCommand): Decision {
  const context = { now: NOW, order: world.order, policy: world.policy, buyer: aBuyerRecord() };
  if (command.type === 'open_rma') return decideOpen(command, context);
  return decide(present(world.rmas.get(rmaId), 'the return'), command, context);
}

/** Writes what was decided, as `runRmaCommand` does. */
export function take(world: World, rmaId: RmaId, events: readonly RmaEvent[]): Done {
  let rma = world.rmas.get(rmaId) ?? null;
  const afterEach: Rma[] = [];
  for (const event of events) {
    world.order = evolveOrder(world.order, rma, event);
    rma = evolve(rma, event);
    afterEach.push(rma);
    // What follows from an event must be workable too: an entry that does not balance throws.
    journalEntriesFor(rma, event);
    stockMovesFor(event);
    jobsFor(rma, event);
  }
  if (events[0]?.type === 'rma_opened') world.opened += 1;
  if (rma) world.rmas.set(rmaId, rma);
  world.histories.set(rmaId, [...(world.histories.get(rmaId) ?? []), ...events]);
  return { rmaId, events: [...events], afterEach };
}

/** Tries one step. Null where it meant nothing. */
export function tryStep(world: World, step: Step): (Done & { command: RmaCommand; decision: Decision }) | null {
  const meant = commandOf(world, step);
  if (!meant) return null;
  const decision = ask(world, meant.rmaId, meant.command);
  const done = take(world, meant.rmaId, decision.ok ? decision.value : []);
  world.last = meant;
  return { ...done, command: meant.command, decision };
}

export const units = (lines: readonly { orderLineId: OrderLineId; quantity: number }[], id: OrderLineId): number =>
  lines.filter((line) => line.orderLineId === id).reduce((n, line) => n + line.quantity, 0);

export const totalOf = (amounts: readonly Money[]): bigint => sum(amounts, 'CNY').minor;
