import { type RawBuilder, sql } from 'kysely';
import type { EntryId, MerchantId, RmaId } from '../../domain/ids.ts';
import type { BookDocumentId, LossCause } from '../../domain/ledger/book-document.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, readCursor } from '../db/keyset.ts';
import { lostThrough } from './open-items.ts';

type Query = {
  after?: string | undefined;
  limit: number;
  account: string;
  from?: string | undefined;
  to?: string | undefined;
  partyKind?: string | undefined;
  party?: string | undefined;
  item?: string | undefined;
  cause?: LossCause | undefined;
};

type Row = {
  entryId: EntryId;
  lineNo: number;
  kind: string;
  postedOn: LocalDate;
  occurredOn: LocalDate;
  rmaId: RmaId | null;
  documentId: string | null;
  documentKind: string | null;
  bookId: BookDocumentId | null;
  number: string;
  party: { kind: string; id: string } | null;
  item: string | null;
  voucher: { id: `vch_${string}`; word: string; number: number } | null;
  debit: string;
  credit: string;
};

type Account = { code: string; nameZh: string; nameEn: string; side: 'debit' | 'credit'; currency: string };

/** The lines of an account in order, each with what the account stands at after it. */
export async function readAccountLedger(tx: Tx, merchantId: MerchantId, query: Query) {
  const { rows: accounts } =
    await sql<Account>`select a.code, a.name_zh as "nameZh", a.name_en as "nameEn", a.side, m.currency
    from account a join merchant m on m.merchant_id = a.merchant_id
    where a.merchant_id = ${merchantId} and a.code = ${query.account}`.execute(tx);
  const account = accounts[0];
  if (!account) return undefined;
  const cursor = readCursor(query.after);
  const asked = [
    sql`l.merchant_id = ${merchantId}`,
    sql`l.account_code = ${query.account}`,
    ...(query.partyKind ? [sql`l.party_kind = ${query.partyKind}`] : []),
    ...(query.party ? [sql`l.party_id = ${query.party}`] : []),
    ...(query.item ? [sql`l.item = ${query.item}`] : []),
    ...(query.cause ? [lostThrough(query.cause)] : []),
  ];
  const key = sql`(l.posted_on, l.entry_id, l.line_no)`;
  const last = cursor && sql`(${cursor[0]}::date, ${cursor[1]}, ${cursor[2]}::int)`;
  const opening = await openingOf(
    tx,
    asked,
    last ? sql`${key} <= ${last}` : query.from ? sql`l.posted_on < ${query.from}` : null,
  );
  const conditions = [
    ...asked,
    ...(query.from ? [sql`l.posted_on >= ${query.from}`] : []),
    ...(query.to ? [sql`l.posted_on <= ${query.to}`] : []),
    ...(last ? [sql`${key} > ${last}`] : []),
  ];
  const { rows } = await sql<Row>`
    with page as (select l.* from journal_line l where ${sql.join(conditions, sql` and `)}
      order by l.posted_on, l.entry_id, l.line_no limit ${query.limit + 1})
    select e.entry_id as "entryId", l.line_no as "lineNo", e.kind, l.posted_on as "postedOn", e.occurred_on as "occurredOn",
      e.rma_id as "rmaId", e.document_id as "documentId", d.kind as "documentKind", e.book_id as "bookId",
      coalesce(e.rma_number, e.document_number, e.book_number) as number,
      case when l.party_kind is not null then jsonb_build_object('kind', l.party_kind, 'id', l.party_id) end as party, l.item,
      case when v.voucher_id is not null then jsonb_build_object('id', v.voucher_id, 'word', v.word, 'number', v.number) end as voucher,
      l.debit_minor::text as debit, l.credit_minor::text as credit
    from page l
    join journal_entry e on e.merchant_id = l.merchant_id and e.entry_id = l.entry_id
    left join stock_document d on d.merchant_id = e.merchant_id and d.document_id = e.document_id
    left join voucher_entry x on x.merchant_id = e.merchant_id and x.entry_id = e.entry_id
    left join voucher v on v.merchant_id = x.merchant_id and v.voucher_id = x.voucher_id
    order by l.posted_on, l.entry_id, l.line_no`.execute(tx);
  const { currency, ...head } = account;
  const view = (minor: bigint) => ({ minor: String(minor), currency });
  const onSide = (minor: bigint): bigint => (account.side === 'debit' ? minor : -minor);
  let balance = opening;
  const page = rows.slice(0, query.limit).map(({ debit, credit, ...row }) => {
    balance += BigInt(debit) - BigInt(credit);
    return { ...row, debit: view(BigInt(debit)), credit: view(BigInt(credit)), balance: view(onSide(balance)) };
  });
  const end = page.at(-1);
  return {
    account: head,
    opening: view(onSide(opening)),
    rows: page,
    next: rows.length > query.limit && end ? cursorOf(end.postedOn, end.entryId, String(end.lineNo)) : null,
  };
}

/** What stood before the first row: the index holds the sums, so no line itself is read. */
async function openingOf(tx: Tx, asked: RawBuilder<unknown>[], before: RawBuilder<unknown> | null): Promise<bigint> {
  if (!before) return 0n;
  const { rows } = await sql<{
    balance: string;
  }>`select coalesce(sum(l.debit_minor - l.credit_minor), 0)::text as balance
    from journal_line l where ${sql.join([...asked, before], sql` and `)}`.execute(tx);
  return BigInt(rows[0]?.balance ?? '0');
}
