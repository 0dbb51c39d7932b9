import { sql } from 'kysely';
import type { PaidElsewhere } from '../../connectors/channel/port.ts';
import type { MerchantId, RefundId, RmaId } from '../../domain/ids.ts';
import { add, isPositive, type Money } from '../../domain/money.ts';
import type { Refund } from '../../domain/returns/rma.ts';
import { isPaidElsewhere, shopBookingOf } from '../../domain/returns/shop-booking.ts';
import type { RecordShopRefund } from '../../domain/returns/shop-books.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { type Locked, read } from '../returns/rma-store.ts';
import { runRmaCommand } from '../returns/run-rma-command.ts';
import type { ShopOf } from './keep-documents.ts';

export type RecordAtShopJob = { merchantId: MerchantId; rmaId: RmaId; refundId: RefundId };

/** A doubt that outlives so many tries is shown to people; it is asked about further all the same. */
const QUIET_TRIES = 2;

/**
 * Writes a refund that a gateway has paid into the books of the shop that sold. The connector looks for our number before
 * it writes, so a try whose answer got lost is found again and never written twice.
 */
export async function recordAtShop(
  app: App,
  job: RecordAtShopJob,
  { number, last }: { number: number; last: boolean },
): Promise<void> {
  const { merchantId, rmaId, refundId } = job;
  const stored = await app.db.inMerchant(merchantId, (tx) => read(tx, merchantId, rmaId));
  const refund = stored?.rma.refunds.find(({ id }) => id === refundId);
  if (!stored || !refund || !isPaidElsewhere(stored.rma, refund)) return;
  if (shopBookingOf(stored.rma, refundId)?.state === 'written') return;

  const settle = (outcome: RecordShopRefund['outcome'], message: string) =>
    runRmaCommand(
      app,
      rmaId,
      { type: 'record_shop_refund', refundId, outcome, message },
      {
        merchantId,
        commandId: `${refundId}:shop-books:${outcome === 'written' ? '' : stored.rma.version}`,
        actor: { kind: 'system', id: stored.rma.channel },
      },
    );
  const port = await app.shops.channel(merchantId, stored.rma.shopId);
  if (!port) {
    await settle('refused', `not_connected: ${stored.rma.channel}`);
    return;
  }
  if (!port.recordRefund) return;
  const acted = await port.recordRefund(paidElsewhere(stored, refund));
  switch (acted.kind) {
    case 'done':
      await settle('written', '');
      return;
    case 'refused':
    case 'unauthorised':
      await settle('refused', `${acted.code}: ${acted.message}`);
      return;
    case 'throttled':
      throw new Error(`throttled for ${acted.retryAfterMs} ms`);
    case 'unknown':
      if (number > QUIET_TRIES || last) await settle('unknown', acted.cause);
      throw new Error(`whether the shop has booked ${refundId} is unknown: ${acted.cause}`);
  }
}

/** The lines as they were booked here; freight belongs to none of them, so it is what the sum has over theirs. */
function paidElsewhere({ order, history }: Locked, refund: Refund): PaidElsewhere {
  const numbers = numbersOf(history, refund.id);
  const booking = history.flatMap(({ event }) =>
    event.type === 'refund_requested' && numbers.has(event.refundId) ? event.booking : [],
  );
  const lines = new Map<string, { quantity: number; amount: Money }>();
  for (const { orderLineId, units, goods } of booking) {
    const bought = order.lines.find(({ id }) => id === orderLineId);
    if (!bought || (units === 0 && !isPositive(goods))) continue;
    const before = lines.get(bought.externalId);
    lines.set(bought.externalId, {
      quantity: (before?.quantity ?? 0) + units,
      amount: before ? add(before.amount, goods) : goods,
    });
  }
  return {
    orderExternalId: order.externalId,
    reference: refund.id,
    amount: refund.amount,
    lines: [...lines].map(([lineExternalId, line]) => ({ lineExternalId, ...line })),
  };
}

/** A refund that was sent under a new number was booked under its first. */
function numbersOf(history: Locked['history'], id: RefundId): ReadonlySet<RefundId> {
  const numbers = new Set([id]);
  for (const { event } of history.toReversed()) {
    if (event.type === 'refund_reissued' && numbers.has(event.newRefundId)) numbers.add(event.refundId);
  }
  return numbers;
}

/**
 * A refund in the shop's list that we have written there ourselves is no request: it says that our writing arrived, also
 * where its answer did not. False: it is none of ours.
 */
export async function isOwnRefund(
  app: App,
  { merchantId, shopId }: ShopOf,
  { reference, orderExternalId }: { reference: string; orderExternalId: string },
): Promise<boolean> {
  const found = await app.db.inMerchant(merchantId, (tx) => find(tx, merchantId, shopId, reference, orderExternalId));
  if (!found) return false;
  await runRmaCommand(
    app,
    found.rmaId,
    { type: 'record_shop_refund', refundId: found.refundId, outcome: 'written', message: '' },
    { merchantId, commandId: `${found.refundId}:shop-books:`, actor: { kind: 'platform', id: shopId } },
  );
  return true;
}

async function find(tx: Tx, merchantId: MerchantId, shopId: string, reference: string, orderExternalId: string) {
  const { rows } = await sql<{ refundId: RefundId; rmaId: RmaId }>`
    select f.refund_id as "refundId", f.rma_id as "rmaId"
    from refund f join rma r on r.merchant_id = f.merchant_id and r.rma_id = f.rma_id
    where f.merchant_id = ${merchantId} and f.refund_id = ${reference} and r.shop_id = ${shopId}
      and r.order_external_id = ${orderExternalId}`.execute(tx);
  return rows[0];
}
