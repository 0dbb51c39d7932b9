import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MerchantId } from '../../domain/ids.ts';
import { formatDecimal } from '../../domain/money.ts';
import type { App } from '../app.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Counts, sha256Of } from '../orders/import/import-run.ts';
import type { FileTerms, Mapping } from '../orders/import/mapping.ts';
import { type ImportOutcome, type ImportRejection, runImport } from '../orders/import/run-import.ts';
import type { TakingShop } from '../orders/take-orders.ts';
import { digits, progressOn } from './progress.ts';

export type FileImport = {
  file: string;
  merchantId: MerchantId;
  shop: TakingShop;
  terms: FileTerms;
  mapping: Mapping;
  dryRun: boolean;
  /** Reports lie in a folder of their own below it. */
  reportRoot: string;
};

/** Imports one file with a progress bar, a printed summary and a report beside the refused rows. */
export async function importFile(app: App, given: FileImport): Promise<ImportOutcome> {
  const sha256 = await sha256Of(given.file);
  const name = `${basename(given.file)}-${sha256.toString('hex').slice(0, 8)}${given.dryRun ? '-dry-run' : ''}`;
  const folder = join(given.reportRoot, name);
  mkdirSync(folder, { recursive: true });
  const refusedFile = join(folder, 'refused.csv');
  const bytes = statSync(given.file).size;
  const progress = progressOn(process.stderr);
  const startedAt = performance.now();
  let firstRows: number | undefined;
  const outcome = await runImport(app, {
    ...given,
    sha256,
    refusedFile,
    onProgress: ({ counts, bytesRead }) => {
      firstRows ??= counts.rows;
      const perSecond = ((counts.rows - firstRows) / (performance.now() - startedAt)) * 1000;
      progress.show(bytesRead, bytes, `${digits(counts.rows)} rows, ${digits(Math.round(perSecond))} rows/s`);
    },
  });
  progress.end();
  if (!outcome.ok) throw new CannotStart(sentenceOf(outcome.rejection));
  const seconds = (performance.now() - startedAt) / 1000;
  const report = reportOf(given, outcome.value, seconds, refusedFile);
  writeFileSync(join(folder, 'report.txt'), report);
  process.stdout.write(report);
  return outcome.value;
}

function sentenceOf(rejection: ImportRejection): string {
  switch (rejection.code) {
    case 'columns_missing':
      return `The file lacks the columns ${rejection.missing.join(', ')}.`;
    case 'file_empty':
      return 'The file is empty.';
    case 'import_runs_elsewhere':
      return 'Another process imports this file at this moment.';
  }
}

function reportOf(given: FileImport, outcome: ImportOutcome, seconds: number, refusedFile: string): string {
  const { counts } = outcome;
  const row = (name: string, value: number, more = '') => `  ${name.padEnd(28)}${digits(value).padStart(10)}  ${more}`;
  const began = outcome.alreadyFinished
    ? 'This file was imported before: nothing was done.'
    : `${given.dryRun ? 'Dry run, nothing was written. ' : ''}${outcome.resumedAfter > 0 ? `Went on behind row ${digits(outcome.resumedAfter)}. ` : ''}${seconds.toFixed(1)} s.`;
  return `${[
    `Import of ${given.file} (${given.mapping.name}) into ${given.shop.id}`,
    began,
    row('rows', counts.rows),
    row('of orders', counts.orderRows),
    row('of past returns', counts.returnRows),
    ...asideRows(counts, given.terms.currency, row),
    row('refused', counts.refusedRows, counts.refusedRows > 0 ? `see ${refusedFile}` : ''),
    ...Object.entries(counts.refused).map(([reason, rows]) => row(`  ${reason}`, rows)),
    row('orders taken', counts.ordersTaken),
    row('orders updated', counts.ordersUpdated),
    row('orders known before', counts.ordersUnchanged),
    row('orders refused', counts.ordersRefused),
  ].join('\n')}\n`;
}

const asideRows = (
  { setAside }: Counts,
  currency: string,
  row: (name: string, value: number, more: string) => string,
): string[] =>
  Object.entries(setAside).map(([reason, { rows, amountMinor }]) =>
    row(`set aside: ${reason}`, rows, `${formatDecimal({ minor: BigInt(amountMinor), currency })} ${currency}`),
  );
