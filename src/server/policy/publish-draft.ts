import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import { sameApprovals } from '../../domain/policy/approvals.ts';
import { changedRelease, type Reach, type ReleaseChange } from '../../domain/policy/release.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { lockDraft } from './drafts.ts';
import { merchantTerms, policyFrom } from './policy-content.ts';
import { addVersion } from './policy-shelf.ts';
import { addRelease, lockReleases, type Names, releaseView, type StoredRelease } from './releases.ts';
import { endShadow } from './trials.ts';

export type Asked = {
  merchantId: MerchantId;
  by: string;
  names: Names;
  seen: number;
  note: string;
  /** Whether they may say who grants how much. */
  setsApprovals: boolean;
};

const changed = (release: StoredRelease, names: Names) =>
  reject({ code: 'release_changed', release: releaseView(release, names) });

const approvalsChange = { code: 'approvals_change', permission: 'member:manage' } as const;

/** Makes a version of a draft and releases it. One at a time: two who publish at once get two numbers, or one a refusal. */
export function publishDraft(
  app: App,
  { merchantId, by, names, seen, note, setsApprovals }: Asked,
  draft: { id: string; revision: number; reach: Reach | null },
) {
  return app.db.inMerchant(merchantId, async (tx) => {
    const before = present(await lockReleases(tx, merchantId), `a release of ${merchantId}`);
    const locked = await lockDraft(tx, merchantId, draft.id, draft.revision);
    if (!locked.ok) return locked;
    if (before.seq !== seen) return changed(before, names);
    const unknown = await unknownShop(tx, merchantId, draft.reach);
    if (unknown) return reject({ code: 'shop_not_found', shopId: unknown });

    const { currency } = await merchantTerms(tx, merchantId);
    const { policy, verdict } = policyFrom(locked.value.content, await nextVersion(tx, merchantId), currency);
    if (verdict.errors.length > 0) return reject({ code: 'policy_invalid', errors: verdict.errors });
    const live = await app.policies.pinned(tx, merchantId, before.version);
    if (!setsApprovals && !sameApprovals(policy.approvals, live.approvals)) return reject(approvalsChange);
    const release = await addVersion(tx, merchantId, policy, before, { by, note, reach: draft.reach });
    await sql`update policy_draft set published_as = ${policy.version}
      where merchant_id = ${merchantId} and draft_id = ${draft.id}`.execute(tx);
    await endShadow(tx, merchantId, draft.id, app.clock.now());
    return ok(releaseView(release, names));
  });
}

/** Lets another version decide, or a candidate more or fewer orders. */
export function changeRelease(
  app: App,
  { merchantId, by, names, seen, note, setsApprovals }: Asked,
  change: ReleaseChange,
) {
  return app.db.inMerchant(merchantId, async (tx) => {
    const before = present(await lockReleases(tx, merchantId), `a release of ${merchantId}`);
    if (before.seq !== seen) return changed(before, names);
    if (change.action === 'roll_back' && !(await isPublished(tx, merchantId, change.version))) {
      return reject({ code: 'policy_version_not_found', version: change.version });
    }
    if (!setsApprovals && change.action === 'roll_back') {
      const [live, then] = await Promise.all(
        [before.version, change.version].map((version) => app.policies.pinned(tx, merchantId, version)),
      );
      if (!sameApprovals(live?.approvals, then?.approvals)) return reject(approvalsChange);
    }
    const unknown = change.action === 'roll_out' && (await unknownShop(tx, merchantId, change.rollOut));
    if (unknown) return reject({ code: 'shop_not_found', shopId: unknown });
    const next = changedRelease(before, change);
    if (!next.ok) return next;
    const { action } = change;
    const release = await addRelease(tx, merchantId, { ...next.value, seq: before.seq + 1, action, note, by });
    return ok(releaseView(release, names));
  });
}

/** The number of the next version. Whoever asks has locked the releases. */
export async function nextVersion(tx: Tx, merchantId: MerchantId): Promise<number> {
  const { rows } = await sql<{ next: number }>`select max(version) + 1 as next from policy
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], 'a version').next;
}

async function isPublished(tx: Tx, merchantId: MerchantId, version: number): Promise<boolean> {
  const { rows } = await sql`select 1 from policy where merchant_id = ${merchantId} and version = ${version}`.execute(
    tx,
  );
  return rows.length > 0;
}

async function unknownShop(tx: Tx, merchantId: MerchantId, reach: Reach | null): Promise<ShopId | undefined> {
  if (!reach?.shopIds) return undefined;
  const { rows } = await sql<{ shop_id: ShopId }>`select id as shop_id from unnest(${[...reach.shopIds]}::text[]) id
    where not exists (select 1 from shop s where s.merchant_id = ${merchantId} and s.shop_id = id) limit 1`.execute(tx);
  return rows[0]?.shop_id;
}
