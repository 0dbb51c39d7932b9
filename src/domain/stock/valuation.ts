import { assert } from '../assert.ts';
import { isPositive, type Money, percent, unitsShare, zero } from '../money.ts';

/**
 * Units in one place and what they stand in the books at together. `held`: units that lie there too and are spoken for, by a
 * return or an open repair.
 */
export type Holding = { quantity: number; value: Money; held?: number };

export type Shortage =
  | { code: 'not_enough_there'; sku: string; location: string; available: number }
  | { code: 'goods_are_held'; sku: string; location: string; available: number; held: number };

/** Why no more can be taken: nothing more is there, or it is somebody's. */
export function shortOf(
  { sku, location }: { sku: string; location: string },
  { quantity, held = 0 }: Pick<Holding, 'quantity' | 'held'>,
): Shortage {
  const available = Math.max(0, quantity);
  if (held > 0) return { code: 'goods_are_held', sku, location, available, held };
  return { code: 'not_enough_there', sku, location, available };
}

/** The book value of units that leave a place, at its moving average. The last ones take what is left, to the minor unit. */
export function worthOf({ quantity: held, value }: Holding, quantity: number): Money {
  assert(quantity <= held, 'no more leaves than is there');
  // A place whose movements began before values were kept may hold less than nothing: nothing is taken from it then.
  if (!isPositive(value)) return zero(value.currency);
  return unitsShare(value, held, 0, quantity);
}

/** What `quantity` units cost by the average of what is held, rounded to the nearest minor unit; nothing where nothing is held. */
export function atAverage(held: readonly Holding[], quantity: number, currency: string): Money {
  let units = 0n;
  let minor = 0n;
  for (const each of held) {
    if (each.quantity <= 0 || !isPositive(each.value)) continue;
    units += BigInt(each.quantity);
    minor += each.value.minor;
  }
  if (units === 0n) return zero(currency);
  return { minor: (minor * BigInt(quantity) * 2n + units) / (units * 2n), currency };
}

/**
 * What a unit comes back at: what it went out at, or, where the order does not say, the average of the good stock, or else
 * what units of the article last moved at.
 */
export function reentryCost(outbound: Money, good: readonly Holding[], last: Holding | null): Money {
  if (isPositive(outbound)) return outbound;
  const average = atAverage(good, 1, outbound.currency);
  return isPositive(average) || !last ? average : atAverage([last], 1, outbound.currency);
}

/** What tells the worth of goods that a count has found. */
export type FoundWorth = {
  /** The same article in the same condition, wherever it lies. */
  alike: readonly Holding[];
  /** The same article where it is good. */
  good: readonly Holding[];
  /** What second-hand goods are worth of what good ones are. */
  resaleBasisPoints: number;
};

/**
 * Goods that a count has found come in at what their place stands at, or else the same condition elsewhere, or else the good
 * stock; second-hand ones at what they lose by it. Scrap is worth nothing.
 */
export function worthOfFound(
  condition: string,
  quantity: number,
  there: Holding,
  { alike, good, resaleBasisPoints }: FoundWorth,
): Money {
  const { currency } = there.value;
  if (condition === 'scrap') return zero(currency);
  const known = atAverage(there.quantity > 0 && isPositive(there.value) ? [there] : alike, quantity, currency);
  if (isPositive(known)) return known;
  const asGood = atAverage(good, quantity, currency);
  return condition === 'second_hand' ? percent(asGood, resaleBasisPoints) : asGood;
}
