import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPolicy, aRequest, fen, NOW, yuan } from '../../../test/support/builders.ts';
import {
  anyOrderPlan,
  anySteps,
  ask,
  orderFrom,
  type Step,
  take,
  totalOf,
  tryStep,
  units,
  type World,
  worldOf,
} from '../../../test/support/return-world.ts';
import { assert, present } from '../assert.ts';
import type { OrderLineId, RmaId } from '../ids.ts';
import { journalEntriesFor } from '../ledger/journal-entries.ts';
import { unitsShare } from '../money.ts';
import { unclaimed } from '../orders/order.ts';
import { type Reason, type Resolution, resolutions } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { stockMovesFor } from '../stock/stock-moves.ts';
import type { RmaCommand } from './commands.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { isClosed, type Rma, type RmaLine, type Stage, stageOf, stages } from './rma.ts';

const anyLimit = fc.constantFrom(null, yuan(0), yuan(50), yuan(10_000));

/** Opens a return first, so that the other steps have something to act on. */
const anyTale = fc.record({
  plan: anyOrderPlan,
  autoRefundLimit: anyLimit,
  steps: anySteps(60).map((steps): Step[] => [
    { kind: steps.length % 2 ? 'open_rma' : 'open_platform_rma', which: 0, part: 0, quantity: 3, choice: 0 },
    ...steps,
  ]),
});

/**
 * Claims that are not yet given up: those of refused returns and of units that never came and were not paid are, and those
 * of units in whose place the buyer has others or has his own again.
 */
function claimedBy(rma: Rma, id: OrderLineId): number {
  if (rma.review === 'rejected' || rma.review === 'withdrawn' || rma.resolution === 'price_protection') return 0;
  const isOwed = (line: RmaLine): boolean => {
    if (line.settlement !== 'not_due') return true;
    if (line.reception === 'missing') return line.replacement === 'shipped';
    if (['exchange', 'repair', 'reship'].includes(rma.resolution)) {
      const hasGoods = line.replacement === 'shipped' && !['awaiting', 'in_transit'].includes(line.reception);
      return line.disposition !== 'to_buyer' && !hasGoods;
    }
    return line.disposition !== 'to_buyer';
  };
  return units(rma.lines.filter(isOwed), id);
}

function checkLimits({ order, rmas }: World): void {
  const all = [...rmas.values()];
  for (const line of order.lines) {
    assert(line.claimed >= 0 && line.claimed <= line.quantity, `claimed ${line.claimed} of ${line.quantity}`);
    assert(line.settled >= 0 && line.settled <= line.claimed, `settled ${line.settled} of claimed ${line.claimed}`);
    assert(line.refunded.minor <= line.paid.minor + line.freight.minor, 'a line never gets back more than it cost');
    const rebated = line.rebated?.minor ?? 0n;
    assert(
      rebated >= 0n && rebated <= line.refunded.minor,
      'what was given back on kept units is part of what was paid',
    );
    const unsettled =
      line.settled === line.quantity
        ? 0n
        : unitsShare(line.paid, line.quantity, line.settled, line.quantity - line.settled).minor;
    assert(rebated <= unsettled, 'kept units never hold more of it than they are worth');
    const claimed = all.reduce((n, rma) => n + claimedBy(rma, line.id), 0);
    assert(claimed === line.claimed, `the order counts ${line.claimed} claimed units, the returns hold ${claimed}`);
  }
  for (const payment of order.payments) {
    assert(payment.refunded.minor <= payment.paid.minor, 'a payment never gives back more than it brought');
    const ordered = all.flatMap((rma) => rma.refunds).filter((refund) => refund.paymentId === payment.id);
    assert(
      totalOf(ordered.map((refund) => refund.amount)) === payment.refunded.minor,
      'the refunds are what is counted',
    );
  }
  const byLines = totalOf(order.lines.map((line) => line.refunded));
  assert(byLines === totalOf(order.payments.map((payment) => payment.refunded)), 'lines and payments agree');
}

