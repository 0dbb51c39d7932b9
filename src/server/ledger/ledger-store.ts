import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { AccountRole } from '../../domain/ledger/accounts.ts';
import type { JournalEntry } from '../../domain/ledger/journal-entries.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';

/** Entries of one event; `seq` ties them to it, once. */
export type Posting = { seq: number; entries: JournalEntry[] };

/** What they are booked for: a return, or a document of the warehouse. */
export type PostingCause = { rmaId: string; rmaNumber: string } | { documentId: string; documentNumber: string };

export type PostingMeta = PostingCause & {
  merchantId: MerchantId;
  currency: string;
  postedOn: LocalDate;
  accounts: ReadonlyMap<AccountRole, string>;
  newId: NewId;
};

/** Posts the entries in one statement. That they balance is checked at commit by the database. */
export async function post(tx: Tx, postings: readonly Posting[], meta: PostingMeta): Promise<void> {
  const entries = postings.flatMap(({ seq, entries }) =>
    entries.map((entry) => ({ entry_id: meta.newId('jnl'), kind: entry.kind, seq, lines: entry.lines })),
  );
  if (entries.length === 0) return;
  const lines = entries.flatMap((entry) =>
    entry.lines.map((line, i) => ({
      entry_id: entry.entry_id,
      line_no: i + 1,
      account_code: present(meta.accounts.get(line.role), `an account for ${line.role}`),
      debit: String(line.debit.minor),
      credit: String(line.credit.minor),
    })),
  );
  const [rmaId, rmaNumber] = 'rmaId' in meta ? [meta.rmaId, meta.rmaNumber] : [null, null];
  const [documentId, documentNumber] = 'documentId' in meta ? [meta.documentId, meta.documentNumber] : [null, null];
  await sql`
    with entry as (
      insert into journal_entry (merchant_id, entry_id, kind, posted_on, currency, rma_id, rma_seq, rma_number,
        document_id, document_seq, document_number)
      select ${meta.merchantId}, e.entry_id, e.kind, ${meta.postedOn}, ${meta.currency},
        ${rmaId}::text, case when ${rmaId}::text is not null then e.seq end, ${rmaNumber}::text,
        ${documentId}::text, case when ${documentId}::text is not null then e.seq end, ${documentNumber}::text
      from jsonb_to_recordset(${JSON.stringify(entries.map(({ lines: _, ...entry }) => entry))}::jsonb)
        as e(entry_id text, kind text, seq int)
    )
    insert into journal_line (merchant_id, entry_id, line_no, account_code, debit_minor, credit_minor)
    select ${meta.merchantId}, l.entry_id, l.line_no, l.account_code, l.debit, l.credit
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb)
      as l(entry_id text, line_no int, account_code text, debit bigint, credit bigint)`.execute(tx);
}
