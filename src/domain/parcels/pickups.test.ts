import { expect, test } from 'vitest';
import { furtherPickup, isPickupOver, type PickupState } from './pickups.ts';

const states: PickupState[] = ['booked', 'courier_assigned', 'failed', 'cancelled', 'picked_up'];

test('news of a visit adds up to the same in either order', () => {
  for (const a of states) for (const b of states) expect(furtherPickup(a, b)).toBe(furtherPickup(b, a));
});

test('a courier who has the parcel has it, whatever else is told', () => {
  for (const state of states) expect(furtherPickup(state, 'picked_up')).toBe('picked_up');
});

test('a visit that failed, was cancelled or made is over', () => {
  expect(states.filter(isPickupOver)).toEqual(['failed', 'cancelled', 'picked_up']);
});
