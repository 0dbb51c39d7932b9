import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import * as contract from '../../contract/books.ts';
import type { MoneyView } from '../../contract/common.ts';
import * as papers from '../../contract/papers.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { BookDocument } from '../../domain/ledger/book-document.ts';
import { cannotBegin, termsAtFirst } from '../../domain/ledger/posting-terms.ts';
import { money } from '../../domain/money.ts';
import { ok, reject } from '../../domain/result.ts';
import { addDays, type LocalDate, localDate, plusMs } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { notFound, raw } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { openChart, readTerms } from '../ledger/account-book.ts';
import { merchantTerms } from '../warehouse/document-store.ts';
import { readAccountLedger } from './account-ledger.ts';
import { askToPush } from './ask-to-push.ts';
import { bookDocument, listBookDocuments, reverseDocument } from './book-documents.ts';
import { exportVouchers } from './export-vouchers.ts';
import { listCounterparties, listOpenItems, readLosses } from './open-items.ts';
import { closePeriod, closingChecks, lastDay, listPeriods, reopenPeriod } from './periods.ts';
import { checkVouchers, listVouchers, makeVouchers, readVoucher } from './vouchers.ts';

export function addBookRoutes(server: FastifyInstance, app: App): void {
  addTermsRoutes(server, app);
  addPaperRoutes(server, app);
  addVoucherRoutes(server, app);
  addPeriodRoutes(server, app);
  addReadingRoutes(server, app);
}

function addTermsRoutes(server: FastifyInstance, app: App): void {
  route(server, papers.getLedgerTerms, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => termsView(app, tx, merchantId)),
  );
  route(server, papers.setLedgerTerms, ({ body: { from, ...said }, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const terms = { ...said, recoveryMinor: BigInt(said.recoveryMinor), from: from as LocalDate };
      const no = cannotBegin(terms, await firstDayToCome(app, tx, merchantId));
      if (no) return reject(no);
      const { from: _, ...content } = terms;
      const { rows } = await sql`insert into ledger_terms (merchant_id, from_date, content, set_by, set_at)
        values (${merchantId}, ${from}, ${toJson(content)}::jsonb, ${id}, ${app.clock.now()})
        on conflict do nothing returning 1`.execute(tx);
      if (rows.length === 0) return reject({ code: 'terms_set_for_day' });
      await openChart(tx, merchantId, terms.standard);
      return ok(await termsView(app, tx, merchantId));
    }),
  );
}

const NEAR_MIDNIGHT_MS = 600_000;

/** Tomorrow, and a day later as midnight comes near: every process has read the terms by then. */
async function firstDayToCome(app: App, tx: Tx, merchantId: MerchantId): Promise<LocalDate> {
  const { time_zone: timeZone } = await merchantTerms(tx, merchantId);
  return addDays(localDate(plusMs(app.clock.now(), NEAR_MIDNIGHT_MS), timeZone), 1);
}

async function termsView(app: App, tx: Tx, merchantId: MerchantId) {
  const set = await readTerms(tx, merchantId);
  const rows = [...set, { ...termsAtFirst, from: null }];
  return {
    rows: rows.map((terms) => ({ ...terms, recoveryMinor: String(terms.recoveryMinor) })),
    earliest: await firstDayToCome(app, tx, merchantId),
  };
}

const moneyOf = ({ minor, currency }: MoneyView) => money(BigInt(minor), currency);

/** Amounts of a paper as the domain has them; all else is as it came. */
function documentOf(said: object): BookDocument {
  const known = Object.entries(said).map(([key, value]: [string, unknown]) => [
    key,
    isMoney(value) ? moneyOf(value) : value,
  ]);
  // The contract has looked at every field of its kind.
  return Object.fromEntries(known) as BookDocument;
}

const isMoney = (value: unknown): value is MoneyView =>
  typeof value === 'object' && value !== null && 'minor' in value && 'currency' in value;

function addPaperRoutes(server: FastifyInstance, app: App): void {
  route(server, papers.listBookDocuments, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listBookDocuments(tx, merchantId, query)),
  );
  route(server, papers.bookDocument, ({ body, meta }) =>
    app.db.inMerchant(meta.merchantId, (tx) => {
      const paper = { occurredOn: body.occurredOn as LocalDate, memo: body.memo, attachments: body.attachments };
      return bookDocument(app, tx, documentOf(body.document), paper, meta);
    }),
  );
  route(server, papers.reverseDocument, ({ params, body, meta }) =>
    app.db.inMerchant(meta.merchantId, (tx) => reverseDocument(app, tx, params.documentId, body.because, meta)),
  );
}

function addVoucherRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listVouchers, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listVouchers(tx, merchantId, query)),
  );
  route(server, contract.makeVouchers, ({ body: { period }, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { terms } = await app.accounts.on(tx, merchantId, lastDay(period));
      const made = await makeVouchers(app, tx, merchantId, { period, by: id, rule: terms.vouchers });
      if (made > 0) await askToPush(app, tx, merchantId);
      return { made };
    }),
  );
  route(server, contract.checkVouchers, ({ body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const checked = await checkVouchers(app, tx, merchantId, body.ids, id);
      if (checked.checked > 0) await askToPush(app, tx, merchantId);
      return checked;
    }),
  );
  route(server, contract.exportVouchers, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const file = await exportVouchers(app, tx, merchantId, query);
      if (!file.ok) return file;
      return raw(file.value.content, { 'content-disposition': `attachment; filename="${file.value.name}"` });
    }),
  );
  route(server, contract.getVoucher, ({ params, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => (await readVoucher(tx, merchantId, params.voucherId)) ?? notFound),
  );
}

function addPeriodRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.listPeriods, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const [page, names] = await Promise.all([listPeriods(tx, merchantId, query), app.staffNames(merchantId)]);
      const named = page.rows.map((row) => ({
        ...row,
        changes: row.changes.map((change) => ({ ...change, by: names.get(change.by) ?? change.by })),
      }));
      return { ...page, rows: named };
    }),
  );
  route(server, contract.checkClosing, ({ params: { period }, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => ({ checks: await closingChecks(app, tx, merchantId, period) })),
  );
  route(server, contract.closePeriod, ({ params: { period }, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const closed = await closePeriod(app, tx, period, { merchantId, by: id });
      // Closing may have numbered what had no voucher yet.
      if (closed.ok) await askToPush(app, tx, merchantId);
      return closed;
    }),
  );
  route(server, contract.reopenPeriod, ({ params: { period }, body, principal: { merchantId, id } }) =>
    app.db.inMerchant(merchantId, (tx) => reopenPeriod(app, tx, period, { merchantId, by: id, ...body })),
  );
}

function addReadingRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.accountLedger, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => (await readAccountLedger(tx, merchantId, query)) ?? notFound),
  );
  route(server, contract.listCounterparties, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const { time_zone: timeZone } = await merchantTerms(tx, merchantId);
      return listCounterparties(tx, merchantId, { ...query, today: localDate(app.clock.now(), timeZone) });
    }),
  );
  route(server, contract.listOpenItems, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => listOpenItems(tx, merchantId, query)),
  );
  route(server, contract.lossReport, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => readLosses(tx, merchantId, query)),
  );
}
