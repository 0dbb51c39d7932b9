import { describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { readExactJson } from '../../exact-json.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { withoutPersonalData } from './personal.ts';

const refund = {
  refund_id: '212345678901234567',
  tid: '2212345678901234567',
  oid: '2212345678901234568',
  num: 2,
  status: 'WAIT_SELLER_AGREE',
  dispute_type: 'REFUND_AND_RETURN',
  refund_fee: '12.50',
  reason: '尺码不合适',
  desc: '',
  created: '2026-01-15 10:00:00',
  modified: '2026-01-15 10:12:00',
  refund_version: 1768443120123,
  refund_phase: 'aftersale',
  refund_remind_timeout: { exist_timeout: true, remind_type: 1, timeout: '2026-01-17 10:00:00' },
};

const decoded = (raw: object) => {
  const reading = decodeRefund(raw);
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
};

describe('a refund', () => {
  test('is read whole', () => {
    expect(decoded(refund)).toEqual({
      externalId: '212345678901234567',
      version: 1768443120123,
      orderExternalId: '2212345678901234567',
      lineExternalId: '2212345678901234568',
      quantity: 2,
      resolution: 'return_and_refund',
      vendorKind: 'REFUND_AND_RETURN',
      status: 'awaiting_seller',
      vendorStatus: 'WAIT_SELLER_AGREE',
      amount: money(1250, 'CNY'),
      reason: '尺码不合适',
      description: '',
      createdAt: '2026-01-15T02:00:00.000Z',
      modifiedAt: '2026-01-15T02:12:00.000Z',
      deadlineAt: '2026-01-17T02:00:00.000Z',
      phase: 'aftersale',
    });
  });

  test('keeps the digits of its order number from bare JSON', () => {
    const json = readExactJson(JSON.stringify(refund).replace('"2212345678901234567"', '2212345678901234567'));
    expect(json.kind === 'json' && decodeRefund(json.value)).toMatchObject({
      refund: { orderExternalId: '2212345678901234567' },
    });
  });

  test('without a version of its own is versioned by its modification time', () => {
    expect(decoded({ ...refund, refund_version: undefined }).version).toBe(Date.parse('2026-01-15T02:12:00Z'));
  });

  test('names its return parcel once the buyer has filled it in', () => {
    expect(decoded({ ...refund, sid: 'YT123', company_name: '圆通速递' }).returnParcel).toEqual({
      courier: '圆通速递',
      waybill: 'YT123',
    });
  });

  test('has no deadline when the platform says that none runs', () => {
    const timeout = { exist_timeout: false, timeout: '2026-01-17 10:00:00' };
    expect(decoded({ ...refund, refund_remind_timeout: timeout })).not.toHaveProperty('deadlineAt');
  });

  test.each([
    ['WAIT_SELLER_AGREE', 'awaiting_seller'],
    ['WAIT_BUYER_RETURN_GOODS', 'awaiting_buyer_shipment'],
    ['WAIT_SELLER_CONFIRM_GOODS', 'awaiting_seller_receipt'],
    ['SELLER_REFUSE_BUYER', 'refused'],
    ['CLOSED', 'closed'],
    ['SUCCESS', 'refunded'],
    ['WAIT_SELLER_CONSIGN_GOODS', 'other'],
    ['A_STATUS_OF_NEXT_YEAR', 'other'],
  ])('in %s is %s', (vendorStatus, status) => {
    expect(decoded({ ...refund, status: vendorStatus })).toMatchObject({ status, vendorStatus });
  });

  test.each([
    ['REFUND', undefined, 'refund_only', 'REFUND'],
    ['REFUND_AND_RETURN', false, 'return_and_refund', 'REFUND_AND_RETURN'],
    ['TMALL_EXCHANGE', undefined, 'exchange', 'TMALL_EXCHANGE'],
    ['TAOBAO_EXCHANGE', undefined, 'exchange', 'TAOBAO_EXCHANGE'],
    ['REPAIR', undefined, 'repair', 'REPAIR'],
    ['RESHIPPING', undefined, 'reship', 'RESHIPPING'],
    ['OTHERS', undefined, 'other', 'OTHERS'],
    [undefined, true, 'return_and_refund', 'REFUND_AND_RETURN'],
    [undefined, false, 'refund_only', 'REFUND'],
  ])('of kind %s with goods coming back %s is %s', (disputeType, hasGoodReturn, resolution, vendorKind) => {
    const raw = { ...refund, dispute_type: disputeType, has_good_return: hasGoodReturn };
    expect(decoded(raw)).toMatchObject({ resolution, vendorKind });
  });

  test.each([
    ['REFUND', 'refunded'],
    ['OTHERS', 'refunded'],
    ['TMALL_EXCHANGE', 'other'],
    ['RESHIPPING', 'other'],
    ['REPAIR', 'other'],
  ])('of kind %s that has succeeded is %s', (disputeType, status) => {
    expect(decoded({ ...refund, status: 'SUCCESS', dispute_type: disputeType }).status).toBe(status);
  });

  test.each([
    [undefined, undefined],
    [1, undefined],
    [2, 'open'],
    [3, 'open'],
    [4, 'open'],
    [5, 'open'],
    [6, 'decided'],
    [7, undefined],
    ['8', 'decided'],
    [9, 'decided'],
    [10, 'open'],
    [11, 'open'],
    [12, undefined],
  ])('in which the platform’s staff stand at %s has an intervention that is %s', (csStatus, intervention) => {
    expect(decoded({ ...refund, cs_status: csStatus }).intervention).toBe(intervention);
  });

  test.each([
    [{ refund_fee: '12.505' }, 'refund_fee: "12.505" is no amount in yuan with at most two decimals'],
    [{ refund_fee: 12.5 }, 'refund_fee: Invalid input: expected string, received number'],
    [{ modified: '15/01/2026' }, 'modified: "15/01/2026" is no time like 2026-01-15 10:12:00'],
    [{ dispute_type: '' }, 'dispute_type: missing, and has_good_return as well'],
    [{ tid: null }, 'tid: Invalid input'],
  ])('with %o is unreadable and says why', (change, reason) => {
    expect(decodeRefund({ ...refund, ...change })).toEqual({ kind: 'unreadable', reason });
  });

  test.each([[null], ['text'], [[]], [{}]])('cannot be %o', (raw) => {
    expect(decodeRefund(raw).kind).toBe('unreadable');
  });
});

const line = (oid: string, changes: object = {}) => ({
  oid,
  title: 'T恤',
  outer_sku_id: 'TS-M',
  num: 1,
  price: '30.00',
  payment: '30.00',
  ...changes,
});
const trade = (changes: object, ...orders: object[]) => ({
  tid: '2212345678901234567',
  status: 'TRADE_FINISHED',
  created: '2026-01-01 12:00:00',
  pay_time: '2026-01-01 12:00:05',
  consign_time: '2026-01-02 09:00:00',
  end_time: '2026-01-06 20:00:00',
  modified: '2026-01-06 20:00:00',
  payment: '30.00',
  post_fee: '0.00',
  buyer_nick: 't**1',
  buyer_open_uid: 'AAH1',
  receiver_name: '张**',
  receiver_mobile: '138****5678',
  orders: { order: orders },
  ...changes,
});
const orderOf = (raw: unknown, platformPromotionIds: string[] = []) => {
  const reading = decodeOrder(raw, platformPromotionIds);
  return reading.kind === 'order' ? reading.order : expect.unreachable(reading.reason);
};
const paidOf = (raw: unknown): bigint[] => orderOf(raw).lines.map(({ paid }) => paid.minor);

describe('an order', () => {
  test('is read whole', () => {
    const shipped = { logistics_company: '圆通速递', invoice_no: 'YT1' };
    const raw = trade({ payment: '66.00', post_fee: '6.00' }, line('1', shipped), line('2', shipped));
    expect(orderOf(raw)).toEqual({
      externalId: '2212345678901234567',
      version: Date.parse('2026-01-06T12:00:00Z'),
      currency: 'CNY',
      placedAt: '2026-01-01T04:00:00.000Z',
      paidAt: '2026-01-01T04:00:05.000Z',
      shippedAt: '2026-01-02T01:00:00.000Z',
      deliveredAt: '2026-01-06T12:00:00.000Z',
      closed: false,
      buyer: { token: 'AAH1', nick: 't**1', maskedName: '张**', maskedPhone: '138****5678' },
      freightPaid: money(600, 'CNY'),
      lines: ['1', '2'].map((externalId) => ({
        externalId,
        sku: 'TS-M',
        title: 'T恤',
        quantity: 1,
        unitPrice: money(3000, 'CNY'),
        paid: money(3000, 'CNY'),
        discounts: [],
      })),
      outboundWaybills: [{ courier: '圆通速递', waybill: 'YT1' }],
    });
  });

  test('prefers the ids that are text', () => {
    const raw = trade(
      { tid: 1, tid_str: '2212345678901234567' },
      line('x', { oid: 2, oid_str: '2212345678901234568' }),
    );
    expect(orderOf(raw)).toMatchObject({
      externalId: '2212345678901234567',
      lines: [{ externalId: '2212345678901234568' }],
    });
  });

  test.each<[string, object]>([
    ['a wrapped list', { orders: { order: [line('1')] } }],
    ['a flat list', { orders: [line('1')] }],
    ['a single object in the wrapper', { orders: { order: line('1') } }],
    ['a single object', { orders: line('1') }],
  ])('reads its lines from %s', (_, orders) => {
    expect(orderOf(trade(orders)).lines.map(({ externalId }) => externalId)).toEqual(['1']);
  });

  test.each([
    ['TRADE_CLOSED', true],
    ['TRADE_CLOSED_BY_TAOBAO', true],
    ['TRADE_FINISHED', false],
    ['WAIT_SELLER_SEND_GOODS', false],
  ])('in %s is closed: %s', (status, closed) => {
    expect(orderOf(trade({ status }, line('1'))).closed).toBe(closed);
  });

  test('has not been delivered by being closed', () => {
    expect(orderOf(trade({ status: 'TRADE_CLOSED' }, line('1')))).not.toHaveProperty('deliveredAt');
  });

  test.each<[string, object, bigint[]]>([
    [
      'one line carries the postage',
      trade({ payment: '36.00', post_fee: '6.00' }, line('1', { payment: '36.00' })),
      [3000n],
    ],
    [
      'several lines do not carry it',
      trade({ payment: '66.00', post_fee: '6.00' }, line('1'), line('2')),
      [3000n, 3000n],
    ],
    [
      'lines know their share of a discount on the trade',
      trade({ payment: '50.00' }, line('1', { divide_order_fee: '20.00' }), line('2', { divide_order_fee: '30.00' })),
      [2000n, 3000n],
    ],
    [
      'lines know their reduction from a discount on the trade',
      trade({ payment: '50.00' }, line('1', { part_mjz_discount: '4.00' }), line('2', { part_mjz_discount: '6.00' })),
      [2600n, 2400n],
    ],
    [
      'lines do not know of a discount on the trade',
      trade({ payment: '80.00' }, line('1'), line('2'), line('3')),
      [2667n, 2667n, 2666n],
    ],
    [
      'a refunded line was lowered afterwards',
      trade({ payment: '60.00' }, line('1', { payment: '0.00', refund_status: 'SUCCESS' }), line('2')),
      [0n, 3000n],
    ],
  ])('knows what was paid per line when %s', (_, raw, paid) => {
    expect(paidOf(raw)).toEqual(paid);
  });

  test('shares a discount so that the parts add up to what was paid', () => {
    const raw = trade(
      { payment: '100.01' },
      line('1', { payment: '33.34' }),
      line('2', { payment: '66.67' }),
      line('3'),
    );
    expect(paidOf(raw).reduce((a, b) => a + b)).toBe(10001n);
  });

  test('counts a discount as the shop’s unless the platform is known to pay it', () => {
    const promotions = {
      promotion_detail: [
        { id: '1', promotion_id: 'platform-1', discount_fee: '2.00' },
        { id: '2212345678901234567', promotion_id: 'platform-2', discount_fee: '4.00' },
        { id: '2', promotion_id: 'shop-3', discount_fee: '3.00' },
      ],
    };
    const raw = trade(
      { payment: '50.00', promotion_details: promotions },
      line('1', { payment: '26.00' }),
      line('2', { payment: '24.00' }),
    );
    expect(orderOf(raw).lines.map(({ discounts }) => discounts)).toEqual([
      [{ funder: 'shop', amount: money(400, 'CNY') }],
      [{ funder: 'shop', amount: money(600, 'CNY') }],
    ]);
    expect(orderOf(raw, ['platform-']).lines.map(({ discounts }) => discounts)).toEqual([
      [
        { funder: 'shop', amount: money(100, 'CNY') },
        { funder: 'platform', amount: money(300, 'CNY') },
      ],
      [
        { funder: 'shop', amount: money(300, 'CNY') },
        { funder: 'platform', amount: money(300, 'CNY') },
      ],
    ]);
  });

  test('never shows a platform discount beyond the reduction', () => {
    const promotions = [{ id: '1', promotion_id: 'platform-1', discount_fee: '50.00' }];
    const raw = trade({ payment: '25.00', promotion_details: promotions }, line('1', { payment: '25.00' }));
    expect(orderOf(raw, ['platform-']).lines[0]?.discounts).toEqual([
      { funder: 'platform', amount: money(500, 'CNY') },
    ]);
  });

  test('whose seller raised a price has no discount', () => {
    expect(orderOf(trade({ payment: '40.00' }, line('1', { payment: '40.00' }))).lines[0]).toMatchObject({
      paid: money(4000, 'CNY'),
      discounts: [],
    });
  });

  test.each<[object, string]>([
    [trade({}), 'orders: a trade without lines'],
    [trade({ orders: undefined }), 'orders: a trade without lines'],
    [trade({ post_fee: '31.00' }, line('1')), 'post_fee: more than the payment'],
    [trade({ tid: '' }, line('1')), 'tid: missing'],
    [trade({}, line('', {})), 'orders.0.oid: missing'],
    [trade({ buyer_nick: '', buyer_open_uid: '' }, line('1')), 'buyer_open_uid: missing, and buyer_nick as well'],
    [
      trade({}, line('1'), line('2', { payment: '1.234' })),
      'orders.1.payment: "1.234" is no amount in yuan with at most two decimals',
    ],
    [trade({}, line('1', { num: 0 })), 'orders.0.num: Too small: expected number to be >0'],
  ])('is unreadable, and says why (%#)', (raw, reason) => {
    expect(decodeOrder(raw, [])).toEqual({ kind: 'unreadable', reason });
  });
});

test('personal data that came unmasked is masked before it is kept', () => {
  const raw = {
    tid: '1',
    receiver_name: '张三丰',
    receiver_mobile: '13812345678',
    receiver_phone: '0571-88888888',
    receiver_address: '浙江省杭州市',
    buyer_email: 'a@b.cn',
  };
  expect(withoutPersonalData(raw)).toEqual({
    tid: '1',
    receiver_name: '张**',
    receiver_mobile: '*******5678',
    receiver_phone: '*******8888',
  });
});

test('masked data stays as it is, and a cipher is no phone', () => {
  expect(
    withoutPersonalData({ receiver_name: '张**', receiver_mobile: '138****5678', receiver_phone: '$a1b2c3$' }),
  ).toEqual({
    receiver_name: '张**',
    receiver_mobile: '138****5678',
  });
});
