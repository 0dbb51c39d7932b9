import { expect, test } from 'vitest';
import { aLine, anOrder, anOrderLine, anRma, aPayment, fen, NOW, yuan } from '../../../test/support/builders.ts';
import type { RefundBooking, RmaEvent } from './events.ts';
import { evolveOrder } from './evolve-order.ts';
import type { Settlement } from './rma.ts';

const order = anOrder({
  lines: [anOrderLine({ quantity: 5, claimed: 3 }), anOrderLine({ id: 'oli_hat', quantity: 5, claimed: 1 })],
});
const rma = anRma({ lines: [aLine({ quantity: 2 }), aLine({ id: 'rli_2', quantity: 1, orderLineId: 'oli_hat' })] });
const claimed = (event: RmaEvent, before = rma) => evolveOrder(order, before, event).lines.map((line) => line.claimed);

test.each<[string, RmaEvent, number[]]>([
  ['refused', { type: 'rma_rejected', reasonCode: 'x', note: '' }, [1, 0]],
  ['withdrawn', { type: 'rma_withdrawn', cause: 'x' }, [1, 0]],
  ['reopened', { type: 'rma_reopened' }, [5, 2]],
  ['missing in one line', { type: 'line_missing', lineId: 'rli_1', orderLineId: 'oli_coat', quantity: 2 }, [1, 1]],
  ['granted', { type: 'rma_approved', by: 'person', at: NOW }, [3, 1]],
])('a return of two coats and a hat that is %s leaves claimed: %s', (_, event, expected) => {
  const before = event.type === 'rma_reopened' ? anRma({ ...rma, review: 'rejected' }) : rma;
  expect(claimed(event, before)).toEqual(expected);
});

test('of a return that is withdrawn, what was missing before is not given back a second time', () => {
  const partly = anRma({
    lines: [aLine({ quantity: 2, reception: 'missing' }), aLine({ id: 'rli_2', orderLineId: 'oli_hat' })],
  });
  expect(claimed({ type: 'rma_withdrawn', cause: 'x' }, partly)).toEqual([3, 0]);
});

test.each<[Settlement, number[]]>([
  ['not_due', [1, 1]],
  ['settled', [3, 1]],
  ['pending', [3, 1]],
  ['failed', [3, 1]],
])('units that are missing and whose money is %s', (settlement, expected) => {
  const paid = anRma({ lines: [aLine({ quantity: 2, settlement })] });
  expect(claimed({ type: 'line_missing', lineId: 'rli_1', orderLineId: 'oli_coat', quantity: 2 }, paid)).toEqual(
    expected,
  );
});

const booking: RefundBooking = {
  lineId: 'rli_1',
  orderLineId: 'oli_coat',
  units: 2,
  goods: yuan(100),
  freight: yuan(5),
  vatBasisPoints: 1_300,
  funded: [],
};
const requested: RmaEvent = {
  type: 'refund_requested',
  refundId: 'rfd_1',
  paymentId: 'pay_1',
  method: 'alipay',
  tradeNumber: 'T',
  amount: yuan(105),
  parts: [],
  explanation: [],
  booking: [booking],
  at: NOW,
};

test('an ordered refund counts at once, on its payment and on its line, and on no other', () => {
  const paid = { ...order, payments: [aPayment({ paid: yuan(200) }), aPayment({ id: 'pay_2', paid: yuan(50) })] };
  const after = evolveOrder(paid, rma, requested);
  expect(after.payments.map((payment) => payment.refunded)).toEqual([yuan(105), yuan(0)]);
  expect(after.lines.map((line) => [line.settled, line.refunded])).toEqual([
    [2, yuan(105)],
    [0, fen(0)],
  ]);
});

test.each<RmaEvent>([
  { type: 'refund_succeeded', refundId: 'rfd_1', gatewayReference: 'x', amount: yuan(105), at: NOW },
  { type: 'refund_rejected', refundId: 'rfd_1', code: 'x', message: '', retryable: false },
  { type: 'refund_unknown', refundId: 'rfd_1', cause: 'x' },
  { type: 'refund_resent', refundId: 'rfd_1' },
  { type: 'refund_reissued', refundId: 'rfd_1', newRefundId: 'rfd_2', at: NOW },
])('money that is ordered is counted once: $type changes no counter', (event) => {
  expect(evolveOrder(order, rma, event)).toEqual(order);
});

test('units without money are spent too; an old event that did not say so changes nothing', () => {
  const spent = evolveOrder(order, rma, {
    type: 'nothing_to_refund',
    lineIds: ['rli_1'],
    booking: [{ ...booking, goods: fen(0), freight: fen(0) }],
  });
  expect(spent.lines[0]?.settled).toBe(2);
  expect(evolveOrder(order, rma, { type: 'nothing_to_refund', lineIds: ['rli_1'] })).toEqual(order);
});
