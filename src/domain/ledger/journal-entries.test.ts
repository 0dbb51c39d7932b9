import { expect, test } from 'vitest';
import { anRma, aRefund, fen, NOW, yuan } from '../../../test/support/builders.ts';
import type { Money } from '../money.ts';
import type { Discount } from '../orders/order.ts';
import type { RefundBooking, RmaEvent } from '../returns/events.ts';
import type { Disposition } from '../returns/rma.ts';
import { accountRoles } from './accounts.ts';
import { chartOf, standards } from './charts.ts';
import { journalEntriesFor } from './journal-entries.ts';

/** An entry in words: `Dr inventory 60.00 / Cr goods_in_inspection 60.00`. */
const inWords = (event: RmaEvent, rma = anRma({ refunds: [aRefund()] })): string[] =>
  journalEntriesFor(rma, event).map(({ kind, lines }) => {
    const amount = (money: Money) => (Number(money.minor) / 100).toFixed(2);
    const side = (name: 'debit' | 'credit') =>
      lines.filter((line) => line[name].minor > 0n).map((line) => `${line.role} ${amount(line[name])}`);
    return `${kind}: Dr ${side('debit').join(', ')} / Cr ${side('credit').join(', ')}`;
  });

const booking = (facts: Partial<RefundBooking> = {}): RefundBooking => ({
  lineId: 'rli_1',
  orderLineId: 'oli_coat',
  units: 1,
  goods: yuan(113),
  freight: fen(0),
  vatBasisPoints: 1_300,
  funded: [],
  ...facts,
});

function ordered(...parts: RefundBooking[]): RmaEvent {
  const minor = parts.reduce((total, part) => total + part.goods.minor + part.freight.minor, 0n);
  return {
    type: 'refund_requested',
    refundId: 'rfd_1',
    paymentId: 'pay_1',
    method: 'alipay',
    tradeNumber: 'T',
    amount: { minor, currency: 'CNY' },
    parts: [],
    explanation: [],
    booking: parts,
    at: NOW,
  };
}

const funded = (funder: Discount['funder'], amount: number) => [{ funder, amount: yuan(amount) }];

test.each<[string, RefundBooking[], string]>([
  [
    'T3: a sale of 113.00 is reversed, net 100.00 and tax 13.00',
    [booking()],
    'Dr sales_revenue 100.00, output_vat 13.00 / Cr refunds_payable 113.00',
  ],
  [
    'T18: the platform takes back its coupon of 10.00 beside the 103.00 of the buyer',
    [booking({ goods: yuan(103), funded: funded('platform', 10) })],
    'Dr sales_revenue 100.00, output_vat 13.00 / Cr refunds_payable 103.00, subsidy_receivable 10.00',
  ],
  [
    'T19: after the shop’s own coupon 103.00 is all there was: the tax is the remainder',
    [booking({ goods: yuan(103) })],
    'Dr sales_revenue 91.15, output_vat 11.85 / Cr refunds_payable 103.00',
  ],
  [
    'goods with freight are one price',
    [booking({ goods: yuan(100), freight: yuan(13) })],
    'Dr sales_revenue 100.00, output_vat 13.00 / Cr refunds_payable 113.00',
  ],
  ['goods without tax', [booking({ vatBasisPoints: 0 })], 'Dr sales_revenue 113.00 / Cr refunds_payable 113.00'],
  ['one fen has no room for tax', [booking({ goods: fen(1) })], 'Dr sales_revenue 0.01 / Cr refunds_payable 0.01'],
  [
    'two rates in one refund',
    [booking(), booking({ lineId: 'rli_2', goods: yuan(109), vatBasisPoints: 900 })],
    'Dr sales_revenue 200.00, output_vat 22.00 / Cr refunds_payable 222.00',
  ],
  [
    'points and subsidies are claims on others',
    [booking({ goods: yuan(93), funded: [...funded('points', 10), ...funded('government', 10)] })],
    'Dr sales_revenue 100.00, output_vat 13.00 / Cr refunds_payable 93.00, subsidy_receivable 10.00, subsidy_receivable 10.00',
  ],
])('%s', (_, parts, entry) => {
  expect(inWords(ordered(...parts))).toEqual([`refund_ordered: ${entry}`]);
});

test('goods that a platform paid for wholly are unsold as well, although the buyer gets nothing', () => {
  const event: RmaEvent = {
    type: 'nothing_to_refund',
    lineIds: ['rli_1'],
    booking: [booking({ goods: fen(0), funded: funded('platform', 113) })],
  };
  expect(inWords(event)).toEqual([
    'refund_ordered: Dr sales_revenue 100.00, output_vat 13.00 / Cr subsidy_receivable 113.00',
  ]);
  expect(inWords({ type: 'nothing_to_refund', lineIds: ['rli_1'], booking: [booking({ goods: fen(0) })] })).toEqual([]);
  expect(inWords({ type: 'nothing_to_refund', lineIds: ['rli_1'] })).toEqual([]);
});

