import { expect, test } from 'vitest';
import { type PlaceRule, placeFor } from './return-place.ts';

const rules: PlaceRule[] = [
  { shopId: 'shop_a', goodsClass: 'electronics', key: 'a-electronics' },
  { shopId: null, goodsClass: 'textile_home', key: 'clothes' },
  { shopId: 'shop_a', goodsClass: null, key: 'a' },
];

test.each([
  ['shop_a', ['electronics'], 'a-electronics', 0],
  ['shop_a', ['textile_home'], 'clothes', 1],
  ['shop_b', ['textile_home'], 'clothes', 1],
  ['shop_a', ['general'], 'a', 2],
  ['shop_a', ['electronics', 'textile_home'], 'a', 2],
  ['shop_b', ['electronics', 'textile_home'], 'main', null],
  ['shop_b', ['general'], 'main', null],
] as const)('goods of %s of the classes %j go to %s', (shopId, goodsClasses, key, rule) => {
  expect(placeFor(rules, 'main', { shopId, goodsClasses })).toEqual({ key, rule });
});

test('where no rule fits and nothing is the default, it is nowhere of these', () => {
  expect(placeFor(rules, null, { shopId: 'shop_b', goodsClasses: ['general'] })).toBeNull();
});
