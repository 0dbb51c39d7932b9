import { z } from 'zod';
import { plusMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import { isServersOwn } from '../../oauth-errors.ts';
import { codeText, optional, readAs } from '../../vendor-values.ts';
import type { AccessRefreshed } from '../port.ts';
import type { JdConfig } from './config.ts';
import { quantity } from './jd-values.ts';

const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: optional(z.string()),
  expires_in: optional(quantity),
});
const refusal = z.object({
  code: optional(codeText),
  msg: optional(z.string()),
  error: optional(z.string()),
  error_description: optional(z.string()),
});

/** JD refreshes in the last 24 hours of a token, never after its end, and only so often in a month. */
export async function refreshAccess(config: JdConfig): Promise<AccessRefreshed> {
  if (!config.refreshToken) {
    return { kind: 'refused', code: 'no_refresh_token', message: 'authorise the shop anew', stale: false };
  }
  const query = new URLSearchParams({
    app_key: config.appKey,
    app_secret: config.appSecret,
    grant_type: 'refresh_token',
    refresh_token: config.refreshToken,
  });
  const outcome = await send({
    method: 'GET',
    url: `${config.oauthUrl}/refresh_token?${query}`,
    timeoutMs: config.timeoutMs,
  });
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  if (outcome.status >= 500 || outcome.status === 429) return { kind: 'unknown', cause: `HTTP ${outcome.status}` };
  const json = readExactJson(outcome.body);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: `HTTP ${outcome.status}: ${json.problem}` };
  const given = readAs(tokens, json.value);
  if (given.kind === 'unreadable') return refusalOf(json.value, given.reason);
  const { access_token: accessToken, refresh_token: refreshToken = config.refreshToken, expires_in } = given.value;
  return {
    kind: 'refreshed',
    credentials: { accessToken, refreshToken },
    expiresAt: expires_in === undefined ? null : plusMs(config.now(), expires_in * 1000),
  };
}

/** In what form JD says no here is not documented; the two usual ones are read. */
function refusalOf(raw: unknown, reason: string): AccessRefreshed {
  const reading = readAs(refusal, raw);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { code, msg, error, error_description: description } = reading.value;
  const named = code ?? error;
  if (named === undefined) return { kind: 'unknown', cause: reason };
  if (isServersOwn(named)) return { kind: 'unknown', cause: `${named}: ${msg ?? description ?? ''}` };
  return { kind: 'unauthorised', code: named, message: msg ?? description ?? '' };
}
