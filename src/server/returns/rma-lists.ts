import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { MOST_COUNTED, type RmaRow, type rmaFilters } from '../../contract/returns.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { stages } from '../../domain/returns/rma.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { maskedNick } from '../orders/order-views.ts';

export type RmaQuery = { after?: string | undefined; limit: number } & {
  [Name in keyof typeof rmaFilters]?: z.output<(typeof rmaFilters)[Name]> | undefined;
};

/** A deadline nearer than this is urgent. */
const DUE_SOON_HOURS = 6;

/** The lanes of work that is ours: what lapses next comes first. */
const inOrderOfDeadline: ReadonlySet<RmaQuery['lane']> = new Set<RmaQuery['lane']>([
  'to_review',
  'to_inspect',
  'to_dispose',
  'to_refund',
  'refund_problem',
  'due_soon',
]);

function laneIs(lane: NonNullable<RmaQuery['lane']>, now: Instant): RawBuilder<unknown> {
  switch (lane) {
    case 'open':
      return sql`r.stage not in ('closed', 'rejected', 'withdrawn')`;
    case 'due_soon':
      return sql`r.due_at < ${plusHours(now, DUE_SOON_HOURS)}`;
    case 'channel_problem':
      return sql`r.channel_push = 'failed' and (r.stage not in ('closed', 'withdrawn') or r.external_id is null)`;
    case 'intervened':
      return sql`r.intervention = 'open' and r.stage not in ('closed', 'withdrawn')`;
    case 'at_platform':
      return sql`r.channel_push = 'at_platform' and r.stage not in ('closed', 'withdrawn')`;
    case 'difference':
      return sql`r.open_differences > 0`;
    case 'buyer_wrote':
      return sql`r.buyer_wrote_at is not null`;
    default:
      return sql`r.stage = ${lane}`;
  }
}

type Row = Omit<RmaRow, 'amount' | 'assignee'> & { assigneeId: string | null; amount_minor: bigint; currency: string };

/** One page of the queue. What has a deadline comes by deadline, the rest newest first; ties by id, so no row is lost. */
export async function listRmas(tx: Tx, merchantId: MerchantId, query: RmaQuery, now: Instant) {
  const byDeadline = query.lane !== undefined && inOrderOfDeadline.has(query.lane);
  const key =
    query.lane === 'due_soon'
      ? sql`r.due_at`
      : byDeadline
        ? sql`coalesce(r.due_at, 'infinity'::timestamptz)`
        : sql`r.opened_at`;
  const cursor = readCursor(query.after);
  const shops = await shopsOf(tx, merchantId, query);
  if (shops?.length === 0) return { rows: [], next: null };
  const conditions = [
    sql`r.merchant_id = ${merchantId}`,
    ...(query.lane ? [laneIs(query.lane, now)] : []),
    ...(shops ? [oneOf(shops)] : []),
    ...(query.assignee
      ? [query.assignee === 'none' ? sql`r.assignee_id is null` : sql`r.assignee_id = ${query.assignee}`]
      : []),
    ...(query.reason ? [sql`r.reason = ${query.reason}`] : []),
    ...(query.resolution ? [sql`r.resolution = ${query.resolution}`] : []),
    ...(query.openedFrom ? [sql`r.opened_at >= ${query.openedFrom}`] : []),
    ...(query.openedTo ? [sql`r.opened_at < ${query.openedTo}`] : []),
    ...(query.q ? [matches(merchantId, query.q)] : []),
    ...(cursor
      ? [sql`(${key}, r.rma_id) ${byDeadline ? sql`>` : sql`<`} (${cursor[0]}::timestamptz, ${cursor[1]})`]
      : []),
  ];
  // Which index serves best depends on what is asked for: a plan that fits all shops fits none of a rare one.
  const planned = sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(tx);
  const reading = sql<Row & { key: string }>`
    select r.rma_id as id, r.number, r.order_external_id as "orderExternalId", r.channel, s.name as "shopName", r.stage,
      r.review, r.resolution, r.reason, r.units, b.nick as "buyerNick", r.amount_minor, r.currency,
      r.opened_at as "openedAt", r.due_at as "dueAt", r.channel_push as "channelPush", r.intervention,
      r.assignee_id as "assigneeId", r.automation, r.buyer_wrote_at as "buyerWroteAt",
      coalesce(to_char(${byDeadline ? sql`r.due_at` : sql`r.opened_at`} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'infinity') as key,
      (select ol.title from rma_line l join order_line ol on ol.merchant_id = l.merchant_id and ol.order_id = r.order_id
          and ol.line_id = l.order_line_id
        where l.merchant_id = r.merchant_id and l.rma_id = r.rma_id order by l.line_id limit 1) as "firstTitle"
    from rma r
    join shop s on s.merchant_id = r.merchant_id and s.shop_id = r.shop_id
    join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id
    where ${sql.join(conditions, sql` and `)}
    order by ${byDeadline ? sql`${key}, r.rma_id` : sql`${key} desc, r.rma_id desc`} limit ${query.limit + 1}`.execute(
    tx,
  );
  const [{ rows }] = await Promise.all([reading, planned]);
  return pageFrom(
    rows.map(({ amount_minor, currency, key: _, ...row }) => ({
      ...row,
      buyerNick: maskedNick(row.buyerNick),
      firstTitle: row.firstTitle ?? '',
      amount: { minor: String(amount_minor), currency },
    })),
    query.limit,
    (_, i) => cursorOf(rows[i]?.key ?? '', rows[i]?.id ?? ''),
  );
}

