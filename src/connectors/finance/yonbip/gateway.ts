import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Instant, toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { codeText } from '../../vendor-values.ts';
import type { PushOutcome } from '../port.ts';

export type YonbipGateway = {
  /** Says where a tenant's gateway and its tokens are. */
  baseUrl: string;
  tenantId: string;
  appKey: string;
  appSecret: string;
  timeoutMs: number;
  now: () => Instant;
};

export type Said = { code: string; message: string; data: unknown };
export type GatewayAnswer =
  | ({ kind: 'answered' } & Said)
  | Extract<PushOutcome, { kind: 'unknown' | 'throttled' | 'configuration_fault' }>;

const envelope = z.object({ code: codeText, message: z.string().default(''), data: z.unknown() });
const addresses = z.object({ gatewayUrl: z.url(), tokenUrl: z.url() });
const token = z.object({ access_token: z.string().min(1), expire: z.number() });

const BAD_TOKEN = '310036';
const NO_TOKEN = '310001';
const NO_SUCH_API = '310404';
const RATE_LIMITS: ReadonlySet<string> = new Set(['310032', '310039', '310042', '310046']);
/** All codes of the gateway itself, before the call has reached the books. */
const OF_THE_GATEWAY = /^310\d{3}$/;
const THROTTLED_MS = 60_000;
const EARLY_MS = 300_000;

/** Over the names and values of the parameters, in their order. */
export const tokenSignature = (appSecret: string, appKey: string, timestamp: string): string =>
  createHmac('sha256', appSecret).update(`appKey${appKey}timestamp${timestamp}`, 'utf8').digest('base64');

/** Calls YonBIP under a token that is fetched when it is needed, and once more when it is refused. */
export function yonbipGateway(config: YonbipGateway) {
  let address: z.output<typeof addresses> | undefined;
  let held: { token: string; until: number } | undefined;

  const addressOf = async (): Promise<{ kind: 'address'; at: z.output<typeof addresses> } | GatewayAnswer> => {
    if (address) return { kind: 'address', at: address };
    const url = `${config.baseUrl}/open-auth/dataCenter/getGatewayAddress?tenantId=${encodeURIComponent(config.tenantId)}`;
    const answer = read(await send({ method: 'GET', url, timeoutMs: config.timeoutMs }));
    if (answer.kind !== 'answered') return answer;
    address = addresses.safeParse(answer.data).data;
    return address ? { kind: 'address', at: address } : refused(answer);
  };

  const tokenFrom = async (tokenUrl: string): Promise<{ kind: 'token'; token: string } | GatewayAnswer> => {
    const now = toMs(config.now());
    if (held && held.until > now) return { kind: 'token', token: held.token };
    const timestamp = String(now);
    const query = new URLSearchParams({
      appKey: config.appKey,
      timestamp,
      signature: tokenSignature(config.appSecret, config.appKey, timestamp),
    });
    const url = `${tokenUrl}/open-auth/selfAppAuth/base/v1/getAccessToken?${query}`;
    const answer = read(await send({ method: 'GET', url, timeoutMs: config.timeoutMs }));
    if (answer.kind !== 'answered') return answer;
    const got = token.safeParse(answer.data).data;
    if (!got) return refused(answer);
    held = { token: got.access_token, until: now + got.expire * 1_000 - EARLY_MS };
    return { kind: 'token', token: got.access_token };
  };

  const callOnce = async (path: string, body: object): Promise<GatewayAnswer> => {
    const where = await addressOf();
    if (where.kind !== 'address') return where;
    const got = await tokenFrom(where.at.tokenUrl);
    if (got.kind !== 'token') return got;
    const url = `${where.at.gatewayUrl}${path}?access_token=${encodeURIComponent(got.token)}`;
    const headers = { 'content-type': 'application/json' };
    return read(await send({ method: 'POST', url, headers, body: JSON.stringify(body), timeoutMs: config.timeoutMs }));
  };

  return async (path: string, body: object): Promise<GatewayAnswer> => {
    const first = await callOnce(path, body);
    if (first.kind !== 'answered' || (first.code !== BAD_TOKEN && first.code !== NO_TOKEN)) return settled(first);
    held = undefined;
    return settled(await callOnce(path, body));
  };
}

const refused = ({ code, message }: Said): GatewayAnswer => ({
  kind: 'configuration_fault',
  message: `${code} ${message}`.trim(),
});

/** What the gateway itself has refused has not reached the books. */
function settled(answer: GatewayAnswer): GatewayAnswer {
  if (answer.kind !== 'answered' || !OF_THE_GATEWAY.test(answer.code)) return answer;
  if (RATE_LIMITS.has(answer.code)) return { kind: 'throttled', retryAfterMs: THROTTLED_MS };
  return refused(answer);
}

function read(outcome: HttpOutcome): GatewayAnswer {
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  const json = readExactJson(outcome.body);
  const said = json.kind === 'json' ? envelope.safeParse(json.value).data : undefined;
  // The gateway's refusals come with other statuses than 200 too.
  if (said && (outcome.status === 200 || said.code === NO_SUCH_API || OF_THE_GATEWAY.test(said.code)))
    return { kind: 'answered', code: said.code, message: said.message, data: said.data };
  if (outcome.status === 429) return { kind: 'throttled', retryAfterMs: THROTTLED_MS };
  if (outcome.status === 404) return { kind: 'configuration_fault', message: `HTTP 404 ${outcome.body.slice(0, 200)}` };
  return { kind: 'unknown', cause: `HTTP ${outcome.status} ${outcome.body.slice(0, 200)}` };
}
