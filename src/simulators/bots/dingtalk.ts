import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Call } from '../http-server.ts';
import type { Simulator, StartOptions } from '../simulator.ts';
import { type BotHabits, bodyOf, type Hearing, objectIn, type Refusal, startBot, textOf } from './room.ts';

export type DingtalkOptions = StartOptions & { accessToken?: string; secret?: string; keyword?: string };
type Security = { accessToken: string; secret: string | undefined; keyword: string | undefined };

export const DINGTALK_PATH = '/robot/send';
const hourMs = 3_600_000;
const mostBytes = 20_000;

/** A 钉钉 custom bot: token in the address, 加签 over the timestamp, 20 a minute or ten minutes outside. */
export const startDingtalk = ({
  accessToken = 'test-dingtalk-token',
  secret = 'SECtest0123456789abcdef',
  keyword,
  ...options
}: DingtalkOptions = {}): Promise<Simulator> => startBot(habits({ accessToken, secret, keyword }), options);

const habits = (security: Security): BotHabits => ({
  name: 'dingtalk',
  path: DINGTALK_PATH,
  hear: (call, nowMs) => hear(call, nowMs, security),
  answer: ({ code, message }) => ({ errcode: code, errmsg: message }),
  tooFast: { code: 130101, message: 'send too fast, exceed 20 times per minute' },
  limits: [{ most: 20, spanMs: 60_000 }],
  shutOutMs: 10 * 60_000,
});

function hear(call: Call, nowMs: number, security: Security): Hearing {
  if (call.query.get('access_token') !== security.accessToken)
    return { refusal: { code: 300001, message: 'token is not exist' } };
  const body = bodyOf(call);
  const kind = textOf(body['msgtype']);
  const content = objectIn(body[kind]);
  const title = textOf(content['title']);
  const text = textOf(content['text']) || textOf(content['content']);
  if (kind === '' || text === '' || (kind === 'markdown' && title === ''))
    return { refusal: { code: 40035, message: '缺少参数 json' } };
  if (Buffer.byteLength(call.body) > mostBytes)
    return { refusal: { code: 460101, message: 'message too long, exceed 20000 bytes' } };
  const refusal =
    signatureRefusal(call.query, nowMs, security.secret) ?? keywordRefusal(`${title}${text}`, security.keyword);
  return refusal ? { refusal } : { said: { kind, title, text } };
}

/** Base64 of HMAC-SHA256 under the secret, of the millisecond, a line feed and the secret again. */
export const dingtalkSignature = (timestamp: string, secret: string): Buffer =>
  createHmac('sha256', Buffer.from(secret)).update(Buffer.from(timestamp)).update('\n').update(secret).digest();

function signatureRefusal(query: URLSearchParams, nowMs: number, secret: string | undefined): Refusal | undefined {
  if (secret === undefined) return undefined;
  const timestamp = query.get('timestamp') ?? '';
  if (!/^\d{13}$/.test(timestamp) || Math.abs(nowMs - Number(timestamp)) > hourMs)
    return { code: 310000, message: 'invalid timestamp' };
  const given = Buffer.from(query.get('sign') ?? '', 'base64');
  const wanted = dingtalkSignature(timestamp, secret);
  const isEqual = given.length === wanted.length && timingSafeEqual(given, wanted);
  return isEqual ? undefined : { code: 310000, message: 'sign not match' };
}

const keywordRefusal = (text: string, keyword: string | undefined): Refusal | undefined =>
  keyword === undefined || text.includes(keyword) ? undefined : { code: 310000, message: 'keywords not in content' };
