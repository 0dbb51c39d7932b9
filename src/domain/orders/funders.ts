import type { Money } from '../money.ts';

/** Who gave a part of the price: the shop's own coupon costs the shop, a platform's subsidy is paid to the shop. */
export type Funder = 'shop' | 'platform' | 'influencer' | 'government' | 'points';
export const funders = ['shop', 'platform', 'influencer', 'government', 'points'] as const satisfies readonly Funder[];

export type Discount = { funder: Funder; amount: Money };
