import type { z } from 'zod';
import type { ReturnAddress } from '../../connectors/channel/port.ts';
import { toMoneyView } from '../../contract/common.ts';
import type { myReturn } from '../../contract/portal.ts';
import { type Money, sum } from '../../domain/money.ts';
import { clauseOfRefusal, groundOf } from '../../domain/policy/ground.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { resolutionFacts } from '../../domain/policy/resolution-facts.ts';
import { type Rma, sendsGoods, stageOf } from '../../domain/returns/rma.ts';
import type { Instant } from '../../domain/time.ts';
import { amountView } from '../returns/amount-views.ts';
import type { StoredEvent } from '../returns/rma-store.ts';
import type { Surrounded } from '../returns/surroundings.ts';
import { payeeForBuyer } from './payee.ts';
import { postageForBuyer } from './postage.ts';

/** The events a buyer sees: what happened to his goods and money, not how the shop came to decide. */
const forBuyers = new Set([
  'rma_opened',
  'evidence_requested',
  'evidence_added',
  'rma_approved',
  'rma_rejected',
  'rma_withdrawn',
  'parcel_announced',
  'line_received',
  'line_inspected',
  'refund_requested',
  'replacement_shipped',
  'rma_converted',
  'refund_succeeded',
]);

export type BuyerContext = {
  /** The version that the return is decided by. */
  policy: Policy;
  now: Instant;
  returnAddress: ReturnAddress | null;
  allowed: {
    canSend: boolean;
    canWithdraw: boolean;
    canAddPhotos: boolean;
    person: 'can_ask' | 'is_on_it' | 'over';
  };
  /** What would go back, as long as nothing is ordered. */
  expected: Money;
};
/** A parcel that nobody took comes back by itself: its buyer has nothing to send, and needs no address. */
export const isSentByBuyer = (rma: Rma): boolean =>
  sendsGoods(rma) && resolutionFacts[rma.resolution].goodsBack === 'by_buyer';

export function buyerView(
  { rma, order, history, around }: Surrounded,
  { policy, returnAddress, allowed, expected, now }: BuyerContext,
): z.input<typeof myReturn.reply> {
  const asked = history.flatMap(({ event }) =>
    event.type === 'evidence_requested' || event.type === 'rma_rejected' ? [event.note] : [],
  );
  const waits = rma.review === 'evidence_requested' || rma.review === 'rejected';
  const ordered = sum(
    rma.refunds.map((refund) => refund.amount),
    order.currency,
  );
  return {
    id: rma.id,
    number: rma.number,
    stage: stageOf(rma),
    review: rma.review,
    resolution: rma.resolution,
    reason: rma.reason,
    message: waits ? (asked.at(-1) ?? null) : null,
    ...groundsOf(history, rma, policy),
    amount: toMoneyView(rma.refunds.length > 0 ? ordered : expected),
    explanation: forBuyer(amountView(rma, order, history, { policy, now }).amount),
    refunds: rma.refunds.map(({ amount: paid, state, settledAt }) => ({ amount: toMoneyView(paid), state, settledAt })),
    lines: rma.lines.map((line) => ({
      title: order.lines.find((bought) => bought.id === line.orderLineId)?.title ?? line.sku,
      quantity: line.quantity,
      reception: line.reception,
      settlement: line.settlement,
      shipment: line.shipment ? { courier: line.shipment.courier, waybill: line.shipment.waybill } : null,
    })),
    returnAddress:
      rma.review === 'approved' && isSentByBuyer(rma) && returnAddress
        ? { name: returnAddress.name, phone: returnAddress.phone, address: returnAddress.address }
        : null,
    parcels: rma.parcels.map(({ courier, waybill, status }) => ({
      courier,
      waybill,
      status,
      scans: around.scans.filter((scan) => scan.waybill === waybill).map(({ at, text }) => ({ at, text })),
    })),
    postage: postageForBuyer(rma),
    payee: payeeForBuyer(rma),
    ...allowed,
    timeline: history
      // Goods that were booked in by mistake and taken out again have not arrived.
      .filter(({ event }) => forBuyers.has(event.type) && (event.type !== 'line_received' || rma.receivedAt !== null))
      .map(({ event, at }) => ({ type: event.type, at })),
  };
}

/** What the shop may get from others, and its two figures, are not his business. */
const forBuyer = (amount: ReturnType<typeof amountView>['amount']) =>
  amount && { total: amount.total, rows: amount.rows, inKind: amount.inKind };

/** The rule that answered, until a person has refused: then his reason. */
function groundsOf(history: readonly StoredEvent[], { review }: Rma, policy: Policy) {
  const decision = history.flatMap(({ event }) => (event.type === 'policy_applied' ? [event.decision] : [])).at(-1);
  const rejected = history.flatMap(({ event }) => (event.type === 'rma_rejected' ? [event.reasonCode] : [])).at(-1);
  if (review === 'rejected' && rejected !== undefined) {
    return { ground: null, refusal: { reasonCode: rejected, clause: clauseOfRefusal(decision, rejected) } };
  }
  // Whoever was granted it by a person need not read why a rule had doubts.
  const byPerson = history.some(({ event }) => event.type === 'rma_approved' && event.by !== 'policy');
  return { ground: decision && !byPerson ? groundOf(decision, policy) : null, refusal: null };
}
