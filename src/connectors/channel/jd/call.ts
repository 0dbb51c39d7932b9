import { z } from 'zod';
import { toWallClock } from '../../../domain/time.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { optional, readAs, SHANGHAI } from '../../vendor-values.ts';
import { answeredJson } from '../gateway-answer.ts';
import type { Acted, ChannelFault } from '../port.ts';
import { type Arguments, writeArguments } from './arguments.ts';
import { type JdConfig, unverified } from './config.ts';
import { readEnvelope, refusalIn } from './envelope.ts';
import { faultOf } from './errors.ts';
import { flag } from './jd-values.ts';
import { sign } from './sign.ts';

/** `body` is what stands below the root of the answer. */
export type JdAnswer = { kind: 'answered'; body: Readonly<Record<string, unknown>> } | ChannelFault;

/** Calls one method. All business arguments travel as one JSON text, which is signed as it is sent. */
export async function call(config: JdConfig, method: string, args: Arguments): Promise<JdAnswer> {
  const params = {
    method,
    app_key: config.appKey,
    access_token: config.accessToken,
    timestamp: toWallClock(config.now(), SHANGHAI),
    v: '2.0',
    '360buy_param_json': writeArguments(args, unverified(config).containers[method]),
  };
  const outcome = await send({
    method: 'POST',
    url: config.gatewayUrl,
    body: new URLSearchParams({ ...params, sign: sign(params, config.appSecret) }),
    timeoutMs: config.timeoutMs,
  });
  return readAnswer(config, method, outcome);
}

/** Calls a method of after-sales (`jingdong.asc.…`), all of which want to know who asks. */
export const callAsc = (config: JdConfig, name: string, args: Arguments): Promise<JdAnswer> =>
  call(config, `jingdong.asc.${name}`, {
    buId: config.venderId,
    operatePin: config.operatePin,
    operateNick: config.operateNick,
    ...args,
  });

export type Payload = { kind: 'payload'; payload: unknown } | ChannelFault;

/** The one member of an answer that holds what was asked for, unless it says that JD refuses. */
export async function payloadOf(config: JdConfig, member: string, answering: Promise<JdAnswer>): Promise<Payload> {
  const answer = await answering;
  if (answer.kind !== 'answered') return answer;
  const payload = answer.body[member];
  if (payload === undefined || payload === null) return { kind: 'unknown', cause: `${member}: missing` };
  return refusalIn(payload, unverified(config).staleCodes) ?? { kind: 'payload', payload };
}

/** What `result` holds, for the methods of after-sales that answer with one thing or that write. */
export async function dataOf(config: JdConfig, answering: Promise<JdAnswer>): Promise<Payload> {
  const answer = await payloadOf(config, 'result', answering);
  if (answer.kind !== 'payload') return answer;
  const reading = readAs(z.object({ data: optional(z.unknown()) }), answer.payload);
  return reading.kind === 'read'
    ? { kind: 'payload', payload: reading.value.data }
    : { kind: 'unknown', cause: `result: ${reading.reason}` };
}

/** How a write went. One that does not say that it went well has an unknown outcome. */
export async function written(config: JdConfig, member: string, answering: Promise<JdAnswer>): Promise<Acted> {
  const answer = await payloadOf(config, member, answering);
  if (answer.kind !== 'payload') return answer;
  const reading = readAs(z.object({ success: flag }), answer.payload);
  return reading.kind === 'read' ? { kind: 'done' } : { kind: 'unknown', cause: `${member}: ${reading.reason}` };
}

function readAnswer(config: JdConfig, method: string, outcome: HttpOutcome): JdAnswer {
  const json = answeredJson(outcome);
  if (json.kind === 'unknown') return json;
  const envelope = readEnvelope(json.value, method);
  switch (envelope.kind) {
    case 'success':
      return { kind: 'answered', body: envelope.body };
    case 'error':
      return faultOf(envelope.error, unverified(config).throttleMs);
    case 'unreadable':
      return { kind: 'unknown', cause: envelope.reason };
  }
}
