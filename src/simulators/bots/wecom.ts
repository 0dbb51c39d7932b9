import type { Call } from '../http-server.ts';
import type { Simulator, StartOptions } from '../simulator.ts';
import { type BotHabits, bodyOf, type Hearing, objectIn, startBot, textOf } from './room.ts';

export type WecomOptions = StartOptions & { key?: string };

export const WECOM_PATH = '/cgi-bin/webhook/send';
const mostBytes: Readonly<Record<string, number>> = { text: 2_048, markdown: 4_096 };
const trace = 'hint: [1790000000123456789012345], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com';

/** A 企业微信 group bot: a key in the address, no signature, 20 messages a minute. */
export const startWecom = ({ key = 'test-wecom-key', ...options }: WecomOptions = {}): Promise<Simulator> =>
  startBot(habits(key), options);

const habits = (key: string): BotHabits => ({
  name: 'wecom',
  path: WECOM_PATH,
  hear: (call) => hear(call, key),
  answer: ({ code, message }) => ({ errcode: code, errmsg: code === 0 ? message : `${message}, ${trace}` }),
  tooFast: { code: 45009, message: 'api freq out of limit' },
  limits: [{ most: 20, spanMs: 60_000 }],
  shutOutMs: 0,
});

function hear(call: Call, key: string): Hearing {
  if (call.query.get('key') !== key) return { refusal: { code: 93000, message: 'invalid webhook url' } };
  const body = bodyOf(call);
  const kind = textOf(body['msgtype']);
  const most = mostBytes[kind];
  if (most === undefined) return { refusal: { code: 40008, message: 'invalid message type' } };
  const text = textOf(objectIn(body[kind])['content']);
  if (text === '') return { refusal: { code: 44004, message: 'empty content' } };
  if (Buffer.byteLength(text) > most)
    return {
      refusal: { code: 40058, message: `${kind}.content exceed max length ${most}. invalid Request Parameter` },
    };
  return { said: { kind, title: '', text } };
}
