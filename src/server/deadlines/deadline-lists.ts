import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { type DeadlineRow, type deadlineFilters, dueBuckets, type LapseRow } from '../../contract/deadlines.ts';
import { MOST_COUNTED } from '../../contract/returns.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import { addDays, type Instant, localDate, plusHours, startOfDay } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { maskedNick } from '../orders/order-views.ts';

type Filters = {
  [Name in keyof typeof deadlineFilters]?: z.output<(typeof deadlineFilters)[Name]> | undefined;
};
type Paged = Filters & { after?: string | undefined; limit: number };
type Bucket = (typeof dueBuckets)[number];
export type DeadlineQuery = Paged & { bucket?: Bucket | undefined };

/** Timers and lapses name these columns alike. A channel stands for its shops, by which there is an index. */
async function conditionsOf(tx: Tx, merchantId: MerchantId, query: Filters): Promise<RawBuilder<unknown>[]> {
  const { channel, shopId } = query;
  const { rows } = channel
    ? await sql<{ shop_id: string }>`select shop_id from shop
        where merchant_id = ${merchantId} and channel = ${channel}`.execute(tx)
    : { rows: [] };
  const shops = channel ? rows.map((row) => row.shop_id).filter((id) => !shopId || id === shopId) : shopId && [shopId];
  return [
    sql`t.merchant_id = ${merchantId}`,
    ...(query.of ? [sql`t.side = ${query.of}`] : []),
    ...(query.kind ? [sql`t.kind = ${query.kind}`] : []),
    ...(query.source ? [sql`t.source = ${query.source}`] : []),
    ...(shops ? [shops.length === 1 ? sql`t.shop_id = ${shops[0]}` : sql`t.shop_id = any(${shops})`] : []),
  ];
}

/** From when to when each bucket lasts. What ends within the hour ends today or tomorrow as well, and stands here only. */
function boundsOf(now: Instant, timeZone: string): Record<Bucket, [from: Instant | null, to: Instant | null]> {
  const today = localDate(now, timeZone);
  const hour = plusHours(now, 1);
  const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);
  const midnight = later(hour, startOfDay(addDays(today, 1), timeZone));
  const next = startOfDay(addDays(today, 2), timeZone);
  return {
    overdue: [null, now],
    hour: [now, hour],
    today: [hour, midnight],
    tomorrow: [midnight, next],
    later: [next, null],
  };
}

const within = ([from, to]: [Instant | null, Instant | null]): RawBuilder<unknown> =>
  sql`(${from === null ? sql`true` : sql`t.due_at >= ${from}`} and ${to === null ? sql`true` : sql`t.due_at < ${to}`})`;

