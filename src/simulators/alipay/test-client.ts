import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { shanghaiText } from '../clock.ts';
import type { Simulator } from '../simulator.ts';
import { type AlipayOptions, startAlipay } from './simulator.ts';
import { merchantPrivateKey, platformPublicKey } from './test-keys.ts';

export const trade_no = '2026090122001400000000000001';
export const out_trade_no = 'SO20260901000123';
export const trade = { trade_no, out_trade_no, total_amount: '188.50', buyer_logon_id: '15912345620' };
export const refund = { trade_no, out_request_no: 'RF1', refund_amount: '88.50' };

export async function start(options: AlipayOptions = {}): Promise<Simulator> {
  const simulator = await startAlipay(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export async function startWithTrade(
  options: AlipayOptions = {},
  changes: Record<string, unknown> = {},
): Promise<Simulator> {
  const simulator = await start(options);
  expect((await steer(simulator, 'POST', 'trades', { ...trade, ...changes })).status).toBe(200);
  return simulator;
}

export const steer = (simulator: Simulator, method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`${simulator.url}/__sim/${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });

export const ledger = async (simulator: Simulator) => (await steer(simulator, 'GET', 'ledger')).json();

/** An independent client: common parameters in the query, business ones in the body, as the vendor's SDK does it. */
export function call(
  simulator: Simulator,
  method: string,
  biz: unknown,
  overrides: Record<string, string> = {},
  timeoutMs = 5_000,
): Promise<Response> {
  const common: Record<string, string> = {
    app_id: '2021000000000001',
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: shanghaiText(simulator.clock.now()),
    version: '1.0',
    ...overrides,
  };
  const biz_content = JSON.stringify(biz);
  const all: Record<string, string> = { ...common, biz_content };
  const text = Object.keys(all)
    .filter((name) => all[name] !== '' && name !== 'sign')
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join('&');
  const key = createPrivateKey({ key: Buffer.from(merchantPrivateKey, 'base64'), format: 'der', type: 'pkcs8' });
  common['sign'] = overrides['sign'] ?? sign('RSA-SHA256', Buffer.from(text), key).toString('base64');
  return fetch(`${simulator.url}/gateway.do?${new URLSearchParams(common)}`, {
    method: 'POST',
    body: new URLSearchParams({ biz_content }),
    signal: AbortSignal.timeout(timeoutMs),
  });
}

/** What an honest client makes of an answer: the inner object, and whether the platform has signed that very text. */
export async function read(response: Response): Promise<{ answer: Record<string, unknown>; authentic: boolean }> {
  const text = await response.text();
  const inner = /^\{"(?:[a-z_]+_response)":(\{.*\})(?:,"sign":"([^"]*)")?\}$/.exec(text);
  if (!inner?.[1]) throw new Error(`unreadable answer: ${text}`);
  const key = createPublicKey({ key: Buffer.from(platformPublicKey, 'base64'), format: 'der', type: 'spki' });
  const authentic = verify('RSA-SHA256', Buffer.from(inner[1]), key, Buffer.from(inner[2] ?? '', 'base64'));
  return { answer: JSON.parse(inner[1]), authentic };
}

export const pay = async (simulator: Simulator, changes: Record<string, unknown> = {}) =>
  read(await call(simulator, 'alipay.trade.refund', { ...refund, ...changes }));
export const query = async (simulator: Simulator, out_request_no: string, more: Record<string, unknown> = {}) =>
  read(await call(simulator, 'alipay.trade.fastpay.refund.query', { trade_no, out_request_no, ...more }));
