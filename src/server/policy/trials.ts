import { sql } from 'kysely';
import { toMoneyView } from '../../contract/common.ts';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { automaticOf, noTallies, type Tallies, type Tally } from '../../domain/policy/trial.ts';
import type { Instant } from '../../domain/time.ts';
import { reviveMoney, toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import { byOf, type Names } from './releases.ts';

export type TrialId = `ptr_${string}`;
export type TrialState = 'running' | 'done' | 'cancelled' | 'failed';

export type Trial = {
  id: TrialId;
  draftId: `pdr_${string}`;
  draftRevision: number;
  kind: 'replay' | 'shadow';
  state: TrialState;
  problem: string | null;
  from: Instant;
  to: Instant | null;
  startedAt: Instant;
  startedBy: string;
  finishedAt: Instant | null;
  total: number;
  tallies: Tallies;
  workedMs: number;
  currency: string;
};

type Row = Omit<Trial, 'tallies' | 'workedMs'> & { tallies: unknown; workedMs: bigint };

const columns = sql.raw(`trial_id as id, draft_id as "draftId", draft_revision as "draftRevision", kind, state, problem,
  period_from as "from", period_to as "to", started_at as "startedAt", started_by as "startedBy",
  finished_at as "finishedAt", total, tallies, worked_ms as "workedMs", policy #>> '{approvalLimit,currency}' as currency`);

const fromRow = (row: Row): Trial => ({
  ...row,
  tallies: reviveMoney<Tallies>(row.tallies),
  workedMs: Number(row.workedMs),
});

export async function findTrial(tx: Tx, merchantId: MerchantId, id: string): Promise<Trial | undefined> {
  const { rows } = await sql<Row>`select ${columns} from policy_trial
    where merchant_id = ${merchantId} and trial_id = ${id}`.execute(tx);
  return rows[0] && fromRow(rows[0]);
}

const MOST_LISTED = 50;

export async function listTrials(tx: Tx, merchantId: MerchantId, draftId: string): Promise<Trial[]> {
  const { rows } = await sql<Row>`select ${columns} from policy_trial
    where merchant_id = ${merchantId} and draft_id = ${draftId} order by trial_id desc limit ${MOST_LISTED}`.execute(
    tx,
  );
  return rows.map(fromRow);
}

export type NewTrial = Pick<Trial, 'id' | 'draftId' | 'draftRevision' | 'kind' | 'from' | 'to' | 'startedBy'> & {
  policy: Policy;
  at: Instant;
};

/** Begins a trial. A replay knows its cases; those of a shadow are yet to come. */
export async function addTrial(tx: Tx, merchantId: MerchantId, trial: NewTrial): Promise<Trial> {
  const total =
    trial.kind === 'shadow'
      ? sql`0`
      : sql`(select count(*)::int from rma where merchant_id = ${merchantId} and opened_at >= ${trial.from}
          and opened_at < ${trial.to})`;
  const { rows } = await sql<Row>`insert into policy_trial
      (merchant_id, trial_id, draft_id, draft_revision, kind, state, policy, period_from, period_to, total, tallies,
        started_by, started_at)
    values (${merchantId}, ${trial.id}, ${trial.draftId}, ${trial.draftRevision}, ${trial.kind}, 'running',
      ${toJson(trial.policy)}::jsonb, ${trial.from}, ${trial.to}, ${total}, ${toJson(noTallies)}::jsonb,
      ${trial.startedBy}, ${trial.at})
    returning ${columns}`.execute(tx);
  return fromRow(present(rows[0], 'the new trial'));
}

/** Nothing that was tried so far is lost. A trial that is over stays as it ended. */
export async function endTrial(
  tx: Tx,
  merchantId: MerchantId,
  id: string,
  state: 'cancelled' | 'failed',
  at: Instant,
  problem: string | null = null,
): Promise<void> {
  await sql`update policy_trial set state = ${state}, problem = ${problem}, finished_at = ${at},
      period_to = coalesce(period_to, ${at})
    where merchant_id = ${merchantId} and trial_id = ${id} and state = 'running'`.execute(tx);
}

/** No case that is opened from now on is tried. The worker tries those before, and then the trial is done. */
export async function endShadow(
  tx: Tx,
  merchantId: MerchantId,
  draftId: string,
  at: Instant,
): Promise<TrialId | undefined> {
  const { rows } = await sql<{ trial_id: TrialId }>`update policy_trial set period_to = ${at}
    where merchant_id = ${merchantId} and draft_id = ${draftId} and kind = 'shadow' and period_to is null
    returning trial_id`.execute(tx);
  return rows[0]?.trial_id;
}

const tallyView = ({ cases, amount }: Tally) => ({ cases, amount: toMoneyView(amount) });

export function trialView(trial: Trial, names: Names) {
  const { workedMs, tallies, currency, startedBy, ...rest } = trial;
  const { tried, untried, differing, outcomes, goodsClasses, rules, late, spared, newToPeople } = tallies;
  const automatic = automaticOf(tallies, currency);
  return {
    ...rest,
    startedBy: byOf(startedBy, names),
    tried,
    untried,
    differing,
    automatic: { was: tallyView(automatic.was), would: tallyView(automatic.would) },
    outcomes: outcomes.map(({ was, would, ...tally }) => ({ was, would, ...tallyView(tally) })),
    goodsClasses: goodsClasses.map(({ goodsClass, ...tally }) => ({ goodsClass, ...tallyView(tally) })),
    rules,
    overdue: { late, spared, newToPeople },
    casesPerSecond: trial.kind === 'replay' && workedMs > 0 ? Math.round(((tried + untried) * 1_000) / workedMs) : null,
  };
}
