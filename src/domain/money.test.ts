import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocate, formatDecimal, isMore, least, money, parseDecimal, percent, sum, unitsShare } from './money.ts';

const cny = (minor: number | bigint) => money(minor, 'CNY');
const minors = (amounts: readonly { minor: bigint }[]) => amounts.map(({ minor }) => Number(minor));

describe('allocate', () => {
  test.each([
    ['a third each, the spare cent to the first', 1_000, [1, 1, 1], [334, 333, 333]],
    ['by weight, the largest remainder takes the spare cent', 100, [2, 1], [67, 33]],
    ['equal remainders: the earlier part first', 5, [1, 1, 1, 1], [2, 1, 1, 1]],
    ['a weight of nothing gets nothing', 99, [0, 3, 0], [0, 99, 0]],
    ['nothing to share', 0, [5, 7], [0, 0]],
    ['fewer cents than parts', 2, [1, 1, 1], [1, 1, 0]],
  ])('%s', (_, total, weights, parts) => {
    expect(minors(allocate(cny(total), weights.map(BigInt)))).toEqual(parts);
  });

  const weights = fc
    .array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 30 })
    .filter((all) => all.some((w) => w > 0n));

  test('parts add up, and none is a cent or more away from its fair share', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), weights, (total, shares) => {
        const parts = allocate(cny(total), shares);
        expect(sum(parts, 'CNY').minor).toBe(total);
        const whole = shares.reduce((a, b) => a + b, 0n);
        parts.forEach((part, i) => {
          const difference = part.minor * whole - total * (shares[i] ?? 0n);
          expect(difference > -whole && difference < whole).toBe(true);
        });
      }),
    );
  });

  test('a discount no larger than the whole takes from no line more than the line is worth', () => {
    fc.assert(
      fc.property(weights, fc.nat(100), (shares, share) => {
        const whole = shares.reduce((a, b) => a + b, 0n);
        const parts = allocate(cny((whole * BigInt(share)) / 100n), shares);
        parts.forEach((part, i) => {
          expect(part.minor <= (shares[i] ?? 0n)).toBe(true);
        });
      }),
    );
  });

  test.each([
    ['a negative amount', -1, [1]],
    ['weights that are all zero', 1, [0, 0]],
    ['a negative weight', 1, [2, -1]],
    ['no weights', 1, []],
  ])('%s is a bug', (_, total, shares) => {
    expect(() => allocate(cny(total), shares.map(BigInt))).toThrow('assertion failed');
  });
});

describe('the share of single units', () => {
  test.each([
    [1_000, 3, 0, 1, 334],
    [1_000, 3, 1, 1, 333],
    [1_000, 3, 1, 2, 666],
    [1_000, 3, 0, 3, 1_000],
    [2, 5, 0, 2, 2],
    [2, 5, 2, 3, 0],
  ])('%i cents over %i units: from unit %i on, %i units carry %i', (total, quantity, from, count, carried) => {
    expect(unitsShare(cny(total), quantity, from, count)).toEqual(cny(carried));
  });

  test('however the units are cut into returns, the shares add up to the whole', () => {
    const cut = fc.tuple(
      fc.bigInt(0n, 10n ** 12n),
      fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 12 }),
    );
    fc.assert(
      fc.property(cut, ([total, pieces]) => {
        const quantity = pieces.reduce((a, b) => a + b, 0);
        let from = 0;
        const shares = pieces.map((count) => {
          const share = unitsShare(cny(total), quantity, from, count);
          from += count;
          return share;
        });
        expect(sum(shares, 'CNY').minor).toBe(total);
      }),
    );
  });

  test('units beyond the line are a bug', () => {
    expect(() => unitsShare(cny(100), 2, 1, 2)).toThrow('assertion failed');
  });
});

describe('decimals', () => {
  test.each([
    ['88.50', 8_850],
    ['88.5', 8_850],
    ['88', 8_800],
    ['-0.01', -1],
    [' 7.00 ', 700],
    ['0', 0],
    ['999999999999999.99', 99_999_999_999_999_999n],
  ] as const)('"%s" is read', (text, minor) => {
    expect(parseDecimal(text, 'CNY')).toEqual(cny(minor));
  });

  test.each(['', '1.234', '1,000.00', '1e3', '.5', '5.', '--1', '¥1', 'NaN', '１'])('"%s" is refused', (text) => {
    expect(parseDecimal(text, 'CNY')).toBeUndefined();
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 16n), 10n ** 16n), (minor) => {
        expect(parseDecimal(formatDecimal(cny(minor)), 'CNY')).toEqual(cny(minor));
      }),
    );
  });
});

test.each([
  [10_000, 6_000, 6_000],
  [333, 5_000, 167],
  [1, 4_999, 0],
  [1, 5_001, 1],
  [12_345, 10_000, 12_345],
  [12_345, 0, 0],
])('%i at %i basis points is %i', (amount, basisPoints, part) => {
  expect(percent(cny(amount), basisPoints)).toEqual(cny(part));
});

test('two currencies cannot be mixed', () => {
  expect(() => least(cny(1), money(1, 'GBP'))).toThrow('CNY and GBP cannot be mixed');
  expect(() => isMore(cny(1), money(1, 'GBP'))).toThrow();
});
