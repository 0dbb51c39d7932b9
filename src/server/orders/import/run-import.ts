import { sql } from 'kysely';
import type { MerchantId } from '../../../domain/ids.ts';
import { ok, type Result, reject } from '../../../domain/result.ts';
import type { App } from '../../app.ts';
import type { Tx } from '../../db/database.ts';
import { judgeOrders, type Taken, type TakingShop, takeOrders } from '../take-orders.ts';
import { type Batch, batchesOf } from './group-orders.ts';
import {
  advanceRun,
  type Counts,
  findRun,
  type ImportRun,
  type ImportTarget,
  noCounts,
  openRun,
} from './import-run.ts';
import { saveReturns } from './imported-returns.ts';
import type { FileTerms, Mapping } from './mapping.ts';
import { counted, refusedRows } from './outcome-of-batch.ts';
import { openRows, type Row, type RowSource } from './read-rows.ts';
import { openRefusedFile } from './refused-file.ts';

export type ImportOrder = {
  file: string;
  /** Of the file's bytes: the same file goes on where it stopped, a changed one is another import. */
  sha256: Buffer;
  merchantId: MerchantId;
  shop: TakingShop;
  mapping: Mapping;
  terms: FileTerms;
  /** Reads and judges everything and writes nothing to the database. */
  dryRun: boolean;
  /** Where the rows go that are not taken. */
  refusedFile: string;
  rowsPerBatch?: number;
  onProgress?: (progress: { counts: Counts; bytesRead: number }) => void;
};

export type ImportOutcome = { importId: string; resumedAfter: number; alreadyFinished: boolean; counts: Counts };

export type ImportRejection =
  | { code: 'columns_missing'; missing: string[] }
  | { code: 'file_empty' }
  | { code: 'import_runs_elsewhere' };

type Parts = Pick<App, 'db' | 'secrets' | 'newId'>;

const ROWS_PER_BATCH = 4_000;
/** Statistics of a table that has grown by this factor lead to wrong plans. */
const GROWTH = 8;

/**
 * Takes the orders and past returns of a file. Each batch and the note of how far the import has come are one
 * transaction: a run that is killed goes on behind its last batch when it is started again, and a finished one does
 * nothing more.
 */
export async function runImport(app: Parts, given: ImportOrder): Promise<Result<ImportOutcome, ImportRejection>> {
  const { merchantId, shop, mapping, dryRun } = given;
  const target: ImportTarget = {
    merchantId,
    shopId: shop.id,
    mapping: mapping.name,
    sourceName: given.file,
    sha256: given.sha256,
  };
  const source = openRows(given.file);
  const { header, rest } = await splitHeader(source);
  if (!header) return reject({ code: 'file_empty' });
  const bound = mapping.bind(header.cells, given.terms);
  if (bound.kind === 'unbound') return reject({ code: 'columns_missing', missing: bound.missing });

  const run = await app.db.inMerchant(merchantId, (tx) => startRun(tx, app, target, dryRun));
  const done = { importId: run.importId, resumedAfter: run.position, alreadyFinished: run.state === 'finished' };
  if (run.state === 'finished') return ok({ ...done, counts: run.counts });

  const refusedFile = openRefusedFile(given.refusedFile, header.cells);
  const batches = batchesOf(after(run.position, rest), bound.read, {
    rowsPerBatch: given.rowsPerBatch ?? ROWS_PER_BATCH,
  });
  let now: ImportRun | undefined = run;
  let analyzeAt = run.counts.rows + 1;
  // While PostgreSQL writes one batch the next is read: two batches at most are in memory.
  let writing: Promise<ImportRun | undefined> = Promise.resolve(run);
  for await (const batch of batches) {
    now = await writing;
    if (!now) break;
    if (!dryRun && now.counts.rows >= analyzeAt) {
      analyzeAt = now.counts.rows * GROWTH;
      await refreshStatistics(app, merchantId);
    }
    given.onProgress?.({ counts: now.counts, bytesRead: source.bytesRead() });
    writing = writeBatch(app, given, now, batch, refusedFile);
    // It is awaited with the next batch; a failure until then is not unheard of.
    writing.catch(() => {});
  }
  now = await writing;
  refusedFile.close();
  if (!now) return reject({ code: 'import_runs_elsewhere' });
  const last = now;
  if (!dryRun) {
    await app.db.inMerchant(merchantId, (tx) => advanceRun(tx, merchantId, last, { ...last, state: 'finished' }));
    await refreshStatistics(app, merchantId);
  }
  given.onProgress?.({ counts: last.counts, bytesRead: source.bytesRead() });
  return ok({ ...done, counts: last.counts });
}

