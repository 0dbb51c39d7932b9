import { expect, test } from 'vitest';
import { courierCandidates, courierOf, likeliestCourier, waybillForms } from './waybills.ts';

test.each([
  ['SF1234567890123', 'shunfeng'],
  ['sf 1234 5678 90123', 'shunfeng'],
  ['YT1234567890123', 'yuantong'],
  ['73100000000001', 'zhongtong'],
  ['773123456789012', 'shentong'],
  ['432123456789012', 'yunda'],
  ['JDVA12345678901', 'jd'],
  ['DPK123456789012', 'debangkuaidi'],
  ['EA123456789CN', 'ems'],
  ['9812345678901', 'youzhengdsbk'],
])('%s is a number of %s', (waybill, courier) => {
  expect(courierCandidates(waybill)[0]?.courier).toBe(courier);
  expect(likeliestCourier(waybill)).toBe(courier);
});

test('a number that fits two couriers names both, the likelier first', () => {
  expect(courierCandidates('432123456789012').map(({ courier }) => courier)).toEqual(['yunda', 'shentong']);
});

test.each(['123456789012', '5123456789012', 'ABCDEFG', '', '1'])('nothing is guessed of %j', (waybill) => {
  expect(likeliestCourier(waybill)).toBeUndefined();
});

test('every form says where it was seen', () => {
  for (const { source } of waybillForms) expect(source).not.toBe('');
});

test.each([
  ['圆通速递', 'SF1234567890123', 'yuantong'],
  ['', 'SF1234567890123', 'shunfeng'],
  [' ', '123456789012', ''],
])('a parcel of "%s" with the number %s is carried by "%s"', (name, waybill, courier) => {
  expect(courierOf(name, waybill)).toBe(courier);
});
