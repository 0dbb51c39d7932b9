import { isZero, type Money, subtract, times, zero } from '../money.ts';
import type { Order } from '../orders/order.ts';
import { isGift, type Price, type PromotionPart } from '../orders/price-of.ts';
import type { ExplanationRow, RefundTerms } from './refund-terms.ts';

type Facts = {
  order: Order & Required<Pick<Order, 'promotions'>>;
  terms: RefundTerms;
  before: Price;
  after: Price;
  /** By the rules alone, and what counts. */
  due: Money;
  gross: Money;
  /** What earlier returns left open: negative where what was kept then was worth more than was taken off. */
  carried: Money;
  granted: Money;
  rebated: Money;
};

/** The sum as a buyer can follow it: list prices, then each rule with what it gave before and gives now. It adds up. */
export function explainRecalculated({ order, terms, before, after, due, gross, carried, granted, rebated }: Facts) {
  const none = zero(order.currency);
  const rows: ExplanationRow[] = terms.lines.map(({ orderLineId, quantity }) => {
    const bought = order.lines.find(({ id }) => id === orderLineId);
    const isFree = isGift(order.promotions, bought?.externalId ?? '');
    return {
      code: 'goods_listed',
      orderLineId,
      quantity,
      amount: isFree || !bought ? none : times(bought.unitPrice, quantity),
    };
  });
  before.parts.forEach((part, i) => {
    const now = after.parts[i];
    if (now) rows.push(...ruleRows(part, now));
  });
  for (const { funder, amount } of before.others) {
    const now = after.others.find((other) => other.funder === funder)?.amount ?? none;
    rows.push({ code: 'discount_share', funder, amount: subtract(now, amount) });
  }
  // Where what is off would be more than the price, the price is nothing and not less.
  rows.push(
    { code: 'carried', amount: carried },
    { code: 'seller_bears', amount: subtract(gross, due) },
    { code: gross.minor < 0n ? 'below_zero' : 'paid_ceiling', amount: subtract(granted, gross) },
    { code: 'rebated', amount: subtract(none, rebated) },
  );
  return rows.filter((row) => row.code === 'goods_listed' || row.note !== undefined || !isZero(row.amount));
}

function ruleRows(before: PromotionPart, after: PromotionPart): ExplanationRow[] {
  const { promotion, off, charged } = before;
  const less = subtract(after.off, off);
  const charge = subtract(charged, after.charged);
  const note = promotion.title;
  const rows: ExplanationRow[] = [];
  if (!isZero(less)) {
    const isLost = before.earned && !after.earned && !promotion.keptWhenBroken && promotion.kind !== 'points';
    rows.push({
      code: isLost ? 'promotion_lost' : 'promotion_share',
      note,
      had: off,
      has: after.off,
      funder: promotion.funder,
      amount: less,
    });
  }
  if (!isZero(charge)) {
    const of = promotion.kind === 'gift' ? 'gift' : 'free_shipping';
    rows.push({ code: charge.minor < 0n ? `${of}_lost` : `${of}_regained`, note, amount: charge });
  }
  return rows;
}
