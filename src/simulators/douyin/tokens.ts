import { createHash } from 'node:crypto';
import type { Tokens } from './book.ts';
import { data, failure, missing, type Result } from './errors.ts';
import type { WireObject } from './wire-json.ts';
import { type DouyinWorld, nowSeconds, type Shop } from './world.ts';

const hour = 3600;
const lifeSeconds = 7 * 24 * hour;
const refreshLifeSeconds = 14 * 24 * hour;

/** The shop a token lets its bearer into. */
export function shopOf(world: DouyinWorld, accessToken: string): Shop | 'unknown' | 'expired' {
  const found = world.book.tokens.get(accessToken);
  const shop = world.shops.find(({ shop_id }) => shop_id === found?.shop_id);
  const now = nowSeconds(world);
  if (!found || !shop || (found.dies_at ?? now + 1) <= now) return 'unknown';
  return found.expires_at !== null && found.expires_at <= now ? 'expired' : shop;
}

/** Throw-away keys are published, so they are there from the start, and do not end by themselves. */
export function openTokens(world: DouyinWorld): void {
  for (const { shop_id, access_token, refresh_token } of world.shops) {
    if (world.book.tokens.has(access_token)) continue;
    const tokens = { shop_id, access_token, refresh_token, issued_at: nowSeconds(world), expires_at: null };
    world.book.record({ type: 'tokens_issued', tokens });
  }
}

export function answerTokenCall(world: DouyinWorld, method: string, params: WireObject): Result {
  return method === 'token.refresh' ? refresh(world, params) : create(world, params);
}

const refused = (what: string, message: string): Result =>
  failure(50001, `dop.token-generate-failed:${what}`, `生成token失败，${message}`);

function refresh(world: DouyinWorld, params: WireObject): Result {
  const { refresh_token: given, grant_type: grant } = params;
  if (typeof given !== 'string' || given === '') return missing('refresh_token');
  if (grant !== 'refresh_token') return refused('grant-type-invalid', 'grant_type参数取值不正确');
  const now = nowSeconds(world);
  const found = [...world.book.tokens.values()].find(
    ({ refresh_token, dies_at = now + 1 }) => refresh_token === given && dies_at > now,
  );
  if (!found) return refused('token-invalid', 'token不存在');
  if (found.expires_at !== null && now >= found.issued_at + refreshLifeSeconds) {
    return refused('token-expired', 'token已过期');
  }
  return renewed(world, found);
}

/** Early: the same ones. In the last hour: new ones, and the old live an hour more. After the end: the old are dead. */
function renewed(world: DouyinWorld, found: Tokens): Result {
  const now = nowSeconds(world);
  const { expires_at: end } = found;
  if (end === null || end - now > hour) return tokenBody(world, found);
  const old = { expires_at: end > now ? now + hour : end, dies_at: end > now ? now + hour : now };
  world.book.record({ type: 'tokens_changed', access_token: found.access_token, changes: old });
  return tokenBody(world, issue(world, found.shop_id));
}

/** An app of the shop's own needs no code. Codes of other apps come from a page that this simulator does not have. */
function create(world: DouyinWorld, params: WireObject): Result {
  const { grant_type: grant, shop_id } = params;
  if (grant === 'authorization_code') return refused('code-invalid', 'code参数不正确');
  if (grant !== 'authorization_self') return refused('grant-type-invalid', 'grant_type参数取值不正确');
  const shop = world.shops.find((one) => one.shop_id === shop_id);
  if (!shop) return refused('no-authorization', '店铺授权已失效');
  const current = [...world.book.tokens.values()].findLast((tokens) => tokens.shop_id === shop.shop_id);
  return current && current.dies_at === undefined
    ? renewed(world, current)
    : tokenBody(world, issue(world, shop.shop_id));
}

function issue(world: DouyinWorld, shop_id: string): Tokens {
  const n = world.book.tokens.size;
  const made = (what: string): string =>
    createHash('sha256').update(`${what}${shop_id}${n}`).digest('hex').slice(0, 32);
  const now = nowSeconds(world);
  const tokens = {
    shop_id,
    access_token: made('access'),
    refresh_token: made('refresh'),
    issued_at: now,
    expires_at: now + lifeSeconds,
  };
  world.book.record({ type: 'tokens_issued', tokens });
  return tokens;
}

function tokenBody(world: DouyinWorld, { shop_id, access_token, refresh_token, expires_at }: Tokens): Result {
  return data({
    access_token,
    refresh_token,
    expires_in: expires_at === null ? lifeSeconds : expires_at - nowSeconds(world),
    scope: 'SCOPE',
    shop_id: BigInt(shop_id),
    shop_name: world.shops.find((shop) => shop.shop_id === shop_id)?.shop_name ?? '',
    authority_id: '',
    auth_subject_type: '',
  });
}
