// How fast signed pushes of platforms are taken in durably, beside as many bare inserts of rows of that size, each with a
// commit of its own, at the same concurrency on the same server. npm run bench:intake -- --check
// The worker, which reads the documents that pushes name, does not run: on a busy night it is another process.
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { toMs } from '../src/domain/time.ts';
import { systemClock } from '../src/server/clock.ts';
import { type Child, startChild } from '../src/server/demo/child-process.ts';
import { type Figure, median } from './figures.ts';
import { type BareInserts, openBareInserts } from './intake/bare-inserts.ts';
import { type PushAddresses, readyPushes, sendPushes } from './intake/load.ts';
import { pushAddresses, seedPushShops } from './intake/seed.ts';
import { type FreshPostgres, measureOnFreshPostgres } from './on-fresh-postgres.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Pushes of one round at one concurrency, for each connection that sends, and never more than `most`. */
    pushes: { type: 'string', default: '400' },
    most: { type: 'string', default: '6000' },
    /** Ends with 1 where a goal is missed, or a push that was answered 200 is not in the table. */
    check: { type: 'boolean', default: false },
  },
});
const CONCURRENCIES = [1, 16, 64] as const;
const GOAL = 0.3;

type Run = { pushes: number; bare: number };
/** One round: by concurrency, pushes and bare inserts a second. */
type Round = ReadonlyMap<number, Run>;

await measureOnFreshPostgres(options, measure);

async function measure({ url, later }: FreshPostgres): Promise<Figure[]> {
  const secretKey = randomBytes(32);
  const merchantId = await seedPushShops(url, secretKey);
  const bare = await openBareInserts(url, Math.max(...CONCURRENCIES));
  later(bare.close);
  const program = await startChild(
    'bench/lifecycle-program.js',
    [],
    JSON.stringify({ databaseUrl: url, secretKey: secretKey.toString('base64'), worker: false }),
  );
  later(program.stop);

  const load = pushLoad(pushAddresses(program.firstLine, merchantId), bare);
  await load.run(64, 2_000);
  const rounds: Round[] = [];
  const [warmed, before] = [load.sent(), await cpuSeconds(program)];
  for (let round = 1; round <= Number(options.rounds); round++) rounds.push(await oneRound(load, round));
  const cpuMs = (1000 * ((await cpuSeconds(program)) - before)) / (load.sent() - warmed);
  const lost = load.sent() - (await kept(url));
  return figuresOf(rounds, lost, cpuMs);
}

function pushLoad(addresses: PushAddresses, bare: BareInserts) {
  let sent = 0;
  return {
    sent: () => sent,
    /** The bare inserts first, then as many pushes: what disturbs the machine for a while disturbs both. */
    run: async (concurrency: number, count: number): Promise<Run> => {
      const pushes = readyPushes(addresses, sent, count, toMs(systemClock.now()));
      sent += count;
      const bareSeconds = await bare.run(pushes, concurrency);
      const seconds = await sendPushes(addresses, pushes, concurrency);
      return { bare: count / bareSeconds, pushes: count / seconds };
    },
  };
}

async function oneRound(load: ReturnType<typeof pushLoad>, round: number): Promise<Round> {
  const runs = new Map<number, Run>();
  for (const concurrency of CONCURRENCIES) {
    const count = Math.min(Number(options.most), Number(options.pushes) * concurrency);
    runs.set(concurrency, await load.run(concurrency, count));
  }
  const text = [...runs].map(
    ([concurrency, { pushes, bare }]) => `at ${concurrency}: ${pushes.toFixed(0)}/s of ${bare.toFixed(0)}/s`,
  );
  console.log(`round ${round}: ${text.join(', ')}`);
  return runs;
}

/** Of the program under load, as it says itself. */
async function cpuSeconds({ firstLine: url }: Child): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]);
}

/** Counted by a connection of its own: what it sees has been committed. */
async function kept(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ kept: number }>('select count(*)::int as kept from channel_push');
  await client.end();
  return rows[0]?.kept ?? 0;
}

function figuresOf(rounds: readonly Round[], lost: number, cpuMs: number): Figure[] {
  const middle = (concurrency: number, value: (run: Run) => number): number =>
    median(rounds.flatMap((round) => round.get(concurrency) ?? []).map(value));
  return [
    ...CONCURRENCIES.flatMap((concurrency): Figure[] => [
      { name: `bare_inserts_at_${concurrency}`, value: middle(concurrency, ({ bare }) => bare), unit: 'rows/s' },
      { name: `pushes_at_${concurrency}`, value: middle(concurrency, ({ pushes }) => pushes), unit: 'pushes/s' },
      {
        name: `ratio_at_${concurrency}`,
        value: middle(concurrency, ({ pushes, bare }) => pushes / bare),
        unit: 'of bare inserts',
        goal: { atLeast: GOAL },
      },
    ]),
    // Says more than the times where others use the machine as well.
    { name: 'cpu_of_the_program', value: cpuMs, unit: 'ms per push' },
    { name: 'answered_and_not_kept', value: lost, unit: 'pushes', goal: { atMost: 0 } },
  ];
}