/** The shops that a filter leaves; undefined: all of them. A channel stands for its shops, by which there is an index. */
async function shopsOf(tx: Tx, merchantId: MerchantId, query: RmaQuery): Promise<string[] | undefined> {
  if (!query.channel) return query.shopId && [query.shopId];
  const { rows } = await sql<{ shop_id: string }>`select shop_id from shop
    where merchant_id = ${merchantId} and channel = ${query.channel}`.execute(tx);
  return rows.map((row) => row.shop_id).filter((id) => !query.shopId || id === query.shopId);
}

const oneOf = (shops: readonly string[]): RawBuilder<unknown> =>
  shops.length === 1 ? sql`r.shop_id = ${shops[0]}` : sql`r.shop_id = any(${shops})`;

/** Of all that begin with a text, the newest so many; who wants another types one letter more. */
const MOST_FOUND = 2_000;

/** The beginning of a return or order number, or a whole waybill: each side has an index of its own. */
const matches = (merchantId: MerchantId, q: string): RawBuilder<unknown> => sql`r.rma_id in (
    (select rma_id from rma where merchant_id = ${merchantId} and ${beginsWith(sql`number`, q.toUpperCase())}
      order by number desc limit ${MOST_FOUND})
    union
    (select x.rma_id from (select order_id from sales_order
        where merchant_id = ${merchantId} and ${beginsWith(sql`external_id`, q)} order by external_id desc limit ${MOST_FOUND}) o
      join rma x on x.merchant_id = ${merchantId} and x.order_id = o.order_id)
    union
    (select pr.rma_id from parcel p join parcel_rma pr on pr.merchant_id = p.merchant_id and pr.parcel_id = p.parcel_id
      where p.merchant_id = ${merchantId} and p.waybill = ${q.toUpperCase()}))`;

/** As a range, which any plan finds in an index; the columns compare by bytes. */
const beginsWith = (column: RawBuilder<unknown>, beginning: string): RawBuilder<unknown> =>
  sql`${column} >= ${beginning} and ${column} < ${`${beginning}\u{10ffff}`}`;

/** How many returns stand in each lane, each counted in its own part of an index. */
export async function countLanes(tx: Tx, merchantId: MerchantId, now: Instant): Promise<Record<string, number>> {
  const upTo = (condition: RawBuilder<unknown>) => sql`(select count(*)::int from (
    select 1 from rma r where r.merchant_id = ${merchantId} and ${condition} limit ${MOST_COUNTED}) as few)`;
  const { rows } = await sql<{ lane: string; count: number }>`
    select lane, ${upTo(sql`r.stage = lane`)} as count from unnest(${[...stages]}::text[]) as lane
    union all select 'due_soon', ${upTo(laneIs('due_soon', now))}
    union all select 'channel_problem', ${upTo(laneIs('channel_problem', now))}
    union all select 'intervened', ${upTo(laneIs('intervened', now))}
    union all select 'at_platform', ${upTo(laneIs('at_platform', now))}
    union all select 'difference', ${upTo(laneIs('difference', now))}
    union all select 'buyer_wrote', ${upTo(laneIs('buyer_wrote', now))}`.execute(tx);
  return Object.fromEntries(rows.map(({ lane, count }) => [lane, count]));
}
