import { sql } from 'kysely';
import type { EntryId, MerchantId, RmaId } from '../../domain/ids.ts';
import type { BookDocumentId } from '../../domain/ledger/book-document.ts';
import type { PostingTerms } from '../../domain/ledger/posting-terms.ts';
import type { Instant, LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';

/** The word of every voucher that comes from here: 记. */
const WORD = '记';

const LAST_NUMBER = 2_147_483_647;

/**
 * Gives the entries of a month that have none their vouchers and numbers, in the order of their days. The counter's row is
 * locked meanwhile and moves in the same transaction: numbers have no gap, and no entry gets two.
 */
export async function makeVouchers(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  { period, by, rule }: { period: string; by: string; rule: PostingTerms['vouchers'] },
): Promise<number> {
  await sql`insert into voucher_counter (merchant_id, period, word, last) values (${merchantId}, ${period}, ${WORD}, 0)
    on conflict do nothing`.execute(tx);
  const { rows: counters } = await sql<{ last: number }>`select last from voucher_counter
    where merchant_id = ${merchantId} and period = ${period} and word = ${WORD} for update`.execute(tx);
  const { rows: entries } = await sql<{ id: EntryId; kind: string; day: LocalDate }>`
    select e.entry_id as id, e.kind, e.posted_on as day from journal_entry e
    where e.merchant_id = ${merchantId} and e.posted_on >= ${`${period}-01`}::date
      and e.posted_on < ${`${period}-01`}::date + interval '1 month'
      and not exists (select from voucher_entry v where v.merchant_id = e.merchant_id and v.entry_id = e.entry_id)
    order by e.posted_on, e.entry_id`.execute(tx);
  if (entries.length === 0) return 0;
  const groups = new Map<string, EntryId[]>();
  for (const { id, kind, day } of entries) {
    const key = rule === 'daily' ? `${day} ${kind}` : id;
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  }
  const last = counters[0]?.last ?? 0;
  const made = [...groups.values()].map((ids, i) => ({ id: app.newId('vch'), number: last + 1 + i, ids }));
  const pairs = made.flatMap(({ id, number, ids }) => ids.map((entry) => ({ id, number, entry })));
  const now = app.clock.now();
  await sql`with pair as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as p(id text, number int, entry text)
    ), made as (
      insert into voucher (merchant_id, voucher_id, period, word, number, voucher_date, kind, entries, attachments, total_minor,
        currency, made_by, made_at)
      select ${merchantId}, p.id, ${period}, ${WORD}, p.number, min(e.posted_on), min(e.kind), count(*),
        -- An entry of a return or a document has that as its paper.
        sum(coalesce(b.attachments, 1)), sum(l.total), min(e.currency), ${by}, ${now}
      from pair p
      join journal_entry e on e.merchant_id = ${merchantId} and e.entry_id = p.entry
      left join book_document b on b.merchant_id = e.merchant_id and b.document_id = e.book_id
      join lateral (select sum(debit_minor) as total from journal_line
        where merchant_id = e.merchant_id and entry_id = e.entry_id) l on true
      group by p.id, p.number
    )
    insert into voucher_entry (merchant_id, entry_id, voucher_id) select ${merchantId}, entry, id from pair`.execute(
    tx,
  );
  await sql`update voucher_counter set last = ${last + made.length}
    where merchant_id = ${merchantId} and period = ${period} and word = ${WORD}`.execute(tx);
  return made.length;
}

/** Those that he has made himself, or of which he has booked a paper, stay unchecked; for the first the table would refuse them too. */
export async function checkVouchers(app: App, tx: Tx, merchantId: MerchantId, ids: readonly string[], by: string) {
  const { rows } = await sql<{ id: string; own: boolean }>`select v.voucher_id as id,
      v.made_by = ${by} or exists (select from voucher_entry x
        join journal_entry e on e.merchant_id = x.merchant_id and e.entry_id = x.entry_id
        join book_document b on b.merchant_id = e.merchant_id and b.document_id = e.book_id
        where x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id and b.made_by = ${by}) as own
    from voucher v where v.merchant_id = ${merchantId} and v.voucher_id = any(${ids}) and v.checked_by is null
    for update of v`.execute(tx);
  const others = rows.filter(({ own }) => !own).map(({ id }) => id);
  const { rows: checked } = await sql`update voucher set checked_by = ${by}, checked_at = ${app.clock.now()}
    where merchant_id = ${merchantId} and voucher_id = any(${others}) returning 1`.execute(tx);
  return { checked: checked.length, own: rows.length - others.length };
}

type Head = {
  id: `vch_${string}`;
  period: string;
  word: string;
  number: number;
  date: LocalDate;
  kind: string;
  entries: number;
  attachments: number;
  total: { minor: string; currency: string };
  madeBy: string;
  checkedBy: string | null;
};

const head = sql`v.voucher_id as id, v.period, v.word, v.number, v.voucher_date as date, v.kind, v.entries, v.attachments,
  jsonb_build_object('minor', v.total_minor::text, 'currency', v.currency) as total, v.made_by as "madeBy",
  v.checked_by as "checkedBy"`;

type Query = {
  after?: string | undefined;
  limit: number;
  period?: string | undefined;
  kind?: string | undefined;
  state?: 'made' | 'checked' | undefined;
  q?: string | undefined;
};

export async function listVouchers(tx: Tx, merchantId: MerchantId, query: Query) {
  const cursor = readCursor(query.after);
  const wanted = query.q?.toUpperCase();
  const conditions = [
    sql`v.merchant_id = ${merchantId}`,
    ...(query.period ? [sql`v.period = ${query.period}`] : []),
    ...(query.kind ? [sql`v.kind = ${query.kind}`] : []),
    ...(query.state ? [query.state === 'made' ? sql`v.checked_by is null` : sql`v.checked_by is not null`] : []),
    ...(wanted
      ? [
          sql`v.voucher_id in (select x.voucher_id from voucher_entry x
            join journal_entry e on e.merchant_id = x.merchant_id and e.entry_id = x.entry_id
            where x.merchant_id = ${merchantId} and ${wanted} in (e.rma_number, e.document_number, e.book_number))`,
        ]
      : []),
    ...(cursor ? [sql`(v.period, v.word, v.number) < (${cursor[0]}, ${cursor[1]}, ${cursor[2]}::int)`] : []),
  ];
  const { rows } = await sql<Head>`select ${head} from voucher v where ${sql.join(conditions, sql` and `)}
    order by v.period desc, v.word desc, v.number desc limit ${query.limit + 1}`.execute(tx);
  return pageFrom(rows, query.limit, (row) => cursorOf(row.period, row.word, String(row.number)));
}

type Line = {
  account: string;
  nameZh: string;
  nameEn: string;
  party: { kind: string; id: string } | null;
  debit: { minor: string; currency: string };
  credit: { minor: string; currency: string };
};
type Source = {
  entryId: EntryId;
  kind: string;
  occurredOn: LocalDate;
  rmaId: RmaId | null;
  documentId: string | null;
  documentKind: string | null;
  bookId: BookDocumentId | null;
  number: string;
};
export type Voucher = Head & { madeAt: Instant; checkedAt: Instant | null; lines: Line[]; sources: Source[] };

/** The lines of a voucher: those of its entries, summed by account, party and side. */
const lines = sql`(select jsonb_agg(to_jsonb(x) - 'first' order by x.first) from (
    select l.account_code as account, min(a.name_zh) as "nameZh", min(a.name_en) as "nameEn",
      case when l.party_kind is null then null else jsonb_build_object('kind', l.party_kind, 'id',
        -- A summary names no single buyer.
        case when v.entries > 1 and l.party_kind = 'buyer' then '' else l.party_id end) end as party,
      jsonb_build_object('minor', sum(l.debit_minor)::text, 'currency', v.currency) as debit,
      jsonb_build_object('minor', sum(l.credit_minor)::text, 'currency', v.currency) as credit,
      min((l.debit_minor = 0)::int * 1000 + l.line_no) as first
    from voucher_entry x
    join journal_line l on l.merchant_id = x.merchant_id and l.entry_id = x.entry_id
    join account a on a.merchant_id = l.merchant_id and a.code = l.account_code
    where x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id
    group by l.account_code, 4, l.debit_minor > 0) x) as lines`;

/** How many of its sources a summary shows. */
const MOST_SOURCES = 200;

export async function readVoucher(tx: Tx, merchantId: MerchantId, id: string): Promise<Voucher | undefined> {
  const { rows } =
    await sql<Voucher>`select ${head}, ${iso('v.made_at')} as "madeAt", ${iso('v.checked_at')} as "checkedAt",
      ${lines},
      (select jsonb_agg(to_jsonb(s)) from (
        select e.entry_id as "entryId", e.kind, e.occurred_on as "occurredOn", e.rma_id as "rmaId",
          e.document_id as "documentId", d.kind as "documentKind", e.book_id as "bookId",
          coalesce(e.rma_number, e.document_number, e.book_number) as number
        from voucher_entry x join journal_entry e on e.merchant_id = x.merchant_id and e.entry_id = x.entry_id
        left join stock_document d on d.merchant_id = e.merchant_id and d.document_id = e.document_id
        where x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id
        order by e.entry_id limit ${MOST_SOURCES}) s) as sources
    from voucher v where v.merchant_id = ${merchantId} and v.voucher_id = ${id}`.execute(tx);
  return rows[0];
}

export type ExportedVoucher = Head & { numbers: string; lines: Line[] };

/** Vouchers of a month; of those only the numbers from … to, where they are said. */
export type VoucherRange = { period: string; from?: number | undefined; to?: number | undefined };

export async function countVouchers(
  tx: Tx,
  merchantId: MerchantId,
  { period, from, to }: VoucherRange,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from voucher
    where merchant_id = ${merchantId} and period = ${period} and word = ${WORD}
      and number between ${from ?? 1} and ${to ?? LAST_NUMBER}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** A month's vouchers with their lines, in order, some at a time. */
export async function* vouchersOf(
  tx: Tx,
  merchantId: MerchantId,
  { period, from = 1, to = LAST_NUMBER }: VoucherRange,
): AsyncGenerator<ExportedVoucher> {
  for (let after = from - 1; ; ) {
    const { rows } = await sql<ExportedVoucher>`select ${head}, ${lines},
        coalesce((select string_agg(number, ' ') from (
          select coalesce(e.rma_number, e.document_number, e.book_number) as number
          from voucher_entry x join journal_entry e on e.merchant_id = x.merchant_id and e.entry_id = x.entry_id
          where x.merchant_id = v.merchant_id and x.voucher_id = v.voucher_id order by e.entry_id limit 3) n), '') as numbers
      from voucher v where v.merchant_id = ${merchantId} and v.period = ${period} and v.word = ${WORD} and v.number > ${after}
        and v.number <= ${to}
      order by v.number limit 500`.execute(tx);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < 500) return;
    after = last.number;
  }
}
