import { assert } from '../assert.ts';
import { isPositive, type Money, unitsShare, zero } from '../money.ts';

/** Units in one place and what they stand in the books at together. */
export type Holding = { quantity: number; value: Money };

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
