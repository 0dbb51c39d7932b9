import { expect, test } from 'vitest';
import type { MerchantId } from '../../domain/ids.ts';
import type { Db } from '../db/database.ts';
import { takersOf } from './takers.ts';

const merchant: MerchantId = 'mer_1';

/** A database in which a merchant has as many takers as the test says, and what it was asked. */
function fake() {
  const state = { rows: [] as object[], asked: 0, now: 0 };
  const db = {
    inMerchant: async () => {
      state.asked += 1;
      return { rows: state.rows };
    },
  } as unknown as Db;
  return { state, takers: takersOf(db, () => state.now) };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('where nothing is known somebody may take cases; then what is known counts for half a minute (R-7)', async () => {
  const { state, takers } = fake();
  expect(takers.any(merchant)).toBe(true);
  await settled();
  expect([takers.any(merchant), takers.any(merchant), state.asked]).toEqual([false, false, 1]);
  state.rows = [{}];
  state.now = 30_000;
  // What is old still counts while it is asked again.
  expect(takers.any(merchant)).toBe(false);
  await settled();
  expect([takers.any(merchant), state.asked]).toEqual([true, 2]);
});

test('a change of the team counts at once, also over an answer that was asked for before it (R-7)', async () => {
  const { state, takers } = fake();
  takers.any(merchant);
  takers.changed(merchant);
  await settled();
  state.rows = [{}];
  expect(takers.any(merchant)).toBe(true);
  await settled();
  expect(takers.any(merchant)).toBe(true);
});
