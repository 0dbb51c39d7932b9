import { expect, test } from 'vitest';
import { aParcel } from '../../../test/support/a-claim.ts';
import { anRma, NOW } from '../../../test/support/builders.ts';
import { plusHours } from '../time.ts';
import type { NamedWaybill } from './named-waybill.ts';
import { isParcelInDoubt } from './parcel-doubt.ts';

const rma = anRma({ parcels: [aParcel], openedAt: NOW });
const known = (facts: Partial<NamedWaybill> = {}): NamedWaybill => ({
  waybill: aParcel.waybill,
  isOfOthers: false,
  firstSeen: plusHours(NOW, 1),
  isFlagged: false,
  ...facts,
});

test('a number of its own that the courier has seen since the request proves that the goods are on their way (M-4)', () => {
  expect(isParcelInDoubt(rma, [known()])).toBe(false);
  expect(isParcelInDoubt(rma, [])).toBe(false);
});

test('a number of others, one that was on the road before, and one that somebody is to look at prove nothing (M-4)', () => {
  expect(isParcelInDoubt(rma, [known({ isOfOthers: true })])).toBe(true);
  expect(isParcelInDoubt(rma, [known({ firstSeen: plusHours(NOW, -1) })])).toBe(true);
  expect(isParcelInDoubt(rma, [known(), known({ waybill: 'SF2', isFlagged: true })])).toBe(true);
  expect(isParcelInDoubt({ ...rma, parcels: [{ ...aParcel, status: 'returning' }] }, [known()])).toBe(true);
});
