import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { sql } from 'kysely';
import type { App } from '../app.ts';
import { CannotStart } from '../cannot-start.ts';
import { findMapping, mappingNames } from '../orders/import/mappings.ts';
import { importFile } from './import-file.ts';
import { openProgram, readArguments, runTool } from './open-program.ts';

const USAGE = `npm run import -- FILE.csv|.csv.gz|.xlsx --merchant=mer_… --shop=shop_… --mapping=${mappingNames.join('|')}|COLUMNS.json [--dry-run] [--report-dir=FOLDER]`;

runTool(async () => {
  const { config, words, given } = readArguments(['merchant', 'shop', 'mapping', 'dry-run', 'report-dir']);
  const [file] = words;
  const mapping = findMapping(given['mapping'] ?? '');
  if (file === undefined || words.length > 1 || !mapping) throw new CannotStart(`Usage: ${USAGE}`);
  if (!existsSync(file)) throw new CannotStart(`There is no file ${resolve(file)}.`);
  const program = await openProgram(config);
  const { merchantId, ...place } = await findPlace(program.app, given['merchant'] ?? '', given['shop'] ?? '');
  const dryRun = given['dry-run'] === 'yes';
  const outcome = await importFile(program.app, {
    file,
    merchantId,
    ...place,
    mapping,
    dryRun,
    reportRoot: given['report-dir'] ?? join(config.dataDir, 'imports'),
  });
  await program.close();
  return outcome.counts.refusedRows === 0;
});

async function findPlace(app: App, merchant: string, shop: string) {
  const merchants = await app.merchants();
  const merchantId = merchants.find((id) => id === merchant);
  if (!merchantId) throw new CannotStart(`There is no merchant "${merchant}"; there are ${merchants.join(', ')}.`);
  const shops = await app.shops.all(merchantId);
  const found = shops.find(({ id, externalId }) => id === shop || externalId === shop);
  if (!found) throw new CannotStart(`There is no shop "${shop}"; there are ${shops.map(({ id }) => id).join(', ')}.`);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ currency: string; time_zone: string }>`select currency, time_zone from merchant
      where merchant_id = ${merchantId}`.execute(tx),
  );
  const terms = { currency: rows[0]?.currency ?? 'CNY', timeZone: rows[0]?.time_zone ?? 'Asia/Shanghai' };
  return { merchantId, shop: { id: found.id, channel: found.channel }, terms };
}