function checkReturn(rma: Rma, history: readonly RmaEvent[]): void {
  const opened = history[0];
  assert(opened?.type === 'rma_opened', 'a return begins with its opening');
  for (const { orderLineId, quantity } of opened.lines) {
    assert(units(rma.lines, orderLineId) === quantity, 'splits neither make nor lose units');
  }
  assert(
    rma.lines.every((line) => line.quantity > 0),
    'no line is empty',
  );
  assert(new Set(rma.lines.map((line) => line.id)).size === rma.lines.length, 'line ids are unique');
  assert(rma.version === history.length, 'the version counts the events');
  const numbers = history.flatMap((event) =>
    event.type === 'refund_requested' ? [event.refundId] : event.type === 'refund_reissued' ? [event.newRefundId] : [],
  );
  assert(new Set(numbers).size === numbers.length, 'no refund number is used twice');
  for (const refund of rma.refunds) {
    assert(totalOf(refund.parts.flatMap((part) => [part.goods, part.freight])) === refund.amount.minor, 'parts add up');
    assert(refund.amount.minor > 0n, 'nobody is asked to pay nothing');
  }
  const ended: readonly Stage[] = ['closed', 'rejected', 'withdrawn'];
  assert(isClosed(rma) === ended.includes(stageOf(rma)), `closed and its stage agree (${stageOf(rma)})`);
  for (const line of rma.lines) {
    const carried = rma.refunds.some((refund) => refund.parts.some((part) => part.lineId === line.id));
    const waiting = line.settlement === 'pending' || line.settlement === 'failed';
    assert(!waiting || carried, 'a line that waits for money is carried by a refund');
    const facts = resolutionFacts[rma.resolution];
    assert(facts.money !== 'never' || line.settlement !== 'due', 'no money is due of what is not about money');
    assert(line.replacement !== 'due' || facts.replacement !== 'never', 'nothing goes out of what is about money');
    assert(line.replacement !== 'due' || line.settlement === 'not_due', 'nobody is owed both goods and money');
    assert((line.replacement === 'shipped') === (line.shipment !== undefined), 'what is shipped has its waybill');
  }
}

function checkBooks(histories: World['histories']): void {
  const stock = new Map<string, number>();
  for (const events of histories.values()) {
    let rma: Rma | null = null;
    for (const event of events) {
      rma = evolve(rma, event);
      for (const { lines } of journalEntriesFor(rma, event)) {
        assert(lines.length >= 2, 'an entry has two sides');
        assert(totalOf(lines.map((line) => line.debit)) === totalOf(lines.map((line) => line.credit)), 'it balances');
        assert(
          lines.every((line) => line.debit.minor >= 0n && line.credit.minor >= 0n),
          'no amount is negative',
        );
      }
      for (const move of stockMovesFor(event)) {
        const key = (place: typeof move.from) => `${move.sku} ${place.location} ${place.condition}`;
        stock.set(key(move.from), (stock.get(key(move.from)) ?? 0) - move.quantity);
        stock.set(key(move.to), (stock.get(key(move.to)) ?? 0) + move.quantity);
      }
    }
  }
  assert([...stock.values()].reduce((a, b) => a + b, 0) === 0, 'nothing appears or vanishes');
  for (const [place, quantity] of stock) assert(quantity >= 0 || place.includes(' customer '), `${place}: ${quantity}`);
}

test('whatever people, couriers, gateways and platforms do in whatever order, no limit is broken and all adds up', () => {
  const seen = new Map<Stage, number>();
  const kinds = new Map<Resolution, number>();
  fc.assert(
    fc.property(anyTale, ({ plan, autoRefundLimit, steps }) => {
      const world = worldOf(orderFrom(plan), aPolicy({ autoRefundLimit, approvalLimit: yuan(300) }));
      for (const step of steps) {
        const wasClosed = new Map([...world.rmas].map(([id, rma]) => [id, isClosed(rma)]));
        const done = tryStep(world, step);
        if (!done || done.events.length === 0) continue;
        checkLimits(world);
        for (const [id, rma] of world.rmas) {
          checkReturn(rma, world.histories.get(id) ?? []);
          seen.set(stageOf(rma), (seen.get(stageOf(rma)) ?? 0) + 1);
          if (isClosed(rma)) kinds.set(rma.resolution, (kinds.get(rma.resolution) ?? 0) + 1);
          // Only the platform may take up again what was refused: its buyer asks anew, or it overrules the shop. And goods
          // that were given up may turn up.
          const takenUp = ['follow_channel', 'record_channel_refund', 'find_line'].includes(done.command.type);
          if (wasClosed.get(id) && !takenUp) assert(isClosed(rma), `${done.command.type} reopened a closed return`);
        }
      }
      checkBooks(world.histories);
    }),
    { numRuns: 800 },
  );
  expect(stages.filter((stage) => !seen.has(stage))).toEqual([]);
  expect(resolutions.filter((kind) => !kinds.has(kind))).toEqual([]);
});

/** Does what must succeed. */
function must(world: World, rmaId: RmaId, command: RmaCommand): Rma {
  const decision = ask(world, rmaId, command);
  if (!decision.ok) throw new Error(`${command.type}: ${decision.rejection.code}`);
  take(world, rmaId, decision.value);
  return present(world.rmas.get(rmaId), 'the return');
}

type Portion = { line: number; units: number; step: number; deductionMinor: number };

