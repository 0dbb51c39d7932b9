import { least, type Money, money, subtract } from '../money.ts';
import { type Discount, type Funder, funders } from './order.ts';
import type { Promotion, PromotionOf } from './promotions.ts';

/** What an order is priced by: the list prices, all discounts as they were given, and the rules that gave them. */
export type Pricing = {
  currency: string;
  lines: readonly { externalId: string; quantity: number; unitPrice: Money; discounts: readonly Discount[] }[];
  promotions: readonly Promotion[];
};

/** Units by the shop's line id; a line that is not named has none. */
export type Units = ReadonlyMap<string, number>;

/** What one rule does to some units. */
export type PromotionPart = {
  promotion: Promotion;
  /** Whether these units fulfil its condition. */
  earned: boolean;
  /** Taken off their price. */
  off: Money;
  /** What the rule adds because it is not earned any more: a gift that is kept, freight that was free. */
  charged: Money;
  /** Points that these units were paid with. */
  points: number;
};

/** What some units of an order would have cost under the rules that were valid at the purchase. */
export type Price = {
  goods: Money;
  parts: PromotionPart[];
  /** Discounts that no rule explains, by who bears them: they lie on the units by their list price. */
  others: Discount[];
  /** Goods less all that is off, never below zero. */
  net: Money;
  /** Net, with what is charged for gifts and freight. */
  total: Money;
};

/**
 * Pure and blind to history: the same units cost the same, whatever came back before and in which order.
 * @param rest what no rule explains, where the caller has it already
 */
export function priceOf(pricing: Pricing, units: Units, rest = unexplained(pricing)): Price {
  const all = unitsOf(pricing);
  const { currency, promotions } = pricing;
  const goods = listed(pricing, units);
  let left = money(goods, currency);
  const parts = promotions.map((promotion): PromotionPart => {
    const earned = isEarned(pricing, promotion, units);
    const off = least(money(offFor(pricing, promotion, units, all, earned), currency), left);
    left = subtract(left, off);
    return {
      promotion,
      earned,
      off,
      charged: money(chargedFor(promotion, units, all, earned), currency),
      points:
        promotion.kind === 'points' ? Number(shareOf(pricing, BigInt(promotion.points), undefined, units, all)) : 0,
    };
  });
  const others = rest.map(({ funder, amount }): Discount => {
    const off = least(money(shareOf(pricing, amount.minor, undefined, units, all), currency), left);
    left = subtract(left, off);
    return { funder, amount: off };
  });
  return { goods: money(goods, currency), parts, others, net: left, total: parts.reduce(withCharge, left) };
}

const withCharge = (total: Money, { charged }: PromotionPart): Money => ({
  ...total,
  minor: total.minor + charged.minor,
});

export const unitsOf = ({ lines }: Pick<Pricing, 'lines'>): Units =>
  new Map(lines.map(({ externalId, quantity }) => [externalId, quantity]));

export const isGift = (promotions: readonly Promotion[], line: string): boolean =>
  promotions.some((promotion) => promotion.kind === 'gift' && promotion.gift === line);

/** What each funder gave beyond what the rules say that he gave; negative where they say too much. */
export function unexplained(pricing: Pricing): Discount[] {
  const given = new Map<Funder, bigint>();
  for (const { externalId, discounts } of pricing.lines) {
    if (isGift(pricing.promotions, externalId)) continue;
    for (const { funder, amount } of discounts) given.set(funder, (given.get(funder) ?? 0n) + amount.minor);
  }
  const all = unitsOf(pricing);
  for (const promotion of pricing.promotions) {
    const off = offFor(pricing, promotion, all, all, isEarned(pricing, promotion, all));
    given.set(promotion.funder, (given.get(promotion.funder) ?? 0n) - off);
  }
  return funders.flatMap((funder) => {
    const minor = given.get(funder) ?? 0n;
    return minor === 0n ? [] : [{ funder, amount: money(minor, pricing.currency) }];
  });
}

/** Whether these units fulfil the condition of a rule. */
export function isEarned(pricing: Pricing, promotion: Promotion, units: Units): boolean {
  switch (promotion.kind) {
    case 'threshold_off':
    case 'coupon':
    case 'gift':
    case 'free_shipping':
      return valued(pricing, promotion.lines, units) >= promotion.threshold.minor;
    case 'count_percent':
      return counted(pricing, promotion.lines, units) >= promotion.count;
    case 'bundle':
      return bundlesIn(promotion, units) > 0n;
    case 'member_price':
    case 'points':
      return counted(pricing, promotion.lines, units) > 0;
  }
}

