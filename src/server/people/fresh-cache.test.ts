import { expect, test } from 'vitest';
import { freshCache } from './fresh-cache.ts';

function counted() {
  let asked = 0;
  return { lookUp: async () => ++asked, asked: () => asked };
}

test('within its age an answer is looked up once, also for those who ask at the same time', async () => {
  const { lookUp } = counted();
  const cache = freshCache<number>(60_000, 10);
  expect(await Promise.all([cache.get('a', lookUp), cache.get('a', lookUp)])).toEqual([1, 1]);
  expect(await cache.get('a', lookUp)).toBe(1);
  expect(await cache.get('b', lookUp)).toBe(2);
});

test('an answer that is too old is looked up again', async () => {
  const { lookUp } = counted();
  const cache = freshCache<number>(0, 10);
  await cache.get('a', lookUp);
  expect(await cache.get('a', lookUp)).toBe(2);
});

test('after clearing, an answer that was under way is given to nobody new', async () => {
  const { lookUp } = counted();
  const cache = freshCache<number>(60_000, 10);
  const early = cache.get('a', lookUp);
  cache.clear();
  expect(await cache.get('a', lookUp)).toBe(2);
  expect(await early).toBe(1);
  expect(await cache.get('a', lookUp)).toBe(2);
});

test('the oldest answer makes room for a new one', async () => {
  const { lookUp, asked } = counted();
  const cache = freshCache<number>(60_000, 2);
  for (const key of ['a', 'b', 'c', 'b', 'c']) await cache.get(key, lookUp);
  expect(asked()).toBe(3);
  await cache.get('a', lookUp);
  expect(asked()).toBe(4);
});

test('a failure is not kept', async () => {
  const cache = freshCache<number>(60_000, 10);
  await expect(cache.get('a', () => Promise.reject(new Error('no connection')))).rejects.toThrow('no connection');
  expect(await cache.get('a', async () => 7)).toBe(7);
});
