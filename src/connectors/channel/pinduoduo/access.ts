import { readAs } from '../../vendor-values.ts';
import type { AccessRefreshed } from '../port.ts';
import { call } from './call.ts';
import type { PinduoduoConfig } from './config.ts';
import { tokens } from './vendor-shapes.ts';

/** The mall's access lasts for a time that it bought; the refresh token brings a new one without a person. */
export async function refreshAccess(config: PinduoduoConfig): Promise<AccessRefreshed> {
  if (!config.refreshToken) {
    return { kind: 'unauthorised', code: 'no_refresh_token', message: 'the mall must be authorised again' };
  }
  const answer = await call(config, 'pdd.pop.auth.token.refresh', { refresh_token: config.refreshToken });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(tokens, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { access_token: accessToken, refresh_token: refreshToken, expires_at: expiresAt } = reading.value;
  return {
    kind: 'refreshed',
    credentials: { accessToken, ...(refreshToken ? { refreshToken } : {}) },
    expiresAt: expiresAt ?? null,
  };
}
