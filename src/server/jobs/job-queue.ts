import { sql } from 'kysely';
import type { Instant } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';

/** A piece of work for a worker. It runs at least once: what it does must bear being done again. */
export type Job<Kind extends string = string, Payload extends object = object> = {
  kind: Kind;
  payload: Payload;
  /** Not before. */
  runAt?: Instant;
  /** A waiting job with the same key is replaced; one that is running is left alone, and this one runs after it. */
  jobKey?: string;
  /** After so many failures the job is left for a person. The waits between them grow to some hours. */
  maxAttempts?: number;
  /** Jobs of one queue run one after another, in order. */
  queue?: string;
};

/**
 * Adds jobs in the transaction of the command that calls for them: they exist if and only if it commits. One statement,
 * however many jobs, and none for none. Of two jobs with one key the later counts.
 */
export async function enqueue(tx: Tx, jobs: readonly Job[]): Promise<void> {
  if (jobs.length === 0) return;
  const byKey = new Map(jobs.map((job, index) => [job.jobKey ?? index, job]));
  const specs = [...byKey.values()].map((job) => ({
    identifier: job.kind,
    payload: job.payload,
    queue_name: job.queue,
    run_at: job.runAt,
    max_attempts: job.maxAttempts,
    job_key: job.jobKey,
  }));
  // Left alone, PostgreSQL plans the five statements within add_jobs anew for each array, which takes longer than they do.
  await sql`
    with planned_once as materialized (select set_config('plan_cache_mode', 'force_generic_plan', true))
    select count(*) from planned_once, graphile_worker.add_jobs(array(
      select (identifier, payload, queue_name, run_at, max_attempts, job_key, null, null)::graphile_worker.job_spec
      from json_to_recordset(${toJson(specs)}::json) as spec (
        identifier text, payload json, queue_name text, run_at timestamptz, max_attempts integer, job_key text)
    ))`.execute(tx);
}
