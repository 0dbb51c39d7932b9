import { type RawBuilder, sql } from 'kysely';
import { ageSteps } from '../../contract/advances.ts';
import type { MerchantId, RmaId, ShopId } from '../../domain/ids.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { AdvanceMoment } from '../../domain/policy/policy.ts';
import type { AdvanceState, ChaseKind } from '../../domain/returns/advance.ts';
import { isOpenFor } from '../../domain/returns/advance-guards.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

type Row = {
  rmaId: RmaId;
  rmaNumber: string;
  orderExternalId: string;
  shopId: ShopId;
  shopName: string;
  state: AdvanceState;
  moment: AdvanceMoment;
  currency: string;
  amount: bigint;
  open: bigint;
  writtenOff: bigint;
  advancedAt: Instant;
  days: number;
  stage: string;
  closedAt: Instant | null;
  chases: number;
  lastChase: ChaseKind | null;
  lastNote: string | null;
  lastAt: Instant | null;
  writtenOffBecause: string | null;
  key: string;
};

type Query = {
  state: AdvanceState;
  minDays?: number | undefined;
  shopId?: ShopId | undefined;
  q?: string | undefined;
  after?: string | undefined;
  limit: number;
};

const daysSince = (now: Instant): RawBuilder<unknown> =>
  sql`floor(extract(epoch from ${now}::timestamptz - e.advanced_at) / 86400)::int`;

/** The longest out first. */
export async function listExposureRows(tx: Tx, merchantId: MerchantId, who: Who, now: Instant, query: Query) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`e.merchant_id = ${merchantId}`,
    sql`e.state = ${query.state}`,
    ...(query.minDays ? [sql`e.advanced_at <= ${plusHours(now, -24 * query.minDays)}::timestamptz`] : []),
    ...(query.shopId ? [sql`e.shop_id = ${query.shopId}`] : []),
    ...(query.q ? [sql`(r.number = ${query.q.toUpperCase()} or r.order_external_id = ${query.q})`] : []),
    ...(cursor ? [sql`(e.advanced_at, e.rma_id) > (${cursor[0]}::timestamptz, ${cursor[1]}::text)`] : []),
  ];
  const { rows } = await sql<Row>`select e.rma_id as "rmaId", r.number as "rmaNumber",
      r.order_external_id as "orderExternalId", e.shop_id as "shopId", s.name as "shopName", e.state, e.moment,
      e.currency, e.amount_minor as amount, e.open_minor as open, e.written_off_minor as "writtenOff",
      e.advanced_at as "advancedAt", ${daysSince(now)} as days, r.stage, e.closed_at as "closedAt", e.chases,
      e.last_chase as "lastChase", e.last_chase_note as "lastNote", e.last_chase_at as "lastAt",
      e.written_off_because as "writtenOffBecause", e.advanced_at::text as key
    from exposure e
    join rma r on r.merchant_id = e.merchant_id and r.rma_id = e.rma_id
    join shop s on s.merchant_id = e.merchant_id and s.shop_id = e.shop_id
    where ${sql.join(conditions, sql` and `)}
    order by e.advanced_at, e.rma_id limit ${query.limit + 1}`.execute(tx);
  const page = pageFrom(rows, query.limit, (row) => cursorOf(row.key, row.rmaId));
  return { ...page, rows: page.rows.map((row) => shown(row, who)) };
}

function shown({ key: _, currency, amount, open, writtenOff, lastChase, lastNote, lastAt, ...row }: Row, who: Who) {
  const money = (minor: bigint) => ({ minor: String(minor), currency });
  const no = isOpenFor(row.state, who);
  return {
    ...row,
    amount: money(amount),
    open: money(open),
    writtenOff: money(writtenOff),
    lastChase: lastChase && lastAt ? { kind: lastChase, note: lastNote ?? '', at: lastAt } : null,
    can: { chase: no, writeOff: no },
  };
}

type Age = { from: number; count: number; open: string };
type OfShop = { shopId: ShopId; shopName: string; count: number; open: string };

/** In one currency: that of the limits, or of the shop where there are none. */
export async function sumExposureOf(tx: Tx, merchantId: MerchantId, currency: string, now: Instant, today: string) {
  const open = sql`e.merchant_id = ${merchantId} and e.state = 'open' and e.currency = ${currency}`;
  const [ages, shops, day] = await Promise.all([
    sql<Age>`select (array[${sql.join([...ageSteps])}]::int[])[width_bucket(${daysSince(now)}, array[${sql.join([...ageSteps])}]::int[])] as from,
        count(*)::int as count, sum(e.open_minor)::text as open
      from exposure e where ${open} group by 1`.execute(tx),
    sql<OfShop>`select e.shop_id as "shopId", s.name as "shopName", count(*)::int as count,
        sum(e.open_minor)::text as open
      from exposure e join shop s on s.merchant_id = e.merchant_id and s.shop_id = e.shop_id
      where ${open} group by 1, 2 order by sum(e.open_minor) desc, 1 limit 50`.execute(tx),
    sql<{ sum: string }>`select coalesce(sum(amount_minor), 0)::text as sum from exposure
      where merchant_id = ${merchantId} and advanced_on = ${today} and currency = ${currency}`.execute(tx),
  ]);
  const money = (minor: string) => ({ minor, currency });
  return {
    today: money(day.rows[0]?.sum ?? '0'),
    ages: ageSteps.map((fromDays) => {
      const known = ages.rows.find(({ from }) => from === fromDays);
      return { fromDays, count: known?.count ?? 0, open: money(known?.open ?? '0') };
    }),
    shops: shops.rows.map((row) => ({ ...row, open: money(row.open) })),
  };
}
