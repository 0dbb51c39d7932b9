// How fast whole returns go, from the request to the booked refund, beside the least that PostgreSQL would have to write
// for them. npm run bench:lifecycle -- --check
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type Child, startChild } from '../src/server/demo/child-process.ts';
import { readSandbox } from '../src/server/demo/demo.ts';
import { type Figure, median } from './figures.ts';
import { type BareWrites, openBareWrites } from './lifecycle/bare-writes.ts';
import { type Asked, COUNTING_SETTINGS, countAsked } from './lifecycle/counting.ts';
import { type ProgramUnderLoad, runLifecycles } from './lifecycle/load.ts';
import { type SeededOrder, seed } from './lifecycle/seed.ts';
import { type FreshPostgres, measureOnFreshPostgres } from './on-fresh-postgres.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    /** Lifecycles of one round, one at a time. */
    serial: { type: 'string', default: '100' },
    /** Lifecycles of one round, sixteen at a time. */
    parallel: { type: 'string', default: '700' },
    'warm-up': { type: 'string', default: '200' },
    /** Ends with 1 where a goal is missed. */
    check: { type: 'boolean', default: false },
    /** Also prints each statement with its calls and its time. */
    statements: { type: 'boolean', default: false },
  },
});
const [rounds, serial, parallel, warmUp] = [options.rounds, options.serial, options.parallel, options['warm-up']].map(
  Number,
) as [number, number, number, number];
const CONCURRENCY = 16;
/** Bare writes are so much faster that as few of them would be over before they can be timed. */
const BARE_FACTOR = 4;

type Round = { serial: number; parallel: number; bareSerial: number; bareParallel: number };

await measureOnFreshPostgres({ check: options.check, settings: COUNTING_SETTINGS }, measure);

async function measure({ url: databaseUrl, later }: FreshPostgres): Promise<Figure[]> {
  const gateway = await startChild('simulators/main.js', []);
  later(gateway.stop);

  const count = warmUp + rounds * (serial + parallel);
  const secretKey = randomBytes(32);
  const sandbox = readSandbox(gateway.firstLine);
  const { orders, ...caller } = await seed({ databaseUrl, secretKey, sandbox }, count);
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  later(() => owner.end());
  const bare = await openBareWrites(databaseUrl, CONCURRENCY);
  later(bare.close);

  const asked = await countAsked(owner);
  const program = await startChild(
    'bench/lifecycle-program.js',
    [],
    JSON.stringify({ databaseUrl, secretKey: secretKey.toString('base64') }),
  );
  const results = await runRounds({ url: program.firstLine, ...caller }, owner, bare, orders);
  const rssMb = await residentMegabytes(program);
  await program.stop();
  return figuresOf(results, await asked.since(), count, rssMb);
}

/**
 * What autovacuum does within a minute of work. Until then PostgreSQL takes the tables for almost empty, and reads all
 * returns of the merchant by whichever index begins with the merchant.
 */
async function analyzeFilled(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relkind = 'r' and pg_relation_size(oid) > 0
     and relnamespace in ('public'::regnamespace, 'auth'::regnamespace)`,
  );
  await owner.query(`vacuum analyze ${rows.map(({ name }) => name).join(', ')}`);
}

async function runRounds(
  program: ProgramUnderLoad,
  watcher: pg.Client,
  bare: BareWrites,
  orders: readonly SeededOrder[],
): Promise<Round[]> {
  const left = [...orders];
  const run = (count: number, concurrency: number) =>
    runLifecycles(program, watcher, left.splice(0, count), concurrency);
  await run(warmUp, CONCURRENCY);
  await bare.run(warmUp, CONCURRENCY);
  await Promise.all([analyzeFilled(watcher), bare.analyze()]);
  const results: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const result = {
      bareSerial: await bare.run(serial * BARE_FACTOR, 1),
      serial: await run(serial, 1),
      bareParallel: await bare.run(parallel * BARE_FACTOR, CONCURRENCY),
      parallel: await run(parallel, CONCURRENCY),
    };
    const text = Object.entries(result).map(([name, perSecond]) => `${name} ${perSecond.toFixed(1)}/s`);
    console.log(`round ${round}: ${text.join(', ')}`);
    results.push(result);
  }
  return results;
}

/** Of the program under load, as it says itself; taken after the last round, when it has grown to its size. */
async function residentMegabytes({ firstLine: url }: Child): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(metrics)?.[1]) / 1_048_576;
}

function figuresOf(results: readonly Round[], asked: Asked, lifecycles: number, rssMb: number): Figure[] {
  const middle = (value: (round: Round) => number): number => median(results.map(value));
  if (options.statements) {
    for (const { text, calls, ms } of asked.texts) {
      console.log(
        `${(calls / lifecycles).toFixed(2)} × ${(ms / calls).toFixed(3)} ms  ${text.replaceAll(/\s+/g, ' ').slice(0, 150)}`,
      );
    }
  }
  return [
    { name: 'bare_writes_at_1', value: middle((round) => round.bareSerial), unit: 'lifecycles/s' },
    { name: 'lifecycles_at_1', value: middle((round) => round.serial), unit: 'lifecycles/s' },
    { name: 'ratio_at_1', value: middle((round) => round.serial / round.bareSerial), unit: 'of bare writes' },
    { name: 'bare_writes_at_16', value: middle((round) => round.bareParallel), unit: 'lifecycles/s' },
    { name: 'lifecycles_at_16', value: middle((round) => round.parallel), unit: 'lifecycles/s' },
    {
      name: 'ratio_at_16',
      value: middle((round) => round.parallel / round.bareParallel),
      unit: 'of bare writes',
      goal: { atLeast: 0.15 },
    },
    { name: 'statements', value: asked.statements / lifecycles, unit: 'per lifecycle', goal: { atMost: 60 } },
    { name: 'commits', value: asked.commits / lifecycles, unit: 'per lifecycle', goal: { atMost: 12 } },
    { name: 'memory', value: rssMb, unit: 'MB', goal: { atMost: 250 } },
  ];
}
