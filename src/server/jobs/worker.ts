import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Logger } from 'pino';
import { openPool } from '../db/connect.ts';
import { signOfLife, sweepDeadWorkers } from './dead-workers.ts';

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

/** Runs jobs until it is stopped. Any number of processes may do so. */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { url, tasks, log, concurrency, pollMs = 2_000, sweepMs = 5_000 } = options;
  const pgPool = openPool(url, 'app', concurrency);
  const alive = await signOfLife(url, log);
  const events: WorkerEvents = new EventEmitter();
  // The library invents the name under which jobs are locked and tells it here, before it asks for the first job.
  events.on('pool:create', ({ workerPool }) => {
    alive.of(workerPool.id).catch((error: unknown) => log.warn({ error }, 'the sign of life failed'));
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
      },
    },
  });
  const sweeper = sweepDeadWorkers(pgPool, log, sweepMs);
  return {
    stop: async () => {
      await runner.stop();
      await sweeper.end();
      await alive.end();
      await pgPool.end();
    },
  };
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
