import { type CourierFault, type CourierPort, type Followed, withoutService } from '../port.ts';
import { faultOf, meaningOfQuery, meaningOfSubscription } from './answers.ts';
import { post } from './call.ts';
import type { Kuaidi100Config } from './config.ts';
import { decodeHistory } from './decode.ts';
import { findPickup } from './find-pickup.ts';
import { bookPickup, cancelPickup, intercept } from './pickup.ts';
import { readPush } from './push.ts';
import { signQuery } from './sign.ts';

/** Tracking, visits and intercepts through Kuaidi100 (快递100). One query per waybill in 30 minutes: rely on pushes. */
export function kuaidi100(config: Kuaidi100Config): CourierPort {
  const { secret } = config;
  const signed = secret === undefined ? undefined : { ...config, secret };
  return {
    capabilities: {
      follows: 'all',
      pushes: 'whole',
      pushProof: 'signature',
      pushAddress: 'in_request',
      tellsGivingUp: true,
      queryPauseMs: 30 * 60_000,
      bookPickup: signed !== undefined,
      buyerPays: false,
      cancelPickup: signed !== undefined,
      findPickup: signed !== undefined,
      intercept: signed !== undefined,
    },
    subscribe: (request) => subscribe(config, request),
    query: (request) => query(config, request),
    readPush: (push) => readPush(push, config.salt),
    bookPickup: signed ? (order) => bookPickup(signed, order) : withoutService,
    cancelPickup: signed ? (booking) => cancelPickup(signed, booking) : withoutService,
    findPickup: signed ? (booking) => findPickup(signed, booking) : withoutService,
    intercept: signed ? (request) => intercept(signed, request) : withoutService,
  };
}

async function subscribe(
  config: Kuaidi100Config,
  request: Followed & { callbackUrl: string },
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
  const answer = await post(`${config.pollBaseUrl}/poll`, { schema: 'json', param }, config.timeoutMs);
  if (answer.kind === 'unknown') return answer;
  const { result, returnCode, message = '' } = answer.verdict;
  const code = returnCode ?? (result ? '200' : '');
  const meaning = meaningOfSubscription(code);
  return meaning === 'rejected' || meaning === 'unknown' ? faultOf(meaning, code, message) : { kind: 'subscribed' };
}

async function query(config: Kuaidi100Config, request: Followed): ReturnType<CourierPort['query']> {
  const param = JSON.stringify({
    com: request.courier,
    num: request.waybill,
    ...(request.phoneTail ? { phone: request.phoneTail } : {}),
    resultv2: config.resultVersion ?? '4',
    show: '0',
    order: 'desc',
  });
  const sign = signQuery(param, config.key, config.customer);
  const form = { customer: config.customer, sign, param };
  const answer = await post(`${config.pollBaseUrl}/poll/query.do`, form, config.timeoutMs);
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
