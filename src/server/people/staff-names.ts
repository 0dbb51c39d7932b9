import type { MerchantId } from '../../domain/ids.ts';
import type { Member } from '../app.ts';
import { apiKeysOf } from './api-keys.ts';
import type { Auth } from './auth.ts';
import { freshCache } from './fresh-cache.ts';
import { membersOf } from './members.ts';

const MAX_AGE_MS = 60_000;
const MAX_MERCHANTS = 1_000;

/** Names of a merchant's people and API keys by id. A new colleague may stay nameless in timelines for a minute. */
export function staffNames(auth: Auth): (merchantId: MerchantId) => Promise<ReadonlyMap<string, string>> {
  const cache = freshCache<ReadonlyMap<string, string>>(MAX_AGE_MS, MAX_MERCHANTS);
  return (merchantId) =>
    cache.get(merchantId, async () => {
      const [members, keys] = await Promise.all([membersOf(auth, merchantId), apiKeysOf(auth, merchantId)]);
      return new Map([
        ...members.map(({ userId, name }) => [userId, name] as const),
        ...keys.map(({ apiKeyId, name }) => [apiKeyId, name] as const),
      ]);
    });
}

/** The people who work for a merchant, looked up once for all that ask within a minute. */
export function recentMembers(auth: Auth): (merchantId: MerchantId) => Promise<readonly Member[]> {
  const cache = freshCache<readonly Member[]>(MAX_AGE_MS, MAX_MERCHANTS);
  return (merchantId) => cache.get(merchantId, () => membersOf(auth, merchantId));
}
