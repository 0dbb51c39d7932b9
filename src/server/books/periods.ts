import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { type LocalDate, localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { merchantTerms } from '../warehouse/document-store.ts';
import { keepsOpen } from './keeps-open.ts';
import { makeVouchers } from './vouchers.ts';

type State = 'open' | 'closed';
type Change = { action: 'closed' | 'reopened'; by: string; at: string; because: string };
type PeriodRow = {
  period: string;
  state: State;
  entries: number;
  withoutVoucher: number;
  vouchers: number;
  unchecked: number;
  debit: { minor: string; currency: string };
  credit: { minor: string; currency: string };
  changes: Change[];
};

/** The months that something was posted in, or that were closed without. */
export async function listPeriods(
  tx: Tx,
  merchantId: MerchantId,
  query: { after?: string | undefined; limit: number },
) {
  const cursor = readCursor(query.after);
  const before = cursor ? sql`and period < ${cursor[0]}` : sql``;
  const { rows } = await sql<PeriodRow>`
    with recursive month as (
      -- Steps from month to month, so that no entry is read that need not be.
      (select to_char(max(posted_on), 'YYYY-MM') as period from journal_entry where merchant_id = ${merchantId}
        having max(posted_on) is not null)
      union all
      select (select to_char(max(posted_on), 'YYYY-MM') from journal_entry
        where merchant_id = ${merchantId} and posted_on < (month.period || '-01')::date)
      from month where month.period is not null
    ), known as (
      select period from month where period is not null
      union select period from accounting_period where merchant_id = ${merchantId}
    ), page as (select period from known where true ${before} order by period desc limit ${query.limit + 1})
    select page.period, coalesce(p.state, 'open') as state, coalesce(e.n, 0)::int as entries,
      (coalesce(e.n, 0) - coalesce(v.entries, 0))::int as "withoutVoucher", coalesce(v.n, 0)::int as vouchers,
      coalesce(v.unchecked, 0)::int as unchecked,
      jsonb_build_object('minor', coalesce(l.debit, 0)::text, 'currency', m.currency) as debit,
      jsonb_build_object('minor', coalesce(l.credit, 0)::text, 'currency', m.currency) as credit,
      coalesce((select jsonb_agg(jsonb_build_object('action', c.action, 'by', c.changed_by,
        'at', to_char(c.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'because', c.because) order by c.seq desc)
        from period_change c where c.merchant_id = ${merchantId} and c.period = page.period), '[]') as changes
    from page
    join merchant m on m.merchant_id = ${merchantId}
    left join accounting_period p on p.merchant_id = ${merchantId} and p.period = page.period
    left join lateral (select count(*) as n from journal_entry e where e.merchant_id = ${merchantId}
      and e.posted_on >= (page.period || '-01')::date and e.posted_on < (page.period || '-01')::date + interval '1 month') e on true
    left join lateral (select sum(debit_minor) as debit, sum(credit_minor) as credit from account a
      join journal_line l on l.merchant_id = a.merchant_id and l.account_code = a.code
        and l.posted_on >= (page.period || '-01')::date and l.posted_on < (page.period || '-01')::date + interval '1 month'
      where a.merchant_id = ${merchantId}) l on true
    left join lateral (select count(*) as n, sum(v.entries) as entries, count(*) filter (where v.checked_by is null) as unchecked
      from voucher v where v.merchant_id = ${merchantId} and v.period = page.period) v on true
    order by page.period desc`.execute(tx);
  return pageFrom(rows, query.limit, ({ period }) => cursorOf(period));
}

const checkCodes = [
  'not_over',
  'earlier_open',
  'unbalanced',
  'open_items_differ',
  'without_voucher',
  'unchecked_vouchers',
  'not_pushed',
  'refunds_unknown',
  'losses_waiting',
  'vat_awaits_red',
  'differences_open',
  'statements_unread',
] as const;
type CheckCode = (typeof checkCodes)[number];
type Check = { code: CheckCode; count: number; blocks: boolean };

const blocking: ReadonlySet<CheckCode> = new Set<CheckCode>([
  'not_over',
  'earlier_open',
  'unbalanced',
  'open_items_differ',
  'not_pushed',
  'differences_open',
]);

/** What keeps a month open, and what somebody should know before he closes it. Only what is there is told. */
export async function closingChecks(app: App, tx: Tx, merchantId: MerchantId, period: string): Promise<Check[]> {
  const { time_zone: timeZone } = await merchantTerms(tx, merchantId);
  const today: LocalDate = localDate(app.clock.now(), timeZone);
  const first = sql`${`${period}-01`}::date`;
  const next = sql`(${first} + interval '1 month')::date`;
  const { rows } = await sql<Record<CheckCode, number>>`select
    (${today}::date < ${next})::int as not_over,
    (select count(distinct to_char(e.posted_on, 'YYYY-MM')) from journal_entry e where e.merchant_id = ${merchantId}
      and e.posted_on < ${first} and not exists (select from accounting_period p where p.merchant_id = e.merchant_id
        and p.period = to_char(e.posted_on, 'YYYY-MM') and p.state = 'closed'))::int as earlier_open,
    (select count(*) from (select l.entry_id from account a
      join journal_line l on l.merchant_id = a.merchant_id and l.account_code = a.code
        and l.posted_on >= ${first} and l.posted_on < ${next}
      where a.merchant_id = ${merchantId}
      group by l.entry_id having sum(l.debit_minor) <> sum(l.credit_minor)) x)::int as unbalanced,
    (select count(*) from (
      select account_code, coalesce(party_kind, ''), coalesce(party_id, ''), item, sum(debit_minor - credit_minor) from journal_line
        where merchant_id = ${merchantId} and item is not null group by 1, 2, 3, 4
      except select account_code, party_kind, party_id, item, balance_minor from open_item
        where merchant_id = ${merchantId}) x)::int as open_items_differ,
    (select count(*) from journal_entry e where e.merchant_id = ${merchantId} and e.posted_on >= ${first} and e.posted_on < ${next}
      and not exists (select from voucher_entry v where v.merchant_id = e.merchant_id and v.entry_id = e.entry_id))::int as without_voucher,
    (select count(*) from voucher where merchant_id = ${merchantId} and period = ${period} and checked_by is null)::int as unchecked_vouchers,
    (select count(*) from finance_terms f
      join journal_entry e on e.merchant_id = f.merchant_id and e.posted_on >= ${first} and e.posted_on < ${next}
      where f.merchant_id = ${merchantId} and f.close_after_push and f.from_period <= ${period}
        and not exists (select from voucher_entry v
          join voucher_export x on x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id and x.state = 'pushed'
          where v.merchant_id = e.merchant_id and v.entry_id = e.entry_id))::int as not_pushed,
    (select count(*) from refund where merchant_id = ${merchantId} and state = 'unknown')::int as refunds_unknown,
    (select count(*) from open_item o join account_role r on r.merchant_id = o.merchant_id and r.code = o.account_code
        and r.role = 'pending_loss' and r.standard = 'enterprise'
      where o.merchant_id = ${merchantId} and o.balance_minor <> 0 and o.opened_on < ${next})::int as losses_waiting,
    (select count(*) from open_item o join account_role r on r.merchant_id = o.merchant_id and r.code = o.account_code
        and r.role = 'red_vat' and r.standard = 'enterprise'
      where o.merchant_id = ${merchantId} and o.balance_minor <> 0 and o.opened_on < ${next})::int as vat_awaits_red,
    (select count(*) from match_difference d where d.merchant_id = ${merchantId} and ${keepsOpen(period)})::int as differences_open,
    (select count(*) from statement_day where merchant_id = ${merchantId} and state in ('failed', 'missing')
      and day >= ${first} and day < ${next})::int as statements_unread`.execute(tx);
  return checkCodes
    .map((code) => ({ code, count: rows[0]?.[code] ?? 0, blocks: blocking.has(code) }))
    .filter(({ count }) => count > 0);
}

type Rejected =
  | { code: 'period_closed_already' }
  | { code: 'period_not_ready'; checks: CheckCode[] }
  | { code: 'period_is_open' }
  | { code: 'later_period_closed'; period: string };
type Who = { merchantId: MerchantId; by: string };

/** Alone with the books of a merchant: whoever posts waits, and then sees the month as it has become. */
const lockBooks = (tx: Tx, merchantId: MerchantId) =>
  sql`select pg_advisory_xact_lock(books_lock(${merchantId}))`.execute(tx);

const stateOf = async (tx: Tx, merchantId: MerchantId, period: string): Promise<State> => {
  const { rows } = await sql<{ state: State }>`select state from accounting_period
    where merchant_id = ${merchantId} and period = ${period}`.execute(tx);
  return rows[0]?.state ?? 'open';
};

export async function closePeriod(
  app: App,
  tx: Tx,
  period: string,
  { merchantId, by }: Who,
): Promise<Result<{ period: string; state: State }, Rejected>> {
  await lockBooks(tx, merchantId);
  if ((await stateOf(tx, merchantId, period)) === 'closed') return reject({ code: 'period_closed_already' });
  const checks = (await closingChecks(app, tx, merchantId, period)).filter(({ blocks }) => blocks);
  if (checks.length > 0) return reject({ code: 'period_not_ready', checks: checks.map(({ code }) => code) });
  const { terms } = await app.accounts.on(tx, merchantId, lastDay(period));
  await makeVouchers(app, tx, merchantId, { period, by, rule: terms.vouchers });
  await change(app, tx, { period, merchantId, by, action: 'closed', because: '' });
  return ok({ period, state: 'closed' });
}

/** Only the last closed month: what stands in later ones was closed on top of it. */
export async function reopenPeriod(
  app: App,
  tx: Tx,
  period: string,
  { merchantId, by, because }: Who & { because: string },
): Promise<Result<{ period: string; state: State }, Rejected>> {
  await lockBooks(tx, merchantId);
  if ((await stateOf(tx, merchantId, period)) === 'open') return reject({ code: 'period_is_open' });
  const { rows } = await sql<{ period: string }>`select period from accounting_period
    where merchant_id = ${merchantId} and state = 'closed' and period > ${period} order by period desc limit 1`.execute(
    tx,
  );
  if (rows[0]) return reject({ code: 'later_period_closed', period: rows[0].period });
  await change(app, tx, { period, merchantId, by, action: 'reopened', because });
  return ok({ period, state: 'open' });
}

type Changed = Who & { period: string; action: 'closed' | 'reopened'; because: string };

async function change(app: App, tx: Tx, { merchantId, period, by, action, because }: Changed): Promise<void> {
  const state = action === 'closed' ? 'closed' : 'open';
  const now = app.clock.now();
  await sql`insert into accounting_period (merchant_id, period, state, changed_at, changed_by)
    values (${merchantId}, ${period}, ${state}, ${now}, ${by})
    on conflict (merchant_id, period) do update set state = ${state}, changed_at = ${now}, changed_by = ${by}`.execute(
    tx,
  );
  await sql`insert into period_change (merchant_id, period, seq, action, changed_by, changed_at, because)
    select ${merchantId}, ${period}, coalesce(max(seq), 0) + 1, ${action}, ${by}, ${now}, ${because} from period_change
    where merchant_id = ${merchantId} and period = ${period}`.execute(tx);
}

/** By whose terms a month's vouchers are made. */
export const lastDay = (period: string): LocalDate => `${period}-31` as LocalDate;