function offFor(pricing: Pricing, promotion: Promotion, units: Units, all: Units, earned: boolean): bigint {
  if (promotion.keptWhenBroken && promotion.kind !== 'points') {
    const whole = offWhile(pricing, promotion, all, isEarned(pricing, promotion, all));
    return shareOf(pricing, whole, promotion.lines, units, all);
  }
  if (promotion.kind === 'points') return shareOf(pricing, promotion.amount.minor, undefined, units, all);
  return offWhile(pricing, promotion, units, earned);
}

function offWhile(pricing: Pricing, promotion: Promotion, units: Units, earned: boolean): bigint {
  if (!earned) return 0n;
  switch (promotion.kind) {
    case 'threshold_off': {
      const times = promotion.repeats ? valued(pricing, promotion.lines, units) / promotion.threshold.minor : 1n;
      return promotion.off.minor * times;
    }
    case 'coupon':
      return promotion.off.minor;
    case 'count_percent': {
      const off = valued(pricing, promotion.lines, units) * BigInt(10_000 - promotion.payBasisPoints);
      // Half a fen and more goes to the buyer.
      return (off + 5_000n) / 10_000n;
    }
    case 'bundle': {
      const apart = valued(pricing, undefined, new Map(promotion.parts.map(({ line, quantity }) => [line, quantity])));
      // A member may get the parts for less: then nobody sells him the bundle.
      const off = apart - promotion.price.minor;
      return off > 0n ? off * bundlesIn(promotion, units) : 0n;
    }
    case 'member_price':
      return (
        listed(pricing, units, promotion.lines) -
        promotion.unitPrice.minor * BigInt(counted(pricing, promotion.lines, units))
      );
    case 'points':
    case 'gift':
    case 'free_shipping':
      return 0n;
  }
}

function chargedFor(promotion: Promotion, units: Units, all: Units, earned: boolean): bigint {
  if (earned || promotion.keptWhenBroken) return 0n;
  if (promotion.kind === 'gift') return (promotion.announcedPrice?.minor ?? 0n) * countOf(units, promotion.gift);
  if (promotion.kind !== 'free_shipping') return 0n;
  // Once everything is back, nothing of the way out is the buyer's (淘宝争议 53).
  return [...all.keys()].some((line) => countOf(units, line) > 0n) ? promotion.freight.minor : 0n;
}

function bundlesIn({ parts }: PromotionOf<'bundle'>, units: Units): bigint {
  const whole = parts.map(({ line, quantity }) => countOf(units, line) / BigInt(quantity));
  return whole.toSorted((a, b) => Number(a - b))[0] ?? 0n;
}

const countOf = (units: Units, line: string): bigint => BigInt(units.get(line) ?? 0);

/** Of what a rule is about: the sum over units of what `each` says of a line. */
function over(pricing: Pricing, named: readonly string[] | undefined, units: Units, each: 'list' | 'value'): bigint {
  let total = 0n;
  for (const { externalId, unitPrice } of pricing.lines) {
    const count = units.get(externalId) ?? 0;
    if (count === 0 || (named && !named.includes(externalId)) || isGift(pricing.promotions, externalId)) continue;
    total += (each === 'list' ? unitPrice.minor : unitValue(pricing, externalId, unitPrice)) * BigInt(count);
  }
  return total;
}

const counted = ({ lines, promotions }: Pricing, named: readonly string[] | undefined, units: Units): number =>
  lines.reduce(
    (sum, { externalId }) =>
      (named && !named.includes(externalId)) || isGift(promotions, externalId)
        ? sum
        : sum + (units.get(externalId) ?? 0),
    0,
  );

/** At list prices. */
const listed = (pricing: Pricing, units: Units, named?: readonly string[]): bigint =>
  over(pricing, named, units, 'list');

/** At what a unit cost this buyer before any other rule: thresholds look at no discount but a member's. */
const valued = (pricing: Pricing, named: readonly string[] | undefined, units: Units): bigint =>
  over(pricing, named, units, 'value');

function unitValue({ promotions }: Pricing, line: string, unitPrice: Money): bigint {
  for (const promotion of promotions) {
    if (promotion.kind === 'member_price' && (promotion.lines?.includes(line) ?? true))
      return promotion.unitPrice.minor;
  }
  return unitPrice.minor;
}

/** A part of something that lies on all units by their list price; what does not divide leaves with the last of them. */
function shareOf(
  pricing: Pricing,
  whole: bigint,
  named: readonly string[] | undefined,
  units: Units,
  all: Units,
): bigint {
  const of = listed(pricing, all, named);
  return of === 0n ? 0n : (whole * listed(pricing, units, named)) / of;
}
