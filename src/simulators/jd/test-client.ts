import { createHash } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { shanghaiText } from '../clock.ts';
import type { Simulator } from '../simulator.ts';
import { type JdOptions, startJd } from './simulator.ts';

export const who = { buId: '10001', operatePin: 'erp_pin', operateNick: 'erp' };

export async function start(options: JdOptions = {}): Promise<Simulator> {
  const simulator = await startJd(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

export type Extra = {
  /** System parameters in place of the usual ones; an empty one is not sent. */
  system?: Record<string, string>;
  /** Added or changed after signing. */
  unsigned?: Record<string, string>;
  /** The system parameters in the query, as the Java client sends them. */
  query?: boolean;
  timeoutMs?: number;
};

/** Bare digits for `"#123"`. */
export const json = (args: object): string => JSON.stringify(args).replaceAll(/"#(\d+)"/g, '$1');

/** An independent client. */
export function send(simulator: Simulator, method: string, args: object, extra: Extra = {}): Promise<Response> {
  const system: Record<string, string> = {
    app_key: 'ABCDEF0123456789ABCDEF0123456789',
    access_token: 'test_access_token_jd',
    timestamp: shanghaiText(simulator.clock.now()),
    v: '2.0',
    method,
    ...extra.system,
  };
  const params: Record<string, string> = { ...system, '360buy_param_json': json(args) };
  const secret = 'test_secret_0123456789abcdef';
  const names = Object.keys(params)
    .filter((name) => params[name] !== '')
    .sort();
  const text = names.map((name) => `${name}${params[name]}`).join('');
  const sign = createHash('md5').update(`${secret}${text}${secret}`).digest('hex').toUpperCase();
  const sent = Object.entries({ ...params, sign, ...extra.unsigned }).filter(([, value]) => value !== '');
  const inQuery = extra.query ? sent.filter(([name]) => name !== '360buy_param_json') : [];
  const inBody = sent.filter(([name]) => !inQuery.some(([other]) => other === name));
  const url = new URL(`${simulator.url}/routerjson`);
  for (const [name, value] of inQuery) url.searchParams.set(name, value);
  const signal = AbortSignal.timeout(extra.timeoutMs ?? 5_000);
  return fetch(url, { method: 'POST', body: new URLSearchParams(inBody), signal });
}

export const text = async (simulator: Simulator, method: string, args: object, extra: Extra = {}): Promise<string> =>
  (await send(simulator, method, args, extra)).text();

/** The member of the answer that holds what was asked for, or the error. */
export async function ask(simulator: Simulator, method: string, args: object, extra: Extra = {}) {
  const body = JSON.parse(await text(simulator, method, args, extra));
  if (body.error_response) return body;
  const { code, ...members } = body[`${method.replaceAll('.', '_')}_responce`];
  expect(code).toBe('0');
  return Object.values(members)[0] as Record<string, unknown> & { data?: unknown };
}

/** A method of after-sales, by its short name. */
export const asc = (simulator: Simulator, name: string, args: object, extra: Extra = {}) =>
  ask(simulator, `jingdong.asc.${name}`, { ...who, ...args }, extra);

export async function steer(simulator: Simulator, path: string, body: unknown = {}) {
  const response = await fetch(`${simulator.url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { httpStatus: response.status, ...(await response.json()) };
}
export const look = async (simulator: Simulator, path: string) =>
  (await fetch(`${simulator.url}/__sim/${path}`)).json();

/** An order of two articles; shipped where `shipped`. */
export async function sell(simulator: Simulator, order: object = {}, shipped = true) {
  const items = [{ jdPrice: '88.50' }, { jdPrice: '10.00', itemTotal: 2 }];
  const created = await steer(simulator, 'orders', [{ itemInfoList: items, freightPrice: '6.00', ...order }]);
  const { orderId } = created[0];
  if (shipped) await steer(simulator, `orders/${orderId}/ship`, { logisticsId: '20', waybill: 'YT1' });
  return { orderId: String(orderId), skuIds: created[0].itemInfoList.map(({ skuId }: { skuId: string }) => skuId) };
}

/** A buyer who wants to return the first article of a shipped order. */
export async function startWithService(wish: object = {}) {
  const simulator = await start();
  const { orderId } = await sell(simulator);
  const service = await steer(simulator, 'services', { orderId, ...wish });
  expect(service.httpStatus).toBe(200);
  return { simulator, orderId, serviceId: String(service.serviceId) };
}

/** What an honest seller sends: read first, then agree to exactly that. */
export async function auditArguments(simulator: Simulator, serviceId: string, orderId: string) {
  const { sysVersion, applyDetailId } = await look(simulator, `services/${serviceId}`);
  return {
    serviceId: `#${serviceId}`,
    orderId: `#${orderId}`,
    sysVersion,
    approveNotes: '同意',
    approveReasonCid1: 600,
    returnContactName: '退货仓',
    returnContactTel: '13900000001',
    returnZipcode: '311100',
    returnProvince: 15,
    returnCity: 1213,
    returnCounty: 3038,
    returnDetailAddress: '某路1号',
    returnAddressType: 1,
    applyDetailIdList: [Number(applyDetailId)],
  };
}

export const receipt = {
  receivePin: 'erp_pin',
  receiveName: 'erp',
  packingState: 20,
  qualityState: 30,
  appearanceState: 20,
  accessoryOrGift: 0,
  invoiceRecord: 20,
  judgmentReason: 125,
  receiveRemark: '已收到',
};
