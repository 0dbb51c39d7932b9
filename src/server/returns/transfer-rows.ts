import { sql } from 'kysely';
import type { MerchantId } from '../../domain/ids.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

/** The rows of `refund_transfer` as the return stands. */
export const transferRows = (rma: Rma, merchantId: MerchantId) =>
  (rma.transfers ?? []).map((transfer) => ({
    merchant_id: merchantId,
    transfer_id: transfer.id,
    refund_id: transfer.refundId,
    rma_id: rma.id,
    payee_id: transfer.payeeId,
    currency: transfer.amount.currency,
    amount_minor: String(transfer.amount.minor),
    state: transfer.state,
    because: transfer.because,
    proposed_by: transfer.proposedBy,
    proposed_at: transfer.proposedAt,
    approved_by: transfer.approvedBy ?? null,
    approved_at: transfer.approvedAt ?? null,
    paid_by: transfer.paidBy ?? null,
    bank_reference: transfer.reference ?? null,
    paid_at: transfer.paidAt ?? null,
    ended_because: transfer.endedBecause ?? null,
    redirected_at: transfer.redirect?.at ?? null,
    redirect_outcome: transfer.redirect?.outcome ?? null,
    reclaimed_at: transfer.reclaimedAt ?? null,
  }));

/** Writes the transfers of a return that has any, where an event moved one: most returns cost no statement. */
export async function saveTransfers(
  tx: Tx,
  merchantId: MerchantId,
  rma: Rma,
  events: readonly RmaEvent[],
  now: Instant,
): Promise<void> {
  const rows = transferRows(rma, merchantId);
  if (rows.length === 0 || !events.some(({ type }) => type.startsWith('transfer_') || type === 'refund_succeeded'))
    return;
  await sql`insert into refund_transfer select * from jsonb_populate_recordset(null::refund_transfer,
      ${JSON.stringify(rows.map((row) => ({ ...row, updated_at: now })))}::jsonb)
    on conflict (merchant_id, transfer_id) do update set state = excluded.state, approved_by = excluded.approved_by,
      approved_at = excluded.approved_at, paid_by = excluded.paid_by, bank_reference = excluded.bank_reference,
      paid_at = excluded.paid_at, ended_because = excluded.ended_because,
      redirected_at = excluded.redirected_at, redirect_outcome = excluded.redirect_outcome,
      reclaimed_at = excluded.reclaimed_at, updated_at = excluded.updated_at`.execute(tx);
}
