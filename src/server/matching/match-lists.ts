import { sql } from 'kysely';
import type { MerchantId, RefundId, RmaId, ShopId } from '../../domain/ids.ts';
import type { DifferenceKind, LikelyCause } from '../../domain/matching/compare.ts';
import { actionsFor, type BookedAs, bookedAs } from '../../domain/matching/settle.ts';
import { formatDecimal, money } from '../../domain/money.ts';
import type { Instant, LocalDate } from '../../domain/time.ts';
import { keepsOpen } from '../books/keeps-open.ts';
import { safeCell } from '../books/voucher-files.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';
import { gatewayDaysUntold, lastDayDue } from './days-due.ts';
import { type MatchAccount, shopKey } from './keep-statement.ts';
import { GATEWAY_ZONE, isRead, isTransferred } from './match-statements.ts';

type View = { minor: string; currency: string };
type DayRow = {
  vendor: string;
  shopId: ShopId | null;
  shopName: string | null;
  day: LocalDate;
  state: 'complete' | 'absent' | 'failed' | 'not_offered' | 'missing';
  unexplained: boolean;
  cause: string | null;
  askedAt: Instant | null;
  totals: { ours: View; theirs: View; gap: View }[];
  open: number;
};

/** Days that a connected gateway should have told of and that nobody has asked it for, as where no job has run. */
const neverAskedFor = (merchantId: MerchantId, today: LocalDate) => sql`
  select vendor, '' as shop_id, day, 'missing' as state, null as file_id, null as cause, null::timestamptz as asked_at
  from (${gatewayDaysUntold(merchantId, today)}) g`;

/** Days and accounts with what was refunded by either book. */
export async function listMatchDays(
  tx: Tx,
  merchantId: MerchantId,
  query: { after?: string | undefined; limit: number; today: LocalDate },
) {
  const { limit, today } = query;
  const cursor = readCursor(query.after);
  const before = cursor
    ? sql`and (d.day, d.vendor, d.shop_id) < (${cursor[0]}::date, ${cursor[1]}, ${cursor[2] ?? ''})`
    : sql``;
  const newest = sql`order by d.day desc, d.vendor desc, d.shop_id desc limit ${limit + 1}`;
  const { rows } = await sql<DayRow>`
    with page as (
      select * from (
        (select d.vendor, d.shop_id, d.day, d.state, d.file_id, d.cause, d.asked_at from statement_day d
          where d.merchant_id = ${merchantId} ${before} ${newest})
        union all
        (select * from (${neverAskedFor(merchantId, today)}) d where true ${before} ${newest})) d
      ${newest})
    select d.vendor, nullif(d.shop_id, '') as "shopId", h.name as "shopName", d.day, d.state, d.cause,
      ${iso('d.asked_at')} as "askedAt", d.day <= ${lastDayDue(today)}::date and not ${isRead} as unexplained,
      (select count(*)::int from match_difference m where m.merchant_id = ${merchantId} and m.vendor = d.vendor
        and m.shop_id = d.shop_id and m.day = d.day and m.state = 'open') as open,
      coalesce((select jsonb_agg(jsonb_build_object(
          'ours', jsonb_build_object('minor', ours::text, 'currency', currency),
          'theirs', jsonb_build_object('minor', theirs::text, 'currency', currency),
          'gap', jsonb_build_object('minor', (theirs - ours)::text, 'currency', currency)) order by currency)
        from (select currency, sum(ours) as ours, sum(theirs) as theirs from (
            select r.currency, r.amount_minor as ours, 0 as theirs from refund r
              where r.merchant_id = ${merchantId} and r.method = d.vendor and r.state = 'succeeded' and not ${isTransferred}
                and (d.shop_id = '' or exists (select from rma m where m.merchant_id = r.merchant_id and m.rma_id = r.rma_id
                  and m.shop_id = d.shop_id))
                and r.settled_at >= d.day::timestamp at time zone ${GATEWAY_ZONE}
                and r.settled_at < (d.day + 1)::timestamp at time zone ${GATEWAY_ZONE}
            union all
            select l.currency, 0, l.amount_minor from statement_line l where l.merchant_id = ${merchantId}
              and l.vendor = d.vendor and l.day = d.day and l.file_id = d.file_id and l.kind = 'refund') x
          group by currency) s), '[]') as totals
    from page d left join shop h on h.merchant_id = ${merchantId} and h.shop_id = d.shop_id
    order by d.day desc, d.vendor desc, d.shop_id desc`.execute(tx);
  return pageFrom(rows, limit, ({ day, vendor, shopId }) => cursorOf(day, vendor, shopId ?? ''));
}

