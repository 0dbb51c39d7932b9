import type { Disposition } from './line-work.ts';

const usual: Record<Disposition, string> = {
  restock: 'A-01',
  resale: 'B-01',
  repair: 'W-01',
  scrap: 'S-01',
  to_buyer: 'OUT',
  to_vendor: 'V-01',
  quarantine: 'Q-01',
};

const nameOf = (disposition: Disposition): string => `guilai.place.${disposition}`;

/** Goods of one kind go to one shelf for hours: the last place is offered again. */
export const keptPlace = (disposition: Disposition): string =>
  localStorage.getItem(nameOf(disposition)) ?? usual[disposition];

export const keepPlace = (disposition: Disposition, place: string): void =>
  localStorage.setItem(nameOf(disposition), place);
