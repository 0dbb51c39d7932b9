import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { sql } from 'kysely';
import { present } from '../../../domain/assert.ts';
import type { MerchantId, ShopId } from '../../../domain/ids.ts';
import { toJson } from '../../../domain/wire.ts';
import type { Tx } from '../../db/database.ts';
import type { NewId } from '../../new-id.ts';

/** What became of the rows so far. Every row is counted once: in a line, a return, refused, or set aside. */
export type Counts = {
  rows: number;
  ordersTaken: number;
  ordersUpdated: number;
  ordersUnchanged: number;
  ordersRefused: number;
  /** Rows of orders that are taken, updated or known. */
  orderRows: number;
  returnRows: number;
  refusedRows: number;
  /** By reason; sums in minor units. */
  setAside: Record<string, { rows: number; amountMinor: string }>;
  refused: Record<string, number>;
};

export const noCounts = (): Counts => ({
  rows: 0,
  ordersTaken: 0,
  ordersUpdated: 0,
  ordersUnchanged: 0,
  ordersRefused: 0,
  orderRows: 0,
  returnRows: 0,
  refusedRows: 0,
  setAside: {},
  refused: {},
});

export type ImportRun = {
  importId: string;
  state: 'running' | 'finished';
  /** The last row that is done for good. */
  position: number;
  counts: Counts;
  refusedBytes: number;
};

export type ImportTarget = {
  merchantId: MerchantId;
  shopId: ShopId;
  mapping: string;
  sourceName: string;
  sha256: Buffer;
};

/** The run of this very file into this shop: a new one, or the one that was cut off or finished before. */
export async function openRun(tx: Tx, newId: NewId, target: ImportTarget): Promise<ImportRun> {
  const { merchantId, shopId, mapping, sourceName, sha256 } = target;
  await sql`insert into import_run (merchant_id, import_id, kind, source_name, source_sha256, shop_id, mapping, counts)
    values (${merchantId}, ${newId('imp')}, ${kindOf(target)}, ${sourceName}, ${sha256}, ${shopId}, ${mapping},
      ${toJson(noCounts())}::jsonb)
    on conflict (merchant_id, kind, source_sha256) do nothing`.execute(tx);
  return present(await findRun(tx, target), 'the run that was just made');
}

export async function findRun(tx: Tx, target: ImportTarget): Promise<ImportRun | undefined> {
  const { rows } = await sql<{
    import_id: string;
    state: ImportRun['state'];
    position: bigint;
    counts: Counts;
    refused_bytes: bigint;
  }>`select import_id, state, position, counts, refused_bytes from import_run
    where merchant_id = ${target.merchantId} and kind = ${kindOf(target)} and source_sha256 = ${target.sha256}`.execute(
    tx,
  );
  const row = rows[0];
  return (
    row && {
      importId: row.import_id,
      state: row.state,
      position: Number(row.position),
      counts: row.counts,
      refusedBytes: Number(row.refused_bytes),
    }
  );
}

/** One file may go into several shops, each once per mapping. */
const kindOf = ({ shopId, mapping }: ImportTarget): string => `orders/${mapping}/${shopId}`;

/**
 * Notes how far the run has come, in the transaction that brought it there. False: another process has moved it on, so
 * this one must stop.
 */
export async function advanceRun(
  tx: Tx,
  merchantId: MerchantId,
  before: ImportRun,
  after: ImportRun,
): Promise<boolean> {
  const { rows } =
    await sql`update import_run set position = ${after.position}, counts = ${toJson(after.counts)}::jsonb,
      refused_bytes = ${after.refusedBytes}, rows_read = ${after.counts.rows},
      rows_taken = ${after.counts.orderRows + after.counts.returnRows}, rows_refused = ${after.counts.refusedRows},
      state = ${after.state}, finished_at = ${after.state === 'finished' ? sql`now()` : null}
    where merchant_id = ${merchantId} and import_id = ${before.importId} and position = ${before.position}
      and state = 'running' returning import_id`.execute(tx);
  return rows.length === 1;
}

export async function sha256Of(file: string): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest();
}
