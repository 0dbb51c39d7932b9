import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { listPaymentNotices, retryPaymentNotice } from '../../contract/payment-notices.ts';
import type { MerchantId, RefundId, RmaId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { applyOrKeep } from './apply-notices.ts';
import { findNotice, type NoticeName, noticeFailed, replaceUnread, type WaitingNotice } from './notice-store.ts';
import { contentOf, readBy } from './take-notice.ts';

type Row = {
  vendor: string;
  documentId: string;
  state: 'unreadable' | 'failed';
  reason: string | null;
  attempts: number;
  receivedAt: Instant;
  refundNumber: string | null;
  rmaId: RmaId | null;
  rmaNumber: string | null;
  key: string;
};

/** What gateways have told and is left for a person. */
export function addNoticeDeskRoutes(server: FastifyInstance, app: App): void {
  route(server, listPaymentNotices, ({ query, principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, async (tx) => {
      const cursor = readCursor(query.after);
      const before = cursor
        ? sql`and (n.received_at, n.document_id) < (${cursor[0]}::timestamptz, ${cursor[1]}::text)`
        : sql``;
      const { rows } = await sql<Row>`select n.vendor, n.document_id as "documentId", n.state, n.reason, n.attempts,
          n.received_at as "receivedAt", n.refund_number as "refundNumber", r.rma_id as "rmaId", r.number as "rmaNumber",
          n.received_at::text as key
        from payment_notice n
        left join refund f on f.merchant_id = n.merchant_id and f.refund_id = n.refund_number
        left join rma r on r.merchant_id = f.merchant_id and r.rma_id = f.rma_id
        where n.merchant_id = ${merchantId} and n.state in ('unreadable', 'failed') ${before}
        order by n.received_at desc, n.document_id desc limit ${query.limit + 1}`.execute(tx);
      const page = pageFrom(rows, query.limit, (row) => cursorOf(row.key, row.documentId));
      return { ...page, rows: page.rows.map(shown) };
    }),
  );
  route(server, retryPaymentNotice, async ({ body, principal: { merchantId } }) => {
    const notice = await findNotice(app, merchantId, body);
    return notice ? tryAgain(app, merchantId, notice) : notFound;
  });
}

const shown = ({ key: _, rmaId, rmaNumber, ...row }: Row) => ({
  ...row,
  rma:
    rmaId && rmaNumber && row.refundNumber
      ? { id: rmaId, number: rmaNumber, refundId: row.refundNumber as RefundId }
      : null,
});

async function tryAgain(app: App, merchantId: MerchantId, notice: WaitingNotice) {
  const read = await readAnew(app, merchantId, notice);
  if ('reason' in read) {
    await noticeFailed(app, merchantId, notice, { reason: read.reason, retryAt: null, state: 'unreadable' });
    return { state: 'unreadable' as const, reason: read.reason };
  }
  // A person asks: what fails again stays with him and is not tried by itself.
  const reason = await applyOrKeep(app, merchantId, { ...read, attempts: Number.MAX_SAFE_INTEGER });
  return reason === null ? { state: 'applied' as const, reason } : { state: 'failed' as const, reason };
}

/** A later version of the program, or another key, may read what could not be read when it came. */
async function readAnew(
  app: App,
  merchantId: MerchantId,
  notice: WaitingNotice,
): Promise<WaitingNotice | { reason: string }> {
  const { content, vendor } = notice;
  if (!('incoming' in content)) return notice;
  const gateway = await app.shops.gateway(merchantId, vendor);
  const said = gateway && readBy(gateway, content.incoming);
  if (said?.kind !== 'refund') return { reason: said?.kind === 'unreadable' ? said.reason : content.reason };
  const name: NoticeName = { vendor, documentId: said.documentId };
  await replaceUnread(app, merchantId, notice, name, contentOf(said));
  return { ...name, content: contentOf(said), attempts: 0 };
}
