import pg from 'pg';
import type { Logger } from 'pino';
import { messageOf } from '../cannot-start.ts';
import { clientConfig } from '../db/connect.ts';

// The first number of a two-number advisory lock; the second is made of the worker's name.
const WORKER_LOCK = 7_401_115;

const RECONNECT_MS = 500;

/** Shows that a worker is alive: a lock on a connection of its own, which PostgreSQL drops the moment the process dies. */
export type SignOfLife = {
  of(workerName: string): Promise<void>;
  /** What this worker had in hand is anybody's from now on. */
  noLongerOf(workerName: string): Promise<void>;
  end(): Promise<void>;
};

/** Keeps the locks also over a broken connection. Jobs are never taken away within one sweep, so a short gap is harmless. */
export async function signOfLife(url: string, log: Logger): Promise<SignOfLife> {
  const names = new Set<string>();
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client(clientConfig(url, 'app'));
    fresh.on('error', () => {});
    await fresh.connect();
    for (const name of names) await lock(fresh, name);
    fresh.once('end', tryAgainSoon);
    return fresh;
  }

  function tryAgainSoon(): void {
    if (!ended) timer = setTimeout(reconnect, RECONNECT_MS);
  }

  async function reconnect(): Promise<void> {
    try {
      client = await connect();
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the connection that shows this worker is alive is lost; trying again');
      tryAgainSoon();
    }
  }

  return {
    of: async (workerName) => {
      names.add(workerName);
      await lock(client, workerName);
    },
    noLongerOf: async (workerName) => {
      names.delete(workerName);
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [WORKER_LOCK, workerName]);
    },
    end: async () => {
      ended = true;
      clearTimeout(timer);
      await client.end();
    },
  };
}

const lock = (client: pg.Client, name: string): Promise<unknown> =>
  client.query('select pg_advisory_lock($1, hashtext($2))', [WORKER_LOCK, name]);

/**
 * Gives the jobs of dead workers back to the queue. graphile-worker alone does so after four hours, since it cannot tell a
 * dead worker from a busy one. A worker is dead when its lock was free in two sweeps in a row; the pause between them
 * lets a worker that has just started, or lost its connection, take its lock.
 */
export function sweepDeadWorkers(pool: pg.Pool, log: Logger, everyMs: number): { end(): Promise<void> } {
  let suspects: ReadonlySet<string> = new Set();
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> = Promise.resolve();

  async function sweep(): Promise<void> {
    try {
      const lockless = await workersWithoutLock(pool);
      const dead = lockless.filter((name) => suspects.has(name));
      suspects = new Set(lockless);
      if (dead.length > 0) {
        await freeJobsOf(pool, dead);
        log.warn({ workers: dead }, 'took the jobs of dead workers back into the queue');
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'could not look for dead workers; trying again');
    }
    if (!ended) schedule();
  }

  function schedule(): void {
    timer = setTimeout(() => {
      sweeping = sweep();
    }, everyMs);
  }

  schedule();
  return {
    end: async () => {
      ended = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}

async function workersWithoutLock(pool: pg.Pool): Promise<string[]> {
  // The lock of a dead worker is ours for the moment of this statement, which its own end gives back.
  const { rows } = await pool.query<{ name: string }>({
    name: 'workers_without_lock',
    text: `
      with holder as materialized (
        select locked_by as name from graphile_worker._private_jobs where locked_by is not null
        union
        select locked_by from graphile_worker._private_job_queues where locked_by is not null)
      select name from holder where pg_try_advisory_xact_lock($1, hashtext(name))`,
    values: [WORKER_LOCK],
  });
  return rows.map(({ name }) => name);
}

async function freeJobsOf(pool: pg.Pool, workers: readonly string[]): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers($1), pg_notify('jobs:insert', json_build_object('count', 100)::text)`,
    [workers],
  );
}
