import type { MerchantId } from '../../domain/ids.ts';
import { type SoldOrder, valuedLines } from '../../domain/metrics/order-share.ts';
import type { ReturnFacts } from '../../domain/metrics/return-facts.ts';
import { localDate } from '../../domain/time.ts';

/** The row of `board_return`: one return, for durations and for the cases behind a figure. */
export function returnRow(merchantId: MerchantId, order: SoldOrder, facts: ReturnFacts, timeZone: string) {
  const lines = valuedLines(order, facts);
  return {
    merchant_id: merchantId,
    rma_id: facts.rmaId,
    order_id: facts.orderId,
    number: facts.number,
    shop_id: facts.shopId,
    resolution: facts.resolution,
    reason: facts.reason,
    categories: [...new Set(lines.map(({ category }) => category))],
    skus: [...new Set(lines.map(({ sku }) => sku))],
    warehouse: facts.warehouse,
    day: localDate(facts.openedAt, timeZone),
    opened_at: facts.openedAt,
    responded_at: facts.respondedAt,
    decided_at: facts.decidedAt,
    approved_at: facts.approvedAt,
    shipped_at: facts.shippedAt,
    received_at: facts.receivedAt,
    inspected_at: facts.inspectedAt,
    refunded_at: facts.refundedAt,
    over_at: facts.overAt,
    answer: facts.decided?.answer ?? null,
    answered_by: facts.decided?.by ?? null,
    sends_goods: facts.sendsGoods,
    due_money: facts.dueMoney,
    units: lines.reduce((sum, { units }) => sum + units, 0),
    paid_minor: lines.reduce((sum, { paidMinor }) => sum + paidMinor, 0n),
    refunded_minor: facts.refunds.reduce((sum, { minor }) => sum + minor, 0n),
    lapses: facts.lapses.map(({ kind }) => kind),
  };
}

/** The rows of `board_return_line`: what came back, by article. */
export const lineRows = (merchantId: MerchantId, order: SoldOrder, facts: ReturnFacts, timeZone: string) =>
  valuedLines(order, facts).map((line) => ({
    merchant_id: merchantId,
    rma_id: facts.rmaId,
    line_id: line.lineId,
    day: localDate(facts.openedAt, timeZone),
    shop_id: facts.shopId,
    category: line.category,
    sku: line.sku,
    reason: facts.reason,
    units: line.units,
    paid_minor: line.paidMinor,
    received: line.received,
    disposition: line.disposition,
    disposed_on: line.disposed ? localDate(line.disposed.at, timeZone) : null,
    disposed_minor: line.disposed?.minor ?? null,
  }));
