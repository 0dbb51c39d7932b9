import { z } from 'zod';
import { fromMs, type Instant, plusMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { isServersOwn } from '../../oauth-errors.ts';
import { optional, readAs } from '../../vendor-values.ts';
import type { AccessRefreshed } from '../port.ts';
import { call } from './call.ts';
import type { TaobaoConfig } from './config.ts';

const wholeNumber = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);

const tokens = z.object({
  access_token: optional(z.string()),
  refresh_token: optional(z.string()),
  /** In ms since 1970. */
  expire_time: optional(wholeNumber),
  /** In seconds from now. */
  expires_in: optional(wholeNumber),
  error: optional(z.string()),
  error_description: optional(z.string()),
});

/** The tokens come as JSON in a text inside the JSON. Only apps of the service market are given any. */
export async function refreshAccess(config: TaobaoConfig, refreshToken: string): Promise<AccessRefreshed> {
  const params = { refresh_token: refreshToken };
  const answer = await call(config, 'taobao.top.auth.token.refresh', params, { anonymous: true });
  if (answer.kind !== 'answered') return answer;
  const outer = readAs(z.object({ token_result: z.string() }), answer.body);
  if (outer.kind === 'unreadable') return { kind: 'unknown', cause: outer.reason };
  const json = readExactJson(outer.value.token_result);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: `token_result: ${json.problem}` };
  const reading = readAs(tokens, json.value);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: `token_result.${reading.reason}` };
  const { access_token: session, refresh_token: next = refreshToken, error, error_description: why } = reading.value;
  // How a dead token is refused here is not documented; OAuth says it with these two fields.
  if (error && isServersOwn(error)) return { kind: 'unknown', cause: `${error}: ${why ?? ''}` };
  if (error) return { kind: 'unauthorised', code: error, message: why ?? '' };
  if (!session) return { kind: 'unknown', cause: 'token_result.access_token: missing' };
  return { kind: 'refreshed', credentials: { session, refreshToken: next }, expiresAt: endOf(reading.value, config) };
}

function endOf(
  { expire_time: at, expires_in: seconds }: z.output<typeof tokens>,
  config: TaobaoConfig,
): Instant | null {
  if (at !== undefined) return fromMs(at);
  return seconds === undefined ? null : plusMs(config.now(), seconds * 1000);
}