/** In a transaction of its own: it must see what is committed, and it locks out other refreshes until it ends. */
const refreshStatistics = (app: Parts, merchantId: MerchantId): Promise<unknown> =>
  app.db.inMerchant(merchantId, (tx) => sql`select refresh_order_statistics()`.execute(tx));

async function startRun(tx: Tx, { newId }: Parts, target: ImportTarget, dryRun: boolean): Promise<ImportRun> {
  if (!dryRun) return openRun(tx, newId, target);
  const known = await findRun(tx, target);
  return { importId: known?.importId ?? '', state: 'running', position: 0, counts: noCounts(), refusedBytes: 0 };
}

async function splitHeader({ portions }: RowSource): Promise<{ header: Row | undefined; rest: AsyncIterable<Row[]> }> {
  const iterator = portions[Symbol.asyncIterator]();
  const first = await iterator.next();
  const [header, ...others] = first.done ? [] : first.value;
  async function* rest(): AsyncGenerator<Row[]> {
    yield others;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  }
  return { header, rest: rest() };
}

/** Rows behind `position`, without those that are empty: sheets often end in some. */
async function* after(position: number, portions: AsyncIterable<Row[]>): AsyncGenerator<Row[]> {
  for await (const portion of portions) {
    yield portion.filter((row) => row.number > position && row.cells.some((cell) => cell !== ''));
  }
}

async function writeBatch(
  app: Parts,
  given: ImportOrder,
  run: ImportRun,
  batch: Batch,
  refusedFile: ReturnType<typeof openRefusedFile>,
): Promise<ImportRun | undefined> {
  const { merchantId, shop, dryRun } = given;
  const orders = batch.orders.map(({ order }) => order);
  return app.db.inMerchant(merchantId, async (tx) => {
    const taken = dryRun
      ? (await judgeOrders(tx, { merchantId, shop }, orders)).map(asTaken)
      : await takeOrders(tx, app, merchantId, shop, orders);
    const refused = [...batch.refused, ...refusedRows(batch, taken)];
    const next: ImportRun = {
      ...run,
      position: batch.upTo,
      counts: counted(run.counts, batch, taken, refused),
      refusedBytes: refusedFile.write(Math.max(run.refusedBytes, refusedFile.start), refused, batch.setAside),
    };
    if (dryRun) return next;
    await saveReturns(
      tx,
      { merchantId, shopId: shop.id, importId: run.importId, currency: given.terms.currency },
      batch.returns,
    );
    return (await advanceRun(tx, merchantId, run, next)) ? next : undefined;
  });
}

function asTaken(verdict: Awaited<ReturnType<typeof judgeOrders>>[number]): Taken {
  switch (verdict.kind) {
    case 'refused':
      return verdict;
    case 'new':
      return { kind: 'taken', orderId: 'ord_not_made' };
    case 'changed':
      return verdict.refusal
        ? { kind: 'refused', refusal: verdict.refusal }
        : { kind: 'updated', orderId: verdict.orderId };
    case 'known':
      return { kind: 'unchanged', orderId: verdict.orderId };
    // Pieces of one order in one batch: the second piece differs from the first.
    case 'repeated':
      return { kind: 'refused', refusal: { code: 'differs_from_known', field: 'lines' } };
  }
}
