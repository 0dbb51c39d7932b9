import { type RawBuilder, sql } from 'kysely';
import { firstImmatureDay } from '../../domain/metrics/maturity.ts';
import { reasonFacts, reasons } from '../../domain/policy/reasons.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { type Days, inBoth, lengthOf, type Scope, within } from './period.ts';

export type Sold = {
  orders: number;
  returnedOrders: number;
  units: number;
  returnedUnits: number;
  paidMinor: string;
  returnedMinor: string;
};

/** The six sums under their names on the wire. */
const sums = sql`coalesce(sum(orders), 0)::int as orders, coalesce(sum(returned_orders), 0)::int as "returnedOrders",
  coalesce(sum(units), 0)::int as units, coalesce(sum(returned_units), 0)::int as "returnedUnits",
  coalesce(sum(paid_minor), 0)::text as "paidMinor", coalesce(sum(returned_minor), 0)::text as "returnedMinor"`;

const qualityReasons = reasons.filter((reason) => reasonFacts[reason].quality);

export async function soldOf(tx: Tx, scope: Scope, days: Days): Promise<Sold> {
  const { rows } = await sql<Sold>`select ${sums} from board_sold_day
    where ${within(scope, days)} and category = ${scope.category}`.execute(tx);
  return rows[0] as Sold;
}

const stepFor = (days: number) => (days < 63 ? 'day' : days < 400 ? 'week' : 'month');

/** One point for every step of the period, also where nothing was sold. Weeks begin on Monday. */
export async function trendOf(tx: Tx, scope: Scope, today: LocalDate) {
  const step = stepFor(lengthOf(scope.now));
  const immatureFrom = firstImmatureDay(today);
  const read = async (days: Days) => {
    const { rows } = await sql<Sold & { from: LocalDate; last: LocalDate }>`
      select greatest(b.start, ${days.from}::date) as from, least((b.start + ('1 ' || ${step})::interval)::date - 1, ${days.to}::date) as last,
        s.*
      from generate_series(date_trunc(${step}, ${days.from}::date::timestamp), ${days.to}::date::timestamp, ('1 ' || ${step})::interval) as g(at)
      cross join lateral (select g.at::date as start) as b
      left join lateral (select ${sums} from board_sold_day where ${within(scope, days)} and category = ${scope.category}
        and day >= b.start and day < (b.start + ('1 ' || ${step})::interval)::date) as s on true
      order by b.start`.execute(tx);
    return rows.map(({ last, ...row }) => ({ ...row, immature: last >= immatureFrom }));
  };
  const [points, before] = await inBoth(scope, read);
  return { step, points, before: before ?? [] } as const;
}

export async function categoriesOf(tx: Tx, scope: Scope) {
  const only = (column: RawBuilder<unknown>) =>
    scope.category === '' ? sql`${column} <> ''` : sql`${column} = ${scope.category}`;
  const { rows } = await sql<Sold & { category: string; opened: number; quality: number }>`
    with sold as (select category, ${sums} from board_sold_day
      where ${within(scope, scope.now)} and ${only(sql`category`)} group by category),
    asked as (select category, sum(count)::int as opened,
        coalesce(sum(count) filter (where tag = any(${qualityReasons})), 0)::int as quality
      from board_event_day where ${within(scope, scope.now)} and measure = 'opened' and ${only(sql`category`)} group by category)
    select category, coalesce(orders, 0) as orders, coalesce("returnedOrders", 0) as "returnedOrders",
      coalesce(units, 0) as units, coalesce("returnedUnits", 0) as "returnedUnits", coalesce("paidMinor", '0') as "paidMinor",
      coalesce("returnedMinor", '0') as "returnedMinor", coalesce(opened, 0) as opened, coalesce(quality, 0) as quality
    from sold full join asked using (category) order by coalesce("returnedMinor", '0')::numeric desc, category`.execute(
    tx,
  );
  return rows;
}

/** Whole months within the period are read from their sums, the days around them from theirs. */
export function pieces({ from, to }: Days): { months: Days | null; days: Days[] } {
  const monthOf = (day: string): string => day.slice(0, 7);
  const isFirst = (day: string): boolean => day.endsWith('-01');
  const firstMonth = isFirst(from)
    ? from
    : (`${monthOf(addDays(`${monthOf(from)}-28` as LocalDate, 4))}-01` as LocalDate);
  const afterLast = isFirst(addDays(to, 1)) ? addDays(to, 1) : (`${monthOf(to)}-01` as LocalDate);
  if (firstMonth >= afterLast) return { months: null, days: [{ from, to }] };
  const days: Days[] = [];
  if (from < firstMonth) days.push({ from, to: addDays(firstMonth, -1) });
  if (afterLast <= to) days.push({ from: afterLast, to });
  return { months: { from: firstMonth, to: addDays(afterLast, -1) }, days };
}

const MOST_ARTICLES = 15;

export async function articlesOf(tx: Tx, scope: Scope) {
  const { months, days } = pieces(scope.now);
  const parts = [
    ...(months ? [sql`(grain = 'month' and ${within(scope, months)})`] : []),
    ...days.map((some) => sql`(grain = 'day' and ${within(scope, some)})`),
  ];
  const ofCategory = scope.category === '' ? sql`` : sql` and category = ${scope.category}`;
  const { rows } = await sql<
    Sold & { sku: string; title: string | null; category: string; lines: number; quality: number }
  >`
    with top as (select sku, min(category) as category, ${sums} from board_sold_sku
      where merchant_id = ${scope.merchantId} and (${sql.join(parts, sql` or `)})${ofCategory}
      group by sku having sum(returned_units) > 0 order by sum(returned_units) desc, sku limit ${MOST_ARTICLES})
    select top.*, (select title from order_line l where l.merchant_id = ${scope.merchantId} and l.sku = top.sku limit 1) as title,
      asked.lines, asked.quality
    from top cross join lateral (select count(*)::int as lines,
        (count(*) filter (where reason = any(${qualityReasons})))::int as quality
      from board_return_line where ${within(scope, scope.now)} and sku = top.sku) as asked
    order by top."returnedUnits" desc, top.sku`.execute(tx);
  return rows.map((row) => ({ ...row, title: row.title ?? row.sku }));
}

export async function channelsOf(tx: Tx, scope: Scope) {
  const { rows } = await sql<
    Sold & { channel: string; shopId: `shop_${string}`; shopName: string; opened: number; lapsed: number }
  >`
    with sold as (select shop_id, ${sums} from board_sold_day
      where ${within(scope, scope.now)} and category = ${scope.category} group by shop_id),
    happened as (select shop_id, coalesce(sum(count) filter (where measure = 'opened'), 0)::int as opened,
        coalesce(sum(count) filter (where measure = 'lapsed'), 0)::int as lapsed
      from board_event_day where ${within(scope, scope.now)} and category = ${scope.category}
        and measure in ('opened', 'lapsed') group by shop_id)
    select s.channel, shop_id as "shopId", s.name as "shopName", coalesce(orders, 0) as orders,
      coalesce("returnedOrders", 0) as "returnedOrders", coalesce(units, 0) as units, coalesce("returnedUnits", 0) as "returnedUnits",
      coalesce("paidMinor", '0') as "paidMinor", coalesce("returnedMinor", '0') as "returnedMinor",
      coalesce(opened, 0) as opened, coalesce(lapsed, 0) as lapsed
    from (sold full join happened using (shop_id)) join shop s using (shop_id) where s.merchant_id = ${scope.merchantId}
    order by s.channel, s.name, shop_id`.execute(tx);
  return rows;
}
