import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { ListingKind } from '../../domain/buyers/buyer-record.ts';
import { type ListingRejection, lapseOf } from '../../domain/buyers/listing.ts';
import type { BuyerId, MerchantId, RmaId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { LocalDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Meta } from '../http/caller.ts';
import type { Looking } from './buyer-views.ts';

type ListingId = `lst_${string}`;
type NewListing = { kind: ListingKind; reason: string; until: LocalDate | null; rmaId: RmaId | null };

/** Puts a buyer on a list. A buyer is on one list at a time: what he was on before is ended by the same person. */
export async function addListing(
  app: App,
  tx: Tx,
  looking: Looking,
  listing: NewListing,
  { actor }: Meta,
): Promise<Result<{ id: ListingId }, ListingRejection>> {
  const { merchantId, now, timeZone } = looking;
  const lapse = lapseOf(listing, now, timeZone);
  if (!lapse.ok) return lapse;
  const buyerId = await holdBuyer(tx, merchantId, looking.buyerId);
  if (listing.rmaId && !(await isOfBuyer(tx, { merchantId, buyerId }, listing.rmaId))) {
    return reject({ code: 'rma_not_of_buyer', field: 'rmaId' });
  }
  const id = app.newId('lst');
  // One after the other: the new entry must not end itself.
  await sql`update buyer_listing set ended_at = ${now}, ended_by = ${actor.id}
    where merchant_id = ${merchantId} and buyer_id = ${buyerId} and ended_at is null
      and (lapses_at is null or lapses_at > ${now})`.execute(tx);
  await sql`insert into buyer_listing (merchant_id, listing_id, buyer_id, kind, reason, rma_id, since, until_on,
      lapses_at, listed_by)
    values (${merchantId}, ${id}, ${buyerId}, ${listing.kind}, ${listing.reason}, ${listing.rmaId}, ${now},
      ${listing.until}, ${lapse.value}, ${actor.id})`.execute(tx);
  return ok({ id });
}

/**
 * Two people at once make two entries one after the other. Whoever makes one of two buyers changes this row first: an
 * entry is there before and goes over with the rest, or is made for the one who is left.
 */
async function holdBuyer(tx: Tx, merchantId: MerchantId, buyerId: BuyerId): Promise<BuyerId> {
  const { rows } = await sql<{ id: BuyerId }>`select coalesce(merged_into, buyer_id) as id from buyer
    where merchant_id = ${merchantId} and buyer_id = ${buyerId} for no key update`.execute(tx);
  const { id } = present(rows[0], 'the buyer of a list');
  return id === buyerId ? id : holdBuyer(tx, merchantId, id);
}

async function isOfBuyer(tx: Tx, { merchantId, buyerId }: Pick<Looking, 'merchantId' | 'buyerId'>, rmaId: RmaId) {
  const { rows } = await sql`select 1 from rma r
    join sales_order o on o.merchant_id = r.merchant_id and o.order_id = r.order_id
    join party p on p.merchant_id = o.merchant_id and p.party_id = o.buyer_id
    where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId} and p.buyer_id = ${buyerId}`.execute(tx);
  return rows.length > 0;
}

/** Undefined: the buyer has no such entry. An entry that lapsed by itself is over like one that was ended. */
export async function endListing(
  tx: Tx,
  { merchantId, buyerId, now }: Looking,
  listingId: ListingId,
  note: string,
  { actor }: Meta,
): Promise<Result<{ id: ListingId }, ListingRejection> | undefined> {
  const { rows } = await sql<{ over: boolean }>`
    select ended_at is not null or coalesce(lapses_at <= ${now}, false) as over from buyer_listing
    where merchant_id = ${merchantId} and buyer_id = ${buyerId} and listing_id = ${listingId} for update`.execute(tx);
  const found = rows[0];
  if (!found) return undefined;
  if (found.over) return reject({ code: 'listing_is_over' });
  await sql`update buyer_listing set ended_at = ${now}, ended_by = ${actor.id}, end_note = ${note}
    where merchant_id = ${merchantId} and listing_id = ${listingId}`.execute(tx);
  return ok({ id: listingId });
}
