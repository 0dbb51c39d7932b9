import { fromMs, type Instant, plusMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { AccessRefreshed } from '../port.ts';
import { call, type DouyinAnswer } from './call.ts';
import type { DouyinConfig } from './config.ts';
import { tokens } from './vendor-shapes.ts';

/**
 * More than an hour before their end the platform gives the same tokens again; within the last hour new ones, and the old
 * live for one hour more; after the end the old are dead. An app of the shop's own can always ask for new ones with the
 * shop's number alone, so a lost or dead refresh token does not lock it out.
 */
export async function refreshAccess(config: DouyinConfig): Promise<AccessRefreshed> {
  if (config.refreshToken) {
    const refreshed = await call(config, 'token.refresh', {
      grant_type: 'refresh_token',
      refresh_token: config.refreshToken,
    });
    const saysNo = refreshed.kind === 'unauthorised' || refreshed.kind === 'refused';
    if (!saysNo || !config.shopId) return tokensOf(config, refreshed);
  }
  if (!config.shopId) {
    return { kind: 'unauthorised', code: 'no_refresh_token', message: 'neither refreshToken nor shopId is known' };
  }
  return tokensOf(
    config,
    await call(config, 'token.create', { code: '', grant_type: 'authorization_self', shop_id: config.shopId }),
  );
}

function tokensOf(config: DouyinConfig, answer: DouyinAnswer): AccessRefreshed {
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(tokens, answer.data);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = reading.value;
  return {
    kind: 'refreshed',
    credentials: { accessToken, refreshToken },
    expiresAt: endOf(config.now(), seconds),
  };
}

/** Named like a duration, described as a moment in seconds; no duration of a token reaches into this century. */
const endOf = (now: Instant, seconds: number): Instant =>
  seconds > 1_000_000_000 ? fromMs(seconds * 1000) : plusMs(now, seconds * 1000);
