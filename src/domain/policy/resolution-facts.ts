import { isPositive, type Money } from '../money.ts';
import type { Resolution } from './reasons.ts';

/** What a granted request of one kind asks of goods, money and the shop's own stock. */
export type ResolutionFacts = {
  /** How the goods come back. A refused parcel turns round on its way: it keeps its waybill, and the buyer sends nothing. */
  goodsBack: 'no' | 'by_buyer' | 'in_outbound_parcel';
  /** When money is due. */
  money: 'never' | 'at_once' | 'after_inspection';
  /** How much: what the units carry, or the figure that was asked for, whatever the units carry. */
  amount: 'of_units' | 'as_asked';
  /** When other goods go out to the buyer. */
  replacement: 'never' | 'at_once' | 'after_inspection' | 'after_repair';
  /**
   * Whether its units are taken from those that other returns of the order may still claim. `until_replaced`: the buyer
   * ends with as many units as he bought, and may come back with them.
   */
  claims: 'no' | 'for_good' | 'until_replaced';
  /** Something is given and nothing comes back: only a rule that looks at the kind grants it, never one for all kinds. */
  onlyByName: boolean;
};

const refund = { amount: 'of_units', replacement: 'never', claims: 'for_good', onlyByName: false } as const;
const noMoney = { money: 'never', amount: 'of_units', claims: 'until_replaced' } as const;

/** What a shop may let its buyers ask for in the portal, beside their money back. */
export const offers = ['exchange', 'repair'] as const satisfies readonly Resolution[];
export type Offer = (typeof offers)[number];

/** The kinds of R-2. Whatever differs between them is read from here. */
export const resolutionFacts: Record<Resolution, ResolutionFacts> = {
  return_and_refund: { ...refund, goodsBack: 'by_buyer', money: 'after_inspection' },
  refund_only: { ...refund, goodsBack: 'no', money: 'at_once' },
  refused_delivery: { ...refund, goodsBack: 'in_outbound_parcel', money: 'after_inspection' },
  exchange: { ...noMoney, goodsBack: 'by_buyer', replacement: 'after_inspection', onlyByName: false },
  repair: { ...noMoney, goodsBack: 'by_buyer', replacement: 'after_repair', onlyByName: false },
  reship: { ...noMoney, goodsBack: 'no', replacement: 'at_once', onlyByName: true },
  price_protection: {
    goodsBack: 'no',
    money: 'at_once',
    amount: 'as_asked',
    replacement: 'never',
    claims: 'no',
    onlyByName: true,
  },
};

/** A figure of nothing on a request that is not about money is no figure. */
export const isFigure = (kind: Resolution, amount: Money): boolean =>
  resolutionFacts[kind].money !== 'never' || isPositive(amount);
