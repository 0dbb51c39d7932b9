import { toMs } from '../../../domain/time.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { answeredJson, withoutEmpty } from '../gateway-answer.ts';
import type { ChannelFault } from '../port.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { faultOf } from './errors.ts';
import { sign } from './sign.ts';
import { readEnvelope } from './vendor-shapes.ts';

/** The name that each answer stands under. It does not follow from the type; `undefined`: the fields stand at the top. */
const roots = {
  'pdd.refund.list.increment.get': 'refund_increment_get_response',
  'pdd.refund.information.get': undefined,
  'pdd.refund.agree': 'response',
  'pdd.refund.returngoods.agree': 'response',
  'pdd.refund.address.list.get': 'refund_address_list_get_response',
  'pdd.order.information.get': 'order_info_get_response',
  'pdd.order.number.list.increment.get': 'order_sn_increment_get_response',
  'pdd.pop.auth.token.refresh': 'pop_auth_token_refresh_response',
  'pdd.pmc.user.permit': 'pmc_user_permit_response',
} as const;

export type PopType = keyof typeof roots;
export type PopAnswer = { kind: 'answered'; body: unknown } | ChannelFault;

/**
 * Calls one API. Parameters without a value are left out, as the platform does not sign empty ones; a nested object is
 * passed as its JSON text. `body` is what stands below the root of the answer.
 */
export async function call(
  config: PinduoduoConfig,
  type: PopType,
  business: Readonly<Record<string, string | undefined>>,
): Promise<PopAnswer> {
  const params = withoutEmpty({
    ...business,
    type,
    client_id: config.clientId,
    // A refresh is asked for where the access token has died.
    access_token: type === 'pdd.pop.auth.token.refresh' ? undefined : config.accessToken,
    timestamp: String(Math.floor(toMs(config.now()) / 1000)),
    data_type: 'JSON',
    version: 'V1',
  });
  const outcome = await send({
    method: 'POST',
    url: config.gatewayUrl,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: JSON.stringify({ ...params, sign: sign(params, config.clientSecret) }),
    timeoutMs: config.timeoutMs,
  });
  return readAnswer(config, type, outcome);
}

function readAnswer(config: PinduoduoConfig, type: PopType, outcome: HttpOutcome): PopAnswer {
  const json = answeredJson(outcome);
  if (json.kind === 'unknown') return json;
  const envelope = readEnvelope(json.value, roots[type]);
  switch (envelope.kind) {
    case 'success':
      return { kind: 'answered', body: envelope.body };
    case 'error':
      return faultOf(envelope.error, unverified(config).throttleMs);
    case 'unreadable':
      return { kind: 'unknown', cause: envelope.reason };
  }
}
