import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { listRefunds } from '../../contract/back-office.ts';
import { retryRefund } from '../../contract/returns.ts';
import type { RefundId, RmaId } from '../../domain/ids.ts';
import type { RefundState } from '../../domain/returns/rma.ts';
import type { TransferState } from '../../domain/returns/transfer.ts';
import { isBeyondGateway } from '../../domain/returns/transfer-guards.ts';
import type { Instant } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { route } from '../http/route.ts';
import { act } from '../returns/routes.ts';
import { proveUnpaid } from './prove-unpaid.ts';

type Row = {
  id: RefundId;
  rmaId: RmaId;
  rmaNumber: string;
  orderExternalId: string;
  method: string;
  tradeNumber: string;
  amount: bigint;
  currency: string;
  state: RefundState | 'replaced';
  gatewayReference: string | null;
  cause: string | null;
  requestedAt: Instant;
  settledAt: Instant | null;
  channel: string;
  retryable: boolean;
  transfer: TransferState | null;
  hasPayee: boolean;
};

export function addRefundRoutes(server: FastifyInstance, app: App): void {
  route(server, listRefunds, ({ query, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const cursor = readCursor(query.after);
      const conditions = [
        sql`f.merchant_id = ${principal.merchantId}`,
        ...(query.state ? [sql`f.state = ${query.state}`] : []),
        ...(query.q
          ? [sql`(r.number = ${query.q.toUpperCase()} or r.order_external_id = ${query.q} or f.refund_id = ${query.q})`]
          : []),
        ...(cursor ? [sql`f.refund_id < ${cursor[0]}`] : []),
      ];
      const { rows } = await sql<Row>`
        select f.refund_id as id, f.rma_id as "rmaId", r.number as "rmaNumber", r.order_external_id as "orderExternalId",
          f.method, f.trade_number as "tradeNumber", f.amount_minor as amount, f.currency, f.state,
          f.gateway_reference as "gatewayReference", f.cause, f.requested_at as "requestedAt", f.settled_at as "settledAt",
          r.channel, f.retryable, t.state as transfer,
          exists (select 1 from payee p where p.merchant_id = f.merchant_id and p.rma_id = f.rma_id) as "hasPayee"
        from refund f join rma r on r.merchant_id = f.merchant_id and r.rma_id = f.rma_id
        left join refund_transfer t on t.merchant_id = f.merchant_id and t.refund_id = f.refund_id
          and t.state in ('proposed', 'approved', 'paid')
        where ${sql.join(conditions, sql` and `)} order by f.refund_id desc limit ${query.limit + 1}`.execute(tx);
      return pageFrom(
        rows.map(({ amount, currency, channel, retryable, transfer, hasPayee, ...row }) => ({
          ...row,
          amount: { minor: String(amount), currency },
          transfer: howByHand({ ...row, channel, retryable, transfer, hasPayee }),
        })),
        query.limit,
        (row) => cursorOf(row.id),
      );
    }),
  );
  route(server, retryRefund, async (call) => {
    const { rmaId, refundId } = call.params;
    const unpaid = await proveUnpaid(app, call.meta, rmaId, refundId);
    return unpaid.ok ? act(app, call, { type: 'retry_refund', refundId }) : unpaid;
  });
}

type Facts = Pick<Row, 'state' | 'method' | 'cause' | 'channel' | 'retryable' | 'transfer' | 'hasPayee'>;

function howByHand({ transfer, state, channel, hasPayee, ...refund }: Facts) {
  if (transfer === 'proposed' || transfer === 'approved' || transfer === 'paid') return transfer;
  if (state === 'replaced' || !isBeyondGateway({ state, ...refund }, channel)) return 'no';
  return hasPayee ? 'possible' : 'needs_payee';
}
