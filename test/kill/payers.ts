import { type ChildProcess, type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { packageRoot } from '../../src/server/package-root.ts';
import { bundle, bundleFolder } from './bundle.ts';
import { type KillPoint, noneAtAnyPoint } from './points.ts';

export type PayerTerms = {
  databaseUrl: string;
  secretKey: Buffer;
  dataDir: string;
  seed: number;
  /** How many work at the same time. */
  payers: number;
  /** How many refunds each pays at the same time. */
  hands: number;
  lives: number;
  sleepy: number;
  /** The program's sources, those of a defect say. */
  sources: string;
};

export type PayersSeen = {
  /** Processes killed, by the point that one of their payments had come to. */
  kills: Record<KillPoint, number>;
  /** Payments that these kills have cut between their claim and the answer to their commit, by the last point passed. */
  cut: Record<KillPoint, number>;
  /** Workers that slept until their jobs were taken from them, and woke to go on. */
  zombies: number;
  started: number;
  /** Ends that nobody had asked for, with what was said about them. */
  complaints: string[];
};

export type Payers = {
  readonly seen: PayersSeen;
  /** From now on nobody dies; those that come later live. */
  calm(): void;
  stop(): Promise<void>;
};

const SWEEP_MS = 400;
/** Workers that cannot even start are not started for ever. */
const MOST_ENDS_IN_A_ROW = 50;

/** Keeps so many paying workers running, each started anew when it has killed itself. */
export async function startPayers(terms: PayerTerms): Promise<Payers> {
  const folder = bundleFolder();
  const entry = await buildPayer(terms.sources, folder);
  const seen: PayersSeen = { kills: noneAtAnyPoint(), cut: noneAtAnyPoint(), zombies: 0, started: 0, complaints: [] };
  const running = new Set<ChildProcess>();
  let { lives, sleepy } = terms;
  let ended = false;
  let endsInARow = 0;
  const dismissed = new WeakSet<ChildProcess>();

  const startOne = (): void => {
    if (ended || endsInARow > MOST_ENDS_IN_A_ROW) return;
    seen.started += 1;
    const name = `payer-${seen.started}`;
    const child = spawnPayer(entry, name, { ...terms, lives, sleepy, seed: terms.seed + seen.started });
    running.add(child);
    const life = follow(child, name, terms.databaseUrl, seen);
    // `close`: the last line has been read then.
    child.once('close', (code, signal) => {
      running.delete(child);
      endsInARow = life.killed ? 0 : endsInARow + 1;
      if (!life.killed && !ended && !dismissed.has(child))
        seen.complaints.push(`${name} ended with ${code ?? signal}: ${life.said.trim()}`);
      startOne();
    });
  };
  for (let i = 0; i < terms.payers; i++) startOne();

  return {
    seen,
    calm: () => {
      lives = 0;
      sleepy = 0;
      for (const child of running) {
        dismissed.add(child);
        child.kill('SIGKILL');
      }
    },
    stop: async () => {
      ended = true;
      const ends = [...running].map((child) => new Promise((resolve) => child.once('close', resolve)));
      for (const child of running) child.kill('SIGKILL');
      await Promise.all(ends);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Spawned = ChildProcessByStdio<null, Readable, Readable>;

function spawnPayer(entry: string, name: string, terms: PayerTerms): Spawned {
  const { secretKey, dataDir, seed, lives, sleepy, hands } = terms;
  const url = new URL(terms.databaseUrl);
  url.searchParams.set('application_name', name);
  const told = {
    databaseUrl: url.href,
    secretKey: secretKey.toString('base64'),
    ...{ dataDir, seed, lives, sleepy, hands },
    sweepMs: SWEEP_MS,
  };
  return spawn(process.execPath, [warmStart, entry, JSON.stringify(told)], { stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Counts what a worker says that it does to itself. */
function follow(
  child: Spawned,
  name: string,
  databaseUrl: string,
  seen: PayersSeen,
): { killed: boolean; said: string } {
  const life = { killed: false, said: '' };
  child.stderr.on('data', (chunk: Buffer) => {
    life.said = `${life.said}${chunk}`.slice(-1_000);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [verb, ...points] = line.trim().split(' ');
    const [point, ...cut] = points as KillPoint[];
    if (verb === 'killed' && point) {
      life.killed = true;
      seen.kills[point] += 1;
      for (const passed of cut) seen.cut[passed] += 1;
    }
    if (verb === 'asleep') void wakeAsZombie(databaseUrl, name, child, seen);
  });
  return life;
}

/** Its connections are cut, so that it counts as dead and another gets its jobs; then it goes on where it was. */
async function wakeAsZombie(url: string, name: string, child: ChildProcess, seen: PayersSeen): Promise<void> {
  const cut = `select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = '${name}'`;
  await ask(url, cut).catch(() => {});
  await sleep(5 * SWEEP_MS);
  // Killed in the meantime, say by the end of the run: then there is nobody to wake.
  if (child.kill('SIGCONT')) seen.zombies += 1;
}

/** One statement as the owner, on a connection of its own: the database may have been away a moment ago. */
export async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

const warmStart = join(packageRoot, 'test', 'kill', 'warm-start.mjs');

/** One file with all it needs, and compiled once for all, so that a new worker is at its first job soon. */
async function buildPayer(sources: string, folder: string): Promise<string> {
  const payer = await bundle(sources, 'payer.ts', folder, {
    format: 'cjs',
    minify: true,
    keepNames: true,
    external: ['pg-native', 'sharp'],
    // CommonJS knows where it is by another name.
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: `const bundleUrl = require('node:url').pathToFileURL(__filename).href;` },
  });
  execFileSync(process.execPath, [warmStart, payer], { stdio: 'inherit' });
  return payer;
}
