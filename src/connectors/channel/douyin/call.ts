import { toMs } from '../../../domain/time.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { answeredJson } from '../gateway-answer.ts';
import type { ChannelFault } from '../port.ts';
import { type DouyinConfig, unverified } from './config.ts';
import { faultOf } from './errors.ts';
import { type ParamObject, paramJson } from './param-json.ts';
import { sign } from './sign.ts';
import { readEnvelope } from './vendor-shapes.ts';

export type DouyinAnswer = { kind: 'answered'; data: unknown } | ChannelFault;

/** Calls one API, `afterSale.List` at `/afterSale/List`. `data` is what stands in the envelope. */
export async function call(config: DouyinConfig, method: string, business: ParamObject): Promise<DouyinAnswer> {
  const signMethod = config.signMethod ?? 'hmac-sha256';
  const body = paramJson(business);
  const signed = {
    app_key: config.appKey,
    method,
    timestamp: String(Math.floor(toMs(config.now()) / 1000)),
    v: '2',
  };
  const query = new URLSearchParams({
    ...signed,
    sign: sign({ ...signed, param_json: body }, config.appSecret, signMethod),
    sign_method: signMethod,
    ...(method.startsWith('token.') ? {} : { access_token: config.accessToken }),
  });
  const outcome = await send({
    method: 'POST',
    url: `${config.gatewayUrl.replace(/\/$/, '')}/${method.replaceAll('.', '/')}?${query}`,
    // Without the second one the platform answers with the codes of its old version.
    headers: { 'content-type': 'application/json;charset=UTF-8', 'x-open-no-old-err-code': '1' },
    body,
    timeoutMs: config.timeoutMs,
  });
  return readAnswer(config, outcome);
}

function readAnswer(config: DouyinConfig, outcome: HttpOutcome): DouyinAnswer {
  const json = answeredJson(outcome);
  if (json.kind === 'unknown') return json;
  const envelope = readEnvelope(json.value);
  switch (envelope.kind) {
    case 'success':
      return { kind: 'answered', data: envelope.data };
    case 'error':
      return faultOf(envelope.error, unverified(config));
    case 'unreadable':
      return { kind: 'unknown', cause: envelope.reason };
  }
}
