import { expect, test } from 'vitest';
import { courierNamed } from './couriers.ts';

test.each([
  ['圆通速递', 'yuantong'],
  ['中通快递', 'zhongtong'],
  ['顺丰速运', 'shunfeng'],
  ['邮政快递包裹', 'youzhengguonei'],
  ['中国邮政电商标快', 'youzhengdsbk'],
  ['德邦快递', 'debangkuaidi'],
  ['EMS', 'ems'],
  ['yuantong', 'yuantong'],
  ['某地同城配送', '某地同城配送'],
])('a courier that is called %s has the code %s', (name, code) => {
  expect(courierNamed(name)).toBe(code);
});
