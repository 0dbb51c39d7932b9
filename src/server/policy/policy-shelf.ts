import { sql } from 'kysely';
import { assert, present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { checkPolicy } from '../../domain/policy/check-policy.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { reviveMoney, toJson } from '../../domain/wire.ts';
import type { Db, Tx } from '../db/database.ts';

export type PolicyShelf = {
  /** The version that new returns are decided by. */
  live(tx: Tx, merchantId: MerchantId): Promise<Policy>;
  /** The version that a return was opened under. */
  pinned(tx: Tx, merchantId: MerchantId, version: number): Promise<Policy>;
  /** The same outside a transaction. */
  read(merchantId: MerchantId, version: number): Promise<Policy>;
};

/** A published version never changes, so it is read once. Which one is live is asked every time: publishing counts at once. */
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
    live: async (tx, merchantId) => {
      const { rows } = await sql<{ version: number }>`select max(version) as version from policy
        where merchant_id = ${merchantId} having max(version) is not null`.execute(tx);
      return pinned(tx, merchantId, present(rows[0], `a policy of ${merchantId}`).version);
    },
  };
}

export async function publishPolicy(
  tx: Tx,
  merchantId: MerchantId,
  policy: Policy,
  publishedBy: string,
): Promise<void> {
  const [error] = checkPolicy(policy).errors;
  assert(error === undefined, `policy ${policy.version} can be published: ${error?.code}`);
  await sql`insert into policy (merchant_id, version, content, published_by)
    values (${merchantId}, ${policy.version}, ${toJson(policy)}::jsonb, ${publishedBy})`.execute(tx);
}
