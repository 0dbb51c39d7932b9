import { sql } from 'kysely';
import type { Difference } from '../../domain/matching/compare.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type MatchAccount, shopKey } from './keep-statement.ts';

/** A difference as the match has found it. */
export type Found = Difference & {
  subject: string;
  number: string;
  refundId: string | null;
  rmaId: string | null;
  trade: string | null;
  ours: bigint | null;
  theirs: bigint | null;
  currency: string;
  dueOn: LocalDate;
  /** The lines of the statements that it is about. */
  lines: readonly { file: string; no: number }[];
};

type Round = { account: MatchAccount; since: LocalDate; today: LocalDate };

/**
 * Brings the tasks up to what is found now. What a person has settled stays settled while its facts are the same; what is
 * not found any more has explained itself, as when a late line came. Where some of the evidence has left the days that were
 * read, nothing follows from what is not found.
 */
export async function recordDifferences(app: App, tx: Tx, round: Round, found: readonly Found[]): Promise<void> {
  const { account, since, today } = round;
  const { merchantId, vendor } = account;
  const shop = shopKey(account);
  const now = app.clock.now();
  const isRead = sql`case when d.kind = 'missing_at_gateway' then d.day >= ${addDays(since, 2)}
    else d.day >= ${since} and not ${hasOlderLines(since)} end`;
  const rows = found.map((each) => ({
    ...each,
    id: app.newId('mdf'),
    gap: String(each.gap),
    ours: each.ours === null ? null : String(each.ours),
    theirs: each.theirs === null ? null : String(each.theirs),
  }));
  await sql`
    with now_found as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(id text, subject text, kind text, cause text,
        number text, "refundId" text, "rmaId" text, trade text, ours bigint, theirs bigint, currency text, gap bigint, day date, "dueOn" date, lines jsonb)
    ), before as materialized (
      select difference_id, subject, state from match_difference where merchant_id = ${merchantId} and vendor = ${vendor}
        and shop_id = ${shop} and day >= ${since} and (state = 'open' or booked_minor <> 0)
      union
      select d.difference_id, d.subject, d.state from match_difference d where d.merchant_id = ${merchantId}
        and d.vendor = ${vendor} and d.shop_id = ${shop} and ${isBookedAsUnpaid}
      union
      select m.difference_id, m.subject, m.state from now_found f join match_difference m on m.merchant_id = ${merchantId}
        and m.vendor = ${vendor} and m.shop_id = ${shop} and m.subject = f.subject
    ), written as (
      insert into match_difference as d (merchant_id, difference_id, vendor, shop_id, subject, kind, cause, number, refund_id, rma_id,
        trade_number, ours_minor, theirs_minor, currency, gap_minor, day, state, due_on, lines, found_at)
      select ${merchantId}, id, ${vendor}, ${shop}, subject, kind, cause, number, "refundId", "rmaId", trade, ours, theirs, currency, gap,
        day, 'open', "dueOn", lines, ${now} from now_found
      on conflict (merchant_id, vendor, shop_id, subject) do update set
        kind = excluded.kind, cause = excluded.cause, refund_id = excluded.refund_id, rma_id = excluded.rma_id,
        trade_number = excluded.trade_number, ours_minor = excluded.ours_minor, theirs_minor = excluded.theirs_minor,
        gap_minor = excluded.gap_minor, day = excluded.day, lines = excluded.lines, state = 'open', over_at = null,
        due_on = case d.state when 'open' then d.due_on else excluded.due_on end
      where (d.state <> 'settled'
          or (d.kind, d.ours_minor, d.theirs_minor) is distinct from (excluded.kind, excluded.ours_minor, excluded.theirs_minor)
          or d.cause = 'other_currency' and d.lines is distinct from excluded.lines
          or d.cause = 'foreign_trade' and excluded.cause <> 'foreign_trade' and d.booked_minor = 0)
        and not (d.lines @> excluded.lines and ${hasOlderLines(since)})
      returning d.difference_id, d.subject
    ), over as (
      update match_difference d set state = 'gone', over_at = ${now} from before b
      where d.merchant_id = ${merchantId} and d.difference_id = b.difference_id and d.state = 'open' and d.booked_minor = 0 and ${isRead}
        and not exists (select from now_found f where f.subject = b.subject)
      returning d.difference_id
    ), back as (
      -- What was booked after a statement that says otherwise by now has to be booked back, by a person.
      update match_difference d set state = 'open', over_at = null, cause = 'statement_changed', gap_minor = 0, due_on = ${today}
      from before b
      where d.merchant_id = ${merchantId} and d.difference_id = b.difference_id and d.state = 'settled' and d.booked_minor <> 0
        and b.state = 'settled' and (${isRead} and not exists (select from now_found f where f.subject = b.subject)
          or ${isBookedAsUnpaid} and ${isPaidByNow} and not exists (select from written w where w.difference_id = d.difference_id))
      returning d.difference_id
    ), told as (
      select w.difference_id, case when b.difference_id is null then 'found' else 'found_again' end as action
      from written w left join before b on b.subject = w.subject where b.state is distinct from 'open'
      union all select difference_id, 'gone' from over
      union all select difference_id, 'found_again' from back
    )
    insert into match_event (merchant_id, difference_id, seq, action, actor_id, at, note)
    select ${merchantId}, t.difference_id, coalesce((select max(seq) from match_event e where e.merchant_id = ${merchantId}
      and e.difference_id = t.difference_id), 0) + 1, t.action, 'system', ${now}, '' from told t`.execute(tx);
}

/** The gateway had paid what we took for unpaid, and a person booked it: an index serves these of all years. */
const isBookedAsUnpaid = sql`d.kind = 'state_differs' and d.state = 'settled' and d.booked_minor <> 0`;
const isPaidByNow = sql`exists (select from refund r where r.merchant_id = d.merchant_id and r.refund_id = d.refund_id
  and r.state = 'succeeded')`;

/** Lines of it stand in days before those that were read. */
const hasOlderLines = (since: LocalDate) =>
  sql`exists (select from jsonb_to_recordset(d.lines) as f(file text, no int) join statement_line l
    on l.merchant_id = d.merchant_id and l.file_id = f.file and l.line_no = f.no where l.day < ${since})`;

/** Matches of one account come one after the other. */
export const takeTurns = (tx: Tx, account: MatchAccount) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`match:${account.merchantId}:${account.vendor}:${shopKey(account)}`}, 0))`.execute(
    tx,
  );
