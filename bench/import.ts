import { createWriteStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import pg from 'pg';
import type { MerchantId, ShopId } from '../src/domain/ids.ts';
import { systemClock } from '../src/server/clock.ts';
import { openDatabase } from '../src/server/db/database.ts';
import { newIdWith } from '../src/server/new-id.ts';
import { sha256Of } from '../src/server/orders/import/import-run.ts';
import { onlineRetail } from '../src/server/orders/import/online-retail.ts';
import { runImport } from '../src/server/orders/import/run-import.ts';
import { secretsWith } from '../src/server/secrets.ts';
import type { Figure } from './figures.ts';
import { type FreshPostgres, measureOnFreshPostgres } from './on-fresh-postgres.ts';

// npm run bench:import [-- --data=FILE.csv.gz | --generated] [--check]: how fast a file of orders is imported into a fresh
// database, and how much memory that takes. Beside it stands a bare COPY of the same rows into a table without a key.

const DEFAULT_FILE = '../shared/data/online-retail/2010-12_2011-08.csv.gz';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: DEFAULT_FILE },
    generated: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});

if (!options.generated && !existsSync(options.data)) {
  console.error(`There is no file ${resolve(options.data)}: name one with --data=FILE.csv.gz, or use --generated.`);
  process.exit(1);
}
await measureOnFreshPostgres(options, measure);

async function measure({ url, folder }: FreshPostgres): Promise<Figure[]> {
  const file = options.generated ? await generated(folder) : resolve(options.data);
  const imported = await importOnce(url, file, join(folder, 'refused.csv'));
  // The highest of the whole process so far, the reading of the database's migrations included.
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const copied = await copyOnce(url, file);
  const perSecond = imported.rows / imported.seconds;
  const copiedPerSecond = copied.rows / copied.seconds;
  console.log(`imported ${imported.rows} rows in ${imported.seconds.toFixed(1)} s`);
  console.log(`reference: COPY of the same ${copied.rows} rows in ${copied.seconds.toFixed(1)} s`);
  return [
    { name: 'copy_rows_per_second', value: copiedPerSecond, unit: 'rows/s' },
    { name: 'import_rows_per_second', value: perSecond, unit: 'rows/s', goal: { atLeast: 5_000 } },
    { name: 'import_to_copy_ratio', value: copiedPerSecond / perSecond, unit: 'times as long as the bare COPY' },
    { name: 'import_peak_rss', value: peakMb, unit: 'MB', goal: { atMost: 300 } },
  ];
}

async function importOnce(url: string, file: string, refusedFile: string): Promise<{ rows: number; seconds: number }> {
  const db = openDatabase(url, { poolSize: 4 });
  const merchantId: MerchantId = 'mer_bench';
  const shopId: ShopId = 'shop_bench';
  await db.inMerchant(merchantId, async (tx) => {
    await sql`insert into merchant (merchant_id, name, currency, time_zone)
      values (${merchantId}, 'bench', 'GBP', 'Europe/London')`.execute(tx);
    await sql`insert into shop (merchant_id, shop_id, channel, name, external_id)
      values (${merchantId}, ${shopId}, 'own_shop', 'bench', 'bench')`.execute(tx);
  });
  const app = { db, secrets: secretsWith(Buffer.alloc(32, 1)), newId: newIdWith(systemClock) };
  const startedAt = performance.now();
  const outcome = await runImport(app, {
    file,
    sha256: await sha256Of(file),
    merchantId,
    shop: { id: shopId, channel: 'own_shop' },
    mapping: onlineRetail,
    terms: { currency: 'GBP', timeZone: 'Europe/London' },
    dryRun: false,
    refusedFile,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await db.close();
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return { rows: outcome.value.counts.rows, seconds };
}

/** The server reads the file itself, in one statement, into columns of text. */
async function copyOnce(url: string, file: string): Promise<{ rows: number; seconds: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table bare (a text, b text, c text, d text, e text, f text, g text, h text)');
  const startedAt = performance.now();
  const copied = await client.query(
    `copy bare from program 'gunzip -c ${file.replaceAll("'", "''")}' with (format csv, header)`,
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await client.end();
  return { rows: copied.rowCount ?? 0, seconds };
}

/** Rows of the same shape as the real file: invoices of some twenty lines, one row in fifty a cancellation. */
async function generated(into: string): Promise<string> {
  const path = join(into, 'generated.csv.gz');
  const ROWS = 320_000;
  let seed = 20_101_201;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  function* lines(): Generator<string> {
    yield 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
    let row = 0;
    for (let invoice = 600_000; row < ROWS; invoice++) {
      const customer = random(4) === 0 ? 'NA' : String(12_000 + random(4_000));
      const minute = Math.floor(row / 3);
      const date = `2011-0${1 + (Math.floor(minute / 40_000) % 8)}-${String(1 + (Math.floor(minute / 1_440) % 28)).padStart(2, '0')}`;
      const time = `${date} ${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
      const cancels = random(12) === 0;
      const count = cancels ? 1 + random(5) : 1 + random(45);
      for (let n = 0; n < count && row < ROWS; n++, row++) {
        const article = 20_000 + random(4_000);
        const price = `${1 + random(12)}.${String(random(100)).padStart(2, '0')}`;
        const quantity = (cancels ? -1 : 1) * (1 + random(12));
        yield `${cancels ? 'C' : ''}${invoice},${article},ARTICLE NUMBER ${article},${quantity},${time},${price},${customer},United Kingdom\n`;
      }
    }
  }
  await pipeline(lines, createGzip({ level: 1 }), createWriteStream(path));
  return path;
}
