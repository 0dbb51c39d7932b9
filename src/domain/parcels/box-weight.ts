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
