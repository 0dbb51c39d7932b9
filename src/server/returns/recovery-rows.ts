import { type RawBuilder, sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { paidByInsurer, paidByUs, paidTwice, postageState } from '../../domain/recovery/postage.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import { isRecovery } from '../../domain/returns/recovering.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import type { Tx } from '../db/database.ts';

/** The rows of `claim` as the return stands. */
export const claimRows = (rma: Rma, merchantId: MerchantId) =>
  (rma.claims ?? []).map((claim) => ({
    merchant_id: merchantId,
    claim_id: claim.id,
    rma_id: rma.id,
    against: claim.against,
    party: claim.party,
    cause: claim.cause,
    waybill: claim.waybill ?? null,
    reference: claim.reference,
    state: claim.state,
    currency: claim.amount.currency,
    amount_minor: String(claim.amount.minor),
    accepted_minor: String(claim.accepted.minor),
    paid_minor: String(claim.paid.minor),
    written_off_minor: String(claim.writtenOff.minor),
    appeals: claim.appeals,
    filed_at: claim.filedAt,
    answer_due: claim.answerDue,
    answered_at: claim.answeredAt ?? null,
    refused_because: claim.refusedBecause ?? null,
  }));

/** The rows of `postage` as the return stands, but for the parcel, which the database knows by return and number. */
export const postageRows = (rma: Rma, merchantId: MerchantId) =>
  (rma.postages ?? []).map((postage) => ({
    merchant_id: merchantId,
    waybill: postage.waybill,
    rma_id: rma.id,
    currency: postage.asked.currency,
    asked_minor: String(postage.asked.minor),
    ours_minor: String(paidByUs(postage).minor),
    insurer_minor: String(paidByInsurer(postage).minor),
    twice_minor: String(paidTwice(postage).minor),
    insured: postage.insured,
    state: postageState(postage),
    asked_by: postage.askedBy,
    asked_at: postage.askedAt,
  }));

/** Writes the claims and the postage that the events touched: a return without any costs no statement. */
export async function saveRecovery(
  tx: Tx,
  merchantId: MerchantId,
  rma: Rma,
  events: readonly RmaEvent[],
  now: Instant,
): Promise<void> {
  const claims = new Set<string>();
  const asked = new Set<string>();
  const moved = new Set<string>();
  for (const event of events) {
    if (!isRecovery(event)) continue;
    if ('claimId' in event) claims.add(event.claimId);
    else (event.type === 'postage_asked' ? asked : moved).add(event.waybill);
  }
  const touched = claimRows(rma, merchantId).filter((row) => claims.has(row.claim_id));
  const postages = postageRows(rma, merchantId);
  await Promise.all([
    ...(touched.length > 0 ? [saveClaims(tx, touched, now)] : []),
    ...(asked.size > 0
      ? [
          addPostage(
            tx,
            merchantId,
            postages.filter((row) => asked.has(row.waybill)),
            now,
          ),
        ]
      : []),
    ...(moved.size > 0
      ? [
          savePostage(
            tx,
            postages.filter((row) => moved.has(row.waybill)),
            now,
          ),
        ]
      : []),
  ]);
}

const saveClaims = (tx: Tx, rows: ReturnType<typeof claimRows>, now: Instant) =>
  sql`insert into claim select * from jsonb_populate_recordset(null::claim,
      ${JSON.stringify(rows.map((row) => ({ ...row, updated_at: now })))}::jsonb)
    on conflict (merchant_id, claim_id) do update set state = excluded.state, accepted_minor = excluded.accepted_minor,
      paid_minor = excluded.paid_minor, written_off_minor = excluded.written_off_minor, appeals = excluded.appeals,
      answer_due = excluded.answer_due, answered_at = excluded.answered_at, refused_because = excluded.refused_because,
      updated_at = excluded.updated_at`.execute(tx);

/**
 * The parcel that a return travels in under a number. The courier may have given that number to another since.
 * @param rmaId a column, or a value
 */
const parcelOf = (merchantId: MerchantId, rmaId: RawBuilder<unknown>, waybill: RawBuilder<unknown>) =>
  sql`select p.parcel_id from parcel_rma pr
    join parcel p on p.merchant_id = pr.merchant_id and p.parcel_id = pr.parcel_id
    where pr.merchant_id = ${merchantId} and pr.rma_id = ${rmaId} and p.waybill = ${waybill}
    order by (p.retired_at is null) desc, p.parcel_id desc limit 1`;

/** A parcel whose postage another return has is refused by the key. */
const addPostage = (tx: Tx, merchantId: MerchantId, rows: ReturnType<typeof postageRows>, now: Instant) =>
  sql`insert into postage (merchant_id, parcel_id, waybill, rma_id, currency, asked_minor, ours_minor, insurer_minor,
      twice_minor, insured, state, asked_by, asked_at, updated_at)
    select n.merchant_id, (${parcelOf(merchantId, sql`n.rma_id`, sql`n.waybill`)}), n.waybill, n.rma_id, n.currency,
      n.asked_minor, n.ours_minor, n.insurer_minor, n.twice_minor, n.insured, n.state, n.asked_by, n.asked_at, ${now}
    from jsonb_populate_recordset(null::postage, ${JSON.stringify(rows)}::jsonb) as n`.execute(tx);

const savePostage = (tx: Tx, rows: ReturnType<typeof postageRows>, now: Instant) =>
  sql`update postage p set ours_minor = n.ours_minor, insurer_minor = n.insurer_minor, twice_minor = n.twice_minor,
      state = n.state, updated_at = ${now}
    from jsonb_populate_recordset(null::postage, ${JSON.stringify(rows)}::jsonb) as n
    where p.merchant_id = n.merchant_id and p.waybill = n.waybill and p.rma_id = n.rma_id`.execute(tx);

/**
 * The number of another return with the postage of this parcel. Whoever asks for one parcel waits for whoever asks for it
 * at the same moment.
 */
export async function askedElsewhere(
  tx: Tx,
  merchantId: MerchantId,
  rmaId: RmaId,
  waybill: string,
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`postage ${merchantId} ${waybill}`}, 0))`.execute(tx);
  const { rows } = await sql<{ number: string }>`select r.number from postage p
    join rma r on r.merchant_id = p.merchant_id and r.rma_id = p.rma_id
    where p.merchant_id = ${merchantId} and p.rma_id <> ${rmaId}
      and p.parcel_id = (${parcelOf(merchantId, sql`${rmaId}`, sql`${waybill}`)})`.execute(tx);
  return rows[0]?.number;
}
