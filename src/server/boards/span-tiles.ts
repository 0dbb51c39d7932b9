import { type RawBuilder, sql } from 'kysely';
import { spanMetrics } from '../../domain/metrics/metric-catalogue.ts';
import { type ReturnMoments, type ReturnSpan, returnSpans, spanCodes } from '../../domain/metrics/return-spans.ts';
import { type SpanCount, spanFigures } from '../../domain/metrics/spans.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { type Days, inBoth, type Scope, within } from './period.ts';

const columns: Record<Exclude<keyof ReturnMoments, 'overAt'>, string> = {
  openedAt: 'opened_at',
  respondedAt: 'responded_at',
  decidedAt: 'decided_at',
  approvedAt: 'approved_at',
  shippedAt: 'shipped_at',
  receivedAt: 'received_at',
  inspectedAt: 'inspected_at',
  refundedAt: 'refunded_at',
};

const populations = { all: sql`true`, goods: sql`sends_goods`, money: sql`due_money` };

/** A step over rows of `board_return`: who takes part, whether it has ended, how many whole minutes it took so far. */
export function spanSql(span: ReturnSpan, now: Instant) {
  const { from, to, of } = returnSpans[span];
  const [begun, done] = [sql.ref(columns[from]), sql.ref(columns[to])];
  return {
    takesPart: sql`${populations[of]} and ${begun} is not null and (${done} is not null or over_at is null)`,
    ended: sql<boolean>`${done} is not null`,
    minutes: sql<number>`floor(greatest(extract(epoch from coalesce(${done}, ${now}::timestamptz) - ${begun}), 0) / 60)::int`,
  };
}

export const ofCategory = ({ category }: Scope): RawBuilder<unknown> =>
  category === '' ? sql`` : sql` and ${category} = any(categories)`;

type Row = SpanCount & { code: ReturnSpan };

export async function spansOf(tx: Tx, scope: Scope, now: Instant) {
  const read = async (days: Days) => {
    const parts = spanCodes.map((code) => {
      const { takesPart, ended, minutes } = spanSql(code, now);
      return sql`select ${code} as code, ${minutes} as minutes, (count(*) filter (where ${ended}))::int as ended,
          (count(*) filter (where not ${ended}))::int as open from case_ where ${takesPart} group by 2`;
    });
    const { rows } = await sql<Row>`with case_ as materialized (select opened_at, responded_at, decided_at, approved_at,
        shipped_at, received_at, inspected_at, refunded_at, over_at, sends_goods, due_money
      from board_return where ${within(scope, days)}${ofCategory(scope)})
      ${sql.join(parts, sql` union all `)}`.execute(tx);
    return (code: ReturnSpan, target: number | null) =>
      spanFigures(
        rows.filter((row) => row.code === code),
        target,
      );
  };
  const [current, before] = await inBoth(scope, read);
  return spanCodes.map((code) => {
    const targetMinutes = spanMetrics[code].targetMinutes ?? null;
    return { code, targetMinutes, now: current(code, targetMinutes), before: before?.(code, targetMinutes) ?? null };
  });
}
