import { type RawBuilder, sql } from 'kysely';
import { returnSharePercent } from '../../domain/buyers/buyer-record.ts';
import type { BuyerId, MerchantId } from '../../domain/ids.ts';
import type { Instant, LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { maskedNick } from '../orders/order-views.ts';
import { phoneKey } from '../orders/phone-key.ts';
import { daysBefore, stands } from './buyer-record.ts';

export type BuyerQuery = {
  after?: string | undefined;
  limit: number;
  q?: string | undefined;
  listed?: 'allow' | 'block' | 'any' | undefined;
};

type Listed = { kind: 'allow' | 'block'; reason: string; until: LocalDate | null };

type Row = {
  id: BuyerId;
  nick: string;
  phoneTail: string;
  shops: string[];
  orders365d: number;
  ordersReturned365d: number;
  returns90d: number;
  lastOrderAt: Instant | null;
  listing: Listed | null;
};

/** An entry of a list that counts now, over a `buyer_listing` called `l`. */
const inForce = (now: Instant): RawBuilder<unknown> =>
  sql`l.ended_at is null and (l.lapses_at is null or l.lapses_at > ${now})`;

/** The entry that counts for a buyer called `b`, as JSON; where two buyers became one, a block comes first. */
export const listingOf = (now: Instant) => sql<Listed | null>`(select json_build_object('kind', l.kind,
    'reason', l.reason, 'until', to_char(l.until_on, 'YYYY-MM-DD'))
  from buyer_listing l where l.merchant_id = b.merchant_id and l.buyer_id = b.buyer_id and ${inForce(now)}
  order by l.kind desc, l.listing_id desc limit 1)`;

/** One page of buyers, the newest first. */
export async function listBuyers(
  tx: Tx,
  app: Pick<App, 'secrets'>,
  merchantId: MerchantId,
  query: BuyerQuery,
  now: Instant,
) {
  const cursor = readCursor(query.after);
  const wanted = [
    sql`b.merchant_id = ${merchantId} and b.merged_into is null`,
    ...(cursor ? [sql`b.buyer_id < ${cursor[0]}`] : []),
    ...(query.q ? [sql`b.buyer_id in (${found(app, merchantId, query.q)})`] : []),
    ...(query.listed ? [sql`b.buyer_id in (${listedNow(merchantId, query.listed, now)})`] : []),
  ];
  const { rows } = await sql<Row>`
    with page as (
      select b.merchant_id, b.buyer_id from buyer b where ${sql.join(wanted, sql` and `)}
      order by b.buyer_id desc limit ${query.limit + 1}
    )
    select b.buyer_id as id, who.nick, who."phoneTail", who.shops, did.*, ${listingOf(now)} as listing
    from page b
    cross join lateral (
      select coalesce(max(p.nick), '') as nick, coalesce(max(p.phone_tail), '') as "phoneTail",
        coalesce(json_agg(distinct s.name), '[]') as shops
      from party p join shop s on s.merchant_id = p.merchant_id and s.shop_id = p.shop_id
      where p.merchant_id = b.merchant_id and p.buyer_id = b.buyer_id
    ) who
    cross join lateral (
      select count(*) filter (where o.placed_at >= ${daysBefore(now, 365)}::timestamptz)::int as "orders365d",
        count(*) filter (where o.placed_at >= ${daysBefore(now, 365)}::timestamptz and back.returns > 0)::int
          as "ordersReturned365d",
        coalesce(sum(back.lately), 0)::int as "returns90d", max(o.placed_at) as "lastOrderAt"
      from party p
      join sales_order o on o.merchant_id = p.merchant_id and o.buyer_id = p.party_id
      cross join lateral (
        select count(*) as returns, count(*) filter (where r.opened_at >= ${daysBefore(now, 90)}::timestamptz) as lately
        from rma r where r.merchant_id = o.merchant_id and r.order_id = o.order_id and ${stands}
      ) back
      where p.merchant_id = b.merchant_id and p.buyer_id = b.buyer_id
    ) did
    order by b.buyer_id desc`.execute(tx);
  return pageFrom(
    rows.map(({ phoneTail, ordersReturned365d, ...row }) => ({
      ...row,
      nick: row.nick === '' ? '' : maskedNick(row.nick),
      maskedPhone: maskedPhone(phoneTail),
      returnShare: shareOf(row.orders365d, ordersReturned365d),
    })),
    query.limit,
    (row) => cursorOf(row.id),
  );
}

export const maskedPhone = (tail: string): string => (tail === '' ? '' : `*******${tail}`);

/** A share as part of one; null where there are too few orders to tell. */
export function shareOf(orders: number, returned: number): number | null {
  const percent = returnSharePercent(orders, returned);
  return percent === null ? null : percent / 100;
}

/** Of all that begin with a text, so many at most; who wants another types one letter more. */
const MOST_FOUND = 2_000;

/** A whole phone by its index, four digits as the end of one, anything else as the beginning of a nick. */
function found({ secrets }: Pick<App, 'secrets'>, merchantId: MerchantId, q: string): RawBuilder<unknown> {
  const looking = sql`select p.buyer_id from party p where p.merchant_id = ${merchantId}`;
  if (/^[+\d][\d\s-]{6,19}$/.test(q)) {
    return sql`${looking} and p.phone_index = ${secrets.index(phoneKey(q), merchantId)}`;
  }
  const nick = sql`${looking} and p.nick collate "C" >= ${q} and p.nick collate "C" < ${`${q}\u{10ffff}`} and p.nick <> ''
    limit ${MOST_FOUND}`;
  if (!/^\d{4}$/.test(q)) return nick;
  return sql`(${looking} and p.phone_tail = ${q} and p.phone_tail <> '' order by p.party_id desc limit ${MOST_FOUND})
    union all (${nick})`;
}

const listedNow = (merchantId: MerchantId, kind: 'allow' | 'block' | 'any', now: Instant): RawBuilder<unknown> =>
  sql`select l.buyer_id from buyer_listing l where l.merchant_id = ${merchantId} and ${inForce(now)}
    and l.kind = any(${kind === 'any' ? ['allow', 'block'] : [kind]})`;
