import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { Release, ReleaseAction } from '../../domain/policy/release.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

/** The columns of `policy_release` that say which versions decide. */
export type ReleaseColumns = {
  version: number;
  candidate: number | null;
  shop_ids: ShopId[] | null;
  share_percent: number | null;
};

export const releaseFrom = ({ version, candidate, shop_ids, share_percent }: ReleaseColumns): Release => ({
  version,
  rollOut:
    candidate === null ? null : { candidate, shopIds: shop_ids, sharePercent: present(share_percent, 'the share') },
});

export type StoredRelease = Release & {
  seq: number;
  action: ReleaseAction;
  note: string;
  by: string;
  at: Instant;
};

type Row = ReleaseColumns & { seq: number; action: ReleaseAction; note: string; by: string; at: Instant };

const columns = sql.raw(
  'seq, action, version, candidate, shop_ids, share_percent, note, released_by as by, released_at as at',
);

const fromRow = ({ seq, action, note, by, at, ...rest }: Row): StoredRelease => ({
  ...releaseFrom(rest),
  seq,
  action,
  note,
  by,
  at,
});

/** The one in force. */
export async function newestRelease(tx: Tx, merchantId: MerchantId): Promise<StoredRelease> {
  const { rows } = await sql<Row>`select ${columns} from policy_release
    where merchant_id = ${merchantId} order by seq desc limit 1`.execute(tx);
  return fromRow(present(rows[0], `a release of ${merchantId}`));
}

/**
 * The one in force, which stays in force until this transaction ends: others who publish or release wait. None: the
 * merchant has no policy yet.
 */
export async function lockReleases(tx: Tx, merchantId: MerchantId): Promise<StoredRelease | undefined> {
  // A statement of its own: one that waited would go on to read what there was before the wait.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`policy of ${merchantId}`}, 0))`.execute(tx);
  const { rows } = await sql<Row>`select ${columns} from policy_release
    where merchant_id = ${merchantId} order by seq desc limit 1`.execute(tx);
  return rows[0] && fromRow(rows[0]);
}

export type NewRelease = Release & { seq: number; action: ReleaseAction; note: string; by: string };

/** Appends to the log; `seq` follows the one that was locked. */
export async function addRelease(tx: Tx, merchantId: MerchantId, release: NewRelease): Promise<StoredRelease> {
  const { seq, action, version, rollOut, note, by } = release;
  const { rows } = await sql<Row>`insert into policy_release
      (merchant_id, seq, action, version, candidate, shop_ids, share_percent, note, released_by)
    values (${merchantId}, ${seq}, ${action}, ${version}, ${rollOut?.candidate ?? null},
      ${rollOut?.shopIds ? [...rollOut.shopIds] : null}::text[], ${rollOut?.sharePercent ?? null}, ${note}, ${by})
    returning ${columns}`.execute(tx);
  return fromRow(present(rows[0], 'the new release'));
}

type PageQuery = { after?: string | undefined; limit: number };

export async function listReleases(tx: Tx, merchantId: MerchantId, { after, limit }: PageQuery) {
  const [before] = readCursor(after) ?? [];
  const { rows } = await sql<Row>`select ${columns} from policy_release
    where merchant_id = ${merchantId} and seq < ${Number(before ?? 2_147_483_647)}
    order by seq desc limit ${limit + 1}`.execute(tx);
  return pageFrom(rows.map(fromRow), limit, ({ seq }) => cursorOf(String(seq)));
}

export type Names = ReadonlyMap<string, string>;

/** A person or key by name, where the name is known. */
export const byOf = (id: string, names: Names) => ({ id, name: names.get(id) ?? '' });

export const releaseView = (release: StoredRelease, names: Names) => {
  const { seq, action, version, rollOut, note, by, at } = release;
  return { seq, action, version, rollOut, note, by: byOf(by, names), at };
};
