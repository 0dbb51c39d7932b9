import { describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { bag, returnLine, soldLine, vendorOrder, vendorReturn } from './canned-shop.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-return.ts';

const usd = (cents: number) => money(cents, 'USD');
const orderOf = (raw: unknown) => {
  const reading = decodeOrder(raw);
  return reading.kind === 'order' ? reading.order : expect.unreachable(reading.reason);
};
const refundOf = (changes: object = {}, line: string | null = null, refundOnly: string[] = []) => {
  const reading = decodeRefund({ return: vendorReturn(changes), line }, refundOnly);
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
};

describe('an order', () => {
  test('is read whole, in the currency that the buyer paid in, with the tax that its prices come without', () => {
    expect(orderOf(vendorOrder())).toEqual({
      externalId: '1',
      version: Date.parse('2026-01-15T02:12:00Z'),
      currency: 'USD',
      placedAt: '2026-01-01T04:00:00.000Z',
      paidAt: '2026-01-01T04:00:05.000Z',
      shippedAt: '2026-01-02T01:00:00.000Z',
      deliveredAt: '2026-01-06T12:00:00.000Z',
      closed: false,
      buyer: { token: 'customer-7', nick: 'J**', maskedName: 'J**', maskedPhone: '*******0199' },
      freightPaid: usd(880),
      lines: [
        {
          externalId: '11',
          sku: 'TS-M',
          title: 'Shirt',
          quantity: 2,
          unitPrice: usd(3000),
          paid: usd(5501),
          discounts: [{ funder: 'shop', amount: usd(1000) }],
        },
      ],
      outboundWaybills: [{ courier: 'UPS', waybill: '1Z1' }],
    });
  });

  test('counts a tax once where prices come with it', () => {
    const order = orderOf(vendorOrder({ taxesIncluded: true }));
    expect(order).toMatchObject({ freightPaid: usd(800), lines: [{ paid: usd(5000) }] });
  });

  test.each([
    [{ cancelledAt: '2026-01-03T00:00:00Z' }, true],
    [{ displayFinancialStatus: 'REFUNDED' }, true],
    [{ displayFinancialStatus: 'PARTIALLY_REFUNDED' }, false],
  ])('with %o is closed: %s', (changes, closed) => {
    expect(orderOf(vendorOrder(changes)).closed).toBe(closed);
  });

  test('of two parcels is delivered with the last of them', () => {
    const parcel = { status: 'SUCCESS', createdAt: '2026-01-03T01:00:00Z', trackingInfo: [] };
    const [first] = vendorOrder().fulfillments;
    const late = { ...parcel, deliveredAt: '2026-01-09T12:00:00Z' };
    expect(orderOf(vendorOrder({ fulfillments: [first, parcel] }))).not.toHaveProperty('deliveredAt');
    expect(orderOf(vendorOrder({ fulfillments: [first, late] })).deliveredAt).toBe('2026-01-09T12:00:00.000Z');
    const cancelled = { ...parcel, status: 'CANCELLED' };
    expect(orderOf(vendorOrder({ fulfillments: [first, cancelled] })).deliveredAt).toBe('2026-01-06T12:00:00.000Z');
  });

  test('without a customer is a buyer of its own', () => {
    const order = orderOf(vendorOrder({ customer: null, shippingAddress: null }));
    expect(order.buyer).toEqual({ token: 'order-1', nick: '' });
  });

  test.each<[object, string]>([
    [{ lineItems: { nodes: [] } }, 'lineItems: an order without lines'],
    [{ updatedAt: 'yesterday' }, 'updatedAt: "yesterday" is no time like 2026-01-15T02:12:00Z'],
    [{ presentmentCurrencyCode: 'EUR' }, 'presentmentCurrencyCode: EUR, with amounts in USD'],
    [
      { shippingLines: { nodes: [{ discountedPriceSet: bag('1.234', 'KWD'), taxLines: [] }] } },
      'shippingLines.nodes.0.discountedPriceSet: "1.234" is no amount with at most two decimals',
    ],
  ])('with %o is unreadable and says why', (changes, reason) => {
    expect(decodeOrder(vendorOrder(changes))).toEqual({ kind: 'unreadable', reason });
  });
});

describe('a return', () => {
  test('is read whole', () => {
    expect(refundOf()).toEqual({
      externalId: '3',
      version: Date.parse('2026-01-15T02:12:00Z'),
      orderExternalId: '1',
      lineExternalId: '11',
      quantity: 1,
      resolution: 'return_and_refund',
      vendorKind: 'too-small',
      status: 'awaiting_buyer_shipment',
      vendorStatus: 'OPEN',
      // Half of 60.00 less 10.00 with 5.01 of tax; the odd cent stays with the other unit.
      amount: usd(2750),
      reason: 'Too small',
      description: 'too tight',
      createdAt: '2026-01-14T00:00:00.000Z',
      modifiedAt: '2026-01-15T02:12:00.000Z',
      phase: expect.stringMatching(/^OPEN\.[0-9a-f]{12}$/),
    });
  });

  test.each<[string, object, number]>([
    ['all units', { returnLineItems: { nodes: [returnLine({ quantity: 2 })] } }, 5501],
    ['a fee for the way back', { returnShippingFees: [{ amountSet: bag('5.0') }] }, 2250],
    [
      'a restocking fee',
      { returnLineItems: { nodes: [returnLine({ restockingFee: { amountSet: bag('2.51') } })] } },
      2499,
    ],
    ['fees above the price', { returnShippingFees: [{ amountSet: bag('99.0') }] }, 0],
  ])('is due what was paid, with %s', (_, changes, cents) => {
    expect(refundOf(changes).amount).toEqual(usd(cents));
  });

  const tracking = (number: string | null) => ({
    reverseFulfillmentOrders: {
      nodes: [{ reverseDeliveries: { nodes: [{ deliverable: { tracking: { carrierName: 'UPS', number } } }] } }],
    },
  });
  test.each<[string, object, string]>([
    ['REQUESTED', {}, 'awaiting_seller'],
    ['OPEN', tracking(null), 'awaiting_buyer_shipment'],
    ['OPEN', tracking('1Z2'), 'awaiting_seller_receipt'],
    ['DECLINED', {}, 'refused'],
    ['CANCELED', {}, 'closed'],
    ['CLOSED', {}, 'closed'],
    ['OPEN', { returnLineItems: { nodes: [returnLine({ refundedQuantity: 1 })] } }, 'refunded'],
    ['CLOSED', { returnLineItems: { nodes: [returnLine({ refundedQuantity: 1 })] } }, 'refunded'],
    ['A_STATUS_OF_NEXT_YEAR', {}, 'other'],
  ])('in %s with %o is %s', (vendorStatus, changes, status) => {
    expect(refundOf({ ...changes, status: vendorStatus })).toMatchObject({ status, vendorStatus });
  });

  test('that was paid tells what was really paid', () => {
    const paid = { nodes: [{ totalRefundedSet: bag('20.0') }] };
    const lines = { nodes: [returnLine({ refundedQuantity: 1 })] };
    expect(refundOf({ refunds: paid, returnLineItems: lines }).amount).toEqual(usd(2000));
  });

  test('for a reason that the shop wants no goods back for is a request for money alone', () => {
    expect(refundOf({}, null, ['too-small']).resolution).toBe('refund_only');
  });

  test('of several lines is one request for each, and shares its fee among them', () => {
    const second = returnLine({ id: 'gid://shopify/ReturnLineItem/32', quantity: 2 });
    const changes = {
      returnLineItems: { nodes: [returnLine(), second] },
      returnShippingFees: [{ amountSet: bag('3.0') }],
    };
    expect(refundOf(changes, '31')).toMatchObject({ externalId: '3-31', quantity: 1, amount: usd(2650) });
    expect(refundOf(changes, '32')).toMatchObject({ externalId: '3-32', quantity: 2, amount: usd(5301) });
  });

  test('has another phase when the buyer changed it, and the same when only its order changed', () => {
    const { phase } = refundOf();
    const order = { ...vendorReturn().order, updatedAt: '2026-01-16T00:00:00Z' };
    expect(refundOf({ order }).phase).toBe(phase);
    const lines = { nodes: [returnLine({ customerNote: 'torn' })] };
    expect(refundOf({ returnLineItems: lines }).phase).not.toBe(phase);
    expect(refundOf({ status: 'CLOSED' }).phase).not.toBe(phase);
  });

  test.each<[object, string | null, string]>([
    [{ returnLineItems: { nodes: [] } }, null, 'return.returnLineItems: a return without lines'],
    [
      { returnLineItems: { nodes: [{ __typename: 'UnverifiedReturnLineItem' }] } },
      null,
      'a line that Shopify does not tie to its order',
    ],
    [{}, '99', 'line: 99 is not in the return'],
    [{ returnShippingFees: [{ amountSet: bag('1.0', 'EUR') }] }, null, 'with amounts in EUR'],
    [
      { returnLineItems: { nodes: [returnLine({ fulfillmentLineItem: { lineItem: soldLine({ quantity: -1 }) } })] } },
      null,
      'return.returnLineItems.nodes.0.fulfillmentLineItem.lineItem.quantity',
    ],
  ])('with %o is unreadable and says why', (changes, line, reason) => {
    expect(decodeRefund({ return: vendorReturn(changes), line }, [])).toEqual({
      kind: 'unreadable',
      reason: expect.stringContaining(reason),
    });
  });
});
