import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { overview } from '../../contract/back-office.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { type Instant, type LocalDate, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { route } from '../http/route.ts';
import { countLanes } from '../returns/rma-lists.ts';

type Figures = {
  period: 'now' | 'before';
  opened: number;
  refunded: string | null;
  refunds: number;
  decided: number;
  automatic: number;
  cycle50: number | null;
  cycle90: number | null;
  dock50: number | null;
  docked: number;
};

export function addOverviewRoute(server: FastifyInstance, app: App): void {
  route(server, overview, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const now = app.clock.now();
      const from = plusHours(now, -24 * query.days);
      const before = plusHours(now, -48 * query.days);
      const lanes = await countLanes(tx, merchantId, now);
      const rows = await figures(tx, merchantId, before, from, now);
      const of = <Key extends keyof Figures>(key: Key, count: keyof Figures) => {
        const [current, earlier] = [rows.get('now'), rows.get('before')];
        return { now: toNumber(current?.[key]), before: toNumber(earlier?.[key]), n: Number(current?.[count] ?? 0) };
      };
      const share = (row: Figures | undefined) => (row && row.decided > 0 ? row.automatic / row.decided : null);
      return {
        lanes,
        ...(await due(tx, merchantId, now)),
        opened: of('opened', 'opened'),
        refundedMinor: of('refunded', 'refunds'),
        autoReviewShare: {
          now: share(rows.get('now')),
          before: share(rows.get('before')),
          n: rows.get('now')?.decided ?? 0,
        },
        requestToRefundP50: of('cycle50', 'refunds'),
        requestToRefundP90: of('cycle90', 'refunds'),
        receivedToRefundP50: of('dock50', 'docked'),
        currency: await currencyOf(tx, merchantId),
        perDay: await perDay(tx, merchantId, from, now),
        reasons: await reasonsOf(tx, merchantId, from),
        skus: await skusOf(tx, merchantId, from),
      };
    }),
  );
}

const toNumber = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

/**
 * Both periods in one pass over the returns opened and the refunds paid in them. Durations are of what was paid in the
 * period (event-dated), in hours.
 */
async function figures(tx: Tx, merchantId: MerchantId, before: Instant, from: Instant, now: Instant) {
  const { rows } = await sql<Figures>`
    with opened as (
      select case when opened_at >= ${from} then 'now' else 'before' end as period, count(*)::int as opened
      from rma where merchant_id = ${merchantId} and opened_at >= ${before} and opened_at < ${now} group by 1
    ), paid as (
      select case when f.settled_at >= ${from} then 'now' else 'before' end as period, sum(f.amount_minor)::text as refunded,
        count(*)::int as refunds,
        percentile_cont(0.5) within group (order by greatest(extract(epoch from f.settled_at - r.opened_at), 0) / 3600) as cycle50,
        percentile_cont(0.9) within group (order by greatest(extract(epoch from f.settled_at - r.opened_at), 0) / 3600) as cycle90,
        percentile_cont(0.5) within group (order by greatest(extract(epoch from f.settled_at - r.received_at), 0) / 3600) as dock50,
        count(r.received_at)::int as docked
      from refund f join rma r on r.merchant_id = f.merchant_id and r.rma_id = f.rma_id
      where f.merchant_id = ${merchantId} and f.state = 'succeeded' and f.settled_at >= ${before} and f.settled_at < ${now}
      group by 1
    ), decided as (
      select case when recorded_at >= ${from} then 'now' else 'before' end as period, count(*)::int as decided,
        count(*) filter (where data ->> 'by' = 'policy')::int as automatic
      from rma_event where merchant_id = ${merchantId} and type in ('rma_approved', 'rma_rejected')
        and recorded_at >= ${before} and recorded_at < ${now} group by 1
    )
    select p.period, coalesce(o.opened, 0) as opened, paid.refunded, coalesce(paid.refunds, 0) as refunds,
      coalesce(d.decided, 0) as decided, coalesce(d.automatic, 0) as automatic, paid.cycle50, paid.cycle90, paid.dock50,
      coalesce(paid.docked, 0) as docked
    from unnest(array['now', 'before']) as p(period)
    left join opened o using (period) left join paid using (period) left join decided d using (period)`.execute(tx);
  return new Map(rows.map((row) => [row.period, row]));
}

async function due(tx: Tx, merchantId: MerchantId, now: Instant): Promise<{ overdue: number; dueSoon: number }> {
  // Of every stage: whoever's desk it lies on, it lapses.
  const { rows } = await sql<{ overdue: number; dueSoon: number }>`
    select count(*) filter (where due_at < ${now})::int as overdue,
      count(*) filter (where due_at >= ${now})::int as "dueSoon"
    from rma where merchant_id = ${merchantId} and due_at < ${plusHours(now, 6)}`.execute(tx);
  return rows[0] ?? { overdue: 0, dueSoon: 0 };
}

async function currencyOf(tx: Tx, merchantId: MerchantId): Promise<string> {
  const { rows } = await sql<{
    currency: string;
  }>`select currency from merchant where merchant_id = ${merchantId}`.execute(tx);
  return rows[0]?.currency ?? 'CNY';
}

async function perDay(tx: Tx, merchantId: MerchantId, from: Instant, now: Instant) {
  const { rows } = await sql<{ day: LocalDate; opened: number; refunded: number }>`
    with zone as (select time_zone from merchant where merchant_id = ${merchantId}),
    day as (select generate_series(date_trunc('day', ${from}::timestamptz at time zone time_zone),
      ${now}::timestamptz at time zone time_zone, interval '1 day')::date as day from zone)
    select day.day,
      (select count(*)::int from rma, zone where merchant_id = ${merchantId}
        and opened_at >= day.day::timestamp at time zone time_zone and opened_at < (day.day + 1)::timestamp at time zone time_zone) as opened,
      (select count(*)::int from refund, zone where merchant_id = ${merchantId} and state = 'succeeded'
        and settled_at >= day.day::timestamp at time zone time_zone and settled_at < (day.day + 1)::timestamp at time zone time_zone) as refunded
    from day order by 1`.execute(tx);
  return rows;
}

async function reasonsOf(tx: Tx, merchantId: MerchantId, from: Instant) {
  const { rows } = await sql<{ reason: string; count: number }>`select reason, count(*)::int as count from rma
    where merchant_id = ${merchantId} and opened_at >= ${from} group by reason order by 2 desc, 1`.execute(tx);
  return rows;
}

async function skusOf(tx: Tx, merchantId: MerchantId, from: Instant) {
  const { rows } = await sql<{ sku: string; title: string | null; count: number }>`
    select top.sku, top.count, (select title from order_line l where l.merchant_id = ${merchantId} and l.sku = top.sku limit 1) as title
    from (select l.sku, sum(l.quantity)::int as count from rma r
      join rma_line l on l.merchant_id = r.merchant_id and l.rma_id = r.rma_id
      where r.merchant_id = ${merchantId} and r.opened_at >= ${from} group by l.sku order by 2 desc, 1 limit 10) as top
    order by top.count desc, top.sku`.execute(tx);
  return rows.map((row) => ({ ...row, title: row.title ?? row.sku }));
}
