import { sql } from 'kysely';
import { compareAll, type Difference, type Pair } from '../../domain/matching/compare.ts';
import { isOfOtherCurrency } from '../../domain/matching/settle.ts';
import { money } from '../../domain/money.ts';
import { addDays, type LocalDate, localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type Found, recordDifferences, takeTurns } from './difference-store.ts';
import { type MatchAccount, shopKey } from './keep-statement.ts';

/** The zone of the days of every gateway that we read. */
export const GATEWAY_ZONE = 'Asia/Shanghai';
/** So far back a late line or a changed refund still changes what was found. */
export const WINDOW_DAYS = 45;
type Suspect = {
  number: string;
  refundId: string | null;
  rmaId: string | null;
  state: string | null;
  ours: string | null;
  currency: string | null;
  oursDay: LocalDate | null;
  trade: string | null;
  isTransferred: boolean;
  isOtherTrade: boolean | null;
  lines: { amount: string; currency: string; day: LocalDate; trade: string; file: string; no: number }[] | null;
  isNumberless: boolean | null;
  isOurTrade: boolean;
  nextDayIsRead: boolean;
  booksCurrency: string;
};

/**
 * Holds all that an account's statements say of the last weeks against our refunds through it, or of the days since `from`
 * where those are more. Two at once take turns.
 */
export async function matchAccount(app: App, account: MatchAccount, from?: LocalDate): Promise<void> {
  const today = localDate(app.clock.now(), GATEWAY_ZONE);
  const lately = addDays(today, -WINDOW_DAYS);
  // A refund of the first two days may stand in a bill before them.
  const since = from && from < lately ? addDays(from, -2) : lately;
  await app.db.inMerchant(account.merchantId, async (tx) => {
    await takeTurns(tx, account);
    const suspects = await suspectsOf(tx, account, since);
    const found = compareAll(suspects.map(pairOf)).map(({ pair, difference }) => foundOf(pair, difference, today));
    await recordDifferences(app, tx, { account, since, today }, found);
  });
}

type SuspectPair = Pair & { refundId: string | null; rmaId: string | null };

const pairOf = (suspect: Suspect): SuspectPair => {
  const { number, refundId, rmaId, state, ours, currency, oursDay, trade, lines, isOurTrade, nextDayIsRead } = suspect;
  const { isTransferred, isOtherTrade, booksCurrency } = suspect;
  return {
    number,
    refundId,
    rmaId,
    ours:
      state !== null && ours !== null && currency !== null
        ? { state, amount: money(BigInt(ours), currency), day: oursDay, tradeNumber: trade ?? '', isTransferred }
        : null,
    theirs: (lines ?? []).map(({ amount, currency, day, trade, file, no }) => ({
      amount: money(BigInt(amount), currency),
      day,
      tradeNumber: trade,
      source: { file, no },
    })),
    isOurTrade,
    isNumberless: suspect.isNumberless === true,
    isOtherTrade: isOtherTrade === true,
    currency: booksCurrency,
    nextDayIsRead,
  };
};

const foundOf = (pair: SuspectPair, difference: Difference, today: LocalDate): Found => {
  const { number, refundId, rmaId, ours, theirs } = pair;
  const theirCurrency = isOfOtherCurrency(difference.cause) ? undefined : theirs[0]?.amount.currency;
  const currency = ours?.amount.currency ?? theirCurrency ?? pair.currency;
  const counted = theirs.filter(({ amount }) => amount.currency === currency);
  return {
    ...difference,
    subject: number,
    number,
    refundId,
    rmaId,
    trade: theirs[0]?.tradeNumber ?? ours?.tradeNumber ?? null,
    ours: ours ? ours.amount.minor : null,
    theirs: counted.length > 0 ? counted.reduce((sum, { amount }) => sum + amount.minor, 0n) : null,
    currency,
    dueOn: addDays(today, difference.cause === 'may_come_late' ? 2 : 3),
    lines: theirs.flatMap(({ source }) => (source ? [source] : [])),
  };
};

/** Gateways have no file of a day without movements: where there is none a day after it was due, there will be none. */
export const isRead = sql`(d.state = 'complete'
  or d.state = 'absent' and d.asked_at >= (d.day + 2)::timestamp at time zone ${GATEWAY_ZONE})`;

/** Its money left the bank, whatever gateway had been asked before. */
export const isTransferred = sql`exists (select from refund_transfer t where t.merchant_id = r.merchant_id
  and t.refund_id = r.refund_id and t.state = 'paid')`;

/** Stripe has two numbers for one payment, and its statement names the intent where we may know the charge. */
const isOtherTrade = sql`exists (select from unnest(t.own_trades) as x(trade) where x.trade <> o.trade_number
  and not (starts_with(o.trade_number, 'ch_') and starts_with(x.trade, 'pi_')))`;

const isRefundOfShop = (shopId: string) => sql`exists (select from rma s where s.merchant_id = r.merchant_id
  and s.rma_id = r.rma_id and s.shop_id = ${shopId})`;
const isPaymentOfShop = (shopId: string) => sql`exists (select from sales_order s where s.merchant_id = p.merchant_id
  and s.order_id = p.order_id and s.shop_id = ${shopId})`;

const day = sql`(r.settled_at at time zone ${GATEWAY_ZONE})::date`;

/** Of a refund `o` and the lines under its number `t`: they do not plainly agree. */
const isSuspect = (account: MatchAccount) => sql`case
      when t.number is null then exists (select from statement_day d where d.merchant_id = ${account.merchantId}
        and d.vendor = ${account.vendor} and d.shop_id = ${shopKey(account)} and d.day = o.day and ${isRead})
      when o.refund_id is null then true
      else not (o.state = 'succeeded' and t.n = 1 and t.paid = o.amount_minor and t.currency = o.currency
        and t.day between o.day - 1 and o.day + 1 and not o.transferred and not ${isOtherTrade})
    end`;

