import type { MerchantId } from '../../domain/ids.ts';
import type { RmaJob } from '../../domain/returns/jobs.ts';
import { plusMs } from '../../domain/time.ts';
import { type AdvanceRefund, advanceRefund } from '../advances/advance-refund.ts';
import { learnLanes } from '../alerts/learn-lanes.ts';
import { type LookAtParcels, lookAtParcels, lookRound } from '../alerts/look-round.ts';
import { scheduleLearning, scheduleLook } from '../alerts/schedule.ts';
import type { App, AppJob } from '../app.ts';
import { type ApplyDocument, applyDocument } from '../channels/apply-document.ts';
import { type ExtendDeadline, extendDeadlineAtChannel } from '../channels/extend-deadline.ts';
import { fetchChanges } from '../channels/fetch-changes.ts';
import type { ShopOf } from '../channels/keep-documents.ts';
import { pullShop } from '../channels/pull-shop.ts';
import { type RecordAtShopJob, recordAtShop } from '../channels/record-at-shop.ts';
import { type TellChannel, tellChannel } from '../channels/tell-channel.ts';
import { applyPushes } from '../couriers/apply-pushes.ts';
import { pollParcels } from '../couriers/poll-parcels.ts';
import { schedulePoll } from '../couriers/schedule.ts';
import { type SubscribeParcel, subscribeParcel } from '../couriers/subscribe-parcel.ts';
import { type TellParcel, tellParcel } from '../couriers/tracking.ts';
import { pushVouchers } from '../finance/push-vouchers.ts';
import { pushReds } from '../invoicing/push-reds.ts';
import { matchRound } from '../matching/match-round.ts';
import { scheduleMatch } from '../matching/schedule.ts';
import { type LapseOffer, lapseOffer } from '../negotiation/lapse-offer.ts';
import { type PullMessages, pullMessages } from '../negotiation/pull-messages.ts';
import { type SendMessage, sendMessage } from '../negotiation/send-message.ts';
import { type SendNotice, sendNotice } from '../notices/send-notice.ts';
import { askIntercept, endWait, type InterceptJob } from '../outbound/ask-intercept.ts';
import { applyNotices } from '../payments/apply-notices.ts';
import { askAfterPickups } from '../pickups/ask-after-pickups.ts';
import { callOffPickup, orderPickup, type PickupJob } from '../pickups/order-pickup.ts';
import { scheduleAsking } from '../pickups/schedule.ts';
import { runShadow } from '../policy/run-shadow.ts';
import { runTrial } from '../policy/run-trial.ts';
import type { TrialRef } from '../policy/try-cases.ts';
import { type ClaimDue, claimDue } from '../recovery/claim-due.ts';
import { type EndLostParcel, endLostParcel } from '../recovery/lost-parcels.ts';
import { type SendRefund, sendRefund } from '../refunds/send-refund.ts';
import { balanceTeam, freeCasesOf, giveOut } from '../team/give-out.ts';
import { BALANCE_EVERY_MS, scheduleBalance } from '../team/schedule.ts';
import { linkLater, type MatchReturn } from '../unknown-parcels/link-later.ts';
import { type TellStock, tellStock } from '../warehouse/tell-stock.ts';
import type { Tasks } from './worker.ts';

type AssignRma = Extract<RmaJob, { kind: 'assign_rma' }> & { merchantId: MerchantId };

