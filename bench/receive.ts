// npm run bench:receive [-- --parcels=1000000] [--check]: what a scan at the dock takes with a million parcels, as the
// server answers it and as a browser shows it; and how fast courier services' pushes are taken in durably, and taken over.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startChild } from '../src/server/demo/child-process.ts';
import { mulberry32 } from '../src/simulators/mulberry32.ts';
import { type Figure, median, percentile } from './figures.ts';
import { openConnection } from './intake/connection.ts';
import { type FreshPostgres, measureOnFreshPostgres } from './on-fresh-postgres.ts';
import { pushBytes } from './receive/pushes.ts';
import { scanOnScreen } from './receive/screen.ts';
import { type Seeded, seed, waybillOf } from './receive/seed.ts';

const { values: options } = parseArgs({
  options: {
    parcels: { type: 'string', default: '1000000' },
    scans: { type: 'string', default: '1000' },
    /** Scans in the browser. */
    shown: { type: 'string', default: '200' },
    /** Parcels that are pushed, each with its whole way. */
    pushes: { type: 'string', default: '4000' },
    /** Ends with 1 where a goal is missed. */
    check: { type: 'boolean', default: false },
  },
});
const parcels = Number(options.parcels);
const CONNECTIONS = 16;

await measureOnFreshPostgres(options, measure);

async function measure({ url, later }: FreshPostgres): Promise<Figure[]> {
  const secretKey = randomBytes(32);
  const seeded = await seed(url, secretKey, parcels);
  const program = await startChild(
    'bench/lifecycle-program.js',
    [],
    JSON.stringify({ databaseUrl: url, secretKey: secretKey.toString('base64') }),
  );
  later(program.stop);
  const random = mulberry32(20_261_123);
  // The first tenth is pushed later on.
  const anyParcels = (count: number) =>
    Array.from({ length: count }, () => Math.floor(parcels * (0.1 + 0.9 * random())) + 1);
  await scanByHttp(program.firstLine, seeded, anyParcels(200));
  const answers = await scanByHttp(program.firstLine, seeded, anyParcels(Number(options.scans)));
  const shown = await scanOnScreen(program.firstLine, anyParcels(Number(options.shown) + 20));
  const pushed = await pushAll(program.firstLine, seeded, Math.min(Number(options.pushes), Math.floor(parcels / 10)));
  const { behind, applied } = await takenOver(url, pushed.count);
  return [
    { name: 'scan_answer_median', value: median(answers), unit: 'ms' },
    { name: 'scan_answer_p95', value: percentile(answers, 95), unit: 'ms' },
    // The first scans compile the page's code.
    { name: 'scan_screen_median', value: median(shown.slice(20)), unit: 'ms' },
    { name: 'scan_screen_p95', value: percentile(shown.slice(20), 95), unit: 'ms', goal: { atMost: 100 } },
    { name: 'pushes_kept', value: pushed.count / pushed.seconds, unit: 'parcels/s', goal: { atLeast: 200 } },
    { name: 'pushes_taken_over', value: applied / (pushed.seconds + behind), unit: 'parcels/s' },
    { name: 'answered_and_not_kept', value: pushed.count - applied, unit: 'pushes', goal: { atMost: 0 } },
  ];
}

async function scanByHttp(site: string, { apiKey }: Seeded, serials: readonly number[]): Promise<number[]> {
  const waits: number[] = [];
  for (const serial of serials) {
    const startedAt = performance.now();
    const answer = await fetch(`${site}/api/receiving/${waybillOf(serial)}`, { headers: { 'x-api-key': apiKey } });
    const { rmas } = (await answer.json()) as { rmas: unknown[] };
    waits.push(performance.now() - startedAt);
    if (rmas.length !== 1) throw new Error(`${waybillOf(serial)} holds ${rmas.length} returns`);
  }
  return waits;
}

/** As fast as they are answered. Signed ahead: the vendor does it on a machine of its own. */
async function pushAll(site: string, { merchantId }: Seeded, count: number) {
  const address = `${site}/hooks/kuaidi100/${merchantId}`;
  const calls = Array.from({ length: count }, (_, n) => pushBytes(address, n + 1)).values();
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(site)));
  const startedAt = performance.now();
  await Promise.all(
    connections.map(async (connection) => {
      for (const bytes of calls) {
        const { status, text } = await connection.call(bytes);
        if (status !== 200) throw new Error(`a push was answered ${status}: ${text}`);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const connection of connections) connection.close();
  return { count, seconds };
}

/** Waits until the parcels of all pushes are where those say. @returns seconds from now on, and how many are */
async function takenOver(url: string, count: number): Promise<{ behind: number; applied: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const startedAt = performance.now();
  let applied = 0;
  while (applied < count && performance.now() - startedAt < 600_000) {
    await sleep(250);
    const { rows } = await client.query<{ applied: number }>(
      `select count(*)::int as applied from parcel where status = 'delivered'`,
    );
    applied = rows[0]?.applied ?? 0;
  }
  await client.end();
  return { behind: (performance.now() - startedAt) / 1000, applied };
}
