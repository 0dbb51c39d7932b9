import { describe, expect, test } from 'vitest';
import { formatDecimal, money } from '../../../domain/money.ts';
import { readExactJson } from '../../exact-json.ts';
import { bill, brief, orderId, serviceId, updatedAt, wire } from './canned-shop.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { withoutPersonalData } from './personal.ts';

/** As it comes out of the inbox: the ids with all their digits, as text. */
function received(document: object): unknown {
  const json = readExactJson(wire(document));
  return json.kind === 'json' ? json.value : expect.unreachable(json.problem);
}

function decoded(document: object) {
  const reading = decodeRefund(received(document), 'fen');
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
}

describe('a service', () => {
  const service = (changes: object = {}, parts: object = {}) => ({
    service: { brief: brief(), bill: bill(changes), ...parts },
  });

  test('is read whole', () => {
    const audit = { auditOvertime: 1_768_615_200_000 };
    expect(decoded(service({}, { audit }))).toEqual({
      externalId: serviceId,
      version: updatedAt + 3,
      orderExternalId: orderId,
      lineExternalId: '100012345678',
      quantity: 1,
      resolution: 'return_and_refund',
      vendorKind: '10 退货',
      status: 'awaiting_seller',
      vendorStatus: '10001 待审核',
      amount: money(9900, 'CNY'),
      reason: '质量问题',
      description: '开线了',
      createdAt: '2026-01-15T02:00:00.000Z',
      modifiedAt: '2026-01-15T02:12:00.000Z',
      deadlineAt: '2026-01-17T02:00:00.000Z',
    });
  });

  test('is read from its list row where its bill cannot be had', () => {
    expect(decoded({ service: { brief: brief() } })).toMatchObject({
      externalId: serviceId,
      amount: money(9900, 'CNY'),
    });
  });

  test.each([
    [10001, {}, 'awaiting_seller'],
    [10012, {}, 'awaiting_seller'],
    [10002, {}, 'other'],
    [10004, {}, 'refused'],
    [10005, {}, 'awaiting_buyer_shipment'],
    [10005, { expressCode: 'YT1' }, 'awaiting_seller_receipt'],
    [13000, {}, 'awaiting_seller_receipt'],
    [10007, {}, 'other'],
    [7060, {}, 'other'],
    [10009, { processResult: 40 }, 'other'],
    [10010, { processResult: 40 }, 'refunded'],
    [10010, { processResult: 23 }, 'other'],
    [10010, {}, 'other'],
    [10011, {}, 'closed'],
    [99999, {}, 'other'],
  ])('in %i with %o is %s', (serviceStatus, changes, status) => {
    expect(decoded(service({ serviceStatus, serviceStatusName: null, ...changes }))).toMatchObject({
      status,
      vendorStatus: serviceStatus === 10001 ? '10001 待审核' : expect.stringMatching(`^${serviceStatus}`),
    });
  });

  const paid = { sameOrderServiceBill: { serviceId: `#${serviceId}`, applyReason: '其他' }, refoundAmount: 88.5 };

  test.each([
    [10009, { ...paid, completeTime: '2026-01-16 09:00:00' }, 'refunded', 8850],
    [10010, { ...paid, completeTime: 1_768_500_000_000 }, 'refunded', 8850],
    [10010, { ...paid, completeTime: null }, 'other', 9900],
  ])('in %i of which is known what was paid, %o, is %s', (serviceStatus, refund, status, minor) => {
    expect(decoded(service({ serviceStatus }, { refund }))).toMatchObject({ status, amount: { minor: BigInt(minor) } });
  });

  test.each<[object, bigint]>([
    [{ refundAmt: 88.5 }, 8850n],
    [{ refundAmt: '88.50' }, 8850n],
    [{ refundAmt: 0 }, 9900n],
    [{ serviceBillDetailList: [{ actualPayPrice: 19.9 }, { actualPayPrice: 0.1 }] }, 2000n],
    [{ serviceBillDetailList: null }, 9900n],
  ])('with %o asks for %s fen', (changes, minor) => {
    expect(decoded(service(changes)).amount.minor).toBe(minor);
  });

  test('is as new as the later of its two dates, and as its version', () => {
    const later = { freightUpdateDate: updatedAt + 5000 };
    expect(decoded({ service: { brief: brief(later), bill: bill({ sysVersion: 4 }) } })).toMatchObject({
      version: updatedAt + 5004,
      modifiedAt: '2026-01-15T02:12:05.000Z',
    });
  });

  test('has no deadline once it is answered', () => {
    const audit = { auditOvertime: 1_768_615_200_000 };
    expect(decoded(service({ serviceStatus: 10005 }, { audit }))).not.toHaveProperty('deadlineAt');
  });

  test.each([
    [{ refundAmt: 88.505 }, 'refundAmt: "88.505" is no amount in yuan with at most two decimals'],
    [
      { refundAmt: 19.900000000000002 },
      'refundAmt: "19.900000000000002" is no amount in yuan with at most two decimals',
    ],
    [{ updateDate: '15/01/2026' }, 'updateDate: Invalid input'],
    [{ orderId: 'no' }, 'orderId: no number of JD’s'],
  ])('with %o is unreadable and says why', (changes, reason) => {
    expect(decodeRefund(received(service(changes)), 'fen')).toEqual({ kind: 'unreadable', reason });
  });
});

