import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { seed as seedOrders } from '../../bench/lifecycle/seed.ts';
import { present } from '../../src/domain/assert.ts';
import type { MerchantId } from '../../src/domain/ids.ts';
import { money } from '../../src/domain/money.ts';
import { defaultPolicy } from '../../src/domain/policy/default-policy.ts';
import { systemClock } from '../../src/server/clock.ts';
import { compose } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';
import { type EmbeddedPostgres, startPostgres } from '../../src/server/db/embedded.ts';
import { migrate, readMigrations } from '../../src/server/db/migrate.ts';
import { startChild } from '../../src/server/demo/child-process.ts';
import { readSandbox } from '../../src/server/demo/demo.ts';
import { packageRoot } from '../../src/server/package-root.ts';
import { bundle, bundleFolder } from './bundle.ts';
import { judge, type Verdict } from './judge.ts';
import { ask, type Payers, type PayersSeen, startPayers } from './payers.ts';
import { BOUGHT, type OrdersTold } from './scene.ts';

export type ChaosTerms = {
  refunds: number;
  seed: number;
  payers: number;
  /** How many refunds each worker pays at the same time. */
  hands: number;
  /** Each worker dies at a point of its own, at the latest when it has come there so many times. */
  lives: number;
  /** The chance of becoming a zombie when the gateway has answered. */
  sleepy: number;
  /** The chance that somebody claims in the gateway's name that a refund is paid, before it is. */
  forged: number;
  /** How much more often than by `FAULTS` the gateway does something else than asked. */
  trouble?: number;
  /** The database is stopped without a word this often; 0: never. */
  restartEveryMs: number;
  /** When so many processes have been killed, or this time is over, nobody is killed any more, and what is open is settled. */
  enoughKills?: number;
  atMostMs: number;
  /** The sources on trial. */
  sources?: string;
  onProgress?: (line: string) => void;
};

export type ChaosSeen = PayersSeen & {
  verdict: Verdict;
  restarts: number;
  /** How often the gateway did something else than answer what it was asked, by kind. */
  faults: Record<string, number>;
  seconds: number;
};

/** What the gateway does beside what it is asked, of a hundred calls. The money has moved in all but the first three. */
const FAULTS = [
  { kind: 'fail_before', probability: 0.04 },
  { kind: 'system_error', probability: 0.02 },
  { kind: 'forged', probability: 0.03 },
  { kind: 'drop_after', probability: 0.1 },
  { kind: 'fail_after', probability: 0.03 },
  { kind: 'half_body', probability: 0.03 },
  { kind: 'wrong_key', probability: 0.03 },
  { kind: 'late', probability: 0.05, delayMs: 300 },
  { kind: 'pending', probability: 0.05, settleAfterMs: 1_500 },
] as const;
export const paidAndUnheard = ['drop_after', 'fail_after', 'half_body', 'wrong_key'] as const;

/**
 * Orders refunds and has them paid by workers that are killed again and again, through a gateway that loses its answers,
 * over a database that crashes; lets what is left be settled in peace, and judges by all three books.
 */
