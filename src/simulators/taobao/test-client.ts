import { createHash } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { shanghaiText } from '../clock.ts';
import type { Simulator } from '../simulator.ts';
import { startTaobao, type TaobaoOptions } from './simulator.ts';

export const tmall = '6100000tmall_session';
export const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const refundFields =
  'refund_id,tid,oid,status,modified,refund_version,refund_fee,payment,refund_remind_timeout,sid,address';

export async function start(options: TaobaoOptions = {}): Promise<Simulator> {
  const simulator = await startTaobao(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export type Extra = {
  files?: Record<string, Uint8Array<ArrayBuffer>>;
  unsigned?: Record<string, string>;
  timeoutMs?: number;
};

/** An independent client: signs with MD5 and sends a form, or multipart where there is a file. */
export function send(simulator: Simulator, params: Record<string, string>, extra: Extra = {}): Promise<Response> {
  const all: Record<string, string> = {
    app_key: '12345678',
    format: 'json',
    session: '6100000test_session',
    sign_method: 'md5',
    timestamp: shanghaiText(simulator.clock.now()),
    v: '2.0',
    ...params,
  };
  const secret = 'test_secret_0123456789abcdef';
  const names = Object.keys(all)
    .filter((name) => all[name] !== '')
    .sort();
  const text = names.map((name) => `${name}${all[name]}`).join('');
  const sign = createHash('md5').update(`${secret}${text}${secret}`).digest('hex').toUpperCase();
  const sent = Object.entries({ ...all, sign, ...extra.unsigned }).filter(([, value]) => value !== '');
  let body: URLSearchParams | FormData = new URLSearchParams(sent);
  if (extra.files) {
    body = new FormData();
    for (const [name, value] of sent) body.set(name, value);
    for (const [name, bytes] of Object.entries(extra.files)) body.set(name, new Blob([bytes]), `${name}.png`);
  }
  const signal = AbortSignal.timeout(extra.timeoutMs ?? 5_000);
  return fetch(`${simulator.url}/router/rest`, { method: 'POST', body, signal });
}

export const text = async (simulator: Simulator, params: Record<string, string>, extra: Extra = {}): Promise<string> =>
  (await send(simulator, params, extra)).text();
export const ask = async (simulator: Simulator, params: Record<string, string>, extra: Extra = {}) =>
  (await send(simulator, { simplify: 'true', ...params }, extra)).json();

export async function steer(simulator: Simulator, path: string, body: unknown = {}) {
  const response = await fetch(`${simulator.url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { httpStatus: response.status, ...(await response.json()) };
}
export const ledger = async (simulator: Simulator) => (await fetch(`${simulator.url}/__sim/ledger`)).json();

export async function sell(simulator: Simulator, trade: Record<string, unknown> = {}) {
  const response = await fetch(`${simulator.url}/__sim/trades`, { method: 'POST', body: JSON.stringify([trade]) });
  return (await response.json())[0];
}

/** A paid trade of two lines on its way, and a buyer who wants to return the first of them. */
export async function startWithRefund(
  options: TaobaoOptions & { seller?: string; refund?: Record<string, unknown> } = {},
) {
  const simulator = await start(options);
  const seller_nick = options.seller ?? '归来测试店';
  const orders = [{ price: '88.50' }, { price: '10.00', num: 2 }];
  const trade = await sell(simulator, { seller_nick, post_fee: '6.00', orders });
  await steer(simulator, `trades/${trade.tid}/ship`, { company: '圆通速递', invoice_no: 'YT1234567890123' });
  const refund = await steer(simulator, 'refunds', { tid: trade.tid, reason: '质量问题', ...options.refund });
  expect(refund.httpStatus).toBe(200);
  return { simulator, tid: trade.tid, refund_id: refund.refund_id };
}

export const get = async (simulator: Simulator, refund_id: string, session = '6100000test_session') =>
  (await ask(simulator, { method: 'taobao.refund.get', refund_id, fields: refundFields, session })).refund;

/** What an honest seller sends: read first, then agree to exactly that. */
export async function agree(simulator: Simulator, refund_id: string, changes: Record<string, string> = {}) {
  const { refund_version } = await get(simulator, refund_id);
  const refund_infos = `${refund_id}|8850|${refund_version}|`;
  return ask(simulator, { method: 'taobao.rp.refunds.agree', refund_infos, ...changes });
}

export async function goodsBack(simulator: Simulator, refund_id: string): Promise<void> {
  expect(await ask(simulator, { method: 'taobao.rp.returngoods.agree', refund_id })).toMatchObject({
    is_success: true,
  });
  await steer(simulator, `refunds/${refund_id}/ship`, { company_name: '中通快递', sid: '73100000000001' });
}
