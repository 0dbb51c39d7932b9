import { expect, test } from 'vitest';
import { courierCode } from '../../../contract/common.ts';
import { courierName, courierOfMark, couriers, readWaybill } from './waybill.ts';

test.each([
  ['SF1234567890123', 'SF1234567890123'],
  [' sf 1234 5678 90123 ', 'SF1234567890123'],
  ['7812　3456　7890　12', '78123456789012'],
  ['AB-123456', 'AB-123456'],
])('the pasted number %j is read as %s', (typed, waybill) => {
  expect(readWaybill(typed, 'A1')).toEqual({ ok: true, waybill });
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['12345', 'too_short'],
  ['1'.repeat(33), 'too_long'],
  ['顺丰123456', 'wrong_character'],
  ['13800138000', 'phone_number'],
  ['20261120-0001', 'order_number'],
])('the number %j is refused as %s', (typed, fault) => {
  expect(readWaybill(typed, '20261120-0001')).toEqual({ ok: false, fault });
});

test.each([
  ['sf1234567890123', 'shunfeng'],
  ['YT1234567890123', 'yuantong'],
  ['78123456789012', undefined],
  ['SF12', undefined],
])('the letters of %s tell the courier, or nothing', (typed, courier) => {
  expect(courierOfMark(typed)).toBe(courier);
});

test('every courier has a code that the contract takes, once', () => {
  const codes = couriers.map((courier) => courier.code);
  expect(codes.every((code) => courierCode.safeParse(code).success)).toBe(true);
  expect(new Set(codes).size).toBe(codes.length);
});

test('a courier without a name of ours is shown by its code', () => {
  expect(courierName('yunda', 'zh-CN')).toBe('韵达快递');
  expect(courierName('fedex', 'en')).toBe('fedex');
});