export async function chaos(terms: ChaosTerms): Promise<ChaosSeen> {
  const { sources = packageRoot, trouble = 1, onProgress = () => {} } = terms;
  const folder = mkdtempSync(join(tmpdir(), 'guilai-chaos-'));
  // Started by root, PostgreSQL runs as another user, who has to get in.
  chmodSync(folder, 0o755);
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const later = (stop: () => Promise<unknown>) => stops.push(stop);
  try {
    const dataDir = join(folder, 'data');
    const database = await crashingDatabase(dataDir);
    later(() => database.stop());
    await migrate(database.url, readMigrations(join(sources, 'migrations')));
    const gateway = await startChild('simulators/main.js', []);
    later(gateway.stop);
    const sandbox = readSandbox(gateway.firstLine);
    const gatewayUrl = present(sandbox.urls['alipay'], 'the gateway');
    const secretKey = randomBytes(32);
    const scene = { databaseUrl: database.url, secretKey, sandbox, dataDir };
    onProgress(`ordering ${terms.refunds} refunds …`);
    const appId = present(sandbox.accounts['alipay']?.settings['appId'], 'the app at the gateway');
    const merchantId = await orderRefunds(scene, { ...terms, appId }, sources);

    await noticesFirst(database.url);

    await steer(
      gatewayUrl,
      FAULTS.map((fault, i) => ({ ...fault, probability: fault.probability * trouble, seed: terms.seed + i })),
    );
    const startedAt = performance.now();
    const payers = await startPayers({
      ...terms,
      databaseUrl: database.url,
      secretKey,
      dataDir,
      sources,
    });
    later(payers.stop);
    await crashWhileTheyWork(terms, database, payers, startedAt, onProgress);
    payers.calm();
    await steer(gatewayUrl, undefined);
    await settle(database.url, onProgress);
    await payers.stop();
    const seconds = (performance.now() - startedAt) / 1_000;

    const program = compose({ ...settings(dataDir), databaseUrl: database.url, secretKey });
    later(program.close);
    const verdict = await judge(program.app, merchantId, database.url, gatewayUrl);
    const answer = await fetch(`${gatewayUrl}/__sim/faults`);
    const { fired: faults } = (await answer.json()) as { fired: Record<string, number> };
    return { ...payers.seen, verdict, restarts: database.crashes(), faults, seconds };
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

const settings = (dataDir: string) => ({
  config: loadConfig([`--data-dir=${dataDir}`, '--port=0', '--world=off'], {}),
  clock: systemClock,
  log: pino({ level: 'silent' }),
});

type CrashingDatabase = { url: string; crash(): Promise<void>; crashes(): number; stop(): Promise<void> };

/** PostgreSQL as the program runs it, with all its care for the disk, that can be stopped on the spot. */
async function crashingDatabase(dataDir: string): Promise<CrashingDatabase> {
  let postgres: EmbeddedPostgres = await startPostgres({ dataDir });
  let crashes = 0;
  return {
    url: postgres.url,
    crashes: () => crashes,
    crash: async () => {
      const postmaster = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
      // The "immediate" shutdown: nobody is waited for and nothing is written; the next start recovers from the log.
      process.kill(postmaster, 'SIGQUIT');
      await postgres.gone;
      postgres = await startPostgres({ dataDir });
      crashes += 1;
    },
    stop: () => postgres.stop(),
  };
}

type Scene = Parameters<typeof seedOrders>[0] & { dataDir: string };

/** Refunds of goods that were never shipped, ordered by the sources that are on trial. */
async function orderRefunds(
  scene: Scene,
  { refunds, appId, seed, forged }: Pick<ChaosTerms, 'refunds' | 'seed' | 'forged'> & Pick<OrdersTold, 'appId'>,
  sources: string,
): Promise<MerchantId> {
  const { merchantId, orders } = await seedOrders(scene, refunds, {
    policy: defaultPolicy(2, money(100_000, 'CNY'), 'Asia/Shanghai'),
    order: { shippedAt: null, deliveredAt: null },
    units: BOUGHT,
    // No round figures.
    priceOf: (serial) => 1_999 + (serial % 97) * 101,
  });
  const { databaseUrl, secretKey, dataDir } = scene;
  const folder = bundleFolder();
  try {
    const key = secretKey.toString('base64');
    const told: OrdersTold = { databaseUrl, secretKey: key, dataDir, merchantId, orders, appId, seed, forged };
    const file = join(folder, 'orders.json');
    writeFileSync(file, JSON.stringify(told));
    await runToEnd(await bundle(sources, 'orders.ts', folder, { format: 'esm', packages: 'external' }), file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return merchantId;
}

/** Notices are looked at before anything is paid: one that is believed then takes its payment's place. */
async function noticesFirst(url: string): Promise<void> {
  await ask(
    url,
    `update graphile_worker._private_jobs set run_at = now() - interval '1 minute' where task_id in
      (select id from graphile_worker._private_tasks where identifier = 'apply_payment_notices')`,
  );
}

async function runToEnd(program: string, argument: string): Promise<void> {
  const child = spawn(process.execPath, [program, argument], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${basename(program)} ended with ${code}`);
}

async function steer(gatewayUrl: string, faults: readonly object[] | undefined): Promise<void> {
  const answer = await fetch(`${gatewayUrl}/__sim/faults`, {
    method: faults ? 'POST' : 'DELETE',
    ...(faults ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(faults) } : {}),
  });
  if (!answer.ok) throw new Error(`the gateway's simulator took no faults: ${await answer.text()}`);
}

/** Kills go on by themselves; the database crashes when its time has come, until all is paid or time is up. */
async function crashWhileTheyWork(
  { restartEveryMs, atMostMs, enoughKills = Number.POSITIVE_INFINITY }: ChaosTerms,
  database: CrashingDatabase,
  payers: Payers,
  startedAt: number,
  onProgress: (line: string) => void,
): Promise<void> {
  let nextCrash = startedAt + restartEveryMs;
  for (let look = 1; performance.now() - startedAt < atMostMs; look++) {
    await sleep(500);
    if (restartEveryMs > 0 && performance.now() >= nextCrash) {
      await database.crash();
      nextCrash = performance.now() + restartEveryMs;
    }
    const open = await hurry(database.url);
    if (open === 0 || total(payers.seen.kills) >= enoughKills) return;
    if (look % 20 === 0) {
      const { kills, cut, zombies } = payers.seen;
      const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
      onProgress(
        `${minutes} min: ${open} open, ${total(kills)} processes killed, ${total(cut)} payments cut, ${zombies} zombies, ${database.crashes()} crashes`,
      );
    }
  }
}

export const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

/** What nobody has settled after so long in which none was settled is what the judge will call lost. */
const PATIENCE_MS = 30_000;

async function settle(url: string, onProgress: (line: string) => void): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY;
  let lastSettled = performance.now();
  for (;;) {
    const open = await hurry(url);
    if (open === 0) return;
    if (open < fewest) lastSettled = performance.now();
    fewest = Math.min(fewest, open);
    if (performance.now() - lastSettled > PATIENCE_MS) return onProgress(`${open} refunds are still open`);
    await sleep(250);
  }
}

/** Jobs that failed wait for minutes and hours, in which nothing happens: they are due now. @returns how many refunds are open */
async function hurry(url: string): Promise<number> {
  const [row] = await ask<{ open: number }>(
    url,
    `with due as (update graphile_worker._private_jobs set run_at = now() where run_at > now() and locked_at is null)
     select count(*)::int as open from refund where state in ('requested', 'unknown')`,
  );
  return row?.open ?? 0;
}
