import type { KeyObject } from 'node:crypto';
import { machineNow } from '../clock.ts';
import { deliveryOf, type FiredFault } from '../faults.ts';
import { badGateway, pageNotFound, silence } from '../gateway-faults.ts';
import { faultStages, type GatewayFault } from '../gateways/fault-kinds.ts';
import { settleDue } from '../gateways/world.ts';
import type { Call, Reply } from '../http-server.ts';
import { sha1, tradeBill } from './bills.ts';
import { type Answer, applyAbnormal, createRefund, isTooFast, readRefund, type WechatWorld } from './refunds.ts';
import { answerText, newNonce, openField, requestText, signText, verifyText } from './signature.ts';
import { failed, failures } from './wire.ts';

export type WechatKeys = {
  mchid: string;
  /** The merchant's certificates by serial. */
  merchants: ReadonlyMap<string, KeyObject>;
  platformKeyId: string;
  platformKey: KeyObject;
  wrongKey: KeyObject;
  apiV3Key: string;
};

const REFUNDS = '/v3/refund/domestic/refunds';
const OLD_MS = 1_000_000;

export async function answerGateway(world: WechatWorld, keys: WechatKeys, call: Call, base: string): Promise<Reply> {
  settleDue(world);
  if (!isSigned(keys, call)) return failing(world, failed(failures.sign));
  if (isTooFast(world)) return failed(failures.frequency);
  const facts = factsOf(call);
  const fault = world.faults.take(faultStages.before, facts);
  if (fault) return failing(world, failedBefore(fault));
  const file = call.path === '/v3/billdownload/file' ? billFile(world, keys, call) : undefined;
  if (file) return file;
  const answer = run(world, keys, call, base);
  if (!answer) return pageNotFound;
  if ('failure' in answer) return failing(world, failed(answer.failure));
  if (world.faults.take(['notify_early'], facts)) {
    settleDue(world);
    await world.notifier.sendDue();
  }
  return deliver(keys, answer.body, world.faults.take(faultStages.after, facts));
}

function run(world: WechatWorld, keys: WechatKeys, call: Call, base: string): Answer | undefined {
  const { method, path, query } = call;
  if (method === 'POST' && path === REFUNDS) return createRefund(world, bodyOf(call));
  if (method === 'GET' && path.startsWith(`${REFUNDS}/`))
    return readRefund(world, decodeURIComponent(path.slice(REFUNDS.length + 1)));
  const abnormal = /^\/v3\/refund\/domestic\/refunds\/(\w+)\/apply-abnormal-refund$/.exec(path);
  if (method === 'POST' && abnormal) {
    const { bank_account, real_name, bank_type, out_refund_no } = bodyOf(call);
    const isSealed = [bank_account, real_name].every((field) => openField(String(field), keys.platformKey));
    if (!isSealed || !bank_type) return { failure: failures.parameter };
    return applyAbnormal(world, abnormal[1] ?? '', { out_refund_no });
  }
  if (method === 'GET' && (path === '/v3/bill/tradebill' || path === '/v3/bill/fundflowbill')) {
    const date = query.get('bill_date') ?? '';
    const bill = tradeBill(world, keys.mchid, date);
    if (bill === undefined) return { failure: failures.noBill };
    world.bills.set(date, bill);
    const download_url = `${base}/v3/billdownload/file?token=${date}`;
    return { body: { hash_type: 'SHA1', hash_value: sha1(bill), download_url } };
  }
  return undefined;
}

/** The file that was told of last for the day: its hash was signed. */
const billFile = (world: WechatWorld, _keys: WechatKeys, { query }: Call): Reply => {
  const body = world.bills.get(query.get('token') ?? '');
  return body === undefined ? failed(failures.noBill) : { status: 200, contentType: 'text/plain', body };
};

function bodyOf({ body }: Call): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function factsOf(call: Call): Record<string, string> {
  const { out_refund_no, transaction_id } = bodyOf(call);
  return { method: call.method, path: call.path, refund: textOf(out_refund_no), payment: textOf(transaction_id) };
}

function isSigned({ mchid, merchants }: WechatKeys, call: Call): boolean {
  const given = Object.fromEntries(
    [...(call.headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  const key = merchants.get(given['serial_no'] ?? '');
  if (!key || given['mchid'] !== mchid) return false;
  const search = call.query.size > 0 ? `?${call.query}` : '';
  const { timestamp = '', nonce_str: nonce = '', signature = '' } = given;
  const text = requestText(call.method, `${call.path}${search}`, timestamp, nonce, call.body.toString('utf8'));
  return verifyText(text, signature, key);
}

function failing(world: WechatWorld, reply: Reply): Reply {
  world.failing.push(world.clock.now());
  return reply;
}

function failedBefore({ kind }: FiredFault<GatewayFault>): Reply {
  if (kind === 'hang_before') return silence;
  if (kind === 'throttled') return failed(failures.frequency);
  return kind === 'system_error' ? failed(failures.system) : badGateway;
}

function deliver(keys: WechatKeys, content: object, fault: FiredFault<GatewayFault> | undefined) {
  const body = JSON.stringify(content);
  const clockMs = machineNow() - (fault?.kind === 'old_timestamp' ? OLD_MS : 0);
  const timestamp = String(Math.floor(clockMs / 1_000));
  const nonce = newNonce();
  const key = fault?.kind === 'wrong_key' ? keys.wrongKey : keys.platformKey;
  const signed = {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': keys.platformKeyId,
    'Wechatpay-Signature': signText(answerText(timestamp, nonce, body), key),
  };
  const reply: Reply = {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    headers: fault?.kind === 'unsigned' ? {} : signed,
    body,
  };
  if (!fault) return reply;
  switch (fault.kind) {
    case 'wrong_key':
    case 'unsigned':
    case 'old_timestamp':
      return reply;
    case 'fail_after':
      return failed(failures.system);
    default:
      return { ...reply, delivery: deliveryOf(fault) };
  }
}
