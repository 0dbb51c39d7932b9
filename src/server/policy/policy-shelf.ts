import { sql } from 'kysely';
import { assert, present } from '../../domain/assert.ts';
import type { MerchantId, OrderId, ShopId } from '../../domain/ids.ts';
import { checkPolicy } from '../../domain/policy/check-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { published, type Reach, versionFor } from '../../domain/policy/release.ts';
import { reviveMoney, toJson } from '../../domain/wire.ts';
import type { Db, Tx } from '../db/database.ts';
import { addRelease, lockReleases, newestRelease, type StoredRelease } from './releases.ts';

export type PolicyShelf = {
  /** The version that decides where no roll-out does. */
  live(tx: Tx, merchantId: MerchantId): Promise<Policy>;
  /** The version that a new return on this order would be opened under. */
  forOrder(tx: Tx, merchantId: MerchantId, order: { shopId: ShopId; orderId: OrderId }): Promise<Policy>;
  /** The version that a return was opened under. */
  pinned(tx: Tx, merchantId: MerchantId, version: number): Promise<Policy>;
  /** The same outside a transaction. */
  read(merchantId: MerchantId, version: number): Promise<Policy>;
};

/** A published version never changes, so it is read once. Which one decides is asked every time: a release counts at once. */
export function policyShelf(db: Db): PolicyShelf {
  const known = new Map<string, Policy>();

  const pinned: PolicyShelf['pinned'] = async (tx, merchantId, version) => {
    const key = `${merchantId}/${version}`;
    const found = known.get(key);
    if (found) return found;
    const { rows } = await sql<{ content: unknown }>`select content from policy
      where merchant_id = ${merchantId} and version = ${version}`.execute(tx);
    const policy = reviveMoney<Policy>(present(rows[0], `policy ${key}`).content);
    known.set(key, policy);
    return policy;
  };

  return {
    pinned,
    // No transaction is opened for a version that is known.
    read: async (merchantId, version) =>
      known.get(`${merchantId}/${version}`) ?? db.inMerchant(merchantId, (tx) => pinned(tx, merchantId, version)),
    live: async (tx, merchantId) => pinned(tx, merchantId, (await newestRelease(tx, merchantId)).version),
    forOrder: async (tx, merchantId, order) =>
      pinned(tx, merchantId, versionFor(await newestRelease(tx, merchantId), order)),
  };
}

export type Publishing = { by: string; note?: string; reach?: Reach | null };

/** Makes a version of a policy and releases it. Whoever calls has locked the releases, or is alone. */
export async function addVersion(
  tx: Tx,
  merchantId: MerchantId,
  policy: Policy,
  before: StoredRelease | undefined,
  { by, note = '', reach = null }: Publishing,
): Promise<StoredRelease> {
  await sql`insert into policy (merchant_id, version, content, note, published_by)
    values (${merchantId}, ${policy.version}, ${toJson(policy)}::jsonb, ${note}, ${by})`.execute(tx);
  const release = published(before ?? null, policy.version, reach);
  return addRelease(tx, merchantId, { ...release, seq: (before?.seq ?? 0) + 1, action: 'publish', note, by });
}

/** Publishes a policy that the program itself has written, for all returns from now on. */
export async function publishPolicy(tx: Tx, merchantId: MerchantId, policy: Policy, by: string): Promise<void> {
  const [error] = checkPolicy(policy).errors;
  assert(error === undefined, `policy ${policy.version} can be published: ${error?.code}`);
  await addVersion(tx, merchantId, policy, await lockReleases(tx, merchantId), { by });
}
