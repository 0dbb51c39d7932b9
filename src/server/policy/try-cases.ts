import { setImmediate as breath } from 'node:timers/promises';
import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { type Tallies, type TriedCase, tallied, tryOn } from '../../domain/policy/trial.ts';
import type { Instant } from '../../domain/time.ts';
import { reviveMoney, toJson } from '../../domain/wire.ts';
import type { App } from '../app.ts';
import { monotonicMs } from '../clock.ts';
import type { Tx } from '../db/database.ts';
import { type PastRow, readPastDecisions } from './past-decisions.ts';
import type { TrialId } from './trials.ts';

export type TrialRef = { merchantId: MerchantId; trialId: TrialId };

/** A trial that is being worked on, with its row locked: two workers never work on one at the same time. */
export type LockedTrial = {
  trialId: TrialId;
  kind: 'replay' | 'shadow';
  policy: Policy;
  from: Instant;
  to: Instant | null;
  tallies: Tallies;
  /** With all digits, as text. */
  cursorAt: string | null;
  cursorRma: string;
};

type LockedRow = Omit<LockedTrial, 'policy' | 'tallies'> & { policy: unknown; tallies: unknown };

/** The trial, if it is still running. */
export async function lockTrial(tx: Tx, { merchantId, trialId }: TrialRef): Promise<LockedTrial | undefined> {
  const { rows } = await sql<LockedRow>`
    select trial_id as "trialId", kind, policy, period_from as "from", period_to as "to", tallies,
      to_char(cursor_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "cursorAt", cursor_rma as "cursorRma"
    from policy_trial where merchant_id = ${merchantId} and trial_id = ${trialId} and state = 'running'
    for update`.execute(tx);
  const row = rows[0];
  return row && { ...row, policy: reviveMoney<Policy>(row.policy), tallies: reviveMoney<Tallies>(row.tallies) };
}

export type Chunk = { cases: number; tallies: Tallies; last: { at: string; rmaId: string } | undefined };

/**
 * Tries the picked cases and writes each down once: one that was tried before is not counted again, whatever ran when.
 * The tallies are those of the trial with these cases.
 */
export async function tryCases(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  trial: LockedTrial,
  picked: Parameters<typeof readPastDecisions>[1],
): Promise<Chunk> {
  const startedAt = monotonicMs();
  const past = await readPastDecisions(tx, picked);
  const readAt = monotonicMs();
  const tried = await evaluated(app, tx, merchantId, trial, past);
  const evaluatedAt = monotonicMs();
  const written = await write(tx, merchantId, trial.trialId, tried);
  const fresh = tried.filter(({ row }) => written.has(row.rma_id));
  const answers = fresh.flatMap(({ answer, late }) => (answer ? [{ ...answer, late }] : []));
  const tallies = tallied(trial.tallies, answers, fresh.length - answers.length);
  const times = { read: readAt - startedAt, evaluate: evaluatedAt - readAt, write: monotonicMs() - evaluatedAt };
  app.log.debug({ trialId: trial.trialId, cases: past.length, ...times }, 'cases tried');
  const last = past.at(-1);
  return { cases: past.length, tallies, last: last && { at: last.key, rmaId: last.rma_id } };
}

type Tried = { row: PastRow; answer: TriedCase | undefined; late: boolean; openDue: Instant | null };

/** Other work of the process is let in after so many cases. */
const CASES_AT_A_STRETCH = 250;

async function evaluated(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { policy, kind }: LockedTrial,
  past: readonly PastRow[],
): Promise<Tried[]> {
  const now = app.clock.now();
  const tried: Tried[] = [];
  for (const row of past) {
    if (tried.length % CASES_AT_A_STRETCH === 0) await breath();
    const { due_at, answered_at } = row;
    const isOpen = due_at !== null && answered_at === null && due_at > now;
    tried.push({
      row,
      answer: row.policy_version === null ? undefined : tryOn(policy, await pastOf(app, tx, merchantId, row)),
      late: due_at !== null && !isOpen && (answered_at ?? now) > due_at,
      openDue: isOpen && kind === 'shadow' ? due_at : null,
    });
  }
  return tried;
}

async function pastOf(app: App, tx: Tx, merchantId: MerchantId, row: PastRow) {
  return {
    facts: row.facts,
    outcome: row.outcome,
    ruleId: row.rule_id,
    decidedAt: row.decided_at,
    // Kept in memory after the first.
    terms: await app.policies.pinned(tx, merchantId, row.policy_version ?? 0),
    order: { paidAt: row.paid_at, shippedAt: row.shipped_at, deliveredAt: row.delivered_at },
  };
}

async function write(
  tx: Tx,
  merchantId: MerchantId,
  trialId: TrialId,
  tried: readonly Tried[],
): Promise<ReadonlySet<string>> {
  if (tried.length === 0) return new Set();
  const cases = tried.map(({ row, answer, late, openDue }) => ({
    rma_id: row.rma_id,
    opened_at: row.key,
    currency: answer?.amount.currency ?? row.currency,
    amount_minor: answer?.amount.minor ?? row.amount_minor,
    goods_class: answer?.goodsClass ?? '',
    was: answer?.was.outcome ?? '',
    was_rule: answer?.was.ruleId ?? '',
    would: answer?.would.outcome ?? null,
    would_rule: answer?.would.ruleId ?? null,
    was_late: late,
    due_at: openDue,
  }));
  const { rows } = await sql<{ rma_id: string }>`
    insert into policy_trial_case (merchant_id, trial_id, rma_id, opened_at, currency, amount_minor, goods_class, was,
      was_rule, would, would_rule, was_late, due_at)
    select ${merchantId}, ${trialId}, c.* from jsonb_to_recordset(${toJson(cases)}::jsonb) as c(rma_id text,
      opened_at timestamptz, currency text, amount_minor bigint, goods_class text, was text, was_rule text, would text,
      would_rule text, was_late boolean, due_at timestamptz)
    on conflict do nothing returning rma_id`.execute(tx);
  return new Set(rows.map(({ rma_id }) => rma_id));
}

export type Progress = Pick<Chunk, 'tallies' | 'last'> & {
  /** The trial has nothing left to do. */
  over?: boolean;
  newCases?: number;
  /** Of the work, on the monotonic clock. */
  startedAt: number;
  now: Instant;
};

/** Writes how far the trial has come, in the transaction of the cases that it counts. */
export async function writeProgress(tx: Tx, { merchantId, trialId }: TrialRef, progress: Progress): Promise<void> {
  const { tallies, last, over = false, newCases = 0, startedAt, now } = progress;
  await sql`update policy_trial set
      tallies = ${toJson(tallies)}::jsonb, total = total + ${newCases}::integer,
      cursor_at = greatest(cursor_at, ${last?.at ?? null}::timestamptz),
      cursor_rma = coalesce(${last?.rmaId ?? null}::text, cursor_rma),
      worked_ms = worked_ms + ${Math.round(monotonicMs() - startedAt)}::bigint,
      state = case when ${over}::boolean then 'done' else state end,
      finished_at = case when ${over}::boolean then ${now}::timestamptz else finished_at end
    where merchant_id = ${merchantId} and trial_id = ${trialId}`.execute(tx);
}