const succeeded: RmaEvent = {
  type: 'refund_succeeded',
  refundId: 'rfd_1',
  gatewayReference: 'x',
  amount: yuan(113),
  at: NOW,
};

test('T3: the money leaves the gateway of an own shop, and lessens the claim on a platform', () => {
  expect(inWords(succeeded)).toEqual(['refund_paid: Dr refunds_payable 113.00 / Cr gateway_balance 113.00']);
  const onPlatform = anRma({ channel: 'taobao', refunds: [aRefund({ method: 'taobao' })] });
  expect(inWords(succeeded, onPlatform)).toEqual([
    'refund_paid: Dr refunds_payable 113.00 / Cr platform_receivable 113.00',
  ]);
});

test('T5: goods come back at their cost, all units of them', () => {
  const received: RmaEvent = {
    type: 'line_received',
    lineId: 'rli_1',
    quantity: 3,
    at: NOW,
    sku: 'COAT-M',
    unitCost: yuan(60),
  };
  expect(inWords(received)).toEqual(['goods_received: Dr goods_in_inspection 180.00 / Cr cost_of_sales 180.00']);
});

test.each<[string, Disposition, number, string]>([
  ['T5', 'restock', 60, 'goods_restocked: Dr inventory 60.00 / Cr goods_in_inspection 60.00'],
  [
    'T6, net method',
    'resale',
    40,
    'goods_to_resale: Dr inventory_second_hand 40.00, cost_of_sales 20.00 / Cr goods_in_inspection 60.00',
  ],
  [
    'T6, worth all of it',
    'resale',
    60,
    'goods_to_resale: Dr inventory_second_hand 60.00 / Cr goods_in_inspection 60.00',
  ],
  ['T6, worth nothing', 'resale', 0, 'goods_to_resale: Dr cost_of_sales 60.00 / Cr goods_in_inspection 60.00'],
  ['T7', 'scrap', 0, 'goods_scrapped: Dr pending_loss 60.00 / Cr goods_in_inspection 60.00'],
  ['to repair', 'repair', 60, 'goods_to_repair: Dr inventory_repair 60.00 / Cr goods_in_inspection 60.00'],
  ['back to the buyer', 'to_buyer', 60, 'goods_to_buyer: Dr cost_of_sales 60.00 / Cr goods_in_inspection 60.00'],
])('%s: goods that cost 60.00 and go to %s, worth %i', (_, disposition, value, entry) => {
  const cost = yuan(60);
  const location = 'A-01';
  const disposed: RmaEvent = {
    type: 'line_disposed',
    lineId: 'rli_1',
    sku: 'COAT-M',
    quantity: 1,
    disposition,
    location,
    cost,
    value: yuan(value),
  };
  expect(inWords(disposed)).toEqual([entry]);
});

test('goods of unknown cost and refunds of nothing make no entry', () => {
  expect(inWords({ type: 'line_received', lineId: 'rli_1', quantity: 1, at: NOW, sku: 'X', unitCost: fen(0) })).toEqual(
    [],
  );
  const rest = { lineId: 'rli_1', sku: 'X', quantity: 1, location: 'A' } as const;
  for (const disposition of ['restock', 'scrap', 'resale'] as const) {
    expect(inWords({ type: 'line_disposed', ...rest, disposition, cost: fen(0), value: fen(0) })).toEqual([]);
  }
});

test.each<RmaEvent>([
  { type: 'rma_approved', by: 'person', at: NOW },
  { type: 'line_missing', lineId: 'rli_1', orderLineId: 'oli_coat', quantity: 1 },
  { type: 'line_split', lineId: 'rli_1', newLineId: 'rli_2', quantity: 1 },
  { type: 'line_inspected', lineId: 'rli_1', grade: 'new', failedTests: [], photos: [] },
  { type: 'refund_rejected', refundId: 'rfd_1', code: 'x', message: '', retryable: true },
  { type: 'refund_unknown', refundId: 'rfd_1', cause: 'x' },
  { type: 'refund_resent', refundId: 'rfd_1' },
  { type: 'refund_reissued', refundId: 'rfd_1', newRefundId: 'rfd_2', at: NOW },
])('$type moves neither goods nor money', (event) => {
  expect(inWords(event)).toEqual([]);
});

test.each(standards)('in the chart of %s every role has one account, and no two share a code', (standard) => {
  const chart = chartOf(standard);
  expect(chart.map((account) => account.role).sort()).toEqual([...accountRoles].sort());
  expect(new Set(chart.map((account) => account.code)).size).toBe(chart.length);
});

test('an account that both charts have is the same in both', () => {
  const small = new Map(chartOf('small').map((account) => [account.code, account]));
  for (const account of chartOf('enterprise')) {
    expect(small.get(account.code) ?? account).toEqual(account);
  }
});
