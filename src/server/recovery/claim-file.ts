import { sql } from 'kysely';
import type { ClaimFile } from '../../contract/claims.ts';
import { toMoneyView } from '../../contract/common.ts';
import type { FileId, MerchantId, RmaId, RmaLineId } from '../../domain/ids.ts';
import { times, unitsShare } from '../../domain/money.ts';
import { gramsOf } from '../../domain/parcels/box-weight.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { ClaimId, LossClaim } from '../../domain/recovery/loss-claim.ts';
import { claimOf } from '../../domain/returns/claiming.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { learnedWeights } from '../parcels/learned-weights.ts';
import { handlingOfParcels } from '../receiving/handling.ts';
import { blindTo, findingsView, isHidden } from '../returns/line-findings.ts';
import { claimView } from '../returns/recovery-views.ts';
import { read } from '../returns/rma-store.ts';
import { timelineEntry } from '../returns/rma-views.ts';
import { type Surrounded, surround } from '../returns/surroundings.ts';

/** All that whoever shall pay wants to see, as far as the one who looks may know it; undefined where there is no such claim. */
export async function readClaimFile(
  app: App,
  merchantId: MerchantId,
  claimId: ClaimId,
  who: Who,
): Promise<ClaimFile | undefined> {
  const found = await app.db.inMerchant(merchantId, async (tx) => {
    const { rows } = await sql<{ rma_id: RmaId }>`select rma_id from claim
      where merchant_id = ${merchantId} and claim_id = ${claimId}`.execute(tx);
    const stored = rows[0] && (await read(tx, merchantId, rows[0].rma_id));
    const claim = stored && claimOf(stored.rma, claimId);
    if (!claim) return undefined;
    return {
      claim,
      seen: await surround(tx, merchantId, stored),
      weights: await weightsOf(tx, merchantId, stored.rma, claim),
    };
  });
  if (!found) return undefined;
  const { claim, seen, weights } = found;
  const [shop, names] = await Promise.all([app.shops.find(merchantId, seen.rma.shopId), app.staffNames(merchantId)]);
  const { rma, order, around, history } = seen;
  const { unseen } = blindTo(rma, who);
  return {
    claim: claimView(claim, app.clock.now()),
    rma: {
      id: rma.id,
      number: rma.number,
      reason: rma.reason,
      resolution: rma.resolution,
      openedAt: rma.openedAt,
      receivedAt: rma.receivedAt,
      note: around.note,
    },
    order: {
      id: order.id,
      externalId: order.externalId,
      channel: order.channel,
      shopName: shop?.name ?? '',
      placedAt: order.placedAt,
    },
    lines: linesOf(seen, who),
    parcel: parcelOf(seen, claim),
    weightGrams: weights.weighed,
    expectedGrams: weights.expected,
    photos: photosOf(seen, claim, weights.arrival, unseen),
    refunds: rma.refunds.map(({ id, amount, state, settledAt }) => ({
      id,
      amount: toMoneyView(amount),
      state,
      settledAt,
    })),
    history: history
      .filter(({ event }) => isOfFile(event, claim))
      .map((stored) => timelineEntry(stored, { nameOf: ({ id }) => names.get(id) ?? '', unseen })),
  };
}

/** What the goods cost the buyer and what they cost the shop, as far as they are in the return. */
const linesOf = ({ rma, order }: Surrounded, who: Who): ClaimFile['lines'] =>
  rma.lines.map((line) => {
    const { id, orderLineId, sku, quantity, reception, disposition } = line;
    const { grade, failedTests } = findingsView(line, who);
    const bought = order.lines.find((each) => each.id === orderLineId);
    const none = { minor: 0n, currency: order.currency };
    return {
      id,
      sku,
      title: bought?.title ?? sku,
      quantity,
      reception,
      grade,
      disposition,
      failedTests,
      paid: toMoneyView(
        bought ? unitsShare(bought.paid, bought.quantity, 0, Math.min(quantity, bought.quantity)) : none,
      ),
      cost: toMoneyView(bought ? times(bought.unitCost, quantity) : none),
    };
  });

function parcelOf({ rma, around }: Surrounded, { waybill }: LossClaim): ClaimFile['parcel'] {
  const parcel = rma.parcels.find((each) => each.waybill === waybill);
  if (!parcel) return null;
  const { courier, status, announcedAt } = parcel;
  const scans = around.scans
    .filter((scan) => scan.waybill === parcel.waybill)
    .map(({ at, status: told, code, text, location }) => ({ at, status: told, code, text, location }));
  return { courier, waybill: parcel.waybill, status, announcedAt, scans };
}

function photosOf(
  { rma, history }: Surrounded,
  claim: LossClaim,
  arrival: readonly FileId[],
  unseen: ReadonlySet<RmaLineId>,
): ClaimFile['photos'] {
  const inspected = history.flatMap(({ event }) => {
    const isUnseen: boolean = isHidden(event, unseen);
    return event.type === 'line_inspected' && !isUnseen ? event.photos : [];
  });
  const all = [
    ...claim.proof.map((file) => ({ file, of: 'claim' as const })),
    ...arrival.map((file) => ({ file, of: 'arrival' as const })),
    ...inspected.map((file) => ({ file, of: 'inspection' as const })),
    ...rma.evidence.map((file) => ({ file, of: 'buyer' as const })),
  ];
  // A photo of the case that was chosen as proof stands there once, as what it was first.
  return [...new Map(all.map((photo) => [photo.file, photo])).values()];
}

/** The road of the goods and the claim's own. */
function isOfFile(event: RmaEvent, claim: LossClaim): boolean {
  if (event.type.startsWith('claim_')) return 'claimId' in event && event.claimId === claim.id;
  if ('waybill' in event) return event.type.startsWith('parcel_') && event.waybill === claim.waybill;
  return (
    event.type.startsWith('line_') ||
    event.type === 'rma_opened' ||
    event.type === 'rma_approved' ||
    event.type === 'refund_succeeded'
  );
}

/**
 * What the scales said of the parcel, at the door or where it came in without a name, with the pictures taken there; and what
 * its articles weigh, as far as anybody knows.
 */
async function weightsOf(tx: Tx, merchantId: MerchantId, { id, lines }: Rma, { waybill }: LossClaim) {
  const [{ rows: arrived }, learned, steps] = await Promise.all([
    sql<{ own: number | null; unknown: number | null; photos: FileId[] | null }>`select (
        select p.weighed_grams from parcel_rma pr
        join parcel p on p.merchant_id = pr.merchant_id and p.parcel_id = pr.parcel_id
        where pr.merchant_id = ${merchantId} and pr.rma_id = ${id} and p.waybill = ${waybill ?? ''}
          and p.weighed_grams is not null limit 1) as own, u.weight_grams as unknown, u.photos
      from (select 1) as one left join lateral (select weight_grams, photos from unknown_parcel
        where merchant_id = ${merchantId} and waybill = ${waybill ?? ''} order by unknown_id desc limit 1) u
        on true`.execute(tx),
    learnedWeights(
      tx,
      merchantId,
      lines.map(({ sku }) => sku),
    ),
    handlingOfParcels(tx, merchantId, id),
  ]);
  const found = arrived[0];
  const ofParcel = steps.filter((row) => row.waybill === waybill);
  return {
    weighed: found?.own ?? ofParcel.find((row) => row.weight_grams)?.weight_grams ?? found?.unknown ?? null,
    arrival: [...ofParcel.flatMap(({ photos }) => photos), ...(found?.photos ?? [])],
    expected: gramsOf(lines, learned),
  };
}
