import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger as QueueLogger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import type { Logger } from 'pino';
import { messageOf } from '../cannot-start.ts';
import { openPool } from '../db/connect.ts';
import { type SignOfLife, signOfLife, sweepDeadWorkers } from './dead-workers.ts';
import { bearLostGiveBacks } from './lost-give-back.ts';

/** Which try of a job this is. `last`: if it fails too, the job is left for a person. */
export type Attempt = { jobId: string; number: number; last: boolean };

/** What to do for each kind of job. Throwing means: try again later. */
export type Tasks = Readonly<Record<string, (payload: unknown, attempt: Attempt) => Promise<void>>>;

export type WorkerOptions = {
  url: string;
  tasks: Tasks;
  log: Logger;
  /** How many jobs run at the same time. */
  concurrency: number;
  /** How often to look for jobs whose time has come; jobs that may run at once are announced by PostgreSQL. */
  pollMs?: number;
  /** How often to look for dead workers. A dead one loses its jobs at the second look. */
  sweepMs?: number;
};

export type Worker = {
  /** Takes no more jobs, waits for those that run, and gives fetched ones back. */
  stop(): Promise<void>;
};

/** How long after its end a runner is followed by the next. */
const NEXT_RUNNER_MS = 500;

/**
 * Runs jobs until it is stopped. Any number of processes may do so. The library's runner ends by itself when the database
 * is away at the wrong moment; another follows it then, and the jobs that it had in hand go back into the queue.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { url, log, concurrency, sweepMs = 5_000 } = options;
  const pgPool = openPool(url, 'app', concurrency);
  const alive = await signOfLife(url, log);
  const ended = new AbortController();
  const noLongerBears = bearLostGiveBacks(log);
  let current = await startRunner(options, pgPool, alive);
  const following = follow();
  const sweeper = sweepDeadWorkers(pgPool, log, sweepMs);

  async function follow(): Promise<void> {
    while (!ended.signal.aborted) {
      await current.runner.promise.catch(() => {});
      if (ended.signal.aborted) return;
      log.warn({ worker: current.name }, 'a runner of jobs has ended by itself; another takes over');
      await sleep(NEXT_RUNNER_MS, undefined, { signal: ended.signal }).catch(() => {});
      try {
        await alive.noLongerOf(current.name);
        if (!ended.signal.aborted) current = await startRunner(options, pgPool, alive);
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'no runner of jobs could be started; trying again');
      }
    }
  }

  return {
    stop: async () => {
      ended.abort();
      await stopped(current);
      await following;
      // The next one may just have been started.
      await stopped(current);
      await sweeper.end();
      await alive.end();
      await pgPool.end();
      noLongerBears();
    },
  };
}

type NamedRunner = { runner: Runner; name: string };

/** One that has ended by itself, or was stopped before, refuses to be stopped. */
const stopped = ({ runner }: NamedRunner): Promise<void> => runner.stop().catch(() => runner.promise.catch(() => {}));

async function startRunner(
  { tasks, log, concurrency, pollMs = 2_000 }: WorkerOptions,
  pgPool: pg.Pool,
  alive: SignOfLife,
): Promise<NamedRunner> {
  let name = '';
  const events: WorkerEvents = new EventEmitter();
  // The library invents the name under which jobs are locked and tells it here, before it asks for the first job.
  events.on('pool:create', ({ workerPool }) => {
    name = workerPool.id;
    alive.of(name).catch((error: unknown) => log.warn({ error }, 'the sign of life failed'));
  });
  const runner = await run({
    pgPool,
    events,
    taskList: taskListOf(tasks),
    logger: queueLogger(log),
    concurrency,
    pollInterval: pollMs,
    noHandleSignals: true,
    parsedCronItems: [],
    preset: {
      worker: {
        // One fetch for all slots instead of one for each, and one delete for jobs that end together.
        localQueue: { size: concurrency },
        completeJobBatchDelay: 0,
        // Outside of a batch a failure that cannot be written down is an unhandled rejection, and ends the process.
        failJobBatchDelay: 0,
      },
    },
  });
  return { runner, name };
}

const taskListOf = (tasks: Tasks): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([kind, run]) => [
      kind,
      (payload, { job }) =>
        run(payload, { jobId: job.id, number: job.attempts, last: job.attempts >= job.max_attempts }),
    ]),
  );

/** A success is a detail, and a failed attempt is a warning: it will be tried again. */
const queueLogger = (log: Logger): QueueLogger =>
  new QueueLogger((scope) => (level, message, meta) => {
    const failedAttempt = level === 'error' && meta?.['failure'] === true;
    const ours = failedAttempt ? 'warn' : level === 'info' ? 'debug' : level === 'warning' ? 'warn' : level;
    log[ours](scope, message);
  });
