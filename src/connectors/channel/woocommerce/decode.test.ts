import { describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { parseInstant } from '../../../domain/time.ts';
import { unverified } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { refundWithoutPersonalData, withoutPersonalData } from './personal.ts';

const knobs = unverified({
  siteUrl: 'https://shop.example',
  consumerKey: 'ck',
  consumerSecret: 'cs',
  timeoutMs: 1,
  now: () => parseInstant('2026-01-15T02:30:00Z') ?? expect.unreachable(),
});
const usd = (cents: number) => money(cents, 'USD');

const line = (changes: object = {}) => ({
  id: 315,
  name: 'Woo Single',
  product_id: 93,
  variation_id: 0,
  quantity: 3,
  subtotal: '10.00',
  subtotal_tax: '0.75',
  total: '9.00',
  total_tax: '0.68',
  taxes: [{ id: 75, total: '0.675000' }],
  sku: '',
  price: 3,
  ...changes,
});
const tracked = (value: unknown) => ({ meta_data: [{ id: 1, key: '_wc_shipment_tracking_items', value }] });
const order = (changes: object = {}) => ({
  id: 727,
  number: '727',
  status: 'completed',
  currency: 'USD',
  date_created_gmt: '2026-01-01T19:28:02',
  date_modified_gmt: '2026-01-06T19:28:08',
  date_paid_gmt: '2026-01-01T19:28:08',
  date_completed_gmt: '2026-01-06T19:28:08',
  customer_id: 12,
  shipping_total: '10.00',
  shipping_tax: '0.75',
  total: '20.43',
  billing: { first_name: 'J**', last_name: 'D**', phone: '*******5555' },
  shipping: { first_name: 'J**', last_name: 'D**' },
  line_items: [line()],
  fee_lines: [],
  refunds: [],
  meta_data: [],
  ...changes,
});
const orderOf = (raw: unknown, changes: Partial<typeof knobs> = {}) => {
  const reading = decodeOrder(raw, { ...knobs, ...changes });
  return reading.kind === 'order' ? reading.order : expect.unreachable(reading.reason);
};

describe('an order', () => {
  test('is read whole, tax in its amounts', () => {
    const shipped = [{ tracking_provider: 'ups', tracking_number: '1Z1', date_shipped: '1767340800' }];
    expect(orderOf(order(tracked(shipped)))).toEqual({
      externalId: '727',
      version: Date.parse('2026-01-06T19:28:08Z'),
      currency: 'USD',
      placedAt: '2026-01-01T19:28:02.000Z',
      paidAt: '2026-01-01T19:28:08.000Z',
      shippedAt: '2026-01-02T08:00:00.000Z',
      deliveredAt: '2026-01-06T19:28:08.000Z',
      closed: false,
      buyer: { token: 'customer-12', nick: 'D**', maskedName: 'D**', maskedPhone: '*******5555' },
      freightPaid: usd(1075),
      lines: [
        {
          externalId: '315',
          sku: '93',
          title: 'Woo Single',
          quantity: 3,
          unitPrice: usd(359),
          paid: usd(968),
          discounts: [{ funder: 'shop', amount: usd(107) }],
        },
      ],
      outboundWaybills: [{ courier: 'ups', waybill: '1Z1' }],
    });
  });

  test('of a shop that completes what it has sent is not delivered by it', () => {
    const sent = orderOf(order(), { completedMeans: 'shipped' });
    expect(sent).not.toHaveProperty('deliveredAt');
    expect(sent.shippedAt).toBe('2026-01-06T19:28:08.000Z');
  });

  test.each([[undefined], ['a:1:{i:0}'], [[{ tracking_number: '' }]], [{ 0: 'x' }]])(
    'whose shipments stand as %o has no waybill',
    (value) => {
      expect(orderOf(order(tracked(value))).outboundWaybills).toEqual([]);
    },
  );

  test('shares a discount that came as a fee, and leaves a fee that was charged', () => {
    const fees = [
      { id: 1, name: 'Discount', total: '-3.00', total_tax: '0.00' },
      { id: 2, name: 'Cash on delivery', total: '2.00', total_tax: '0.00' },
    ];
    const lines = [
      line({ id: 1, total: '20.00', total_tax: '0.00' }),
      line({ id: 2, total: '10.00', total_tax: '0.00' }),
    ];
    const { lines: read } = orderOf(order({ line_items: lines, fee_lines: fees }));
    expect(read.map(({ paid }) => paid)).toEqual([usd(1800), usd(900)]);
  });

  test.each([
    ['cancelled', true],
    ['refunded', true],
    ['failed', true],
    ['completed', false],
    ['processing', false],
  ])('that is %s is closed: %s', (status, closed) => {
    expect(orderOf(order({ status })).closed).toBe(closed);
  });

  test('of a guest is a buyer of its own', () => {
    expect(orderOf(order({ customer_id: 0 })).buyer.token).toBe('order-727');
  });

  test.each<[object, string]>([
    [{ line_items: [] }, 'line_items: an order without lines'],
    [{ date_created_gmt: '2026-02-30T00:00:00' }, 'date_created_gmt: "2026-02-30T00:00:00" is no time'],
    [{ line_items: [line({ total: '9.005' })] }, 'line_items.0.total: no amount with at most two decimals'],
    [{ line_items: [line({ total: '-9.00', total_tax: '0.00' })] }, 'line_items.0.total: below zero'],
    [{ line_items: [line({ total: 9 })] }, 'line_items.0.total: Invalid input'],
  ])('with %o is unreadable and says why', (changes, reason) => {
    expect(decodeOrder(order(changes), knobs)).toEqual({
      kind: 'unreadable',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('a refund', () => {
  const refundLine = (id: number, quantity: number) => ({
    id,
    quantity,
    total: '-9.00',
    meta_data: [{ id: 9, key: '_refunded_item_id', value: '315' }],
  });
  const refund = (changes: object = {}) => ({
    order: { id: 723, currency: 'USD' },
    refund: {
      id: 726,
      date_created_gmt: '2026-01-08T20:07:11',
      amount: '10.00',
      reason: 'too small',
      refunded_payment: false,
      meta_data: [],
      line_items: [refundLine(1, -2)],
      ...changes,
    },
  });
  const refundOf = (raw: unknown) => {
    const reading = decodeRefund(raw, { referenceKey: 'guilai_reference' });
    return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
  };

  test('is read as one that is paid', () => {
    expect(refundOf(refund())).toEqual({
      externalId: '723-726',
      version: Date.parse('2026-01-08T20:07:11Z'),
      orderExternalId: '723',
      lineExternalId: '315',
      quantity: 2,
      resolution: 'refund_only',
      vendorKind: 'refund',
      status: 'refunded',
      vendorStatus: 'booked',
      amount: usd(1000),
      reason: 'too small',
      description: '',
      createdAt: '2026-01-08T20:07:11.000Z',
      modifiedAt: '2026-01-08T20:07:11.000Z',
    });
  });

  test.each<[string, object]>([
    ['no lines', { line_items: [] }],
    ['several lines', { line_items: [refundLine(1, -1), refundLine(2, -1)] }],
    ['a line that names none of the order', { line_items: [{ id: 1, quantity: -1, meta_data: [] }] }],
  ])('with %s is one of the whole order', (_, changes) => {
    expect(refundOf(refund(changes))).not.toHaveProperty('lineExternalId');
  });

  test.each(['-10.00', '10.00', '10'])('of "%s" is of ten', (amount) => {
    expect(refundOf(refund({ amount })).amount).toEqual(usd(1000));
  });
});

test('nothing is kept of an order but what is known to be harmless', () => {
  const raw = {
    ...order(),
    customer_ip_address: '203.0.113.7',
    customer_note: 'ring twice, John',
    billing: {
      first_name: 'John',
      last_name: 'Doe',
      email: 'john@example.com',
      phone: '(555) 555-5555',
      address_1: '969 Market',
    },
    shipping: { first_name: 'John', last_name: 'Doe', address_1: '969 Market', phone: '' },
    meta_data: [
      { id: 1, key: '_vat_number', value: 'DE123' },
      { id: 2, key: 'kept', value: 'yes' },
    ],
    line_items: [{ ...line(), meta_data: [{ id: 3, key: 'engraving', value: 'for Mary' }] }],
  };
  const kept = withoutPersonalData(raw, ['kept']);
  expect(JSON.stringify(kept)).not.toMatch(/John|Doe|969|203\.0|example\.com|DE123|Mary|\(555/);
  expect(kept).toMatchObject({
    billing: { first_name: 'J**', last_name: 'D**', phone: '*******5555' },
    meta_data: [{ key: 'kept' }],
  });
  expect(decodeOrder(kept, knobs)).toMatchObject({ kind: 'order' });
});

test('of a refund its line and our reference are kept, and no other field of a plug-in', () => {
  const kept = refundWithoutPersonalData(
    {
      id: 1,
      amount: '1.00',
      meta_data: [
        { key: 'guilai_reference', value: 'r' },
        { key: 'iban', value: 'DE00' },
      ],
      line_items: [
        {
          id: 2,
          meta_data: [
            { key: '_refunded_item_id', value: '3' },
            { key: 'engraving', value: 'Mary' },
          ],
        },
      ],
    },
    ['guilai_reference'],
  );
  expect(JSON.stringify(kept)).not.toMatch(/DE00|Mary/);
  expect(kept).toMatchObject({ meta_data: [{ value: 'r' }], line_items: [{ meta_data: [{ value: '3' }] }] });
});