type DifferenceRow = {
  id: `mdf_${string}`;
  vendor: string;
  shopId: ShopId | null;
  shopName: string | null;
  kind: DifferenceKind;
  cause: LikelyCause;
  number: string;
  day: LocalDate;
  ours: View | null;
  theirs: View | null;
  gap: View;
  state: 'open' | 'settled' | 'gone';
  owner: string | null;
  dueOn: LocalDate;
  waitsUntil: LocalDate | null;
  rmaId: RmaId | null;
  rmaNumber: string | null;
};

const columns = sql`d.difference_id as id, d.vendor, nullif(d.shop_id, '') as "shopId", h.name as "shopName", d.kind, d.cause, d.number, d.day,
  case when d.ours_minor is not null then jsonb_build_object('minor', d.ours_minor::text, 'currency', d.currency) end as ours,
  case when d.theirs_minor is not null then jsonb_build_object('minor', d.theirs_minor::text, 'currency', d.currency) end as theirs,
  jsonb_build_object('minor', d.gap_minor::text, 'currency', d.currency) as gap, d.state, d.owner_id as owner,
  d.due_on as "dueOn", d.waits_until as "waitsUntil", d.rma_id as "rmaId", m.number as "rmaNumber"`;
const joined = sql`left join rma m on m.merchant_id = d.merchant_id and m.rma_id = d.rma_id
  left join shop h on h.merchant_id = d.merchant_id and h.shop_id = d.shop_id`;

type Filters = {
  vendor?: string | undefined;
  shopId?: string | undefined;
  /** The month that they keep open. */
  keepsOpen?: string | undefined;
  day?: string | undefined;
  kind?: string | undefined;
  state?: string | undefined;
  q?: string | undefined;
};

export async function listDifferences(
  tx: Tx,
  merchantId: MerchantId,
  query: Filters & { after?: string | undefined; limit: number },
) {
  const cursor = readCursor(query.after);
  const { vendor, shopId, day, kind, state, q } = query;
  const conditions = [
    sql`d.merchant_id = ${merchantId}`,
    ...(vendor ? [sql`d.vendor = ${vendor}`] : []),
    ...(shopId ? [sql`d.shop_id = ${shopId}`] : []),
    ...(query.keepsOpen ? [keepsOpen(query.keepsOpen)] : []),
    ...(day ? [sql`d.day = ${day}`] : []),
    ...(kind ? [sql`d.kind = ${kind}`] : []),
    // In so many words, so that the index of open ones serves.
    ...(state === 'open' ? [sql`d.state = 'open'`] : state ? [sql`d.state = ${state}`] : []),
    ...(q ? [sql`(d.number = ${q} or d.trade_number = ${q} or m.number = ${q.toUpperCase()})`] : []),
    ...(cursor ? [sql`(d.day, d.difference_id) < (${cursor[0]}::date, ${cursor[1]})`] : []),
  ];
  const { rows } = await sql<DifferenceRow>`select ${columns} from match_difference d ${joined}
    where ${sql.join(conditions, sql` and `)} order by d.day desc, d.difference_id desc limit ${query.limit + 1}`.execute(
    tx,
  );
  return pageFrom(rows, query.limit, ({ day, id }) => cursorOf(day, id));
}

const decimal = (view: View | null): string => (view ? formatDecimal(money(BigInt(view.minor), view.currency)) : '');
/** A minus is no formula where only figures follow. */
const figure = (view: View | null): string => decimal(view);

/** The head is in Chinese, as every file for accountants is. */
export async function differencesAsCsv(tx: Tx, merchantId: MerchantId, filters: Filters): Promise<string> {
  const head = '日期,账户,店铺,种类,可能原因,单号,退货单,我方,渠道,差额,币种,状态,处理期限';
  const { rows } = await listDifferences(tx, merchantId, { ...filters, limit: 10_000 });
  const lines = rows.map((row) =>
    [
      row.day,
      safeCell(row.vendor),
      safeCell(row.shopName ?? ''),
      row.kind,
      row.cause,
      safeCell(row.number),
      row.rmaNumber ?? '',
      figure(row.ours),
      figure(row.theirs),
      figure(row.gap),
      row.gap.currency,
      row.state,
      row.dueOn,
    ].join(','),
  );
  return `\uFEFF${[head, ...lines].join('\r\n')}\r\n`;
}

