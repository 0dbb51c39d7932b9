import { describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { readExactJson } from '../../exact-json.ts';
import { detail, version, wire } from './canned-shop.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { withoutPersonalData } from './personal.ts';

const exact = (value: object): unknown => {
  const json = readExactJson(wire(value));
  return json.kind === 'json' ? json.value : expect.unreachable(json.problem);
};
const decoded = (raw: object) => {
  const reading = decodeRefund(exact(raw));
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
};

describe('an after-sale', () => {
  test('is read whole, with every digit of its ids', () => {
    const parcel = { return: { tracking_no: 'YT123', company_name: '圆通速递', company_code: 'yuantong' } };
    expect(decoded(detail({ reason_remark: '起球' }, { logistics_info: parcel }))).toEqual({
      externalId: '7130712345678901234',
      version,
      orderExternalId: '6912345678901234567',
      lineExternalId: '6912345678901234568',
      quantity: 2,
      resolution: 'return_and_refund',
      vendorKind: '售后退货退款',
      status: 'awaiting_seller',
      vendorStatus: '6',
      amount: money(1250, 'CNY'),
      reason: '不喜欢/效果不好',
      description: '起球',
      createdAt: '2026-01-15T02:00:00.000Z',
      modifiedAt: '2026-01-15T02:12:00.000Z',
      deadlineAt: '2026-01-17T02:00:00.000Z',
      returnParcel: { courier: '圆通速递', waybill: 'YT123' },
    });
  });

  test.each([
    [0, 'return_and_refund'],
    [1, 'refund_only'],
    [2, 'refund_only'],
    [3, 'exchange'],
    [4, 'other'],
    [5, 'other'],
    [6, 'price_protection'],
    [7, 'reship'],
    [8, 'repair'],
    [99, 'other'],
  ])('of type %i is a %s', (after_sale_type, resolution) => {
    expect(decoded(detail({ after_sale_type })).resolution).toBe(resolution);
  });

  test('is called what the platform calls it', () => {
    expect(decoded(detail({ after_sale_type: 8, after_sale_type_text: '维修' })).vendorKind).toBe('维修');
    expect(decoded(detail({ after_sale_type: 99 })).vendorKind).toBe('after_sale_type 99');
  });

  test.each([
    [6, 1, 'awaiting_seller'],
    [7, 1, 'awaiting_buyer_shipment'],
    [8, 1, 'other'],
    [11, 1, 'awaiting_seller_receipt'],
    [12, 1, 'other'],
    [12, 2, 'other'],
    [12, 3, 'refunded'],
    [12, 4, 'other'],
    [12, 5, 'refunded'],
    [13, 1, 'other'],
    [14, 1, 'other'],
    [27, 1, 'refused'],
    [28, 1, 'closed'],
    [29, 1, 'refused'],
    [51, 3, 'other'],
    [53, 3, 'other'],
    [99, 1, 'other'],
  ])('in status %i with refund status %i is %s', (after_sale_status, refund_status, status) => {
    const refund = decoded(detail({ after_sale_status, refund_status }));
    expect(refund).toMatchObject({ status, vendorStatus: String(after_sale_status) });
  });

  test.each([
    [0, undefined],
    [1, 'open'],
    [4, 'open'],
    [5, 'open'],
    [2, 'decided'],
    [3, 'decided'],
    [6, 'decided'],
    [255, undefined],
  ])('with arbitration %i has an intervention %s', (arbitrate_status, intervention) => {
    expect(decoded(detail({}, { arbitrate_info: { arbitrate_status } })).intervention).toBe(intervention);
  });

  test('has no deadline when it is over, or when none runs', () => {
    expect(decoded(detail({ after_sale_status: 12 }))).not.toHaveProperty('deadlineAt');
    expect(decoded(detail({ status_deadline: 0 }))).not.toHaveProperty('deadlineAt');
  });

  test('for the whole order names no line', () => {
    expect(decoded(detail({ after_sale_order_type: 2 }))).not.toHaveProperty('lineExternalId');
  });

  test.each([
    [{ after_sale_apply_count: 0 }, 3],
    [{ after_sale_apply_count: undefined }, 3],
    [{ after_sale_apply_count: 1 }, 1],
  ])('with %o is for %i units', (changes, quantity) => {
    expect(decoded(detail(changes)).quantity).toBe(quantity);
  });

  test('that moves on within one second has a greater version', () => {
    const versions = [
      { after_sale_status: 6 },
      { after_sale_status: 7 },
      { after_sale_status: 12, refund_status: 2 },
      { after_sale_status: 12, refund_status: 3 },
      { after_sale_status: 6, update_time: 1_768_443_121 },
    ].map((changes) => decoded(detail(changes)).version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(versions.length);
  });

  const info = 'process_info.after_sale_info';
  test.each([
    [{ refund_total_amount: 12.5 }, `${info}.refund_total_amount: Invalid input: expected int, received number`],
    [{ refund_total_amount: '12.50' }, `${info}.refund_total_amount: Invalid input: expected number, received string`],
    [{ update_time: 1_768_443_120_000 }, `${info}.update_time: no time in seconds since 1970`],
    [{ update_time: 0 }, `${info}.update_time: no time in seconds since 1970`],
    [{ after_sale_id: null }, `${info}.after_sale_id: Invalid input`],
  ])('with %o is unreadable and says why', (changes, reason) => {
    expect(decodeRefund(exact(detail(changes)))).toEqual({ kind: 'unreadable', reason });
  });

  test('for some lines of several cannot be told apart, and says so', () => {
    const raw = detail();
    raw.order_info.sku_order_infos.push({ sku_order_id: '#2', item_quantity: 1, product_name: '裤' });
    expect(decodeRefund(exact(raw))).toEqual({
      kind: 'unreadable',
      reason: 'order_info.sku_order_infos: several lines',
    });
  });

  test.each([[null], ['text'], [[]], [{}]])('cannot be %o', (raw) => {
    expect(decodeRefund(raw).kind).toBe('unreadable');
  });
});

const line = (order_id: string, changes: object = {}) => ({
  order_id,
  product_name: 'T恤',
  out_sku_id: 'TS-M',
  item_num: 1,
  origin_amount: 3000,
  pay_amount: 3000,
  post_amount: 0,
  ...changes,
});
const order = (changes: object, ...lines: object[]) => ({
  order_id: '6912345678901234567',
  order_status: 5,
  main_status: 5,
  create_time: 1_767_240_000,
  update_time: 1_767_700_800,
  pay_time: 1_767_240_005,
  ship_time: 1_767_315_600,
  finish_time: 1_767_700_800,
  pay_amount: 3000,
  post_amount: 0,
  doudian_open_id: '1@#abc',
  mask_post_receiver: '张**',
  mask_post_tel: '138****5678',
  logistics_info: [{ tracking_no: 'YT1', company: 'yuantong', company_name: '圆通速递' }],
  sku_order_list: lines,
  ...changes,
});
const orderOf = (raw: unknown) => {
  const reading = decodeOrder(raw);
  return reading.kind === 'order' ? reading.order : expect.unreachable(reading.reason);
};
const paidOf = (raw: unknown): number[] => orderOf(raw).lines.map(({ paid }) => Number(paid.minor));

describe('an order', () => {
  test('is read whole', () => {
    const raw = order({ pay_amount: 6600, post_amount: 600 }, line('1'), line('2', { platform_cost_amount: 0 }));
    expect(orderOf(raw)).toEqual({
      externalId: '6912345678901234567',
      version: 1_767_700_800_000,
      currency: 'CNY',
      placedAt: '2026-01-01T04:00:00.000Z',
      paidAt: '2026-01-01T04:00:05.000Z',
      shippedAt: '2026-01-02T01:00:00.000Z',
      deliveredAt: '2026-01-06T12:00:00.000Z',
      closed: false,
      buyer: { token: '1@#abc', nick: '', maskedName: '张**', maskedPhone: '138****5678' },
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

  test.each<[string, object, number[]]>([
    [
      'lines carry their share of the freight',
      order(
        { pay_amount: 6600, post_amount: 600 },
        line('1', { pay_amount: 3400, post_amount: 400 }),
        line('2', { pay_amount: 3200, post_amount: 200 }),
      ),
      [3000, 3000],
    ],
    [
      'lines do not carry it',
      order({ pay_amount: 6600, post_amount: 600 }, line('1', { post_amount: 600 }), line('2')),
      [3000, 3000],
    ],
    ['lines fit neither sum', order({ pay_amount: 8000 }, line('1'), line('2'), line('3')), [2667, 2667, 2666]],
    ['nothing was paid', order({ pay_amount: 0 }, line('1', { pay_amount: 0 })), [0]],
  ])('knows what was paid per line when %s', (_, raw, paid) => {
    expect(paidOf(raw)).toEqual(paid);
  });

  test('tells the platform’s discount from the shop’s, and never shows more than the reduction', () => {
    const discounts = (changes: object) => orderOf(order({ pay_amount: 2500 }, line('1', changes))).lines[0]?.discounts;
    expect(discounts({ pay_amount: 2500, platform_cost_amount: 200 })).toEqual([
      { funder: 'shop', amount: money(300, 'CNY') },
      { funder: 'platform', amount: money(200, 'CNY') },
    ]);
    expect(discounts({ pay_amount: 2500, platform_cost_amount: 900 })).toEqual([
      { funder: 'platform', amount: money(500, 'CNY') },
    ]);
  });

  test.each<[object, boolean]>([
    [{ order_status: 4 }, true],
    [{ main_status: 21 }, true],
    [{ main_status: 22 }, true],
    [{ main_status: 39 }, true],
    [{ order_status: 3, main_status: 3 }, false],
  ])('with %o is closed: %s', (changes, closed) => {
    expect(orderOf(order(changes, line('1'))).closed).toBe(closed);
  });

  test('is delivered when its last parcel was handed over, before the buyer says so', () => {
    const parcels = [
      line('1', { logistics_receipt_time: 1_767_500_000, confirm_receipt_time: 1_767_700_000 }),
      line('2', { logistics_receipt_time: 1_767_600_000 }),
    ];
    expect(orderOf(order({ pay_amount: 6000 }, ...parcels)).deliveredAt).toBe('2026-01-05T08:00:00.000Z');
  });

  test('is not delivered while one parcel is on its way', () => {
    const lines = [line('1', { logistics_receipt_time: 1_767_500_000 }), line('2', { logistics_receipt_time: 0 })];
    expect(orderOf(order({ order_status: 3, pay_amount: 6000 }, ...lines))).not.toHaveProperty('deliveredAt');
  });

  test.each<[object, string]>([
    [order({}), 'sku_order_list: an order without lines'],
    [order({ post_amount: 3100 }, line('1')), 'post_amount: more than pay_amount'],
    [order({ order_id: null }, line('1')), 'order_id: Invalid input'],
    [
      order({}, line('1', { pay_amount: 30.5 })),
      'sku_order_list.0.pay_amount: Invalid input: expected int, received number',
    ],
  ])('is unreadable, and says why (%#)', (raw, reason) => {
    expect(decodeOrder(raw)).toEqual({ kind: 'unreadable', reason });
  });
});

test('of a receiver only what is masked is kept, at any depth', () => {
  const receiver = {
    post_receiver: '#cipher#',
    encrypt_post_receiver: '#cipher#',
    post_tel: '13812345678',
    mask_post_receiver: '张三丰',
    mask_post_tel: '138****5678',
    mask_post_addr: { detail: '某路1号' },
  };
  expect(withoutPersonalData({ order_id: '1', ...receiver, sku_order_list: [{ ...receiver, item_num: 1 }] })).toEqual({
    order_id: '1',
    mask_post_receiver: '张**',
    mask_post_tel: '138****5678',
    sku_order_list: [{ mask_post_receiver: '张**', mask_post_tel: '138****5678', item_num: 1 }],
  });
});
