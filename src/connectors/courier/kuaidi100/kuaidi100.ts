import { createHash } from 'node:crypto';
import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import type { CourierFault, CourierPort, CourierPush } from '../port.ts';
import { faultOf, meaningOfQuery, meaningOfSubscription } from './answers.ts';
import { decodeHistory, decodePush, decodeVerdict, type Verdict } from './decode.ts';
import { isPushSigned, signQuery } from './sign.ts';

export type Kuaidi100Config = {
  /** `https://poll.kuaidi100.com`, or a simulator; no slash at its end. */
  pollBaseUrl: string;
  customer: string;
  key: string;
  /** Our secret for pushes. Never empty: without one anybody could sign. */
  salt: string;
  timeoutMs: number;
  /** `4` asks for a status code per scan; the other levels cost extra or lack it. */
  resultVersion?: string;
};

type Request = { courier: string; waybill: string; phoneTail?: string };
type Answer = { kind: 'answered'; body: unknown; verdict: Verdict } | { kind: 'unknown'; cause: string };

const acknowledgement = JSON.stringify({ result: true, returnCode: '200', message: '成功' });

/** Tracking through Kuaidi100 (快递100). It allows one query per waybill in 30 minutes: rely on pushes. */
export const kuaidi100 = (config: Kuaidi100Config): CourierPort => ({
  subscribe: (request) => subscribe(config, request),
  query: (request) => query(config, request),
  readPush: (rawBody) => readPush(config, rawBody),
});

async function subscribe(
  config: Kuaidi100Config,
  request: Request & { callbackUrl: string },
): Promise<{ kind: 'subscribed' } | CourierFault> {
  const param = JSON.stringify({
    company: request.courier,
    number: request.waybill,
    key: config.key,
    parameters: {
      callbackurl: request.callbackUrl,
      salt: config.salt,
      resultv2: config.resultVersion ?? '4',
      ...(request.phoneTail ? { phone: request.phoneTail } : {}),
    },
  });
  const answer = await post(config, '/poll', { schema: 'json', param });
  if (answer.kind === 'unknown') return answer;
  const { result, returnCode, message = '' } = answer.verdict;
  const code = returnCode ?? (result ? '200' : '');
  const meaning = meaningOfSubscription(code);
  return meaning === 'rejected' || meaning === 'unknown' ? faultOf(meaning, code, message) : { kind: 'subscribed' };
}

async function query(config: Kuaidi100Config, request: Request): ReturnType<CourierPort['query']> {
  const param = JSON.stringify({
    com: request.courier,
    num: request.waybill,
    ...(request.phoneTail ? { phone: request.phoneTail } : {}),
    resultv2: config.resultVersion ?? '4',
    show: '0',
    order: 'desc',
  });
  const sign = signQuery(param, config.key, config.customer);
  const answer = await post(config, '/poll/query.do', { customer: config.customer, sign, param });
  if (answer.kind === 'unknown') return answer;
  const { result, returnCode, status, message = '' } = answer.verdict;
  const code = returnCode ?? (result === false ? '' : (status ?? ''));
  const meaning = meaningOfQuery(code);
  if (meaning === 'nothing_yet') return { kind: 'nothing_yet' };
  if (meaning !== 'done') return faultOf(meaning, code, message);
  const history = decodeHistory(answer.body);
  return history.kind === 'read'
    ? { kind: 'tracking', tracking: history.value }
    : { kind: 'unknown', cause: history.reason };
}

async function post(config: Kuaidi100Config, path: string, form: Record<string, string>): Promise<Answer> {
  const outcome = await send({
    method: 'POST',
    url: `${config.pollBaseUrl}${path}`,
    body: new URLSearchParams(form),
    timeoutMs: config.timeoutMs,
  });
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  if (outcome.status !== 200) return { kind: 'unknown', cause: `HTTP ${outcome.status}` };
  const json = readExactJson(outcome.body);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: json.problem };
  const verdict = decodeVerdict(json.value);
  if (verdict.kind === 'unreadable') return { kind: 'unknown', cause: verdict.reason };
  const { result, returnCode, status } = verdict.value;
  if (result === undefined && !returnCode && !status)
    return { kind: 'unknown', cause: 'the answer says neither yes nor no' };
  return { kind: 'answered', body: json.value, verdict: verdict.value };
}

function readPush(config: Kuaidi100Config, rawBody: string): ReturnType<CourierPort['readPush']> {
  const form = new URLSearchParams(rawBody);
  const param = form.get('param');
  const sign = form.get('sign');
  if (param === null || sign === null || !isPushSigned(param, sign, config.salt)) return { kind: 'forged' };
  const reading = decodePush(param);
  if (reading.kind === 'unreadable') return reading;
  const { status, message, comNew, tracking } = reading.value;
  const stopped: CourierPush['stopped'] =
    status === 'abort' ? { reason: message ?? 'abort', ...(comNew ? { courier: comNew } : {}) } : undefined;
  return {
    kind: 'tracking',
    tracking: { ...tracking, ended: tracking.ended || status === 'shutdown' },
    // Kuaidi100 numbers no pushes; its repeats are the same text.
    documentId: createHash('sha256').update(param, 'utf8').digest('hex'),
    acknowledgement,
    ...(stopped ? { stopped } : {}),
  };
}