const zoneOf = async (tx: Tx, merchantId: MerchantId): Promise<string> => {
  const { rows } = await sql<{ time_zone: string }>`select time_zone from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return rows[0]?.time_zone ?? 'Asia/Shanghai';
};

// As in the work queue: a plan that fits all shops fits none of a rare one.
const planEachTime = (tx: Tx) => sql`select set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(tx);

type TimerRow = Omit<DeadlineRow, 'amount' | 'extendable'> & {
  amount_minor: bigint;
  currency: string;
  shop_id: ShopId;
  key: string;
};

/** One page of what lapses next, with what a clerk needs to see of the return. */
export async function listDeadlines(tx: Tx, merchantId: MerchantId, query: DeadlineQuery, now: Instant) {
  const cursor = readCursor(query.after);
  const conditions = [
    ...(await conditionsOf(tx, merchantId, query)),
    ...(query.bucket ? [within(boundsOf(now, await zoneOf(tx, merchantId))[query.bucket])] : []),
    ...(cursor
      ? [sql`(t.due_at, t.rma_id, t.kind) > (${cursor[0]}::timestamptz, ${cursor[1]}::text, ${cursor[2]}::text)`]
      : []),
  ];
  const reading = sql<TimerRow>`
    with page as materialized (
      select t.* from rma_timer t where ${sql.join(conditions, sql` and `)}
      order by t.due_at, t.rma_id, t.kind limit ${query.limit + 1})
    select t.rma_id as "rmaId", r.number as "rmaNumber", r.stage, t.channel, t.shop_id, s.name as "shopName", t.kind,
      t.side as of, t.source, t.due_at as "dueAt", t.article, t.from_at as "from", t.act_at is null as lapsed,
      ${FIRST_TITLE} as "firstTitle", b.nick as "buyerNick", r.amount_minor, r.currency, ${keyOf('t.due_at')} as key
    from page t ${JOINED}
    order by t.due_at, t.rma_id, t.kind`.execute(tx);
  const [, { rows }] = await Promise.all([planEachTime(tx), reading]);
  return pageFrom(
    rows.map(({ amount_minor, currency, key: _, ...row }) => ({
      ...row,
      buyerNick: maskedNick(row.buyerNick),
      amount: { minor: String(amount_minor), currency },
    })),
    query.limit,
    (row, i) => cursorOf(rows[i]?.key ?? '', row.rmaId, row.kind),
  );
}

const JOINED = sql`join rma r on r.merchant_id = t.merchant_id and r.rma_id = t.rma_id
    join shop s on s.merchant_id = t.merchant_id and s.shop_id = t.shop_id
    join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    join party b on b.merchant_id = o.merchant_id and b.party_id = o.buyer_id`;

const FIRST_TITLE = sql`coalesce((select ol.title from rma_line l join order_line ol on ol.merchant_id = l.merchant_id
        and ol.order_id = r.order_id and ol.line_id = l.order_line_id
      where l.merchant_id = r.merchant_id and l.rma_id = r.rma_id order by l.line_id limit 1), '')`;

const keyOf = (column: string): RawBuilder<unknown> =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** How many clocks end when; each bucket is its own part of an index and counted up to a bound. */
export async function countDeadlines(
  tx: Tx,
  merchantId: MerchantId,
  query: Filters,
  now: Instant,
): Promise<Record<Bucket, number>> {
  const bounds = boundsOf(now, await zoneOf(tx, merchantId));
  const conditions = await conditionsOf(tx, merchantId, query);
  const upTo = (bucket: Bucket) => sql`(select count(*)::int from (select 1 from rma_timer t
    where ${sql.join([...conditions, within(bounds[bucket])], sql` and `)} limit ${MOST_COUNTED}) few)
    as ${sql.id(bucket)}`;
  const reading = sql<Record<Bucket, number>>`select ${sql.join(dueBuckets.map(upTo))}`.execute(tx);
  const [, { rows }] = await Promise.all([planEachTime(tx), reading]);
  return rows[0] ?? { overdue: 0, hour: 0, today: 0, tomorrow: 0, later: 0 };
}

type StoredLapse = Omit<LapseRow, 'person'> & { person_id: string | null; seq: number; key: string };

/** One page of the record of lapses, newest first. */
export async function listLapses(
  tx: Tx,
  merchantId: MerchantId,
  query: Paged,
  nameOf: (id: string) => string | undefined,
) {
  const cursor = readCursor(query.after);
  const conditions = [
    ...(await conditionsOf(tx, merchantId, query)),
    ...(cursor
      ? [sql`(t.due_at, t.rma_id, t.rma_seq) < (${cursor[0]}::timestamptz, ${cursor[1]}::text, ${cursor[2]}::int)`]
      : []),
  ];
  const reading = sql<StoredLapse>`select t.rma_id as "rmaId", r.number as "rmaNumber", r.stage, t.channel,
      s.name as "shopName", t.kind, t.side as of, t.source, t.due_at as "dueAt", t.desk, t.person_id, t.done_at as "doneAt",
      t.rma_seq as seq, ${keyOf('t.due_at')} as key
    from deadline_lapse t
    join rma r on r.merchant_id = t.merchant_id and r.rma_id = t.rma_id
    join shop s on s.merchant_id = t.merchant_id and s.shop_id = t.shop_id
    where ${sql.join(conditions, sql` and `)}
    order by t.due_at desc, t.rma_id desc, t.rma_seq desc limit ${query.limit + 1}`.execute(tx);
  const [, { rows }] = await Promise.all([planEachTime(tx), reading]);
  return pageFrom(
    rows.map(({ person_id, seq: _, key: __, ...row }) => ({ ...row, person: (person_id && nameOf(person_id)) || '' })),
    query.limit,
    (row, i) => cursorOf(rows[i]?.key ?? '', row.rmaId, String(rows[i]?.seq ?? 0)),
  );
}
