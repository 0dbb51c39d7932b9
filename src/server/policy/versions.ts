import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Release } from '../../domain/policy/release.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

export type VersionHead = { version: number; publishedAt: Instant; publishedBy: string; note: string };

const head = sql.raw('version, published_at as "publishedAt", published_by as "publishedBy", note');

export async function findVersion(tx: Tx, merchantId: MerchantId, version: number): Promise<VersionHead | undefined> {
  const { rows } = await sql<VersionHead>`select ${head} from policy
    where merchant_id = ${merchantId} and version = ${version}`.execute(tx);
  return rows[0];
}

export async function listVersions(
  tx: Tx,
  merchantId: MerchantId,
  { after, limit }: { after?: string | undefined; limit: number },
) {
  const [before] = readCursor(after) ?? [];
  const { rows } = await sql<VersionHead & { rows: number }>`
    select ${head}, jsonb_array_length(content -> 'rows') as rows from policy
    where merchant_id = ${merchantId} and version < ${Number(before ?? 2_147_483_647)}
    order by version desc limit ${limit + 1}`.execute(tx);
  return pageFrom(rows, limit, ({ version }) => cursorOf(String(version)));
}

export const stateOf = (version: number, release: Release): 'live' | 'candidate' | 'past' =>
  version === release.version ? 'live' : version === release.rollOut?.candidate ? 'candidate' : 'past';
