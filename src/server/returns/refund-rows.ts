import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { Money } from '../../domain/money.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Refund, Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

/** The rows of `refund` as the return stands. */
export const refundRows = (rma: Rma, merchantId: MerchantId) =>
  rma.refunds.map((refund) => ({
    merchant_id: merchantId,
    refund_id: refund.id,
    rma_id: rma.id,
    order_id: rma.orderId,
    payment_id: refund.paymentId,
    method: refund.method,
    trade_number: refund.tradeNumber,
    currency: refund.amount.currency,
    amount_minor: String(refund.amount.minor),
    state: refund.state,
    gateway_reference: refund.gatewayReference,
    cause: refund.cause,
    retryable: refund.retryable,
    requested_at: refund.requestedAt,
    settled_at: refund.settledAt,
    engine: refund.figures?.engine ?? null,
    platform_allocated_minor: minorOf(refund.figures?.platformAllocated),
    statutory_recalc_minor: minorOf(refund.figures?.statutoryRecalc),
    difference_minor: minorOf(refund.figures?.difference),
  }));

const minorOf = (amount: Money | undefined): string | null => (amount ? String(amount.minor) : null);

/** Writes the refunds that the events touched; a number that was replaced stays on record as such. */
export async function saveRefunds(
  tx: Tx,
  merchantId: MerchantId,
  rma: Rma,
  events: readonly RmaEvent[],
  now: Instant,
): Promise<void> {
  const touched = new Set(events.flatMap(refundIdsOf));
  if (touched.size === 0) return;
  const rows = refundRows(rma, merchantId).filter((row) => touched.has(row.refund_id));
  const replaced = events.flatMap((event) => (event.type === 'refund_reissued' ? [event.refundId] : []));
  const giveWay = sql`with replaced as (
      update refund set state = 'replaced', updated_at = ${now}
      where merchant_id = ${merchantId} and refund_id = any(${replaced})
    )`;
  await sql`
    ${replaced.length > 0 ? giveWay : sql``} insert into refund (merchant_id, refund_id, rma_id, order_id, payment_id, method, trade_number, currency, amount_minor,
      state, gateway_reference, cause, retryable, requested_at, settled_at, engine,
      platform_allocated_minor, statutory_recalc_minor, difference_minor, updated_at)
    select r.merchant_id, r.refund_id, r.rma_id, r.order_id, r.payment_id, r.method, r.trade_number, r.currency,
      r.amount_minor, r.state, r.gateway_reference, r.cause, r.retryable, r.requested_at, r.settled_at,
      r.engine, r.platform_allocated_minor, r.statutory_recalc_minor, r.difference_minor, ${now}
    from jsonb_populate_recordset(null::refund, ${JSON.stringify(rows)}::jsonb) as r
    on conflict (merchant_id, refund_id) do update set state = excluded.state, cause = excluded.cause,
      gateway_reference = excluded.gateway_reference, retryable = excluded.retryable, settled_at = excluded.settled_at,
      updated_at = excluded.updated_at`.execute(tx);
}

const refundIdsOf = (event: RmaEvent): Refund['id'][] => {
  switch (event.type) {
    case 'refund_reissued':
      return [event.newRefundId];
    case 'refund_requested':
    case 'refund_succeeded':
    case 'refund_rejected':
    case 'refund_unknown':
    case 'refund_accepted':
    case 'refund_abnormal':
    case 'refund_resent':
      return [event.refundId];
    default:
      return [];
  }
};
