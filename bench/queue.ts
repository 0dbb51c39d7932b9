// npm run bench:queue [-- --returns=1000000] [--check]: how long a page of the work queue takes for a merchant with a
// million returns, whatever is filtered, searched and paged to. Beside it the same page by its key alone.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { systemClock } from '../src/server/clock.ts';
import { openDatabase } from '../src/server/db/database.ts';
import { countLanes } from '../src/server/returns/rma-lists.ts';
import { type Figure, median } from './figures.ts';
import { type FreshPostgres, measureOnFreshPostgres } from './on-fresh-postgres.ts';
import { anyQueries, ask, type Timed, timed } from './queue/pages.ts';
import { BIG, seedReturns } from './queue/seed.ts';

const { values: options } = parseArgs({
  options: {
    returns: { type: 'string', default: '1000000' },
    /** Pages asked for, each with filters of its own. */
    pages: { type: 'string', default: '400' },
    check: { type: 'boolean', default: false },
  },
});

const { now } = systemClock;
await measureOnFreshPostgres(options, measure);

async function measure({ url }: FreshPostgres): Promise<Figure[]> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await seedReturns(owner, Number(options.returns));
  await owner.end();
  const db = openDatabase(url, { poolSize: 1 });
  const queries = anyQueries(Number(options.pages), Number(options.returns));
  for (const query of queries.slice(0, 50)) await ask(db, query);
  const pages: Timed[] = [];
  for (const query of queries) pages.push(await ask(db, query));
  const counts: number[] = [];
  for (let n = 0; n < 9; n++) counts.push(await timed(() => db.inMerchant(BIG, (tx) => countLanes(tx, BIG, now()))));
  const bare: number[] = [];
  for (let n = 0; n < 50; n++) bare.push((await ask(db, { limit: 50 })).ms);
  await db.close();
  const slowest = pages.toSorted((a, b) => b.ms - a.ms);
  for (const { ms, what } of slowest.slice(0, 10)) console.log(`${ms.toFixed(1)} ms  ${what}`);
  return [
    {
      name: 'queue_page_p95',
      value: slowest[Math.floor(pages.length * 0.05)]?.ms ?? Number.NaN,
      unit: 'ms',
      goal: { atMost: 50 },
    },
    { name: 'queue_page_median', value: median(pages.map(({ ms }) => ms)), unit: 'ms' },
    { name: 'queue_page_slowest', value: slowest[0]?.ms ?? Number.NaN, unit: 'ms' },
    { name: 'queue_page_unfiltered', value: median(bare), unit: 'ms' },
    { name: 'queue_lane_counts', value: median(counts), unit: 'ms' },
  ];
}
