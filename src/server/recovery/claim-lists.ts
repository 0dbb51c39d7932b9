import { type RawBuilder, sql } from 'kysely';
import type { ClaimRow } from '../../contract/claims.ts';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import type { ClaimCause, ClaimId, ClaimParty, ClaimState } from '../../domain/recovery/loss-claim.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';

export type ClaimQuery = {
  state?: ClaimState | 'open' | 'overdue' | undefined;
  against?: ClaimParty | undefined;
  party?: string | undefined;
  q?: string | undefined;
  after?: string | undefined;
  limit: number;
};

type Row = {
  id: ClaimId;
  rma_id: RmaId;
  rma_number: string;
  order_external_id: string;
  shop_name: string;
  against: ClaimParty;
  party: string;
  cause: ClaimCause;
  waybill: string | null;
  reference: string;
  state: ClaimState;
  currency: string;
  amount: string;
  accepted: string;
  paid: string;
  written_off: string;
  appeals: number;
  filed_at: Instant;
  answer_due: Instant;
  answered_at: Instant | null;
  refused_because: string | null;
};

const isOpen = sql`c.state in ('filed', 'accepted', 'refused')`;

/** One page. What waits for an answer comes by the day of it, all else newest first; ties by id. */
export async function listClaims(tx: Tx, merchantId: MerchantId, query: ClaimQuery, now: Instant) {
  const byDue = query.state === 'filed' || query.state === 'overdue';
  const cursor = readCursor(query.after);
  const conditions = [
    sql`c.merchant_id = ${merchantId}`,
    ...stateIs(query.state, now),
    ...(query.against ? [sql`c.against = ${query.against}`] : []),
    ...(query.party ? [sql`c.party = ${query.party}`] : []),
    ...(query.q ? [matches(merchantId, query.q)] : []),
    ...(cursor
      ? [
          byDue
            ? sql`(c.answer_due, c.claim_id) > (${cursor[0]}::timestamptz, ${cursor[1]}::text)`
            : sql`(c.filed_at, c.claim_id) < (${cursor[0]}::timestamptz, ${cursor[1]}::text)`,
        ]
      : []),
  ];
  const { rows } = await sql<Row>`
    select c.claim_id as id, c.rma_id, r.number as rma_number, r.order_external_id, s.name as shop_name, c.against, c.party,
      c.cause, c.waybill, c.reference, c.state, c.currency, c.amount_minor::text as amount,
      c.accepted_minor::text as accepted, c.paid_minor::text as paid, c.written_off_minor::text as written_off, c.appeals,
      ${iso('c.filed_at')} as filed_at, ${iso('c.answer_due')} as answer_due, ${iso('c.answered_at')} as answered_at,
      c.refused_because
    from claim c
    join rma r on r.merchant_id = c.merchant_id and r.rma_id = c.rma_id
    join shop s on s.merchant_id = r.merchant_id and s.shop_id = r.shop_id
    where ${sql.join(conditions, sql` and `)}
    order by ${byDue ? sql`c.answer_due, c.claim_id` : sql`c.filed_at desc, c.claim_id desc`}
    limit ${query.limit + 1}`.execute(tx);
  const page = pageFrom(rows, query.limit, (row) => cursorOf(byDue ? row.answer_due : row.filed_at, row.id));
  return { rows: page.rows.map((row) => rowView(row, now)), next: page.next };
}

function stateIs(state: ClaimQuery['state'], now: Instant): RawBuilder<unknown>[] {
  if (state === undefined) return [];
  if (state === 'open') return [isOpen];
  if (state === 'overdue') return [sql`c.state = 'filed' and c.answer_due <= ${now}`];
  return [sql`c.state = ${state}`];
}

const matches = (merchantId: MerchantId, q: string): RawBuilder<unknown> => {
  const number = q.toUpperCase();
  return sql`c.claim_id in (
    select x.claim_id from claim x where x.merchant_id = ${merchantId} and x.waybill = ${number}
    union select x.claim_id from claim x where x.merchant_id = ${merchantId} and x.reference = ${q} and x.reference <> ''
    union select x.claim_id from claim x join rma m on m.merchant_id = x.merchant_id and m.rma_id = x.rma_id
      where x.merchant_id = ${merchantId} and (starts_with(m.number, ${number}) or m.order_external_id = ${q}))`;
};

function rowView(row: Row, now: Instant): ClaimRow {
  const money = (minor: string) => ({ minor, currency: row.currency });
  return {
    id: row.id,
    rmaId: row.rma_id,
    rmaNumber: row.rma_number,
    orderExternalId: row.order_external_id,
    shopName: row.shop_name,
    against: row.against,
    party: row.party,
    cause: row.cause,
    waybill: row.waybill,
    reference: row.reference,
    state: row.state,
    amount: money(row.amount),
    accepted: money(row.accepted),
    paid: money(row.paid),
    writtenOff: money(row.written_off),
    appeals: row.appeals,
    filedAt: row.filed_at,
    answerDue: row.answer_due,
    overdue: row.state === 'filed' && row.answer_due <= now,
    answeredAt: row.answered_at,
    refusedBecause: row.refused_because,
  };
}

