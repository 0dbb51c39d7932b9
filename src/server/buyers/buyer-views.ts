import { sql } from 'kysely';
import type { BuyerView, Habits, ListingView } from '../../contract/buyers.ts';
import type { BuyerId, MerchantId } from '../../domain/ids.ts';
import { reasonFacts, reasons } from '../../domain/policy/reasons.ts';
import { addDays, type Instant, type LocalDate, localDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { maskedNick } from '../orders/order-views.ts';
import { listingOf, maskedPhone, shareOf } from './buyer-lists.ts';
import { daysBefore, stands } from './buyer-record.ts';

/** Where and when a buyer is looked at. */
export type Looking = { merchantId: MerchantId; buyerId: BuyerId; now: Instant; timeZone: string };

/** The buyer that an id stands for today: two may have become one since. */
export async function currentBuyer(tx: Tx, merchantId: MerchantId, buyerId: BuyerId): Promise<BuyerId | undefined> {
  const { rows } = await sql<{ id: BuyerId }>`select coalesce(merged_into, buyer_id) as id from buyer
    where merchant_id = ${merchantId} and buyer_id = ${buyerId}`.execute(tx);
  return rows[0]?.id;
}

/** Orders of a buyer at all shops, as a table called `own`. */
const ownOrders = ({ merchantId, buyerId }: Looking) => sql`own as (
  select o.*, p.nick from party p join sales_order o on o.merchant_id = ${merchantId} and o.buyer_id = p.party_id
  where p.merchant_id = ${merchantId} and p.buyer_id = ${buyerId})`;

/** The returns of those orders that were neither refused nor withdrawn, as a table called `back`. */
const ownReturns = ({ merchantId }: Looking) => sql`back as (
  select r.*, own.placed_at from own
  join rma r on r.merchant_id = ${merchantId} and r.order_id = own.order_id and ${stands})`;

type HabitRow = {
  days: number;
  orders: number;
  units: number;
  paid: string;
  returns: number;
  returnedUnits: number;
  ordersReturned: number;
  refundOnly: number;
  qualityClaims: number;
  inspected: number;
  failedInspections: number;
  refunded: string;
  currency: string;
};

const claimsFault = reasons.filter((reason) => reasonFacts[reason].quality);

/** What a buyer did in the last 90 and 365 days. An order counts when it was placed, a return when it was opened. */
export async function readHabits(tx: Tx, looking: Looking): Promise<Habits[]> {
  const { merchantId, now } = looking;
  const { rows } = await sql<HabitRow>`
    with ${ownOrders(looking)}, ${ownReturns(looking)},
    span as (select d.days, d.since::timestamptz as since
      from (values (90, ${daysBefore(now, 90)}), (365, ${daysBefore(now, 365)})) as d(days, since))
    select s.days, m.currency, bought.*, sent.*, looked.*
    from span s
    join merchant m on m.merchant_id = ${merchantId}
    cross join lateral (
      select count(*)::int as orders, coalesce(sum(o.paid_minor), 0)::text as paid,
        coalesce(sum((select sum(l.quantity) from order_line l
          where l.merchant_id = ${merchantId} and l.order_id = o.order_id)), 0)::int as units,
        count(*) filter (where exists (select from back b where b.order_id = o.order_id))::int as "ordersReturned"
      from own o where o.placed_at >= s.since
    ) bought
    cross join lateral (
      select count(*)::int as returns, coalesce(sum(b.units), 0)::int as "returnedUnits",
        count(*) filter (where b.resolution = 'refund_only')::int as "refundOnly",
        count(*) filter (where b.reason = any(${claimsFault}))::int as "qualityClaims",
        coalesce(sum(b.refunded_minor), 0)::text as refunded
      from back b where b.opened_at >= s.since
    ) sent
    cross join lateral (
      select count(*)::int as inspected,
        -- A failure that a blind second look has yet to confirm is not told, not even as a number.
        count(*) filter (where jsonb_array_length(e.data -> 'failedTests') > 0 and not exists (select from rma_line w
          where w.merchant_id = ${merchantId} and w.rma_id = e.rma_id and w.line_id = e.data ->> 'lineId'
            and w.waits_for = 'second_look'))::int as "failedInspections"
      from back b join rma_event e on e.merchant_id = ${merchantId} and e.rma_id = b.rma_id and e.type = 'line_inspected'
      where b.opened_at >= s.since
    ) looked
    order by s.days`.execute(tx);
  return rows.map(({ currency, paid, refunded, ...row }) => ({
    ...row,
    paid: { minor: paid, currency },
    refunded: { minor: refunded, currency },
    returnShare: shareOf(row.orders, row.ordersReturned),
    refundOnlyShare: shareOf(row.returns, row.refundOnly),
    qualityShare: shareOf(row.returns, row.qualityClaims),
  }));
}

type PlaceRow = Omit<BuyerView['shops'][number], 'refunded'> & { refunded: string; currency: string };

/** The same buyer at each shop, over all time. */
export async function readShopsOf(tx: Tx, looking: Looking): Promise<BuyerView['shops']> {
  const { merchantId } = looking;
  const { rows } = await sql<PlaceRow>`
    with ${ownOrders(looking)}, ${ownReturns(looking)}
    select s.shop_id as id, s.name, s.channel, m.currency, max(own.nick) as nick, count(*)::int as orders,
      (select count(*)::int from back where back.shop_id = s.shop_id) as returns,
      (select coalesce(sum(back.refunded_minor), 0)::text from back where back.shop_id = s.shop_id) as refunded
    from own join shop s on s.merchant_id = ${merchantId} and s.shop_id = own.shop_id
    join merchant m on m.merchant_id = ${merchantId}
    group by s.merchant_id, s.shop_id, s.name, s.channel, m.currency order by orders desc, s.shop_id`.execute(tx);
  return rows.map(({ refunded, currency, ...row }) => ({
    ...row,
    nick: row.nick === '' ? '' : maskedNick(row.nick),
    refunded: { minor: refunded, currency },
  }));
}

/** Why goods came back in a year, the commonest first, and orders and returns month by month. */
export async function readReasonsAndMonths(tx: Tx, looking: Looking): Promise<Pick<BuyerView, 'reasons' | 'months'>> {
  const { now, timeZone } = looking;
  const months = lastMonths(localDate(now, timeZone));
  const monthOf = (column: string) => sql`to_char(${sql.ref(column)} at time zone ${timeZone}, 'YYYY-MM')`;
  const { rows } = await sql<Pick<BuyerView, 'reasons' | 'months'>>`
    with ${ownOrders(looking)}, ${ownReturns(looking)}
    select coalesce((select json_agg(json_build_object('reason', w.reason, 'count', w.n) order by w.n desc, w.reason)
        from (select reason, count(*)::int as n from back where opened_at >= ${daysBefore(now, 365)}::timestamptz
          group by reason) w), '[]') as reasons,
      (select json_agg(json_build_object('month', m.month,
          'orders', (select count(*)::int from own where ${monthOf('own.placed_at')} = m.month),
          'returns', (select count(*)::int from back where ${monthOf('back.opened_at')} = m.month)) order by m.month)
        from unnest(${months}::text[]) as m(month)) as months`.execute(tx);
  return rows[0] ?? { reasons: [], months: [] };
}

const MONTHS = 12;

/** `2025-12` to `2026-11`. */
function lastMonths(today: LocalDate): string[] {
  const months = [today.slice(0, 7)];
  let first = `${today.slice(0, 7)}-01` as LocalDate;
  while (months.length < MONTHS) {
    const before = addDays(first, -1).slice(0, 7);
    months.unshift(before);
    first = `${before}-01` as LocalDate;
  }
  return months;
}

type Figures = {
  id: BuyerId;
  nick: string;
  phoneTail: string;
  knownSince: Instant;
  listing: { kind: 'allow' | 'block'; reason: string; until: LocalDate | null } | null;
};

/** Who it is, masked, and the list he is on. */
export async function readPerson(tx: Tx, { merchantId, buyerId, now }: Looking) {
  const { rows } = await sql<Figures>`
    select b.buyer_id as id, coalesce(max(p.nick), '') as nick, coalesce(max(p.phone_tail), '') as "phoneTail",
      least(b.created_at, min(p.created_at)) as "knownSince", ${listingOf(now)} as listing
    from buyer b left join party p on p.merchant_id = b.merchant_id and p.buyer_id = b.buyer_id
    where b.merchant_id = ${merchantId} and b.buyer_id = ${buyerId} group by b.merchant_id, b.buyer_id`.execute(tx);
  const row = rows[0];
  if (!row) return undefined;
  const { phoneTail, ...person } = row;
  return { ...person, nick: row.nick === '' ? '' : maskedNick(row.nick), maskedPhone: maskedPhone(phoneTail) };
}

const NEWEST = 20;

export async function readNewest(tx: Tx, looking: Looking): Promise<Pick<BuyerView, 'orders' | 'returns'>> {
  const { merchantId } = looking;
  const ordered = sql<Omit<BuyerView['orders'][number], 'paid'> & { paid: bigint; currency: string }>`
    with ${ownOrders(looking)}
    select own.order_id as id, own.external_id as "externalId", s.name as "shopName", own.placed_at as "placedAt",
      own.paid_minor as paid, own.currency
    from own join shop s on s.merchant_id = ${merchantId} and s.shop_id = own.shop_id
    order by own.placed_at desc, own.order_id desc limit ${NEWEST}`.execute(tx);
  const returned = sql<Omit<BuyerView['returns'][number], 'amount'> & { amount: bigint; currency: string }>`
    with ${ownOrders(looking)}
    select r.rma_id as id, r.number, s.name as "shopName", r.opened_at as "openedAt", r.resolution, r.reason, r.stage,
      r.amount_minor as amount, r.currency
    from own join rma r on r.merchant_id = ${merchantId} and r.order_id = own.order_id
    join shop s on s.merchant_id = ${merchantId} and s.shop_id = r.shop_id
    order by r.opened_at desc, r.rma_id desc limit ${NEWEST}`.execute(tx);
  const [orders, returns] = await Promise.all([ordered, returned]);
  return {
    orders: orders.rows.map(({ paid, currency, ...row }) => ({ ...row, paid: { minor: String(paid), currency } })),
    returns: returns.rows.map(({ amount, currency, ...row }) => ({
      ...row,
      amount: { minor: String(amount), currency },
    })),
  };
}

type ListingRow = Omit<ListingView, 'rma' | 'state' | 'by' | 'endedBy'> & {
  rmaId: string | null;
  rmaNumber: string | null;
  lapsed: boolean;
  listedBy: string;
  endedById: string | null;
};

/** Every entry there ever was, the newest first. */
export async function readListings(
  tx: Tx,
  { merchantId, buyerId, now }: Looking,
  names: ReadonlyMap<string, string>,
): Promise<ListingView[]> {
  const { rows } = await sql<ListingRow>`
    select l.listing_id as id, l.kind, l.reason, l.rma_id as "rmaId", r.number as "rmaNumber", l.since,
      l.until_on as until, coalesce(l.lapses_at <= ${now}, false) as lapsed, l.listed_by as "listedBy",
      l.ended_at as "endedAt", l.ended_by as "endedById", l.end_note as "endNote"
    from buyer_listing l left join rma r on r.merchant_id = l.merchant_id and r.rma_id = l.rma_id
    where l.merchant_id = ${merchantId} and l.buyer_id = ${buyerId} order by l.listing_id desc limit 100`.execute(tx);
  return rows.map(({ rmaId, rmaNumber, lapsed, listedBy, endedById, ...row }) => ({
    ...row,
    rma: rmaId && rmaNumber ? { id: rmaId as `rma_${string}`, number: rmaNumber } : null,
    by: names.get(listedBy) ?? '',
    endedBy: (endedById && names.get(endedById)) ?? '',
    // An entry that was ended after its last day had lapsed before; what counts is when it stopped counting.
    state: row.endedAt !== null ? 'ended' : lapsed ? 'lapsed' : 'in_force',
  }));
}
