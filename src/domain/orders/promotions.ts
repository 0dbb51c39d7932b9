import type { Money } from '../money.ts';
import type { Funder } from './funders.ts';

/**
 * A rule by which an order was priced, as it stood at the purchase. It is kept with the order, so that what a buyer keeps
 * can be priced by it again (暂行办法 art. 17). Order lines are named by the shop's own line ids.
 */
export type Promotion = {
  id: string;
  /** What the buyer was told: 满300减40. */
  title: string;
  /** Who bears what it takes off. */
  funder: Funder;
  /** The lines that it is about. Absent: all but gifts. */
  lines?: readonly string[];
  /** The shop lets the buyer keep his share of it whatever goes back. */
  keptWhenBroken?: true;
} & PromotionTerms;

export type PromotionTerms =
  /** 满减: from the threshold on so much is off, once or for each time that it is reached. */
  | { kind: 'threshold_off'; threshold: Money; off: Money; repeats: boolean }
  /** N件M折: from so many units on all of them cost this part of their price. */
  | { kind: 'count_percent'; count: number; payBasisPoints: number }
  /** These together cost so much. */
  | { kind: 'bundle'; parts: readonly { line: string; quantity: number }[]; price: Money }
  /** Used up by the order; it goes back in kind once what is kept was not enough to use it. */
  | { kind: 'coupon'; coupon: string; threshold: Money; off: Money }
  /** The price of the unit for this buyer. Thresholds are measured by it. */
  | { kind: 'member_price'; unitPrice: Money }
  /** Points that the buyer spent; they go back in kind with the goods that they paid for. */
  | { kind: 'points'; points: number; amount: Money }
  /** A line given for nothing. Without a price that was announced, keeping it costs nothing (art. 12). */
  | { kind: 'gift'; gift: string; threshold: Money; announcedPrice: Money | null }
  /** The way out was free from the threshold on; below it the freight would have been so much. */
  | { kind: 'free_shipping'; threshold: Money; freight: Money };

export type PromotionOf<Kind extends PromotionTerms['kind']> = Extract<Promotion, { kind: Kind }>;

export const promotionKinds = [
  'threshold_off',
  'count_percent',
  'bundle',
  'coupon',
  'member_price',
  'points',
  'gift',
  'free_shipping',
] as const satisfies readonly PromotionTerms['kind'][];

/** Its amounts, each by the name of its field. */
export function amountsIn(promotion: Promotion): [string, Money][] {
  switch (promotion.kind) {
    case 'threshold_off':
    case 'coupon':
      return [
        ['threshold', promotion.threshold],
        ['off', promotion.off],
      ];
    case 'bundle':
      return [['price', promotion.price]];
    case 'member_price':
      return [['unitPrice', promotion.unitPrice]];
    case 'points':
      return [['amount', promotion.amount]];
    case 'gift':
      return [
        ['threshold', promotion.threshold],
        ...(promotion.announcedPrice ? [['announcedPrice', promotion.announcedPrice] satisfies [string, Money]] : []),
      ];
    case 'free_shipping':
      return [
        ['threshold', promotion.threshold],
        ['freight', promotion.freight],
      ];
    case 'count_percent':
      return [];
  }
}
