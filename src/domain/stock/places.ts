import type { Condition } from './stock-moves.ts';

/**
 * Where goods are that are not in our hands: with buyers, taken over by vendors, and the other side of what was counted.
 * Their balances may be negative; those of every other place may not.
 */
export const outsidePlaces = ['customer', 'supplier', 'difference'] as const;

/** Goods on their way to a vendor, or with him, that are still ours. */
export const AT_VENDOR = 'at_vendor';

export const isOutside = (location: string): boolean => outsidePlaces.some((place) => place === location);

/** Names that a warehouse cannot give to a place of its own, since movements mean something by them. */
export const isReserved = (location: string): boolean =>
  isOutside(location) || location === AT_VENDOR || location === 'returns';

export const locationKinds = ['returns', 'shelf', 'quarantine', 'repair', 'vendor', 'scrap'] as const;
export type LocationKind = (typeof locationKinds)[number];

/**
 * What may be moved, counted and handed over by hand. Goods that wait for their inspection move by their return or by the
 * parcel they lay in.
 */
export const shelved = [
  'good',
  'second_hand',
  'to_repair',
  'to_vendor',
  'quarantine',
  'scrap',
] as const satisfies Condition[];
export type Shelved = (typeof shelved)[number];
export const isShelved = (condition: string): condition is Shelved => shelved.some((each) => each === condition);

/** What may become of goods without a repair. Nothing becomes as good as new by being said to be. */
const lesser: Record<Shelved, readonly Shelved[]> = {
  good: ['second_hand', 'to_repair', 'to_vendor', 'quarantine', 'scrap'],
  second_hand: ['to_repair', 'to_vendor', 'quarantine', 'scrap'],
  to_repair: ['to_vendor', 'quarantine', 'scrap'],
  to_vendor: ['to_repair', 'quarantine', 'scrap'],
  quarantine: ['to_repair', 'to_vendor', 'scrap'],
  scrap: [],
};

export const mayBecome = (from: Shelved, to: Shelved): boolean => from === to || lesser[from].includes(to);
