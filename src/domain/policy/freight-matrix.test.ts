import { expect, test } from 'vitest';
import { type FreightCase, freightFor, freightRows } from './freight-matrix.ts';

/** No reason, free shipping, the whole order, and nothing else about it. */
const plain: FreightCase = {
  fault: 'buyer',
  isExchange: false,
  isFreeShipping: true,
  isWholeOrder: true,
  breaksFreeShipping: null,
  isAgreedInSilence: false,
  addressDiffers: false,
  isCollectUnasked: false,
};

// The table of rules.md 1.3, row by row.
test.each<[string, Partial<FreightCase>, string, string | null, string, string]>([
  ['free shipping, all goes back', {}, 'free_shipping', 'seller', 'buyer', '淘宝争议 53'],
  ['the buyer paid freight', { isFreeShipping: false }, 'paid_shipping', 'buyer', 'buyer', '淘宝争议 53'],
  [
    'a part goes back and the threshold is broken',
    { isWholeOrder: false, breaksFreeShipping: true },
    'threshold_broken',
    'buyer',
    'buyer',
    '暂行办法 18',
  ],
  [
    'a part goes back and the threshold holds',
    { isWholeOrder: false, breaksFreeShipping: false },
    'free_shipping_in_part',
    'seller',
    'buyer',
    '暂行办法 18',
  ],
  [
    'a part goes back, no threshold is known',
    { isWholeOrder: false },
    'free_shipping_in_part',
    null,
    'buyer',
    '淘宝争议 53',
  ],
  ['an exchange', { isExchange: true }, 'exchange', null, 'buyer', '淘宝争议 54'],
  [
    'the seller is at fault',
    { fault: 'seller', isFreeShipping: false },
    'seller_at_fault',
    'seller',
    'seller',
    '淘宝争议 49',
  ],
  [
    'agreed, and nobody spoke of freight',
    { isAgreedInSilence: true },
    'agreed_in_silence',
    null,
    'seller',
    '淘宝争议 49',
  ],
  [
    'nobody knows whose fault',
    { fault: 'unclear', isFreeShipping: false },
    'responsibility_unclear',
    'seller',
    'buyer',
    '淘宝争议 7',
  ],
  ['another address than was shown', { addressDiffers: true }, 'free_shipping', 'seller', 'buyer', '淘宝争议 52'],
  ['sent freight-collect unasked', { isCollectUnasked: true }, 'free_shipping', 'seller', 'buyer', '淘宝争议 51'],
])('%s (M-2)', (_, facts, rule, outbound, back, source) => {
  const freight = freightFor({ ...plain, ...facts });
  expect([freight.rule, freight.outbound, freight.back]).toEqual([rule, outbound, back]);
  expect(freight.article).toContain(source);
  expect(freight.difference).toBe(facts.addressDiffers ? 'seller' : null);
});

test('every row of the matrix names its source, and the last fits every case', () => {
  for (const { article } of freightRows) expect(article).toMatch(/\d/);
  expect(freightRows.at(-1)?.when).toEqual({});
});
