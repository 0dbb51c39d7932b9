import { expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import type { Harness } from './app-harness.ts';

export const warehouse = {
  key: 'hangzhou',
  name: '杭州退货仓',
  phone: '0571-88880000',
  province: '浙江省',
  city: '杭州市',
  district: '余杭区',
  street: '文一西路 969 号 3 号库',
};

export const home = {
  name: '王小明',
  phone: '13800001234',
  province: '上海市',
  city: '上海市',
  district: '浦东新区',
  street: '世纪大道 100 号 1201 室',
};

/** Somewhere for couriers to bring goods to. */
export async function writeBook({ call }: Harness, more: object = {}): Promise<void> {
  const { status, body } = await call('PUT', '/api/return-addresses', {
    addresses: [warehouse],
    rules: [],
    defaultKey: warehouse.key,
    ...more,
  });
  expect(status, JSON.stringify(body)).toBe(200);
}

/** What the simulated service has of a visit, by our number. */
export async function visitAt({ look }: Harness, pickupId: string) {
  const record = (await look('kuaidi100', `orders/${pickupId}`)) as {
    order?: { taskId: string; kuaidinum: string; callBackUrl: string };
    statuses?: string[];
  };
  return { ...present(record.order, `the visit ${pickupId}`), statuses: record.statuses ?? [] };
}
