import { expect, test } from 'vitest';
import { randomOf } from './random.ts';

const drawn = (...subject: (string | number)[]): number[] => {
  const random = randomOf(20261111, ...subject);
  return Array.from({ length: 50 }, () => random.int(1, 6));
};

test('one seed and subject always draw the same', () => {
  expect(drawn('buyer', 17)).toEqual(drawn('buyer', 17));
});

test('another subject draws otherwise', () => {
  expect(drawn('buyer', 17)).not.toEqual(drawn('buyer', 18));
});

test('a die shows all its faces and no other', () => {
  expect([...new Set(drawn('die'))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('weights decide how often a choice falls', () => {
  const random = randomOf(1, 'weights');
  const rare = Array.from({ length: 2_000 }, () =>
    random.weighted([
      [9, 'often'],
      [1, 'rare'],
      [0, 'never'],
    ]),
  );
  expect(rare).not.toContain('never');
  expect(rare.filter((choice) => choice === 'rare').length / 2_000).toBeCloseTo(0.1, 1);
});
