import { toWallClock } from '../../../domain/time.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { SHANGHAI } from '../../vendor-values.ts';
import { answeredJson, withoutEmpty } from '../gateway-answer.ts';
import type { ChannelFault } from '../port.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { faultOf } from './errors.ts';
import { sign } from './sign.ts';
import { readEnvelope } from './vendor-shapes.ts';

export type TopAnswer = { kind: 'answered'; body: unknown } | ChannelFault;

/** A file of a multipart call. It is sent, but not signed. */
export type TopFile = { name: string; bytes: Uint8Array; type: string };

/** `anonymous`: a call of the app itself, for no shop. */
type CallOptions = { file?: TopFile | undefined; anonymous?: boolean };

/**
 * Calls one API method. Parameters without a value are left out: whether empty ones are signed is not documented.
 * `body` is what stands below the root of the answer, be it wrapped or flat.
 */
export async function call(
  config: TaobaoConfig,
  method: string,
  business: Readonly<Record<string, string | undefined>>,
  { file, anonymous = false }: CallOptions = {},
): Promise<TopAnswer> {
  const signMethod = config.signMethod ?? 'hmac-sha256';
  const params = withoutEmpty({
    ...business,
    method,
    app_key: config.appKey,
    session: anonymous ? undefined : config.session,
    timestamp: toWallClock(config.now(), SHANGHAI),
    v: '2.0',
    format: 'json',
    sign_method: signMethod,
    ...(unverified(config).simplify ? { simplify: 'true' } : {}),
  });
  const form = { ...params, sign: sign(params, config.appSecret, signMethod) };
  const outcome = await send({
    method: 'POST',
    url: config.gatewayUrl,
    body: file ? multipart(form, file) : new URLSearchParams(form),
    timeoutMs: config.timeoutMs,
  });
  return readAnswer(config, method, outcome);
}

function readAnswer(config: TaobaoConfig, method: string, outcome: HttpOutcome): TopAnswer {
  const json = answeredJson(outcome);
  if (json.kind === 'unknown') return json;
  const envelope = readEnvelope(json.value, rootOf(method));
  switch (envelope.kind) {
    case 'success':
      return { kind: 'answered', body: envelope.body };
    case 'error':
      return faultOf(envelope.error, unverified(config));
    case 'unreadable':
      return { kind: 'unknown', cause: envelope.reason };
  }
}

/** `taobao.refund.get` answers under `refund_get_response`, `tmall.exchange.get` under `tmall_exchange_get_response`. */
const rootOf = (method: string): string => `${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`;

function multipart(form: Record<string, string>, file: TopFile): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.set(name, value);
  data.set(
    file.name,
    new Blob([new Uint8Array(file.bytes)], { type: file.type }),
    `${file.name}.${file.type.slice(6)}`,
  );
  return data;
}
