import { assert } from './assert.ts';

/** An amount in the minor unit of its currency (CNY: fen). Never a float, never divided: see {@link allocate}. */
export type Money = { readonly minor: bigint; readonly currency: string };

export const money = (minor: bigint | number, currency: string): Money => ({ minor: BigInt(minor), currency });
export const zero = (currency: string): Money => ({ minor: 0n, currency });

export const isZero = (amount: Money): boolean => amount.minor === 0n;
export const isPositive = (amount: Money): boolean => amount.minor > 0n;

export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return { minor: a.minor - b.minor, currency: a.currency };
}

export const sum = (amounts: readonly Money[], currency: string): Money => amounts.reduce(add, zero(currency));
export const times = (amount: Money, count: number): Money => ({ ...amount, minor: amount.minor * BigInt(count) });
export const least = (a: Money, b: Money): Money => (subtract(a, b).minor <= 0n ? a : b);
export const isMore = (a: Money, b: Money): boolean => subtract(a, b).minor > 0n;

/**
 * Splits `total` by `weights`. The parts always add up to `total`; the largest remainders take the spare units, the
 * earlier part first where remainders are equal.
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  const whole = weights.reduce((a, b) => a + b, 0n);
  assert(total.minor >= 0n, 'only a non-negative amount can be allocated');
  assert(whole > 0n && weights.every((weight) => weight >= 0n), 'weights must be non-negative and not all zero');
  const shares = weights.map((weight) => ({
    minor: (total.minor * weight) / whole,
    rest: (total.minor * weight) % whole,
  }));
  let spare = total.minor - shares.reduce((a, share) => a + share.minor, 0n);
  for (const share of shares.toSorted((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : 0))) {
    if (spare === 0n) break;
    share.minor += 1n;
    spare -= 1n;
  }
  return shares.map(({ minor }) => ({ minor, currency: total.currency }));
}

/** The part of `amount` at `basisPoints` (10 000 = all of it), rounded to the nearest minor unit. */
export const percent = (amount: Money, basisPoints: number): Money =>
  allocate(amount, [BigInt(basisPoints), BigInt(10_000 - basisPoints)])[0] ?? zero(amount.currency);

/**
 * What the units `from … from + count - 1` of a line of `quantity` units carry of `total`, when the units share it by
 * largest remainder: the first units hold the spare minor units. Any order of partial returns adds up to `total`.
 */
export function unitsShare(total: Money, quantity: number, from: number, count: number): Money {
  assert(from >= 0 && count >= 0 && from + count <= quantity, 'the units lie within the line');
  const each = total.minor / BigInt(quantity);
  const spare = total.minor % BigInt(quantity);
  const upTo = (units: number): bigint => each * BigInt(units) + (BigInt(units) < spare ? BigInt(units) : spare);
  return { minor: upTo(from + count) - upTo(from), currency: total.currency };
}

/** `"88.50"` → 8850 fen. Refuses anything but a plain decimal with at most two digits after the point. */
export function parseDecimal(text: string, currency: string): Money | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const minor = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return { minor: match[1] === '-' ? -minor : minor, currency };
}

/** 8850 fen → `"88.50"`. */
export function formatDecimal(amount: Money): string {
  const digits = (amount.minor < 0n ? -amount.minor : amount.minor).toString().padStart(3, '0');
  return `${amount.minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function sameCurrency(a: Money, b: Money): void {
  assert(a.currency === b.currency, `${a.currency} and ${b.currency} cannot be mixed`);
}
