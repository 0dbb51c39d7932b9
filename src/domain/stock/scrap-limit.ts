import { add, isMore, isPositive, type Money } from '../money.ts';

/** How much one person scraps alone: the limit of the book of inspecting, whichever document scraps. */
export type ScrapLimit = {
  /** Whose scrapping it is. */
  by: string;
  /** Null: no limit. */
  above: Money | null;
  /** What he has scrapped alone by documents in the last day: in small parts it is as much as in one. */
  before: Money;
};

export const needsSecondPerson = (cost: Money, { above, before }: ScrapLimit): boolean =>
  above !== null && isPositive(cost) && isMore(add(before, cost), above);