/** Acts on every line that stands so, one command after the other, until none is left. */
function onLines(world: World, rmaId: RmaId, stands: (line: RmaLine) => boolean, act: (line: RmaLine) => RmaCommand) {
  for (;;) {
    const line = world.rmas.get(rmaId)?.lines.find(stands);
    if (!line) return;
    must(world, rmaId, act(line));
  }
}

function bringBack(world: World, rmaId: RmaId, step: number): void {
  const some = (of: number) => Math.min(step, of);
  onLines(
    world,
    rmaId,
    (line) => line.reception === 'awaiting',
    (line) => ({ type: 'receive_line', lineId: line.id, quantity: some(line.quantity) }),
  );
  onLines(
    world,
    rmaId,
    (line) => line.inspection === 'pending',
    ({ id, quantity }) => ({
      type: 'inspect_line',
      lineId: id,
      quantity: some(quantity),
      grade: 'new',
      failedTests: [],
      photos: [],
    }),
  );
}

/** Orders what is due, less a deduction where that is possible. @returns what was deducted */
function payBack(world: World, rmaId: RmaId, deductionMinor: number): bigint {
  const due = world.rmas.get(rmaId)?.lines.find((line) => line.settlement === 'due');
  if (!due) return 0n;
  const amount = fen(deductionMinor);
  const less: RmaCommand = { type: 'request_refund', deductions: [{ lineId: due.id, amount, reason: '赠品未退' }] };
  const possible = amount.minor > 0n && ask(world, rmaId, less).ok;
  must(world, rmaId, possible ? less : { type: 'request_refund', deductions: [] });
  return possible ? amount.minor : 0n;
}

/** A return from the request to the money. @returns what was deducted */
function returnAndPay(world: World, portion: Portion, reason: Reason): bigint {
  const bought = present(world.order.lines[portion.line % world.order.lines.length], 'a line');
  const quantity = Math.min(portion.units, unclaimed(bought));
  if (quantity === 0) return 0n;
  const rmaId: RmaId = `rma_01test${String(world.opened + 1).padStart(8, '0')}`;
  const opened = must(world, rmaId, aRequest({ rmaId, reason, lines: [{ orderLineId: bought.id, quantity }] }));
  if (opened.review !== 'approved') must(world, rmaId, { type: 'approve' });
  bringBack(world, rmaId, portion.step);
  const deducted = payBack(world, rmaId, portion.deductionMinor);
  onLines(
    world,
    rmaId,
    (line) => line.disposition === 'undecided',
    (line) => ({ type: 'dispose_line', lineId: line.id, quantity: 1, disposition: 'restock', location: 'A-01' }),
  );
  const refunds = present(world.rmas.get(rmaId), 'the return').refunds;
  for (const { id: refundId } of refunds) {
    must(world, rmaId, { type: 'record_refund_success', refundId, gatewayReference: 'T', settledAt: NOW });
  }
  assert(isClosed(present(world.rmas.get(rmaId), 'the return')), 'a return whose money is paid is closed');
  return deducted;
}

test('what has come back in any parts and is paid adds up to what was paid, to the fen (M-1, M-6, M-7)', () => {
  const anyPortion: fc.Arbitrary<Portion> = fc.record({
    line: fc.nat(2),
    units: fc.integer({ min: 1, max: 4 }),
    step: fc.integer({ min: 1, max: 3 }),
    deductionMinor: fc.oneof(fc.constant(0), fc.nat(40_000)),
  });
  const anyReturns = fc.record({
    plan: anyOrderPlan.map((plan) => ({ ...plan, fromPlatform: false })),
    portions: fc.array(anyPortion, { minLength: 1, maxLength: 6 }),
    reason: fc.constantFrom<Reason>('quality_fault', 'no_reason'),
    autoRefundLimit: fc.constantFrom(null, yuan(100_000)),
  });
  fc.assert(
    fc.property(anyReturns, ({ plan, portions, reason, autoRefundLimit }) => {
      const world = worldOf(orderFrom(plan), aPolicy({ autoRefundLimit }));
      const rest = plan.lines.map((line, i) => ({ line: i, units: line.quantity, step: 2, deductionMinor: 0 }));
      const deducted = [...portions, ...rest].reduce((sum, portion) => sum + returnAndPay(world, portion, reason), 0n);
      const { lines, payments } = world.order;
      const goods = totalOf(lines.map((line) => line.paid));
      const freight = totalOf(lines.map((line) => line.freight));
      const kept = reason === 'no_reason' && plan.shipped ? freight : 0n;
      expect(totalOf(payments.map((payment) => payment.refunded))).toBe(goods + freight - kept - deducted);
      expect(lines.map((line) => line.settled)).toEqual(lines.map((line) => line.quantity));
    }),
    { numRuns: 400 },
  );
});
