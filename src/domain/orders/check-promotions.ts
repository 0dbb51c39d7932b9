import type { Money } from '../money.ts';
import { isEarned, type Pricing, unexplained, unitsOf } from './price-of.ts';
import type { Promotion } from './promotions.ts';

export type PromotionRefusal = { field: string } & (
  | { code: 'promotion_named_twice' }
  | { code: 'promotion_names_no_line' }
  | { code: 'promotion_not_earned' }
  | { code: 'promotion_takes_too_much' }
  | { code: 'gift_is_not_free' }
  | { code: 'promotions_exceed_discounts'; missing: Money }
);

/**
 * Whether these rules can have made this price: each is about lines of the order and was fulfilled by it, and together
 * they take off no more than the order says was taken off. What the order says beyond them stays with its units.
 * @param paid of each line, by what the buyer paid for it
 */
export function checkPromotions(pricing: Pricing, paid: readonly Money[]): PromotionRefusal | undefined {
  const all = unitsOf(pricing);
  const ids = new Set<string>();
  for (const [i, promotion] of pricing.promotions.entries()) {
    const field = `promotions.${i}`;
    if (ids.has(promotion.id)) return { code: 'promotion_named_twice', field: `${field}.id` };
    ids.add(promotion.id);
    const unknown = namedIn(promotion).find(({ line }) => !all.has(line));
    if (unknown) return { code: 'promotion_names_no_line', field: `${field}.${unknown.at}` };
    const tooMuch = takesTooMuch(pricing, promotion);
    if (tooMuch) return { code: 'promotion_takes_too_much', field: `${field}.${tooMuch}` };
    if (promotion.kind === 'gift') {
      const at = pricing.lines.findIndex(({ externalId }) => externalId === promotion.gift);
      if (paid[at]?.minor !== 0n) return { code: 'gift_is_not_free', field: `${field}.gift` };
    }
    if (!isEarned(pricing, promotion, all)) return { code: 'promotion_not_earned', field };
  }
  const short = unexplained(pricing).find(({ amount }) => amount.minor < 0n);
  if (!short) return undefined;
  const missing = { ...short.amount, minor: -short.amount.minor };
  return { code: 'promotions_exceed_discounts', field: 'promotions', missing };
}

function namedIn(promotion: Promotion): { line: string; at: string }[] {
  const scope = (promotion.lines ?? []).map((line, n) => ({ line, at: `lines.${n}` }));
  if (promotion.kind === 'gift') return [...scope, { line: promotion.gift, at: 'gift' }];
  if (promotion.kind !== 'bundle') return scope;
  return [...scope, ...promotion.parts.map(({ line }, n) => ({ line, at: `parts.${n}.line` }))];
}

/** The field by which a rule would make a price dearer, or less than nothing. */
function takesTooMuch(pricing: Pricing, promotion: Promotion): string | undefined {
  const listOf = (line: string): bigint =>
    pricing.lines.find(({ externalId }) => externalId === line)?.unitPrice.minor ?? 0n;
  switch (promotion.kind) {
    case 'member_price': {
      const about = promotion.lines ?? pricing.lines.map(({ externalId }) => externalId);
      return about.some((line) => listOf(line) < promotion.unitPrice.minor) ? 'unitPrice' : undefined;
    }
    case 'bundle': {
      const apart = promotion.parts.reduce((sum, { line, quantity }) => sum + listOf(line) * BigInt(quantity), 0n);
      return apart < promotion.price.minor ? 'price' : undefined;
    }
    case 'threshold_off':
      return promotion.repeats && promotion.threshold.minor <= 0n ? 'threshold' : undefined;
    default:
      return undefined;
  }
}
