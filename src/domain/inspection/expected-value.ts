import { add, isMore, type Money, percent, subtract, times, zero } from '../money.ts';
import type { OrderLine } from '../orders/order.ts';
import type { Grade } from './dispositions.ts';
import {
  closest,
  type DispositionRule,
  type Goods,
  type InspectionBook,
  type ValueRow,
  type Way,
} from './inspection-book.ts';

/** The goods that a way is looked for. */
export type Graded = {
  grade: Grade;
  failedTests: readonly string[];
  quantity: number;
  /** Whole days since the goods were sent out. */
  ageDays: number;
  bought: Pick<OrderLine, 'sku' | 'goodsClass' | 'unitPrice' | 'unitCost'>;
};

/** What all units together bring, and what each kind of work takes of it. */
export type WayValue = {
  way: ValueRow['way'];
  /** Share of the list price or cost that is left of it, in basis points. */
  share: number;
  of: ValueRow['of'];
  proceeds: Money;
  labour: Money;
  repair: Money;
  freight: Money;
  holding: Money;
  /** Proceeds less all costs; below zero where it costs more than it brings. */
  net: Money;
};

/** Worked out for a unit and taken as often as there are units: any split of the units comes to the same. */
function worthOf(row: ValueRow, graded: Graded): WayValue {
  const { bought, grade, ageDays, quantity } = graded;
  const share = Math.max(0, row.shares[grade] - row.decayPerDay * ageDays);
  const unit = row.of === 'price' ? bought.unitPrice : bought.unitCost;
  const proceeds = times(percent(unit, share), quantity);
  const labour = times(row.labour, quantity);
  const repair = times(row.repair, quantity);
  const freight = times(row.freight, quantity);
  const holding = times(row.holdingPerDay, quantity * row.holdingDays);
  const costs = [labour, repair, freight, holding].reduce(add, zero(unit.currency));
  return {
    way: row.way,
    share,
    of: row.of,
    proceeds,
    labour,
    repair,
    freight,
    holding,
    net: subtract(proceeds, costs),
  };
}

/** Every way of which the book knows what it is worth for these goods. */
export function valuesOf(book: InspectionBook, graded: Graded): WayValue[] {
  const valued = [...new Set(book.values.map(({ way }) => way))];
  return valued.flatMap((way) => {
    const row = closest(
      book.values.filter((candidate) => candidate.way === way),
      graded.bought,
    );
    return row ? [worthOf(row, graded)] : [];
  });
}

function holds(rule: DispositionRule, { bought, grade, failedTests }: Graded): boolean {
  const goods: Goods = bought;
  return (
    (rule.goodsClass === undefined || rule.goodsClass === goods.goodsClass) &&
    (rule.skuPrefix === undefined || goods.sku.startsWith(rule.skuPrefix)) &&
    (rule.grades === undefined || rule.grades.includes(grade)) &&
    (rule.failed === undefined || (rule.failed === 'any') === failedTests.length > 0) &&
    (rule.failedTests === undefined || rule.failedTests.some((test) => failedTests.includes(test))) &&
    (rule.priceFrom === undefined || !isMore(rule.priceFrom, bought.unitPrice)) &&
    (rule.priceBelow === undefined || isMore(rule.priceBelow, bought.unitPrice))
  );
}

export type Suggestion = { way: Way; by: 'rule'; rule: DispositionRule } | { way: Way; by: 'value' };

/**
 * The first rule that holds, else the way with the best value; of equals the one that stands first in the book. A way
 * that is not allowed for these goods is never suggested, whoever wants it.
 */
export function suggestWay(
  book: InspectionBook,
  graded: Graded,
  isAllowed: (way: Way) => boolean,
  values: readonly WayValue[] = valuesOf(book, graded),
): Suggestion | null {
  const rule = book.rules.find((candidate) => holds(candidate, graded) && isAllowed(candidate.way));
  if (rule) return { way: rule.way, by: 'rule', rule };
  const best = values
    .filter(({ way }) => isAllowed(way))
    .reduce<WayValue | undefined>((kept, next) => (kept && !isMore(next.net, kept.net) ? kept : next), undefined);
  return best ? { way: best.way, by: 'value' } : null;
}
