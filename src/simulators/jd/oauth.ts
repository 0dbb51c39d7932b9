import { createHash } from 'node:crypto';
import { readForm } from '../form.ts';
import type { Call, Reply } from '../http-server.ts';
import { type JdWorld, tokensOf } from './world.ts';

const day = 86_400_000;
const yearSeconds = 31_536_000;

/** Refreshes in the last 24 hours of a token; before and after them it refuses. How JD words a refusal is not public. */
export async function answerRefresh(world: JdWorld, call: Call): Promise<Reply> {
  const { params } = await readForm(call);
  const { clock, book } = world;
  if (params.get('grant_type') !== 'refresh_token') return refused('grant_type is wrong');
  const secret = world.apps.get(params.get('app_key') ?? '');
  if (secret === undefined || secret !== params.get('app_secret')) return refused('app_key or app_secret is wrong');
  const seller = world.sellers.find((one) => tokensOf(world, one).refreshToken === params.get('refresh_token'));
  if (!seller) return refused('refresh_token is wrong');
  const { venderId } = seller;
  const { expiresAt } = tokensOf(world, seller);
  const left = (expiresAt ?? Number.POSITIVE_INFINITY) - clock.now();
  if (left <= 0) return refused('the token has expired, authorise again');
  if (left > day) return refused('the token is not yet in its last 24 hours');
  const fresh = (kind: string): string =>
    createHash('sha256').update(`${kind} ${venderId} ${clock.now()}`).digest('hex').slice(0, 32);
  const tokens = {
    venderId,
    accessToken: fresh('access'),
    refreshToken: fresh('refresh'),
    expiresAt: clock.now() + yearSeconds * 1000,
  };
  book.record({ type: 'tokens_set', tokens });
  return json({
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    expires_in: yearSeconds,
    scope: 'snsapi_base',
    xid: `o*${fresh('xid').slice(0, 20)}`,
  });
}

const refused = (msg: string): Reply => json({ code: 400, msg });

const json = (body: object): Reply => ({
  status: 200,
  contentType: 'application/json;charset=utf-8',
  body: JSON.stringify(body),
});
