import type { MessageId, OfferId } from '../ids.ts';
import { allocate, type Money, sum, zero } from '../money.ts';
import { linePaidWithFreight, type Order } from '../orders/order.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { grantAnswer } from './channel-answers.ts';
import { courierSaysRefused } from './evolve-kinds.ts';
import type { GoodsTerm, Offer, ThreadMessage } from './negotiation.ts';
import type { Rejection } from './rejections.ts';
import { isMoneyOrdered, isRefused, type Rma, type RmaLine } from './rma.ts';
import { lacksBookings } from './shop-booking.ts';

type No = Rejection | null;

export const openOffer = (rma: Rma): Offer | undefined => rma.offers?.find((offer) => offer.state === 'open');

export const offerOf = (rma: Rma, id: OfferId): Offer | undefined => rma.offers?.find((offer) => offer.id === id);

export const messageOf = (rma: Rma, id: MessageId): ThreadMessage | undefined =>
  rma.messages?.find((message) => message.id === id);

/** An offer is about money that nobody has ordered yet, in a case that is not over. */
export function canMakeOffer(rma: Rma): No {
  const no = canStillAgree(rma);
  if (no) return no;
  return openOffer(rma) ? { code: 'offer_already_open' } : null;
}

export function canStillAgree(rma: Rma): No {
  if (isRefused(rma)) return { code: 'review_is_over', review: rma.review };
  const { resolution } = rma;
  if (resolutionFacts[resolution].money === 'never') return { code: 'kind_without_money', resolution };
  return isMoneyOrdered(rma) ? { code: 'refund_already_ordered' } : null;
}

/** Goods can stay while they have not left the buyer, and come back only where the request was for that. */
export function canGoodsGo(rma: Rma, goods: GoodsTerm): No {
  if (goods === 'stay') {
    const left = rma.lines.some((line) => line.reception === 'in_transit' || line.reception === 'received');
    return left || courierSaysRefused(rma) ? { code: 'goods_already_sent' } : null;
  }
  const never = rma.review === 'approved' && rma.lines.every((line) => line.reception === 'not_expected');
  return resolutionFacts[rma.resolution].goodsBack === 'no' || never ? { code: 'goods_do_not_come_back' } : null;
}

export function canTellAgain(rma: Rma): No {
  if (rma.channelPush !== 'failed') return { code: 'platform_was_told' };
  // What the shop's own books lack is written again, whatever the kind.
  if (lacksBookings(rma)) return null;
  return answerToTell(rma) ? null : { code: 'review_is_over', review: rma.review };
}

/** What the platform still has to learn of our decision, if there is one. */
export function answerToTell(rma: Rma): 'agree_return' | 'refuse' | null {
  if (rma.review === 'rejected') return 'refuse';
  return rma.review === 'approved' && grantAnswer(rma) === 'agree_return' ? 'agree_return' : null;
}

/** A sum that was agreed for the whole case is paid in one: when all is here that will come. */
export const waitsForGoods = (rma: Rma): boolean =>
  rma.agreed !== undefined &&
  rma.lines.some(
    (line) =>
      line.settlement === 'not_due' &&
      line.disposition !== 'to_buyer' &&
      (line.reception === 'awaiting' || line.reception === 'in_transit' || line.reception === 'received'),
  );

/**
 * The part of the agreed sum that these lines carry: all of it, unless some of the goods never came; then what the others
 * cost the buyer decides. Null where nothing was agreed, or where the platform's document says another figure by now.
 */
export function agreedFor(rma: Rma, lines: readonly RmaLine[], order: Order): Money | null {
  const { agreed } = rma;
  if (!agreed || rma.refunds.length > 0) return null;
  if (rma.channelRef && rma.requested && rma.requested.minor !== agreed.amount.minor) return null;
  const named = new Set(lines.map((line) => line.id));
  const meant = rma.lines.filter((line) => !agreed.without?.includes(line.id));
  if (meant.every((line) => named.has(line.id))) return agreed.amount;
  const worth = meant.map((line) => costOf(order, line));
  if (worth.every((minor) => minor === 0n)) return zero(agreed.amount.currency);
  const shares = allocate(agreed.amount, worth);
  return sum(
    shares.filter((_, i) => named.has(meant[i]?.id ?? 'rli_')),
    agreed.amount.currency,
  );
}

function costOf(order: Order, line: RmaLine): bigint {
  const bought = order.lines.find((candidate) => candidate.id === line.orderLineId);
  return bought ? (linePaidWithFreight(bought).minor * BigInt(line.quantity)) / BigInt(bought.quantity) : 0n;
}
