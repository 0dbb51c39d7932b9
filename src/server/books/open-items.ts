import { type RawBuilder, sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { lossRoles, owingRoles, type PartyKind } from '../../domain/ledger/accounts.ts';
import type { LossCause } from '../../domain/ledger/book-document.ts';
import { causeOfReason } from '../../domain/ledger/loss-cause.ts';
import { addDays, type LocalDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

type Counterparty = {
  account: string;
  nameZh: string;
  nameEn: string;
  role: (typeof owingRoles)[number];
  kind: PartyKind;
  id: string;
  balance: string;
  items: number;
  oldest: LocalDate;
  upTo30: string;
  upTo60: string;
  upTo90: string;
  older: string;
  currency: string;
};

/** What each party owes or is owed, by how long ago it arose. Buyers are one row: each is named by his return alone. */
export async function listCounterparties(
  tx: Tx,
  merchantId: MerchantId,
  { kind, today }: { kind?: PartyKind | undefined; today: LocalDate },
) {
  const age = (from: number, to: number | null) =>
    sql`coalesce(sum(o.balance_minor) filter (where o.opened_on <= ${addDays(today, -from)}
      ${to === null ? sql`` : sql`and o.opened_on > ${addDays(today, -to)}`}), 0)::text`;
  const { rows } = await sql<Counterparty>`
    select o.account_code as account, min(a.name_zh) as "nameZh", min(a.name_en) as "nameEn", min(a.role) as role,
      o.party_kind as kind, case when o.party_kind = 'buyer' then '' else o.party_id end as id,
      sum(o.balance_minor)::text as balance, count(*)::int as items, min(o.opened_on) as oldest,
      coalesce(sum(o.balance_minor) filter (where o.opened_on > ${addDays(today, -30)}), 0)::text as "upTo30",
      ${age(30, 60)} as "upTo60", ${age(60, 90)} as "upTo90", ${age(90, null)} as older, min(m.currency) as currency
    from open_item o
    join account a on a.merchant_id = o.merchant_id and a.code = o.account_code
    join merchant m on m.merchant_id = o.merchant_id
    where o.merchant_id = ${merchantId} and o.balance_minor <> 0 and a.role = any(${[...owingRoles]})
      ${kind ? sql`and o.party_kind = ${kind}` : sql`and o.party_kind <> ''`}
    group by o.account_code, o.party_kind, 6 order by o.account_code, o.party_kind, 6`.execute(tx);
  return {
    rows: rows.map(({ kind, id, balance, upTo30, upTo60, upTo90, older, currency, ...row }) => {
      const view = (minor: string) => ({ minor, currency });
      return {
        ...row,
        party: { kind, id },
        balance: view(balance),
        ageing: { upTo30: view(upTo30), upTo60: view(upTo60), upTo90: view(upTo90), older: view(older) },
      };
    }),
  };
}

type Item = {
  account: string;
  kind: string;
  party: string;
  item: string;
  rmaId: RmaId | null;
  balance: { minor: string; currency: string };
  openedOn: LocalDate;
  movedOn: LocalDate;
};
type ItemQuery = {
  after?: string | undefined;
  limit: number;
  account?: string | undefined;
  losses?: boolean | undefined;
  partyKind?: string | undefined;
  party?: string | undefined;
};

export async function listOpenItems(tx: Tx, merchantId: MerchantId, query: ItemQuery) {
  const cursor = readCursor(query.after);
  const conditions = [
    sql`o.merchant_id = ${merchantId}`,
    sql`o.balance_minor <> 0`,
    ...(query.account ? [sql`o.account_code = ${query.account}`] : []),
    ...(query.losses
      ? [
          sql`o.account_code in (select code from account_role where merchant_id = ${merchantId} and role = 'pending_loss')`,
        ]
      : []),
    ...(query.partyKind ? [sql`o.party_kind = ${query.partyKind}`] : []),
    ...(query.party ? [sql`o.party_id = ${query.party}`] : []),
    ...(cursor
      ? [
          sql`(o.opened_on, o.account_code, o.party_kind, o.party_id, o.item)
            > (${cursor[0]}::date, ${cursor[1]}, ${cursor[2]}, ${cursor[3]}, ${cursor[4]})`,
        ]
      : []),
  ];
  const { rows } = await sql<Item>`select o.account_code as account, o.party_kind as kind, o.party_id as party, o.item,
      (select r.rma_id from rma r where r.merchant_id = o.merchant_id and r.number = o.item) as "rmaId",
      jsonb_build_object('minor', o.balance_minor::text, 'currency', m.currency) as balance,
      o.opened_on as "openedOn", o.moved_on as "movedOn"
    from open_item o join merchant m on m.merchant_id = o.merchant_id
    where ${sql.join(conditions, sql` and `)}
    order by o.opened_on, o.account_code, o.party_kind, o.party_id, o.item limit ${query.limit + 1}`.execute(tx);
  const page = pageFrom(rows, query.limit, (row) => cursorOf(row.openedOn, row.account, row.kind, row.party, row.item));
  return {
    ...page,
    rows: page.rows.map(({ kind, party, ...row }) => ({ ...row, party: kind === '' ? null : { kind, id: party } })),
  };
}

type LossRow = {
  cause: LossCause;
  account: string;
  nameZh: string;
  nameEn: string;
  amount: string;
  entries: number;
  currency: string;
};

const causeOfLoss = sql`coalesce(b.facts ->> 'cause', reason.cause,
  case when e.document_id is not null then 'warehouse' end, 'unclear')`;

const whereLossesComeFrom = sql`left join book_document b on b.merchant_id = e.merchant_id and b.document_id = e.book_id
    left join rma r on r.merchant_id = e.merchant_id and r.rma_id = e.rma_id
    left join jsonb_each_text(${JSON.stringify(causeOfReason)}::jsonb) as reason(reason, cause) on reason.reason = r.reason`;

/** Of the cost of sales only what goods came back worth less than they had cost. */
const isLoss = sql`(a.role <> 'cost_of_sales' or e.kind in ('goods_to_resale', 'vendor_credited', 'vendor_credit_reversed')
      or (e.kind = 'goods_put_away_reversed' and exists (select from journal_line x join account_role s
        on s.merchant_id = x.merchant_id and s.code = x.account_code and s.role = 'inventory_second_hand'
        where x.merchant_id = e.merchant_id and x.entry_id = e.entry_id)))`;

/** Of journal lines `l`: those that the loss report counts under this cause. */
export const lostThrough = (cause: LossCause): RawBuilder<unknown> => sql`exists (select from journal_entry e
    join account a on a.merchant_id = l.merchant_id and a.code = l.account_code
      and (a.role = any(${[...lossRoles]}) or a.role = 'cost_of_sales')
    ${whereLossesComeFrom}
    where e.merchant_id = l.merchant_id and e.entry_id = l.entry_id and ${isLoss} and ${causeOfLoss} = ${cause})`;

/** What was lost over a period, as the books have it: a settlement says its cause, a return by its reason. */
export async function readLosses(
  tx: Tx,
  merchantId: MerchantId,
  { from = '0001-01-01', to = '9999-12-31' }: { from?: string | undefined; to?: string | undefined },
) {
  const { rows } = await sql<LossRow>`
    with loss_account as (select a.code, a.name_zh, a.name_en, a.role from account a where a.merchant_id = ${merchantId}
        and (a.role = any(${[...lossRoles]}) or a.role = 'cost_of_sales'))
    select ${causeOfLoss} as cause,
      a.code as account, min(a.name_zh) as "nameZh", min(a.name_en) as "nameEn",
      sum(l.debit_minor - l.credit_minor)::text as amount, count(distinct e.entry_id)::int as entries, min(e.currency) as currency
    from loss_account a
    join journal_line l on l.merchant_id = ${merchantId} and l.account_code = a.code
      and l.posted_on >= ${from} and l.posted_on <= ${to}
    join journal_entry e on e.merchant_id = l.merchant_id and e.entry_id = l.entry_id
    ${whereLossesComeFrom}
    where ${isLoss}
    group by 1, a.code having sum(l.debit_minor - l.credit_minor) <> 0 order by 1, a.code`.execute(tx);
  const { rows: open } = await sql<{ waiting: string; currency: string }>`select m.currency,
      coalesce((select sum(o.balance_minor) from open_item o where o.merchant_id = m.merchant_id and o.account_code in
        (select code from account_role where merchant_id = m.merchant_id and role = 'pending_loss')), 0)::text as waiting
    from merchant m where m.merchant_id = ${merchantId}`.execute(tx);
  const { waiting = '0', currency = 'CNY' } = open[0] ?? {};
  const view = (minor: bigint | string) => ({ minor: String(minor), currency });
  return {
    rows: rows.map(({ amount, currency: _, ...row }) => ({ ...row, amount: view(amount) })),
    total: view(rows.reduce((all, { amount }) => all + BigInt(amount), 0n)),
    waiting: view(waiting),
  };
}
