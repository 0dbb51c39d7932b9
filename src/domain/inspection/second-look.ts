import type { GoodsClass } from '../orders/order.ts';
import type { SecondLooks } from './inspection-book.ts';

/** Draws are whole numbers from 0 to this, less one. */
export const DRAWS = 10_000;

/** In which share of the lines somebody else looks again, in basis points. */
export function shareOf(terms: SecondLooks, goodsClass: GoodsClass, inspectedSoFar: number): number {
  const ofClass = terms.byClass.filter((row) => row.goodsClass === goodsClass).map(({ share }) => share);
  return Math.max(terms.share, inspectedSoFar < terms.newBelow ? terms.newShare : 0, ...ofClass);
}

/**
 * Whether a line is in the sample. Its draw follows from its id and a secret: the same whenever it is asked for, and
 * known to nobody who inspects.
 */
export const isDrawn = (terms: SecondLooks, goodsClass: GoodsClass, inspectedSoFar: number, draw: number): boolean =>
  draw < shareOf(terms, goodsClass, inspectedSoFar);