describe('a refund application', () => {
  const application = (changes: object = {}) => ({
    application: {
      id: '#9318123456789012345',
      orderId,
      applyTime: '2026-01-15 10:00:00',
      checkTime: null,
      applyRefundSum: 11000,
      status: 0,
      reason: '不想要了',
      ...changes,
    },
  });

  test('is read whole', () => {
    expect(decoded(application())).toEqual({
      externalId: 'refundapply-9318123456789012345',
      version: Date.parse('2026-01-15T02:00:00Z'),
      orderExternalId: orderId,
      quantity: 1,
      resolution: 'refund_only',
      vendorKind: 'refundapply',
      status: 'awaiting_seller',
      vendorStatus: '0 未审核',
      amount: money(11000, 'CNY'),
      reason: '不想要了',
      description: '',
      createdAt: '2026-01-15T02:00:00.000Z',
      modifiedAt: '2026-01-15T02:00:00.000Z',
    });
  });

  test.each([
    [0, 'awaiting_seller'],
    [1, 'other'],
    [2, 'refused'],
    [3, 'refunded'],
    [4, 'other'],
    [5, 'other'],
    [6, 'other'],
    [7, 'other'],
    [8, 'other'],
    [9, 'refunded'],
    [10, 'other'],
    [11, 'closed'],
  ])('of status %i is %s', (status, expected) => {
    expect(decoded(application({ status })).status).toBe(expected);
  });

  test('is newer with each step, even where a step bears no time', () => {
    const versions = [0, 1, 3].map((status) => decoded(application({ status })).version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
    const decidedLater = decoded(application({ status: 2, checkTime: '2026-01-15 10:00:01' })).version;
    expect(decidedLater).toBeGreaterThan(decoded(application({ status: 11 })).version);
  });

  test.each<[unknown, 'fen' | 'yuan', bigint | undefined]>([
    ['11000.0', 'fen', 11000n],
    [110.5, 'yuan', 11050n],
    [110.5, 'fen', undefined],
    ['much', 'fen', undefined],
  ])('whose sum is %s in %s', (applyRefundSum, unit, minor) => {
    const reading = decodeRefund(received(application({ applyRefundSum })), unit);
    expect(reading.kind === 'refund' ? reading.refund.amount.minor : undefined).toBe(minor);
  });
});

test.each([[null], ['text'], [[]], [{}]])('no refund can be %o', (raw) => {
  expect(decodeRefund(raw, 'fen')).toEqual({
    kind: 'unreadable',
    reason: 'neither a service nor a refund application',
  });
});

describe('an order', () => {
  const item = (skuId: string, changes: object = {}) => ({
    skuId,
    outerSkuId: `S-${skuId}`,
    skuName: 'T恤',
    jdPrice: '30.00',
    itemTotal: '1',
    ...changes,
  });
  const order = (changes: object, ...itemInfoList: object[]) => ({
    orderId,
    orderState: 'FINISHED_L',
    orderPayment: '30.00',
    orderStartTime: '2026-01-01 12:00:00',
    paymentConfirmTime: '2026-01-01 12:00:05',
    orderEndTime: '2026-01-06 20:00:00',
    modified: '2026-01-06 20:00:01',
    pin: 'jd_4a**7',
    open_id_buyer: 'oid1',
    consigneeInfo: { fullname: '张**', mobile: '138****5678' },
    itemInfoList,
    couponDetailList: null,
    ...changes,
  });
  const coupons = { platformCouponTypes: ['39'], tenderCouponTypes: ['52'] };
  const orderOf = (raw: unknown) => {
    const reading = decodeOrder(raw, coupons);
    return reading.kind === 'order' ? reading.order : expect.unreachable(reading.reason);
  };

  test('is read whole', () => {
    const shipped = { waybill: 'YT1,YT2', logisticsId: '20', orderPayment: '66.00', freightPrice: '6.00' };
    expect(orderOf(order(shipped, item('1'), item('2')))).toEqual({
      externalId: orderId,
      version: Date.parse('2026-01-06T12:00:01Z'),
      currency: 'CNY',
      placedAt: '2026-01-01T04:00:00.000Z',
      paidAt: '2026-01-01T04:00:05.000Z',
      shippedAt: '2026-01-06T12:00:00.000Z',
      deliveredAt: '2026-01-06T12:00:00.000Z',
      closed: false,
      buyer: { token: 'oid1', nick: 'jd_4a**7', maskedName: '张**', maskedPhone: '138****5678' },
      freightPaid: money(600, 'CNY'),
      lines: ['1', '2'].map((externalId) => ({
        externalId,
        sku: `S-${externalId}`,
        title: 'T恤',
        quantity: 1,
        unitPrice: money(3000, 'CNY'),
        paid: money(3000, 'CNY'),
        discounts: [],
      })),
      outboundWaybills: [
        { courier: '20', waybill: 'YT1' },
        { courier: '20', waybill: 'YT2' },
      ],
    });
  });

  test.each([
    ['WAIT_SELLER_STOCK_OUT', false, undefined, undefined],
    ['WAIT_GOODS_RECEIVE_CONFIRM', false, '2026-01-06T12:00:01.000Z', undefined],
    ['TRADE_CANCELED', true, undefined, undefined],
    ['LOCKED', false, undefined, undefined],
  ])('in %s is closed: %s, shipped by %s, delivered at %s', (orderState, closed, shippedAt, deliveredAt) => {
    const { orderEndTime: _, ...open } = order({ orderState }, item('1'));
    const read = orderOf(open);
    expect([read.closed, read.shippedAt, read.deliveredAt]).toEqual([closed, shippedAt, deliveredAt]);
  });

  test('knows what each line was paid for, gift cards and the balance with JD included', () => {
    const raw = order(
      {
        orderPayment: '35.20',
        balanceUsed: '20.00',
        freightPrice: '6.00',
        couponDetailList: [
          { skuId: '1', couponType: '30-单品促销优惠', couponPrice: '10.00' },
          { skuId: '', couponType: '100-店铺优惠', couponPrice: '9.00' },
          { skuId: '', couponType: '39-京豆优惠', couponPrice: '1.80' },
          { skuId: '', couponType: '52-礼品卡优惠', couponPrice: '30.00' },
        ],
      },
      item('1', { jdPrice: '60.00' }),
      item('2', { jdPrice: '20.00', itemTotal: 2 }),
    );
    const { lines } = orderOf(raw);
    expect(lines.map(({ paid }) => formatDecimal(paid))).toEqual(['44.00', '35.20']);
    expect(
      lines.map(({ discounts }) => discounts.map(({ funder, amount }) => [funder, formatDecimal(amount)])),
    ).toEqual([
      [
        ['shop', '14.62'],
        ['platform', '1.38'],
      ],
      [
        ['shop', '4.38'],
        ['platform', '0.42'],
      ],
    ]);
  });

  test('keeps a gift of an article that was bought apart from it', () => {
    const raw = order({ orderPayment: '30.00' }, item('1'), item('1', { jdPrice: '0.00' }));
    expect(orderOf(raw).lines.map(({ externalId, paid }) => [externalId, paid.minor])).toEqual([
      ['1', 3000n],
      ['1-2', 0n],
    ]);
  });

  test('that cost nothing but its postage is read as well', () => {
    const raw = order({ orderPayment: '6.00', freightPrice: '6.00' }, item('1', { jdPrice: '0.00' }));
    expect(orderOf(raw).lines[0]).toMatchObject({ paid: money(0, 'CNY'), discounts: [] });
  });

  test.each<[object, string]>([
    [order({}), 'itemInfoList: an order without articles'],
    [order({ itemInfoList: null }), 'itemInfoList: an order without articles'],
    [order({ freightPrice: '31.00' }, item('1')), 'freightPrice: more than was paid'],
    [order({ open_id_buyer: '', pin: null }, item('1')), 'open_id_buyer: missing, and xid_buyer and pin as well'],
    [order({}, item('1', { itemTotal: '0' })), 'itemInfoList.0.itemTotal: Too small: expected number to be >0'],
    [order({ modified: '' }, item('1')), 'modified: "" is no time like 2026-01-15 10:12:00'],
  ])('is unreadable, and says why (%#)', (raw, reason) => {
    expect(decodeOrder(raw, coupons)).toEqual({ kind: 'unreadable', reason });
  });
});

test('personal data that came unmasked is masked before it is kept, however deep it lies', () => {
  const raw = {
    service: { brief: { customerName: '张三丰', customerTel: '13812345678', pickwareAddress: '文三路1号' } },
    consigneeInfo: { fullname: '李**', mobile: '138****5678', telephone: '$cipher$', fullAddress: '文三路1号' },
    list: [{ buyerName: '王五' }],
  };
  expect(withoutPersonalData(raw)).toEqual({
    service: { brief: { customerName: '张**', customerTel: '*******5678' } },
    consigneeInfo: { fullname: '李**', mobile: '138****5678' },
    list: [{ buyerName: '王**' }],
  });
});
