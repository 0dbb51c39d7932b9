import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Permission } from '../../domain/people/permissions.ts';
import { PERMISSIONS_KEY } from './access.ts';
import type { Auth } from './auth.ts';
import { permissionsIn } from './principals.ts';

export type NewApiKey = { apiKeyId: string; key: string };

/** Makes a key for programs of the merchant. The plain key is in this answer and nowhere else. */
export async function createApiKey(
  { betterAuth, pool }: Auth,
  merchantId: MerchantId,
  name: string,
  permissions: readonly Permission[],
): Promise<NewApiKey> {
  // The library wants to know in whose name; who may ask for a key was settled before this.
  const { rows } = await pool.query<{ user_id: string }>(
    `select user_id from auth.member where organization_id = $1 and role = 'admin' order by created_at, id limit 1`,
    [merchantId],
  );
  const userId = present(rows[0], `an administrator of ${merchantId}`).user_id;
  const { id, key } = await betterAuth.api.createApiKey({
    body: { organizationId: merchantId, userId, name, permissions: { [PERMISSIONS_KEY]: [...permissions] } },
  });
  return { apiKeyId: id, key };
}

/** False if the merchant has no such key. */
export async function revokeApiKey(
  { pool, principals }: Auth,
  merchantId: MerchantId,
  apiKeyId: string,
): Promise<boolean> {
  const { rowCount } = await pool.query('delete from auth.apikey where reference_id = $1 and id = $2', [
    merchantId,
    apiKeyId,
  ]);
  principals.forgetAll();
  return rowCount === 1;
}

type KeyRow = {
  id: string;
  name: string;
  start: string;
  permissions: string;
  created_at: Date;
  last_request: Date | null;
};

export async function apiKeysOf({ pool }: Auth, merchantId: MerchantId) {
  const { rows } = await pool.query<KeyRow>(
    `select id, name, start, permissions, created_at, last_request from auth.apikey
     where reference_id = $1 order by created_at, id`,
    [merchantId],
  );
  return rows.map(({ id, name, start, permissions, created_at, last_request }) => ({
    apiKeyId: id,
    name,
    start,
    permissions: permissionsIn(permissions),
    createdAt: created_at.toISOString(),
    lastUsedAt: last_request?.toISOString() ?? null,
  }));
}