/**
 * Refunds and lines that do not plainly agree; those that do stay in the database. A refund and its line are up to a day
 * apart: what is only told apart by its order is read from two days before.
 */
async function suspectsOf(tx: Tx, account: MatchAccount, since: LocalDate): Promise<Suspect[]> {
  const { merchantId, vendor, shopId } = account;
  const shop = shopKey(account);
  const before = addDays(since, -2);
  // Another shop of the platform has a bill of its own.
  const isOfShop = shopId === undefined ? sql`true` : isRefundOfShop(shopId);
  const { rows } = await sql<Suspect>`
    with raw as materialized (
      select l.number, l.is_numberless, l.refund_number, l.day, l.amount_minor, l.currency, l.trade_number, l.file_id, l.line_no
      from statement_day d
      join statement_line l on l.merchant_id = d.merchant_id and l.vendor = d.vendor and l.day = d.day and l.file_id = d.file_id
      where d.merchant_id = ${merchantId} and d.vendor = ${vendor} and d.shop_id = ${shop} and d.day >= ${before} and d.state = 'complete' and l.kind = 'refund'
    ), document as materialized (
      -- A marketplace's bill knows its own document, which is paid once.
      select distinct on (m.external_id) m.external_id, r.refund_id
      from refund r join rma m on m.merchant_id = r.merchant_id and m.rma_id = r.rma_id
      where r.merchant_id = ${merchantId} and r.method = ${vendor}
        and (r.state = 'succeeded' and r.settled_at >= ${before} or r.settled_at is null)
        and m.external_id is not null and m.channel = ${vendor} and ${isOfShop}
      order by m.external_id, (r.state = 'succeeded') desc, ${isTransferred}, r.settled_at desc
    ), nameless as (
      select file_id, line_no, trade_number, amount_minor, currency,
        row_number() over (partition by trade_number, amount_minor, currency order by day, line_no) as n
      from raw where is_numberless
    ), payable as (
      -- A bill that names payments only: equal amounts of one payment are told apart by their order.
      select r.refund_id, r.trade_number, r.amount_minor, r.currency,
        row_number() over (partition by r.trade_number, r.amount_minor, r.currency order by r.settled_at, r.refund_id) as n
      from refund r where r.merchant_id = ${merchantId} and r.method = ${vendor} and r.state = 'succeeded'
        and r.settled_at >= ${before}::date::timestamp at time zone ${GATEWAY_ZONE} and not ${isTransferred}
        and ${isOfShop} and r.trade_number in (select trade_number from nameless)
    ), line as materialized (
      select coalesce(k.refund_id, c.refund_id, p.refund_id, l.number) as number, l.is_numberless, l.day, l.amount_minor, l.currency,
        l.trade_number, l.file_id, l.line_no, coalesce(k.refund_id, c.refund_id, p.refund_id) is null as is_by_own_number
      from raw l
      left join statement_link k on k.merchant_id = ${merchantId} and k.vendor = ${vendor} and k.shop_id = ${shop} and k.their_number = l.number
      left join document c on c.external_id = l.refund_number
      left join nameless n on n.file_id = l.file_id and n.line_no = l.line_no
      left join payable p on p.trade_number = n.trade_number and p.amount_minor = n.amount_minor and p.currency = n.currency
        and p.n = n.n
      where l.day >= ${since}
    ), theirs as materialized (
      select number, count(*) as n, sum(amount_minor) as paid, min(currency) as currency, min(day) as day,
        min(trade_number) as trade, bool_and(is_numberless) as nameless,
        array_agg(trade_number) filter (where is_by_own_number and trade_number <> '') as own_trades,
        jsonb_agg(jsonb_build_object('amount', amount_minor::text, 'currency', currency, 'day', day, 'trade', trade_number,
          'file', file_id, 'no', line_no) order by day, line_no) as lines
      from line group by number
    ), ours as materialized (
      select r.refund_id, r.rma_id, r.state, r.amount_minor, r.currency, r.trade_number, ${day} as day, false as transferred
      from refund r where r.merchant_id = ${merchantId} and r.method = ${vendor} and r.state = 'succeeded'
        and r.settled_at >= (${addDays(since, 2)}::date)::timestamp at time zone ${GATEWAY_ZONE} and not ${isTransferred} and ${isOfShop}
      union
      select r.refund_id, r.rma_id, r.state, r.amount_minor, r.currency, r.trade_number, ${day} as day, ${isTransferred}
      from theirs t join refund r on r.merchant_id = ${merchantId} and r.refund_id = t.number and r.method = ${vendor} and ${isOfShop}
    )
    select coalesce(o.refund_id, t.number) as number, o.refund_id as "refundId", o.rma_id as "rmaId", o.state,
      o.amount_minor::text as ours, o.currency, o.day as "oursDay", o.trade_number as trade, t.lines,
      coalesce(o.transferred, false) as "isTransferred", ${isOtherTrade} as "isOtherTrade",
      t.nameless as "isNumberless", (select currency from merchant where merchant_id = ${merchantId}) as "booksCurrency",
      exists (select from order_payment p where p.merchant_id = ${merchantId} and p.method = ${vendor}
        and p.trade_number = t.trade and ${shopId === undefined ? sql`true` : isPaymentOfShop(shopId)}) as "isOurTrade",
      exists (select from statement_day d where d.merchant_id = ${merchantId} and d.vendor = ${vendor} and d.shop_id = ${shop}
        and d.day = o.day + 1 and ${isRead}) as "nextDayIsRead"
    from ours o full join theirs t on t.number = o.refund_id
    where ${isSuspect(account)}`.execute(tx);
  return rows;
}
