import { createHmac } from 'node:crypto';
import type { Call } from '../http-server.ts';
import type { Simulator, StartOptions } from '../simulator.ts';
import { type BotHabits, bodyOf, type Hearing, objectIn, type Refusal, startBot, textOf } from './room.ts';

export type FeishuOptions = StartOptions & { token?: string; secret?: string; keyword?: string };
type Security = { token: string; secret: string | undefined; keyword: string | undefined };

export const FEISHU_PATH = '/open-apis/bot/v2/hook/';
const hourSeconds = 3_600;
const mostBytes = 20 * 1024;

/** A 飞书 custom bot: token in the path, signature in the body, 100 a minute and 5 a second, 20 KB. */
export const startFeishu = ({
  token = 'test-feishu-token',
  secret = 'test-feishu-secret',
  keyword,
  ...options
}: FeishuOptions = {}): Promise<Simulator> => startBot(habits({ token, secret, keyword }), options);

const habits = (security: Security): BotHabits => ({
  name: 'feishu',
  path: FEISHU_PATH,
  hear: (call, nowMs) => hear(call, Math.floor(nowMs / 1000), security),
  answer: ({ code, message }) =>
    code === 0
      ? { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }
      : { code, data: {}, msg: message },
  tooFast: { code: 11232, message: 'frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]' },
  limits: [
    { most: 100, spanMs: 60_000 },
    { most: 5, spanMs: 1_000 },
  ],
  shutOutMs: 0,
});

function hear(call: Call, nowSeconds: number, security: Security): Hearing {
  if (call.path !== `${FEISHU_PATH}${security.token}`)
    return { refusal: { code: 19001, message: 'param invalid: incoming webhook access token invalid' } };
  const body = bodyOf(call);
  if (call.body.length > mostBytes) return { refusal: { code: 19036, message: 'param invalid: message too large' } };
  const refusal = signatureRefusal(body, nowSeconds, security.secret);
  if (refusal) return { refusal };
  const said = readContent(textOf(body['msg_type']), objectIn(body['content']));
  if (!said) return { refusal: { code: 9499, message: 'Bad Request' } };
  const { keyword } = security;
  if (keyword !== undefined && !`${said.title}${said.text}`.includes(keyword))
    return { refusal: { code: 19024, message: 'Key Words Not Found' } };
  return { said };
}

/** HMAC-SHA256 of nothing, under the second, a line feed and the secret. */
export const feishuSignature = (timestamp: string, secret: string): string =>
  createHmac('sha256', Buffer.concat([Buffer.from(timestamp), Buffer.from('\n'), Buffer.from(secret)])).digest(
    'base64',
  );

function signatureRefusal(
  body: Readonly<Record<string, unknown>>,
  nowSeconds: number,
  secret: string | undefined,
): Refusal | undefined {
  if (secret === undefined) return undefined;
  const timestamp = textOf(body['timestamp']);
  const isFresh = /^\d{10}$/.test(timestamp) && Math.abs(nowSeconds - Number(timestamp)) <= hourSeconds;
  if (isFresh && textOf(body['sign']) === feishuSignature(timestamp, secret)) return undefined;
  return { code: 19021, message: 'sign match fail or timestamp is not within one hour from current time' };
}

/** A rich text has languages, a language has paragraphs, a paragraph has parts. */
function readContent(kind: string, content: Readonly<Record<string, unknown>>) {
  if (kind === 'text') return { kind, title: '', text: textOf(content['text']) };
  if (kind !== 'post') return undefined;
  const languages = Object.values(objectIn(content['post'])).map(objectIn);
  const post = languages[0];
  const paragraphs = post?.['content'];
  if (!post || !Array.isArray(paragraphs) || !paragraphs.every(Array.isArray)) return undefined;
  const written = paragraphs.map((parts: unknown[]) =>
    parts
      .map(objectIn)
      .map((part) => (part['tag'] === 'a' ? `${textOf(part['text'])}(${textOf(part['href'])})` : textOf(part['text'])))
      .join(''),
  );
  return { kind, title: textOf(post['title']), text: written.join('\n') };
}