/** What a worker does for each kind of job. Payloads are what our own code put in, in the same or an earlier version. */
export const tasksOf = (app: App): Record<AppJob['kind'], NonNullable<Tasks[string]>> => ({
  send_refund: (payload, { number }) => sendRefund(app, payload as SendRefund, number),
  advance_refund: (payload) => advanceRefund(app, payload as AdvanceRefund),
  record_at_shop: (payload, attempt) => recordAtShop(app, payload as RecordAtShopJob, attempt),
  tell_channel: (payload) => tellChannel(app, payload as TellChannel),
  extend_deadline: (payload) => extendDeadlineAtChannel(app, payload as ExtendDeadline),
  subscribe_parcel: (payload) => subscribeParcel(app, payload as SubscribeParcel),
  tell_parcel: (payload) => tellParcel(app, payload as TellParcel),
  poll_parcels: async (payload) => {
    const { merchantId } = payload as { merchantId: MerchantId };
    const next = await pollParcels(app, merchantId);
    if (next) await schedulePoll(app, merchantId, next.againInMs);
  },
  ask_after_pickups: async (payload) => {
    const { merchantId } = payload as { merchantId: MerchantId };
    const { againInMs } = await askAfterPickups(app, merchantId);
    await scheduleAsking(app, merchantId, againInMs);
  },
  apply_courier_pushes: (payload) => applyPushes(app, (payload as { merchantId: MerchantId }).merchantId),
  apply_payment_notices: (payload) => applyNotices(app, (payload as { merchantId: MerchantId }).merchantId),
  push_red_invoices: (payload) => pushReds(app, (payload as { merchantId: MerchantId }).merchantId),
  push_vouchers: (payload) => pushVouchers(app, (payload as { merchantId: MerchantId }).merchantId),
  match_round: async (payload) => {
    const { merchantId } = payload as { merchantId: MerchantId };
    const { again } = await matchRound(app, merchantId);
    await scheduleMatch(app, merchantId, again);
  },
  assign_rma: async (payload) => {
    const { notTo, ...job } = payload as AssignRma;
    await giveOut(app, { ...job, notTo });
  },
  free_cases: (payload) => {
    const { merchantId, userId } = payload as { merchantId: MerchantId; userId: string };
    return freeCasesOf(app, merchantId, userId);
  },
  balance_team: async (payload) => {
    const { merchantId } = payload as { merchantId: MerchantId };
    if (await balanceTeam(app, merchantId)) await scheduleBalance(app, merchantId, BALANCE_EVERY_MS);
  },
  send_message: (payload) => sendMessage(app, payload as SendMessage),
  pull_messages: (payload) => pullMessages(app, payload as PullMessages),
  match_return: (payload) => linkLater(app, payload as MatchReturn),
  book_pickup: (payload, { number }) => orderPickup(app, payload as PickupJob, number),
  cancel_pickup: (payload) => callOffPickup(app, payload as PickupJob),
  ask_intercept: (payload, { number }) => askIntercept(app, payload as InterceptJob, number),
  end_intercept_wait: (payload) => endWait(app, payload as InterceptJob),
  lapse_offer: (payload) => lapseOffer(app, payload as LapseOffer),
  apply_document: async (payload) => {
    await applyDocument(app, payload as ApplyDocument);
  },
  pull_shop: async (payload) => {
    const shop = payload as ShopOf;
    const next = await pullShop(app, shop);
    if (next) await schedulePull(app, shop, next.againInMs);
  },
  fetch_changes: async (payload) => {
    const shop = payload as ShopOf;
    const next = await fetchChanges(app, shop);
    if (next) await scheduleFetch(app, shop, next.againInMs);
  },
  look_round: async (payload) => {
    const { merchantId } = payload as { merchantId: MerchantId };
    const { againInMs } = await lookRound(app, merchantId);
    await app.db.inMerchant(merchantId, (tx) => scheduleLook(app, tx, merchantId, againInMs));
  },
  look_at_parcels: (payload) => lookAtParcels(app, payload as LookAtParcels),
  learn_lanes: async (payload) => {
    const { merchantId } = payload as { merchantId: MerchantId };
    await learnLanes(app, merchantId);
    await app.db.inMerchant(merchantId, (tx) => scheduleLearning(app, tx, merchantId));
  },
  claim_due: (payload) => claimDue(app, payload as ClaimDue),
  end_lost_parcel: (payload) => endLostParcel(app, payload as EndLostParcel),
  send_notice: (payload) => sendNotice(app, payload as SendNotice),
  tell_stock: (payload) => tellStock(app, payload as TellStock),
  run_trial: (payload, attempt) => runTrial(app, payload as TrialRef, attempt),
  run_shadow: (payload) => runShadow(app, payload as TrialRef),
});

const scheduleFetch = (app: App, { merchantId, shopId }: ShopOf, inMs: number): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) =>
    app.enqueue(tx, [
      {
        kind: 'fetch_changes',
        merchantId,
        shopId,
        // A key of its own: one that is waiting for new pushes must not be put off.
        jobKey: `fetch-later:${shopId}`,
        runAt: plusMs(app.clock.now(), inMs),
      },
    ]),
  );

/** One pull of a shop waits at any time: its key replaces an earlier one, also when several processes start. */
export const schedulePull = (app: App, { merchantId, shopId }: ShopOf, inMs: number): Promise<void> =>
  app.db.inMerchant(merchantId, (tx) =>
    app.enqueue(tx, [
      {
        kind: 'pull_shop',
        merchantId,
        shopId,
        jobKey: `pull:${shopId}`,
        runAt: plusMs(app.clock.now(), inMs),
        // A shop that fails for days is pulled again by the next start of a worker.
        maxAttempts: 1_000,
      },
    ]),
  );

/** Sees to it that every connected shop is pulled. */
export async function schedulePulls(app: App): Promise<void> {
  for (const merchantId of await app.merchants()) {
    for (const shop of await app.shops.all(merchantId)) {
      if (await app.shops.channel(merchantId, shop.id)) await schedulePull(app, { merchantId, shopId: shop.id }, 0);
    }
  }
}
