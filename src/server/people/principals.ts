import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type pg from 'pg';
import { z } from 'zod';
import type { MerchantId } from '../../domain/ids.ts';
import { LEVEL_OF_KEYS, levelOfRole } from '../../domain/people/levels.ts';
import { permissions, type Role, rolePermissions } from '../../domain/people/permissions.ts';
import type { Principal } from '../http/caller.ts';
import { PERMISSIONS_KEY } from './access.ts';
import { freshCache } from './fresh-cache.ts';

export type Principals = {
  /** At most one query, none if the same credentials came within the last seconds. */
  principalOf(headers: IncomingHttpHeaders): Promise<Principal | null>;
  /** Whether a person has signed in, be it without a merchant. */
  hasSession(headers: IncomingHttpHeaders): Promise<boolean>;
  /** To be called after every change of people, roles, sessions and keys that this process makes. */
  forgetAll(): void;
};

/**
 * How long an answer is believed. A right taken away by another process works on here for as long; what this process
 * takes away is gone at once, because it clears the cache.
 */
const MAX_AGE_MS = 5_000;
const MAX_ENTRIES = 5_000;

type Known = { session: boolean; principal: Principal | null };
const nobody: Known = { session: false, principal: null };

/** @param cookie the name of the session's cookie, and the secret its value is signed with */
export function principalsOf(pool: pg.Pool, cookie: { name: string; secret: string }): Principals {
  const cache = freshCache<Known>(MAX_AGE_MS, MAX_ENTRIES);

  async function known(headers: IncomingHttpHeaders): Promise<Known> {
    const key = apiKeyIn(headers);
    // No way back to the cookie: a request with a key is not checked for coming from our own pages.
    if (key !== undefined) {
      const hash = hashOfKey(key);
      return key.startsWith('gl_') ? cache.get(hash, () => ofApiKey(pool, hash)) : nobody;
    }
    const token = sessionToken(headers.cookie, cookie);
    return token === undefined ? nobody : cache.get(token, () => ofSession(pool, token));
  }

  return {
    principalOf: async (headers) => (await known(headers)).principal,
    hasSession: async (headers) => (await known(headers)).session,
    forgetAll: cache.clear,
  };
}

/** The way better-auth keeps keys: only this hash of them. */
const hashOfKey = (key: string): string => createHash('sha256').update(key).digest('base64url');

function apiKeyIn(headers: IncomingHttpHeaders): string | undefined {
  const own = headers['x-api-key'];
  if (own !== undefined) return String(own);
  return headers.authorization?.replace(/^Bearer /i, '');
}

function sessionToken(
  cookies: string | undefined,
  { name, secret }: { name: string; secret: string },
): string | undefined {
  const pair = cookies?.split(/; */).find((part) => part.startsWith(`${name}=`));
  const [, token, signature] = /^([^.]+)\.(.+)$/.exec(decoded(pair?.slice(name.length + 1) ?? '')) ?? [];
  if (token === undefined || signature === undefined) return undefined;
  const wanted = createHmac('sha256', secret).update(token).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : undefined;
}

/** Base 64 has three characters that a cookie may not hold. */
const decoded = (text: string): string =>
  text.replaceAll(/%2B/gi, '+').replaceAll(/%2F/gi, '/').replaceAll(/%3D/gi, '=');

/** Absolute end: 8 hours after signing in. Idle end: 2 hours after the last use, which is noted once a minute. */
const SESSION = `
  with live as (
    select id, user_id, active_organization_id, updated_at from auth.session
    where token = $1 and expires_at > now() and created_at > now() - interval '8 hours'
      and updated_at > now() - interval '2 hours'
  ), touched as (
    update auth.session s set updated_at = now() from live
    where s.id = live.id and live.updated_at < now() - interval '1 minute'
  )
  select u.id, u.name, m.organization_id, m.role, approval_level(m.organization_id, m.user_id) as level from live
  join auth.user u on u.id = live.user_id
  left join auth.member m on m.user_id = live.user_id and m.organization_id = live.active_organization_id`;

type SessionRow = {
  id: string;
  name: string;
  organization_id: MerchantId | null;
  role: Role | null;
  level: number | null;
};

async function ofSession(pool: pg.Pool, token: string): Promise<Known> {
  const { rows } = await pool.query<SessionRow>({ name: 'session', text: SESSION, values: [token] });
  const row = rows[0];
  if (!row) return nobody;
  const { id, name, organization_id: merchantId, role, level } = row;
  if (merchantId === null || role === null) return { session: true, principal: null };
  const held = new Set(rolePermissions[role]);
  return {
    session: true,
    principal: { kind: 'staff', id, name, merchantId, role, permissions: held, level: level ?? levelOfRole[role] },
  };
}

const API_KEY = `
  with live as (
    select id, name, reference_id, permissions, last_request from auth.apikey
    where key = $1 and enabled and (expires_at is null or expires_at > now())
  ), touched as (
    update auth.apikey k set last_request = now() from live
    where k.id = live.id and (live.last_request is null or live.last_request < now() - interval '1 minute')
  )
  select id, name, reference_id, permissions from live`;

type KeyRow = { id: string; name: string | null; reference_id: MerchantId; permissions: string | null };

async function ofApiKey(pool: pg.Pool, hash: string): Promise<Known> {
  const { rows } = await pool.query<KeyRow>({ name: 'api key', text: API_KEY, values: [hash] });
  const row = rows[0];
  if (!row) return nobody;
  const { id, name, reference_id: merchantId } = row;
  const held = new Set(permissionsIn(row.permissions));
  const principal: Principal = {
    kind: 'api_key',
    id,
    name: name ?? id,
    merchantId,
    role: null,
    permissions: held,
    level: LEVEL_OF_KEYS,
  };
  return { session: false, principal };
}

const stored = z.object({ [PERMISSIONS_KEY]: z.array(z.string()) });

/** Of those that were given, the ones this version knows. */
export function permissionsIn(json: string | null): (typeof permissions)[number][] {
  const names = stored.safeParse(JSON.parse(json ?? '{}')).data?.[PERMISSIONS_KEY] ?? [];
  return permissions.filter((permission) => names.includes(permission));
}