/** Of older claims nothing more is learned. */
const A_YEAR_HOURS = 365 * 24;

type Sums = {
  against: ClaimParty;
  party: string;
  state: ClaimState;
  overdue: boolean;
  recent: boolean;
  count: number;
  amount: bigint;
  accepted: bigint;
  paid: bigint;
};

/** What stands behind the tiles: a row for each party and state, added up here. */
export async function sumClaims(tx: Tx, merchantId: MerchantId, now: Instant) {
  const yearAgo = plusHours(now, -A_YEAR_HOURS);
  const [{ rows }, postage, currency] = await Promise.all([
    sql<Sums>`select c.against, c.party, c.state, c.state = 'filed' and c.answer_due <= ${now} as overdue,
        c.filed_at >= ${yearAgo} as recent, count(*)::int as count, sum(c.amount_minor)::bigint as amount,
        sum(c.accepted_minor)::bigint as accepted, sum(c.paid_minor)::bigint as paid
      from claim c where c.merchant_id = ${merchantId} and (c.filed_at >= ${yearAgo} or ${isOpen})
      group by 1, 2, 3, 4, 5`.execute(tx),
    sql<{ state: string; count: number }>`select state, count(*)::int as count from postage
      where merchant_id = ${merchantId} and state in ('asked', 'part_paid', 'with_insurer', 'paid_twice')
      group by state`.execute(tx),
    sql<{ currency: string }>`select currency from merchant where merchant_id = ${merchantId}`.execute(tx),
  ]);
  const unit = currency.rows[0]?.currency ?? 'CNY';
  const view = (minor: bigint) => ({ minor: String(minor), currency: unit });
  const total = (of: readonly Sums[], what: (row: Sums) => bigint) => of.reduce((sum, row) => sum + what(row), 0n);
  const sums = (of: readonly Sums[], what: (row: Sums) => bigint) => ({
    count: of.reduce((count, row) => count + row.count, 0),
    amount: view(total(of, what)),
  });
  const open = rows.filter(({ state }) => state === 'filed' || state === 'accepted' || state === 'refused');
  // An appeal does not stop them owing what they had granted before.
  const owing = open.filter(({ accepted, paid }) => accepted > paid);
  const settled = rows.filter(({ state, recent }) => recent && (state === 'paid' || state === 'written_off'));
  const counted = (...states: string[]) =>
    postage.rows.filter(({ state }) => states.includes(state)).reduce((count, row) => count + row.count, 0);
  return {
    open: sums(open, ({ amount }) => amount),
    overdue: sums(
      open.filter(({ overdue }) => overdue),
      ({ amount }) => amount,
    ),
    outstanding: sums(owing, ({ accepted, paid }) => accepted - paid),
    refused: sums(
      open.filter(({ state }) => state === 'refused'),
      ({ amount }) => amount,
    ),
    settled: { ...sums(settled, ({ amount }) => amount), paid: view(total(settled, ({ paid }) => paid)) },
    parties: byParty(rows).map(({ against, party, of }) => ({
      against,
      party,
      count: of.reduce((count, row) => count + row.count, 0),
      open: of.filter((row) => open.includes(row)).reduce((count, row) => count + row.count, 0),
      amount: view(total(of, ({ amount }) => amount)),
      accepted: view(total(of, ({ accepted }) => accepted)),
      paid: view(total(of, ({ paid }) => paid)),
    })),
    postage: {
      open: counted('asked', 'part_paid'),
      withInsurer: counted('with_insurer'),
      paidTwice: counted('paid_twice'),
    },
  };
}

const MOST_PARTIES = 20;

/** Those of whom most is demanded come first. A withdrawn claim was none. */
function byParty(rows: readonly Sums[]) {
  const groups = new Map<string, { against: ClaimParty; party: string; of: Sums[] }>();
  for (const row of rows) {
    if (row.state === 'withdrawn') continue;
    const key = JSON.stringify([row.against, row.party]);
    const group = groups.get(key) ?? { against: row.against, party: row.party, of: [] };
    groups.set(key, { ...group, of: [...group.of, row] });
  }
  const demanded = (of: readonly Sums[]) => of.reduce((sum, { amount }) => sum + amount, 0n);
  return [...groups.values()].toSorted((a, b) => (demanded(a.of) < demanded(b.of) ? 1 : -1)).slice(0, MOST_PARTIES);
}
