import { createHash } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { type DouyinOptions, startDouyin } from './simulator.ts';

const appKey = '7000000000000000001';
const secret = '11111111-2222-3333-4444-555555555555';

export async function start(options: DouyinOptions = {}): Promise<Simulator> {
  const simulator = await startDouyin(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export type Extra = {
  /** Put over the query after it was signed; an empty value takes a parameter out. */
  query?: Record<string, string>;
  /** Signed in place of the moment of the simulator's clock. */
  timestamp?: string;
  timeoutMs?: number;
};

/** An independent client: signs the text of the body with MD5. `body` is JSON text, names in order. */
export function send(simulator: Simulator, method: string, body: string, extra: Extra = {}): Promise<Response> {
  const timestamp = extra.timestamp ?? String(Math.floor(simulator.clock.now() / 1000));
  const signed = `${secret}app_key${appKey}method${method}param_json${body}timestamp${timestamp}v2${secret}`;
  const sign = createHash('md5').update(signed).digest('hex');
  const all = { app_key: appKey, method, timestamp, v: '2', sign, sign_method: 'md5' };
  const query = Object.entries({ ...all, access_token: 'test-access-token-4463798', ...extra.query });
  const url = `${simulator.url}/${method.replaceAll('.', '/')}?${new URLSearchParams(query.filter(([, value]) => value))}`;
  return fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(extra.timeoutMs ?? 5_000) });
}

export const text = async (simulator: Simulator, method: string, body = '{}', extra: Extra = {}): Promise<string> =>
  (await send(simulator, method, body, extra)).text();
/** Test bodies have no number above 2^53 that a test looks at. */
export const ask = async (simulator: Simulator, method: string, body: object | string = {}, extra: Extra = {}) =>
  JSON.parse(await text(simulator, method, typeof body === 'string' ? body : JSON.stringify(body), extra));

export async function steer(simulator: Simulator, path: string, body: unknown = {}) {
  const response = await fetch(`${simulator.url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { httpStatus: response.status, ...(await response.json()) };
}
export const look = async (simulator: Simulator, path: string) =>
  (await fetch(`${simulator.url}/__sim/${path}`)).json();
export const ledger = (simulator: Simulator) => look(simulator, 'ledger');

export async function sell(simulator: Simulator, order: Record<string, unknown> = {}) {
  const response = await fetch(`${simulator.url}/__sim/orders`, { method: 'POST', body: JSON.stringify([order]) });
  return (await response.json())[0];
}

/** A shipped order of two lines, and a buyer who wants to return the first of them. */
export async function startWithAfterSale(options: DouyinOptions & { wish?: Record<string, unknown> } = {}) {
  const simulator = await start(options);
  const sku_order_list = [{ origin_amount: 8850 }, { origin_amount: 1000, item_num: 2 }];
  const order = await sell(simulator, { post_amount: 600, sku_order_list });
  const orderId: string = order.order_id;
  await steer(simulator, `orders/${orderId}/ship`, { company_name: '圆通速递', tracking_no: 'YT1234567890123' });
  const wish = { order_id: orderId, refund_total_amount: 8850, ...options.wish };
  const asked = await steer(simulator, 'aftersales', wish);
  expect(asked.httpStatus).toBe(200);
  return {
    simulator,
    orderId,
    lineIds: order.sku_order_list.map((line: { order_id: string }) => line.order_id),
    id: String(asked.after_sale_id),
  };
}

export const stateOf = (simulator: Simulator, id: string) => look(simulator, `aftersales/${id}`);

/** Names in order, as the platform wants them. */
export const operate = (simulator: Simulator, type: number, ...items: object[]) =>
  ask(simulator, 'afterSale.operate', `{"items":${JSON.stringify(items.map(sorted))},"type":${type}}`);

const sorted = (item: object): object =>
  Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)));

export const address = { logistics: { receiver_address_id: 90_000_000_001 } };
export const refusal = { reason: '已协商补偿', reject_reason_code: 5, remark: '补偿十元' };
