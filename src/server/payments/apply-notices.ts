import { sql } from 'kysely';
import type { MerchantId, RmaId } from '../../domain/ids.ts';
import { refundOf } from '../../domain/returns/guards.ts';
import type { Refund, Rma } from '../../domain/returns/rma.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { messageOf } from '../cannot-start.ts';
import { isTakenUp, recordNews } from '../refunds/record-news.ts';
import { requestOf } from '../refunds/send-refund.ts';
import { read } from '../returns/rma-store.ts';
import {
  callApplier,
  nextRetry,
  noticeApplied,
  noticeFailed,
  type WaitingNotice,
  waitingNotices,
} from './notice-store.ts';

const BATCH = 100;
const MOST_ATTEMPTS = 6;
const RETRY_MS = 5_000;

/** A notice that says what cannot be: it is for a person, and no repeat makes it better. */
class NoticeRefused extends Error {}

/**
 * Applies what gateways have told. A notice only wakes us: what became of the refund is read from the gateway itself, so
 * that one which is old, repeated, out of order, or signed with a key that leaked changes nothing that is not so.
 */
export async function applyNotices(app: App, merchantId: MerchantId): Promise<void> {
  for (;;) {
    const notices = await waitingNotices(app, merchantId, BATCH);
    if (notices.length === 0) break;
    for (const notice of notices) await applyOrKeep(app, merchantId, notice);
  }
  const runAt = await nextRetry(app, merchantId);
  if (runAt) await app.db.inMerchant(merchantId, (tx) => callApplier(app, tx, merchantId, runAt));
}

/** Null where it was applied; else why not, which is kept with it. */
export async function applyOrKeep(app: App, merchantId: MerchantId, notice: WaitingNotice): Promise<string | null> {
  try {
    await applyNotice(app, merchantId, notice);
    await noticeApplied(app, merchantId, notice);
    return null;
  } catch (error) {
    const { vendor, documentId, attempts } = notice;
    app.log.warn({ merchantId, vendor, documentId, error }, 'a payment notice could not be applied');
    const isOver = error instanceof NoticeRefused || attempts + 1 >= MOST_ATTEMPTS;
    const retryAt = isOver ? null : plusMs(app.clock.now(), RETRY_MS * 4 ** attempts);
    await noticeFailed(app, merchantId, notice, { reason: messageOf(error), retryAt });
    return messageOf(error);
  }
}

async function applyNotice(app: App, merchantId: MerchantId, { vendor, content }: WaitingNotice): Promise<void> {
  if (!('refundNumber' in content)) throw new NoticeRefused('it could not be read');
  const { refundNumber } = content;
  const rmaId = await rmaOf(app, merchantId, refundNumber);
  const stored = rmaId && (await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId)));
  const refund = stored && refundOf(stored.rma, refundNumber);
  if (!stored || !refund) throw new Error(`there is no refund ${refundNumber}`);
  refuseStranger(vendor, content, refund);
  const payment = await app.shops.payment(merchantId, vendor);
  if (!payment) throw new Error(`${vendor} is not connected`);
  const outcome = await payment.queryRefund(requestOf(stored, refund));
  if (outcome.kind === 'absent') throw new Error(`${vendor} does not know ${refundNumber} yet`);
  if (outcome.kind === 'unknown') throw new Error(outcome.cause);
  if (outcome.kind === 'rejected') throw new Error(outcome.message);
  if (refund.state === 'rejected' && !isTakenUp(outcome)) return;
  // What was paid at the bank the gateway closes, or holds on to, as was expected of it.
  if (isPaidAtBank(stored.rma, refund) && (outcome.kind === 'closed' || outcome.kind === 'abnormal')) return;
  if (refund.state === 'succeeded' && outcome.kind !== 'succeeded')
    throw new NoticeRefused(`${refundNumber} was paid, and ${vendor} now says ${outcome.kind}`);
  const version = outcome.kind === 'succeeded' ? '' : stored.rma.version;
  const commandId = `${refund.id}:${outcome.kind}:${version}`;
  const recorded = await recordNews(app, { merchantId, stored, refund, outcome, commandId });
  // Another message was faster with the same news.
  if (!recorded.ok && recorded.rejection.code !== 'command_id_reused')
    throw new NoticeRefused(`the return does not take it: ${recorded.rejection.code}`);
}

const isPaidAtBank = ({ transfers }: Rma, { id }: Refund): boolean =>
  transfers?.some(({ refundId, state }) => refundId === id && state === 'paid') ?? false;

type Said = Extract<WaitingNotice['content'], { refundNumber: string }>;

/** What a notice says of gateway, payment and amount must be what we stored before the first call. */
function refuseStranger(vendor: string, { tradeNumber, amount }: Said, refund: Refund): void {
  if (refund.method !== vendor) throw new NoticeRefused(`the refund is one of ${refund.method}`);
  if (tradeNumber !== undefined && tradeNumber !== refund.tradeNumber)
    throw new NoticeRefused(`it names the payment ${tradeNumber}, not ${refund.tradeNumber}`);
  if (amount && (amount.minor !== String(refund.amount.minor) || amount.currency !== refund.amount.currency))
    throw new NoticeRefused(`it names ${amount.minor} ${amount.currency}, not ${refund.amount.minor}`);
}

async function rmaOf(app: App, merchantId: MerchantId, refundNumber: string): Promise<RmaId | undefined> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ rma_id: RmaId }>`select rma_id from refund
      where merchant_id = ${merchantId} and refund_id = ${refundNumber}`.execute(tx),
  );
  return rows[0]?.rma_id;
}
