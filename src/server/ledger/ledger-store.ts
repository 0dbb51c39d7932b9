import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { AccountRole, Party } from '../../domain/ledger/accounts.ts';
import type { EntryKind, JournalEntry } from '../../domain/ledger/entry.ts';
import type { Money } from '../../domain/money.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';

/** A line whose account is known by its code, as the lines of an entry that is taken back. */
export type CodedLine = { code: string; debit: Money; credit: Money; party?: Party; item?: string };
type PostedEntry = JournalEntry | { kind: EntryKind; lines: CodedLine[] };

/** Entries of one event; `seq` ties them to it, once. */
export type Posting = { seq: number; entries: PostedEntry[] };

/** What they are booked for: a return, a document of the warehouse, or a paper of an accountant. */
export type PostingCause =
  /** `vatTurn` counts the entries that follow a return's red invoices: they are no event's. */
  | { rmaId: string; rmaNumber: string; vatTurn?: number }
  | { documentId: string; documentNumber: string }
  | {
      bookId: string;
      bookNumber: string;
      reverses?: string;
      /** What it settles: a loss of a return is settled by a paper of its own. */
      item?: string;
    };

export type PostingMeta = PostingCause & {
  merchantId: MerchantId;
  currency: string;
  postedOn: LocalDate;
  codes: ReadonlyMap<AccountRole, string>;
  newId: NewId;
};

function causeOf(meta: PostingMeta) {
  if ('rmaId' in meta) {
    const turn = meta.vatTurn === undefined ? {} : { vat_turn: meta.vatTurn };
    return { rma_id: meta.rmaId, rma_number: meta.rmaNumber, item: meta.rmaNumber, ...turn };
  }
  if ('documentId' in meta) {
    return { document_id: meta.documentId, document_number: meta.documentNumber, item: meta.documentNumber };
  }
  const { bookId, bookNumber, reverses, item = bookNumber } = meta;
  return { book_id: bookId, book_number: bookNumber, ...(reverses ? { reverses } : {}), item };
}

/** Accounts whose balance is looked at return by return, though nobody owes it. */
const waits: ReadonlySet<AccountRole> = new Set(['pending_loss', 'red_vat']);

/**
 * Posts the entries in one statement, with what they leave open. That they balance is checked at commit by the database,
 * which also moves them out of closed months.
 */
export async function post(tx: Tx, postings: readonly Posting[], meta: PostingMeta): Promise<void> {
  const cause = causeOf(meta);
  const entries = postings.flatMap(({ seq, entries }) =>
    entries.map((entry) => ({ entry_id: meta.newId('jnl'), seq, entry })),
  );
  if (entries.length === 0) return;
  const lines = entries.flatMap(({ entry_id, entry }) =>
    entry.lines.map((line, i) => ({
      entry_id,
      line_no: i + 1,
      account_code: 'code' in line ? line.code : present(meta.codes.get(line.role), `an account for ${line.role}`),
      debit: String(line.debit.minor),
      credit: String(line.credit.minor),
      party_kind: line.party?.kind,
      party_id: line.party?.id,
      item: 'code' in line ? line.item : line.party || waits.has(line.role) ? cause.item : undefined,
    })),
  );
  const heads = entries.map(({ entry_id, seq, entry }) => ({ entry_id, seq, kind: entry.kind, ...cause }));
  await sql`
    with entry as (
      insert into journal_entry (merchant_id, entry_id, kind, posted_on, currency, rma_id, rma_seq, rma_number,
        document_id, document_seq, document_number, book_id, book_number, reverses, vat_turn)
      select ${meta.merchantId}, e.entry_id, e.kind, ${meta.postedOn}, ${meta.currency},
        e.rma_id, case when e.rma_id is not null then e.seq end, e.rma_number,
        e.document_id, case when e.document_id is not null then e.seq end, e.document_number,
        e.book_id, e.book_number, e.reverses, e.vat_turn
      from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as e(entry_id text, kind text, seq int, rma_id text,
        rma_number text, document_id text, document_number text, book_id text, book_number text, reverses text, vat_turn int)
      returning entry_id, posted_on
    ), line as (
      select l.*, entry.posted_on from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
        as l(entry_id text, line_no int, account_code text, debit bigint, credit bigint, party_kind text, party_id text,
          item text)
      join entry on entry.entry_id = l.entry_id
    ), item as (
      insert into open_item as known (merchant_id, account_code, party_kind, party_id, item, balance_minor, opened_on, moved_on)
      select ${meta.merchantId}, account_code, coalesce(party_kind, ''), coalesce(party_id, ''), item,
        sum(debit - credit), min(posted_on), max(posted_on)
      from line where item is not null
      group by account_code, party_kind, party_id, item
      order by account_code, party_kind, party_id, item
      on conflict (merchant_id, account_code, party_kind, party_id, item) do update set
        balance_minor = known.balance_minor + excluded.balance_minor,
        -- What was settled and comes up again is as old as its new beginning.
        opened_on = case known.balance_minor when 0 then excluded.opened_on else known.opened_on end,
        moved_on = greatest(known.moved_on, excluded.moved_on)
    )
    insert into journal_line (merchant_id, entry_id, line_no, account_code, debit_minor, credit_minor, posted_on, party_kind,
      party_id, item)
    select ${meta.merchantId}, entry_id, line_no, account_code, debit, credit, posted_on, party_kind, party_id, item
    from line`.execute(tx);
}
