import { createHash } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { type PinduoduoOptions, type PinduoduoSimulator, startPinduoduo } from './simulator.ts';

export const clientId = '0123456789abcdef0123456789abcdef';
export const secret = 'test_secret_0123456789abcdef';

export async function start(options: PinduoduoOptions = {}): Promise<PinduoduoSimulator> {
  const simulator = await startPinduoduo(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export type Extra = { as?: 'json' | 'form' | 'multipart'; unsigned?: Record<string, string>; timeoutMs?: number };

/** An independent client: signs what is not empty, and sends it in any of the three ways that clients are known to use. */
export function send(
  simulator: PinduoduoSimulator,
  params: Record<string, string>,
  extra: Extra = {},
): Promise<Response> {
  const all: Record<string, string> = {
    client_id: clientId,
    access_token: 'test_access_token_pdd',
    timestamp: String(Math.floor(simulator.clock.now() / 1000)),
    data_type: 'JSON',
    ...params,
  };
  const names = Object.keys(all)
    .filter((name) => all[name] !== '')
    .sort();
  const text = names.map((name) => `${name}${all[name]}`).join('');
  const sign = createHash('md5').update(`${secret}${text}${secret}`).digest('hex').toUpperCase();
  const sent = { ...all, sign, ...extra.unsigned };
  const signal = AbortSignal.timeout(extra.timeoutMs ?? 5_000);
  return fetch(`${simulator.url}/api/router`, { method: 'POST', signal, ...bodyOf(sent, extra.as ?? 'json') });
}

function bodyOf(sent: Record<string, string>, as: NonNullable<Extra['as']>): RequestInit {
  if (as === 'json') return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(sent) };
  if (as === 'form') return { body: new URLSearchParams(sent) };
  const body = new FormData();
  for (const [name, value] of Object.entries(sent)) body.set(name, value);
  return { body };
}

export const text = async (simulator: PinduoduoSimulator, params: Record<string, string>): Promise<string> =>
  (await send(simulator, params)).text();
export const ask = async (simulator: PinduoduoSimulator, params: Record<string, string>, extra: Extra = {}) =>
  (await send(simulator, params, extra)).json();

export async function steer(simulator: PinduoduoSimulator, path: string, body: unknown = {}) {
  const response = await fetch(`${simulator.url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { httpStatus: response.status, ...(await response.json()) };
}
export const look = async (simulator: PinduoduoSimulator, path: string) =>
  (await fetch(`${simulator.url}/__sim/${path}`)).json();

export async function sell(simulator: PinduoduoSimulator, order: Record<string, unknown> = {}) {
  const response = await fetch(`${simulator.url}/__sim/orders`, { method: 'POST', body: JSON.stringify([order]) });
  return (await response.json())[0];
}

/** A delivered order of two items, and a buyer who wants money back for the first of them. */
export async function startWithAfterSale(
  options: PinduoduoOptions & { order?: Record<string, unknown>; afterSale?: Record<string, unknown> } = {},
) {
  const simulator = await start(options);
  const item_list = [{ goods_price: '88.50' }, { goods_price: '10.00', goods_count: 2 }];
  const { order_sn } = await sell(simulator, { postage: '6.00', item_list, ...options.order });
  await steer(simulator, `orders/${order_sn}/ship`, { tracking_number: 'YT1234567890123' });
  await steer(simulator, `orders/${order_sn}/sign`);
  const created = await steer(simulator, 'after-sales', {
    order_sn,
    after_sales_reason: '质量问题',
    ...options.afterSale,
  });
  expect(created.httpStatus).toBe(200);
  return { simulator, order_sn: String(order_sn), id: String(created.id) };
}

export type Asked = { simulator: PinduoduoSimulator; order_sn: string; id: string };

export const detail = ({ simulator, order_sn, id }: Asked) =>
  ask(simulator, { type: 'pdd.refund.information.get', order_sn, after_sales_id: id });

const requestOf = ({ order_sn, id }: Asked, more: object): string =>
  JSON.stringify({ after_sales_id: Number(id), order_sn, ...more });

export const agree = (asked: Asked, extra: Extra = {}) =>
  ask(asked.simulator, { type: 'pdd.refund.agree', request: requestOf(asked, { operate_desc: '同意退款' }) }, extra);

export const agreeReturn = (asked: Asked, return_address_id = '90000000001') =>
  ask(asked.simulator, {
    type: 'pdd.refund.returngoods.agree',
    request: requestOf(asked, { operate_desc: '同意退货', return_address_id }),
  });

export const windowOf = (simulator: PinduoduoSimulator, seconds = 1800) => {
  const end = Math.floor(simulator.clock.now() / 1000);
  return { start_updated_at: String(end - seconds), end_updated_at: String(end) };
};

export const listOf = (simulator: PinduoduoSimulator, status: number, more: Record<string, string> = {}) =>
  ask(simulator, {
    type: 'pdd.refund.list.increment.get',
    after_sales_type: '1',
    after_sales_status: String(status),
    ...windowOf(simulator),
    ...more,
  });