type Stored = DifferenceRow & {
  refundId: RefundId | null;
  trade: string | null;
  booked: string;
  firstAs: BookedAs | null;
  refund: {
    id: RefundId;
    state: string;
    amount: View;
    tradeNumber: string;
    settledAt: Instant | null;
    cause: string | null;
  } | null;
  goods: {
    stage: string;
    receivedAt: Instant | null;
    lines: { sku: string; quantity: number; reception: string }[];
  } | null;
  lines: {
    day: LocalDate;
    tradeNumber: string;
    refundNumber: string | null;
    gatewayReference: string | null;
    amount: View;
    at: Instant | null;
  }[];
  candidates: { refundId: RefundId; amount: View; rmaNumber: string | null }[];
  events: { action: string; by: string; at: Instant; note: string; bookNumber: string | null }[];
};

/** A difference with its three sides, and what may be done about it. */
export async function readDifference(tx: Tx, merchantId: MerchantId, id: string, today: LocalDate) {
  const { rows } = await sql<Stored>`select ${columns}, d.refund_id as "refundId", d.booked_minor::text as booked,
      d.trade_number as trade,
      (select b.facts ->> 'as' from match_event e join book_document b on b.merchant_id = e.merchant_id and b.command_id = e.command_id
        where e.merchant_id = d.merchant_id and e.difference_id = d.difference_id and e.action = 'book' order by e.seq limit 1)
        as "firstAs",
      (select jsonb_build_object('id', r.refund_id, 'state', r.state, 'tradeNumber', r.trade_number, 'cause', r.cause,
        'amount', jsonb_build_object('minor', r.amount_minor::text, 'currency', r.currency), 'settledAt', ${iso('r.settled_at')})
        from refund r where r.merchant_id = d.merchant_id and r.refund_id = d.refund_id) as refund,
      case when m.rma_id is not null then jsonb_build_object('stage', m.stage, 'receivedAt', ${iso('m.received_at')},
        'lines', (select jsonb_agg(jsonb_build_object('sku', l.sku, 'quantity', l.quantity, 'reception', l.reception) order by l.line_id)
          from rma_line l where l.merchant_id = m.merchant_id and l.rma_id = m.rma_id)) end as goods,
      coalesce((select jsonb_agg(jsonb_build_object('day', l.day, 'tradeNumber', l.trade_number, 'refundNumber', l.refund_number,
          'gatewayReference', l.gateway_reference, 'at', ${iso('l.moved_at')},
          'amount', jsonb_build_object('minor', l.amount_minor::text, 'currency', l.currency)) order by l.day, l.line_no)
        from jsonb_to_recordset(d.lines) as f(file text, no int) join statement_line l
          on l.merchant_id = d.merchant_id and l.file_id = f.file and l.line_no = f.no), '[]') as lines,
      coalesce((select jsonb_agg(jsonb_build_object('refundId', o.refund_id, 'rmaNumber', n.number,
          'amount', jsonb_build_object('minor', o.ours_minor::text, 'currency', o.currency))
          order by (o.ours_minor = d.theirs_minor) desc, o.refund_id desc)
        from (select * from match_difference o where o.merchant_id = d.merchant_id and o.vendor = d.vendor and o.shop_id = d.shop_id
          and o.state = 'open' and o.kind = 'missing_at_gateway' and d.kind = 'unknown_at_ours' and d.state = 'open'
          and o.trade_number = d.trade_number
          order by o.day desc, o.difference_id desc limit 50) o
        left join rma n on n.merchant_id = o.merchant_id and n.rma_id = o.rma_id), '[]') as candidates,
      (select jsonb_agg(jsonb_build_object('action', e.action, 'by', e.actor_id, 'at', ${iso('e.at')}, 'note', e.note,
        'bookNumber', e.book_number) order by e.seq desc) from match_event e
        where e.merchant_id = d.merchant_id and e.difference_id = d.difference_id) as events
    from match_difference d ${joined} where d.merchant_id = ${merchantId} and d.difference_id = ${id}`.execute(tx);
  const [found] = rows;
  if (!found) return undefined;
  const { booked, firstAs, refundId: _, trade: __, ...view } = found;
  const left = BigInt(view.gap.minor) - BigInt(booked);
  const settlable = { ...view, left, hasBooked: booked !== '0', today };
  return {
    ...view,
    left: { minor: String(left), currency: view.gap.currency },
    bookedAs: bookedAs(settlable, firstAs),
    actions: actionsFor(settlable),
  };
}

/** How many differences of an account wait for a person. */
export async function countOpen(tx: Tx, account: MatchAccount): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from match_difference
    where merchant_id = ${account.merchantId} and vendor = ${account.vendor} and shop_id = ${shopKey(account)} and state = 'open'`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}
