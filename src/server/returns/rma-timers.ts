import { type RawBuilder, sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { ClockKind } from '../../domain/policy/deadlines.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { nextAct } from '../../domain/returns/clock-acts.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { clocksOf, dueOf, type RunningClock } from '../../domain/returns/running-clocks.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

/** The rows of `rma_timer` as the return stands: also what `npm run replay` compares with what is stored. */
export const timerRows = (rma: Rma, clocks: readonly RunningClock[], policy: Policy, merchantId: MerchantId) =>
  clocks.map((clock) => ({
    merchant_id: merchantId,
    rma_id: rma.id,
    kind: clock.kind,
    side: clock.of,
    source: clock.source,
    article: clock.article,
    shop_id: rma.shopId,
    channel: rma.channel,
    from_at: clock.from,
    due_at: clock.at,
    act_at: nextAct(clock, rma, policy)?.at ?? null,
  }));

type TimerRow = ReturnType<typeof timerRows>[number];
type Recorded = readonly { seq: number; event: RmaEvent }[];

/** The rows of `deadline_lapse` that the events add. */
export const lapseRows = (rma: Rma, recorded: Recorded, merchantId: MerchantId) =>
  recorded.flatMap(({ seq, event }) =>
    event.type === 'deadline_lapsed'
      ? [
          {
            merchant_id: merchantId,
            rma_id: rma.id,
            rma_seq: seq,
            kind: event.kind,
            side: event.of,
            source: event.source,
            desk: event.responsible.desk,
            person_id: event.responsible.person,
            shop_id: rma.shopId,
            channel: rma.channel,
            due_at: event.dueAt,
            recorded_at: event.at,
            done_at: null,
          },
        ]
      : [],
  );

/** `clocks`: those of `next`. */
type Change = {
  before: Rma | null;
  next: Rma;
  clocks: readonly RunningClock[];
  recorded: Recorded;
  policy: Policy;
  now: Instant;
};

/**
 * What changes in the clocks of a return by its events, as parts of the statement that saves it: nothing where they are
 * those it had before. What had lapsed and runs no longer has been done after all.
 */
export function timerWrites(merchantId: MerchantId, change: Change): RawBuilder<unknown>[] {
  const { before, next, clocks, policy } = change;
  const had = before ? timerRows(before, clocksOf(before, policy), policy, merchantId) : [];
  const has = timerRows(next, clocks, policy, merchantId);
  const old = new Set(had.map((row) => JSON.stringify(row)));
  const kinds = new Set(has.map(({ kind }) => kind));
  return [
    ...without(
      merchantId,
      next.id,
      had.map(({ kind }) => kind).filter((kind) => !kinds.has(kind)),
    ),
    ...upserted(has.filter((row) => !old.has(JSON.stringify(row)))),
    ...lapsed(lapseRows(next, change.recorded, merchantId)),
    ...done(
      merchantId,
      next.id,
      had.filter(
        ({ kind, due_at, act_at }) => act_at === null && !has.some((row) => row.kind === kind && row.due_at === due_at),
      ),
      change.now,
    ),
  ];
}

/** Writes the clocks of a return anew, whatever stands there: for returns from before there were timers or these rules. */
export async function renewTimers(tx: Tx, merchantId: MerchantId, rma: Rma, policy: Policy): Promise<void> {
  const clocks = clocksOf(rma, policy);
  const due = dueOf(clocks);
  const rows = timerRows(rma, clocks, policy, merchantId);
  await sql`
    with ${sql.join([others(merchantId, rma.id, rows), ...upserted(rows)])}
    update rma set due_at = ${due?.at ?? null}, due_source = ${due?.source ?? null}
    where merchant_id = ${merchantId} and rma_id = ${rma.id}
      and (due_at, due_source) is distinct from (${due?.at ?? null}::timestamptz, ${due?.source ?? null}::text)`.execute(
    tx,
  );
}

const others = (merchantId: MerchantId, rmaId: RmaId, rows: readonly TimerRow[]) =>
  sql`other_timers as (delete from rma_timer where merchant_id = ${merchantId} and rma_id = ${rmaId}
    and kind <> all(${rows.map(({ kind }) => kind)}::text[]))`;

const without = (merchantId: MerchantId, rmaId: RmaId, kinds: readonly ClockKind[]) =>
  kinds.length === 0
    ? []
    : [
        sql`gone_timers as (delete from rma_timer where merchant_id = ${merchantId} and rma_id = ${rmaId}
          and kind = any(${kinds}::text[]))`,
      ];

const upserted = (rows: readonly TimerRow[]) =>
  rows.length === 0
    ? []
    : [
        sql`timers as (
          insert into rma_timer select * from jsonb_populate_recordset(null::rma_timer, ${JSON.stringify(rows)}::jsonb)
          on conflict (merchant_id, rma_id, kind) do update set
            side = excluded.side, source = excluded.source, article = excluded.article, from_at = excluded.from_at,
            due_at = excluded.due_at, act_at = excluded.act_at, claimed_until = null
          where (rma_timer.source, rma_timer.article, rma_timer.from_at, rma_timer.due_at, rma_timer.act_at)
            is distinct from (excluded.source, excluded.article, excluded.from_at, excluded.due_at, excluded.act_at))`,
      ];

const lapsed = (rows: ReturnType<typeof lapseRows>) =>
  rows.length === 0
    ? []
    : [
        sql`lapses as (insert into deadline_lapse
          select * from jsonb_populate_recordset(null::deadline_lapse, ${JSON.stringify(rows)}::jsonb))`,
      ];

const done = (merchantId: MerchantId, rmaId: RmaId, rows: readonly TimerRow[], now: Instant) =>
  rows.length === 0
    ? []
    : [
        sql`done_lapses as (update deadline_lapse l set done_at = ${now}
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o (kind text, due_at timestamptz)
          where l.merchant_id = ${merchantId} and l.rma_id = ${rmaId} and l.kind = o.kind and l.due_at = o.due_at
            and l.done_at is null)`,
      ];
