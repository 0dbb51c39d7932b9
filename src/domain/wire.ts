import type { Money } from './money.ts';

/**
 * JSON with money in it. A bigint is written as digits in quotes; an object of exactly `minor` and `currency` is read
 * back as {@link Money}. Used for stored events, so what it has written must be readable for ever.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? part.toString() : part));

/** Turns the money inside already parsed JSON back into bigints. */
export function reviveMoney<T>(value: unknown): T {
  if (Array.isArray(value)) return value.map((item) => reviveMoney(item)) as T;
  if (value === null || typeof value !== 'object') return value as T;
  const entries = Object.entries(value);
  const { minor, currency } = value as { minor?: unknown; currency?: unknown };
  if (entries.length === 2 && typeof minor === 'string' && typeof currency === 'string') {
    return { minor: BigInt(minor), currency } satisfies Money as T;
  }
  return Object.fromEntries(entries.map(([key, part]) => [key, reviveMoney(part)])) as T;
}
