import type { App, AppJob } from '../app.ts';
import { enqueue } from './job-queue.ts';

/**
 * A refund whose outcome nobody knows is asked after for as long as it takes, be it that keys are mended after a month: its
 * waits grow to some hours.
 */
const mostTries: Partial<Record<AppJob['kind'], number>> = { send_refund: 10_000 };

/** The program's own jobs: what is not their terms is what they are about. */
export const enqueueJobs: App['enqueue'] = (tx, jobs) =>
  enqueue(
    tx,
    jobs.map(({ kind, runAt, jobKey, maxAttempts = mostTries[kind], queue, ...payload }) => ({
      kind,
      payload,
      ...(runAt === undefined ? {} : { runAt }),
      ...(jobKey === undefined ? {} : { jobKey }),
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
      ...(queue === undefined ? {} : { queue }),
    })),
  );
