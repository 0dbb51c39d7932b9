import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { boardCases } from '../../contract/boards.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { spanMetrics } from '../../domain/metrics/metric-catalogue.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';
import { scopeOf, within } from './period.ts';
import { ofCategory, spanSql } from './span-tiles.ts';

type CasesQuery = z.output<NonNullable<typeof boardCases.query>>;

type Row = {
  id: RmaId;
  number: string;
  shopName: string;
  reason: string;
  resolution: string;
  skus: string[];
  units: number;
  paidMinor: string;
  refundedMinor: string;
  openedAt: Instant;
  overAt: Instant | null;
  minutes: number | null;
  ended: boolean | null;
};

/** The returns behind a figure. What it counts stands in the same rows that the figure was taken from. */
export async function casesOf(tx: Tx, merchantId: MerchantId, query: CasesQuery, now: Instant) {
  const scope = await scopeOf(tx, merchantId, query);
  const cursor = readCursor(query.after);
  const span = query.span && spanSql(query.span, now);
  const target = query.span && spanMetrics[query.span].targetMinutes;
  const line = (condition: RawBuilder<unknown>) => sql`exists (select 1 from board_return_line l
    where l.merchant_id = r.merchant_id and l.rma_id = r.rma_id and ${condition})`;
  const conditions = [
    sql`${within(scope, scope.now)}${ofCategory(scope)}`,
    ...(query.reason ? [sql`reason = ${query.reason}`] : []),
    ...(query.sku ? [sql`${query.sku} = any(skus)`] : []),
    ...(query.disposition ? [line(sql`l.disposition = ${query.disposition}`)] : []),
    ...(query.lapsed ? [query.lapsed === 'any' ? sql`lapses <> '{}'` : sql`${query.lapsed} = any(lapses)`] : []),
    ...(span ? [span.takesPart] : []),
    ...(span && query.slow && target !== undefined ? [sql`${span.minutes} > ${target}`] : []),
    ...(cursor ? [sql`(day, opened_at, rma_id) < (${cursor[0]}::date, ${cursor[1]}::timestamptz, ${cursor[2]})`] : []),
  ];
  const { rows } = await sql<Row & { day: string; key: string }>`
    select rma_id as id, number, (select name from shop s where s.merchant_id = r.merchant_id and s.shop_id = r.shop_id) as "shopName",
      reason, resolution, skus, units, paid_minor::text as "paidMinor", refunded_minor::text as "refundedMinor",
      ${iso('opened_at')} as "openedAt", ${iso('over_at')} as "overAt", day::text as day,
      to_char(opened_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key,
      ${span ? span.minutes : sql`null::int`} as minutes, ${span ? span.ended : sql`null::boolean`} as ended
    from board_return r where ${sql.join(conditions, sql` and `)}
    order by day desc, opened_at desc, rma_id desc limit ${query.limit + 1}`.execute(tx);
  return pageFrom(
    rows.map(({ day: _, key: __, ...row }) => row),
    query.limit,
    (_, i) => cursorOf(rows[i]?.day ?? '', rows[i]?.key ?? '', rows[i]?.id ?? ''),
  );
}
