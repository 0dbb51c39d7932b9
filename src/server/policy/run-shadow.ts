import { sql } from 'kysely';
import { settledLate, type TriedCase } from '../../domain/policy/trial.ts';
import { type Instant, plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { monotonicMs } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { lateness, newCasesOf } from './past-decisions.ts';
import type { TrialId } from './trials.ts';
import { lockTrial, type TrialRef, tryCases, writeProgress } from './try-cases.ts';

const CHUNK = 500;
/** How soon to look again: after new cases, and after none. */
const BUSY_MS = 3_000;
const IDLE_MS = 8_000;
/** A shadow that was ended waits so long for transactions that have not committed yet. */
const STRAGGLERS_MS = 5_000;

/** Tries a shadow's draft on the cases that are new since the last look, and looks again after a while. */
export async function runShadow(app: App, trial: TrialRef): Promise<void> {
  let found = 0;
  for (;;) {
    const cases = await tryNew(app, trial);
    if (cases === undefined) return;
    found += cases;
    if (cases < CHUNK) break;
  }
  await app.db.inMerchant(trial.merchantId, (tx) =>
    enqueueShadow(app, tx, trial, plusMs(app.clock.now(), found > 0 ? BUSY_MS : IDLE_MS)),
  );
}

/** One look of a shadow waits at any time: its key replaces an earlier one, also when several processes start. */
export const enqueueShadow = (app: App, tx: Tx, { merchantId, trialId }: TrialRef, runAt: Instant): Promise<void> =>
  // A database that is away for days must not end a shadow; the next start of a worker begins with all of them.
  app.enqueue(tx, [
    { kind: 'run_shadow', merchantId, trialId, jobKey: `shadow:${trialId}`, runAt, maxAttempts: 1_000 },
  ]);

/** Sees to it that every shadow is looked after. */
export async function scheduleShadows(app: App): Promise<void> {
  for (const merchantId of await app.merchants()) {
    await app.db.inMerchant(merchantId, async (tx) => {
      const { rows } = await sql<{ trial_id: TrialId }>`select trial_id from policy_trial
        where merchant_id = ${merchantId} and kind = 'shadow' and state = 'running'`.execute(tx);
      for (const { trial_id: trialId } of rows) {
        await enqueueShadow(app, tx, { merchantId, trialId }, app.clock.now());
      }
    });
  }
}

/** @returns how many cases were new; undefined: the trial is over */
async function tryNew(app: App, ref: TrialRef): Promise<number | undefined> {
  const { merchantId } = ref;
  const startedAt = monotonicMs();
  return app.db.inMerchant(merchantId, async (tx) => {
    const trial = await lockTrial(tx, ref);
    if (!trial) return undefined;
    const now = app.clock.now();
    const { trialId: id, from, to, cursorAt: newest } = trial;
    const tried = await tryCases(
      app,
      tx,
      merchantId,
      trial,
      newCasesOf(merchantId, { id, from, to, newest, limit: CHUNK }),
    );
    const late = await settleDeadlines(tx, ref, now);
    const tallies = { ...tried.tallies, ...settledLate(tried.tallies, late) };
    const over = to !== null && plusMs(to, STRAGGLERS_MS) <= now && tried.cases < CHUNK;
    if (tried.cases > 0 || late.length > 0 || over) {
      await writeProgress(tx, ref, { ...tried, tallies, over, newCases: tried.cases, startedAt, now });
    }
    return over ? undefined : tried.cases;
  });
}

const MOST_SETTLED = 1_000;

/** Cases whose deadline is over by now: which of them were answered too late, or not at all. */
async function settleDeadlines(
  tx: Tx,
  { merchantId, trialId }: TrialRef,
  now: Instant,
): Promise<Pick<TriedCase, 'would'>[]> {
  const { rows } = await sql<{ outcome: string; ruleId: string }>`
    with due_now as materialized (
      select c.merchant_id, c.rma_id from policy_trial_case c
      where c.merchant_id = ${merchantId} and c.trial_id = ${trialId} and c.due_at < ${now}
      order by c.due_at limit ${MOST_SETTLED}
    ), known as (
      select r.rma_id, due.at as due_at, answer.at as answered_at, due.at > ${now} and answer.at is null as waits
      from due_now r ${lateness(sql`r`)}
    ), settled as (
      update policy_trial_case c set due_at = case when k.waits then k.due_at end,
        was_late = coalesce(not k.waits and coalesce(k.answered_at, ${now}) > k.due_at, false)
      from known k where c.merchant_id = ${merchantId} and c.trial_id = ${trialId} and c.rma_id = k.rma_id
      returning c.was_late, c.would, c.would_rule
    )
    select would as outcome, would_rule as "ruleId" from settled where was_late and would is not null`.execute(tx);
  return rows.map((would) => ({ would }));
}
