import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { listJournal, trialBalance } from '../../contract/back-office.ts';
import type { EntryId, RmaId } from '../../domain/ids.ts';
import type { BookDocumentId } from '../../domain/ledger/book-document.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { route } from '../http/route.ts';
import { readTrialBalance } from './trial-balance.ts';

type EntryRow = {
  id: EntryId;
  kind: string;
  postedOn: LocalDate;
  rmaId: RmaId | null;
  documentId: string | null;
  documentKind: string | null;
  bookId: BookDocumentId | null;
  rmaNumber: string;
  currency: string;
  lines: { account: string; nameZh: string; nameEn: string; debit: string; credit: string }[];
};

export function addLedgerRoutes(server: FastifyInstance, app: App): void {
  route(server, listJournal, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const cursor = readCursor(query.after);
      const conditions = [
        sql`e.merchant_id = ${principal.merchantId}`,
        ...(query.from ? [sql`e.posted_on >= ${query.from}`] : []),
        ...(query.to ? [sql`e.posted_on <= ${query.to}`] : []),
        ...(query.q ? [sql`coalesce(e.rma_number, e.document_number, e.book_number) = ${query.q.toUpperCase()}`] : []),
        ...(query.account
          ? [
              sql`exists (select 1 from journal_line x where x.merchant_id = e.merchant_id and x.entry_id = e.entry_id and x.account_code = ${query.account})`,
            ]
          : []),
        ...(cursor ? [sql`(e.posted_on, e.entry_id) < (${cursor[0]}::date, ${cursor[1]})`] : []),
      ];
      const { rows } = await sql<EntryRow>`
        select e.entry_id as id, e.kind, e.posted_on as "postedOn", e.rma_id as "rmaId", e.document_id as "documentId",
          coalesce(e.rma_number, e.document_number, e.book_number) as "rmaNumber", e.book_id as "bookId", (select d.kind from stock_document d
            where d.merchant_id = e.merchant_id and d.document_id = e.document_id) as "documentKind", e.currency,
          (select jsonb_agg(jsonb_build_object('account', l.account_code, 'nameZh', a.name_zh, 'nameEn', a.name_en,
              'debit', l.debit_minor::text, 'credit', l.credit_minor::text) order by l.line_no)
            from journal_line l join account a on a.merchant_id = l.merchant_id and a.code = l.account_code
            where l.merchant_id = e.merchant_id and l.entry_id = e.entry_id) as lines
        from journal_entry e where ${sql.join(conditions, sql` and `)}
        order by e.posted_on desc, e.entry_id desc limit ${query.limit + 1}`.execute(tx);
      const page = rows.map(({ currency, lines, ...entry }) => ({
        ...entry,
        lines: lines.map(({ debit, credit, ...line }) => ({
          ...line,
          debit: { minor: debit, currency },
          credit: { minor: credit, currency },
        })),
      }));
      return pageFrom(page, query.limit, (entry) => cursorOf(entry.postedOn, entry.id));
    }),
  );
  route(server, trialBalance, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, (tx) => readTrialBalance(tx, principal.merchantId, query)),
  );
}
