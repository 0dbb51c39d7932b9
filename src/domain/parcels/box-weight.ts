/** What units of an article weighed together, learned from parcels with nothing else in them. */
export type LearnedWeight = { sku: string; units: number; grams: number };

/** What goods weigh; null where the weight of any of them is not known: a guess would call honest parcels empty. */
export function gramsOf(
  lines: readonly { sku: string; quantity: number }[],
  learned: readonly LearnedWeight[],
): number | null {
  if (lines.length === 0) return null;
  const each = new Map(learned.flatMap(({ sku, units, grams }) => (units > 0 ? [[sku, grams / units] as const] : [])));
  let total = 0;
  for (const { sku, quantity } of lines) {
    const grams = each.get(sku);
    if (grams === undefined) return null;
    total += grams * quantity;
  }
  return Math.round(total) || null;
}

/** Box and padding weigh up to this much, in grams; scales and articles differ by so much. */
const MOST_PACKING = 1_500;
const LIGHTEST = 0.6;
const HEAVIEST = 1.4;

export type BoxWeight = 'too_light' | 'too_heavy' | 'fits';

/**
 * Whether a box of this weight can hold all that is awaited in it. A box weighs more than its goods, so one that is much
 * lighter lacks some of them or all.
 * @param expectedGrams what the goods weigh as a rule
 */
export function boxWeight(grams: number, expectedGrams: number): BoxWeight {
  if (grams < expectedGrams * LIGHTEST) return 'too_light';
  return grams > expectedGrams * HEAVIEST + MOST_PACKING ? 'too_heavy' : 'fits';
}
