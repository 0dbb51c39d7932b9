import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aPolicy, yuan } from '../../../test/support/builders.ts';
import { anyOrderPlan, orderFrom, totalOf, tryStep, worldOf } from '../../../test/support/return-world.ts';
import { assert } from '../assert.ts';

const kinds = [
  'make_offer',
  'make_offer',
  'accept_offer',
  'accept_offer',
  'decline_offer',
  'withdraw_offer',
  'lapse_offer',
  'approve',
  'receive_line',
  'receive_line',
  'inspect_line',
  'inspect_line',
  'mark_missing',
  'announce_parcel',
  'record_parcel_status',
  'request_refund',
  'request_refund',
  'record_refund_success',
  'record_refund_rejection',
  'retry_refund',
  'record_message',
  'repeat',
] as const;

test('whatever the order of offers, answers and refunds: one is open at most, and what was agreed is paid exactly once', () => {
  const seen = { agreed: 0, paid: 0, inParts: 0 };
  const anyStep = fc.record({
    kind: fc.constantFrom(...kinds),
    which: fc.constant(0),
    part: fc.nat(5),
    quantity: fc.integer({ min: 1, max: 4 }),
    choice: fc.nat(11),
  });
  const tale = fc.record({
    plan: anyOrderPlan,
    limit: fc.constantFrom(null, yuan(10_000)),
    steps: fc.array(anyStep, { minLength: 8, maxLength: 45, size: 'max' }),
  });
  fc.assert(
    fc.property(tale, ({ plan, limit, steps }) => {
      const order = orderFrom({ ...plan, fromPlatform: false });
      const world = worldOf(order, aPolicy({ autoRefundLimit: limit, approvalLimit: yuan(300) }));
      const opening = { kind: 'open_rma', which: 0, part: 0, quantity: 4, choice: 0 } as const;
      for (const step of [opening, ...steps]) tryStep(world, step);
      for (const [id, rma] of world.rmas) {
        assert((rma.offers ?? []).filter((offer) => offer.state === 'open').length <= 1, 'one offer is open at most');
        const events = world.histories.get(id) ?? [];
        const ordered = events.flatMap((event) => (event.type === 'refund_requested' ? [event] : []));
        const total = totalOf(ordered.map((event) => event.amount));
        if (!rma.agreed) continue;
        seen.agreed += 1;
        assert(total <= rma.agreed.amount.minor, 'never more than was agreed');
        const at = new Set(ordered.map((event) => event.explanation));
        assert(at.size <= 1, 'ordered in one go');
        if (total === 0n) continue;
        seen.paid += 1;
        if (rma.lines.some((line) => line.reception === 'missing')) seen.inParts += 1;
        else assert(total === rma.agreed.amount.minor, 'all of what was agreed');
      }
      for (const payment of world.order.payments) {
        assert(payment.refunded.minor <= payment.paid.minor, 'never more than was paid');
      }
    }),
    { numRuns: 1_500 },
  );
  expect(Math.min(seen.agreed, seen.paid, seen.inParts)).toBeGreaterThan(0);
});
