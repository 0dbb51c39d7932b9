import { onTestFinished } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { startWoocommerce, type WoocommerceOptions } from './simulator.ts';

export async function start(options: WoocommerceOptions = {}): Promise<Simulator> {
  const simulator = await startWoocommerce(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

type Extra = { keys?: string; body?: unknown; timeoutMs?: number };

/** An independent client, with basic keys as curl sends them. */
export async function ask({ url }: Simulator, method: string, path: string, extra: Extra = {}) {
  const keys = extra.keys ?? 'ck_test_guilai:cs_test_guilai';
  const response = await fetch(`${url}/wp-json/wc/v3/${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(keys === '' ? {} : { authorization: `Basic ${Buffer.from(keys).toString('base64')}` }),
    },
    ...(extra.body === undefined ? {} : { body: JSON.stringify(extra.body) }),
    signal: AbortSignal.timeout(extra.timeoutMs ?? 5_000),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export async function steer({ url }: Simulator, method: string, path: string, body: unknown = {}) {
  const init = method === 'GET' ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${url}/__sim/${path}`, { method, ...init });
  return { status: response.status, body: await response.json() };
}

/** A paid order of 60.00 with 5.01 of tax, two at 20.00 less 5.00, and 10.00 of postage. */
export async function startWithOrder(options: WoocommerceOptions = {}) {
  const simulator = await start(options);
  const lines = [
    { price: '60.00', tax: '5.01' },
    { price: '20.00', quantity: 2, discount: '5.00' },
  ];
  const order = (await steer(simulator, 'POST', 'orders', { shipping: '10.00', lines })).body[0];
  return { simulator, order };
}
