import { expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { decodeRefund } from './decode-refund.ts';

const exchange = {
  dispute_id: '512345678901234567',
  biz_order_id: '2212345678901234567',
  status: '1',
  num: 2,
  reason: '尺码拍错',
  desc: '换大一码',
  created: '2026-01-15 10:00:00',
  modified: '2026-01-15 10:12:00',
  refund_version: 1768443120123,
  refund_phase: 'aftersale',
  cs_status: 1,
  time_out: '2026-01-20 10:00:00',
};

const refund = {
  refund_id: '512345678901234567',
  tid: '2212345678901234567',
  oid: '2212345678901234568',
  status: 'WAIT_SELLER_AGREE',
  dispute_type: 'TMALL_EXCHANGE',
  refund_fee: '0.00',
  created: '2026-01-15 10:00:00',
  modified: '2026-01-15 10:12:00',
};

const decoded = (raw: object) => {
  const reading = decodeRefund(raw);
  return reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
};

test('an exchange is read whole', () => {
  expect(decoded({ exchange })).toEqual({
    externalId: '512345678901234567',
    version: 1768443120123,
    orderExternalId: '2212345678901234567',
    quantity: 2,
    resolution: 'exchange',
    vendorKind: 'TMALL_EXCHANGE',
    status: 'awaiting_seller',
    vendorStatus: '1',
    amount: money(0, 'CNY'),
    reason: '尺码拍错',
    description: '换大一码',
    createdAt: '2026-01-15T02:00:00.000Z',
    modifiedAt: '2026-01-15T02:12:00.000Z',
    deadlineAt: '2026-01-20T02:00:00.000Z',
    phase: 'aftersale',
  });
});

test('the refund of the same number names the trade and the line', () => {
  const { biz_order_id: _, ...bare } = exchange;
  expect(decoded({ exchange: bare, refund })).toMatchObject({
    orderExternalId: '2212345678901234567',
    lineExternalId: '2212345678901234568',
  });
});

test('its return parcel is the buyer’s, not the one that replaces it', () => {
  const parcels = { seller_logistic_no: 'SF1', seller_logistic_name: '顺丰速运' };
  expect(decoded({ exchange: { ...exchange, ...parcels } })).not.toHaveProperty('returnParcel');
  const back = { ...parcels, buyer_logistic_no: 'YT1', buyer_logistic_name: '圆通速递' };
  expect(decoded({ exchange: { ...exchange, ...back } }).returnParcel).toEqual({ courier: '圆通速递', waybill: 'YT1' });
});

test.each([
  ['1', 'awaiting_seller'],
  ['2', 'awaiting_buyer_shipment'],
  ['3', 'awaiting_seller_receipt'],
  ['4', 'closed'],
  ['5', 'other'],
  ['6', 'refused'],
  ['12', 'other'],
  ['13', 'other'],
  ['14', 'other'],
  [99, 'other'],
])('an exchange in %s is %s: none is a refund', (status, expected) => {
  expect(decoded({ exchange: { ...exchange, status } })).toMatchObject({
    status: expected,
    vendorStatus: String(status),
  });
});

test('an exchange in which the platform’s staff have decided', () => {
  expect(decoded({ exchange: { ...exchange, cs_status: 8 } }).intervention).toBe('decided');
});

test('a timeout in a form that we do not know is no deadline', () => {
  expect(decoded({ exchange: { ...exchange, time_out: '4天23时' } })).not.toHaveProperty('deadlineAt');
});

test.each([
  [{ exchange: { ...exchange, biz_order_id: '' } }, 'exchange.biz_order_id: missing'],
  [
    { exchange: { ...exchange, modified: 'gestern' } },
    'exchange.modified: "gestern" is no time like 2026-01-15 10:12:00',
  ],
  [{ exchange, refund: { ...refund, tid: null } }, 'refund.tid: Invalid input'],
  [{ exchange: null }, 'exchange: Invalid input: expected object, received null'],
])('an exchange that cannot be read says why (%#)', (raw, reason) => {
  expect(decodeRefund(raw)).toEqual({ kind: 'unreadable', reason });
});
