import { templateFor } from '../inspection/inspection-book.ts';
import { isMore, type Money, percent, sum, times, zero } from '../money.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { addDays, localDate } from '../time.ts';
import { isPaidAhead } from './advance.ts';
import { boughtLine } from './bought-line.ts';
import type { Context } from './decision.ts';
import type { RmaEvent } from './events.ts';
import type { Lying } from './grading-facts.ts';
import type { Rejection } from './rejections.ts';
import type { Disposition, Rma, RmaLine } from './rma.ts';
import { replacementOf } from './rma.ts';

/** Why these goods may not go this way, whoever asks; null where they may. The console asks the same. */
export function whyNotThisWay(rma: Rma, line: RmaLine, disposition: Disposition, context: Context): Rejection | null {
  if (disposition === 'undecided' || disposition === 'none') return { code: 'disposition_not_possible' };
  // What is to be repaired stays the buyer's: it goes to the workshop or back to him, and on no shelf.
  const isBuyers = goodsAreBuyers(rma);
  if (disposition === 'restock') {
    const no = whyNotAsNew(line, context);
    if (no) return no;
  }
  if (isBuyers && disposition !== 'repair' && disposition !== 'to_buyer') return { code: 'goods_are_the_buyers' };
  if (disposition === 'to_buyer' && isPaidAhead(rma, line.id)) return { code: 'goods_paid_ahead' };
  if (disposition === 'to_buyer' && replacementOf(line) === 'shipped') return { code: 'replacement_already_shipped' };
  return disposition === 'quarantine' && line.disposition === 'quarantine' ? { code: 'line_already_disposed' } : null;
}

export const goodsAreBuyers = ({ resolution }: Pick<Rma, 'resolution'>): boolean =>
  resolutionFacts[resolution].replacement === 'after_repair';

/** Why units cannot be taken from where they were put: they have gone on. */
export const movedOn = (there: Lying | null, quantity: number): Rejection | null =>
  there !== null && there.quantity < quantity
    ? { code: 'goods_have_moved_on', left: Math.max(0, there.quantity) }
    : null;

/** Goods that failed a test of art. 9 may not be sold as new (art. 25, 33): no permission lifts this. */
function whyNotAsNew(line: RmaLine, context: Context): Rejection | null {
  if (line.failedTests.length > 0 || line.grade === 'damaged')
    return { code: 'failed_test_forbids_restock', failedTests: line.failedTests };
  const [foreign] = line.foreignSerials ?? [];
  if (foreign !== undefined) return { code: 'serial_was_not_sold', serial: foreign };
  const { grading, now, policy } = context;
  const minDays = grading && templateFor(grading.book, boughtLine(line, context))?.minShelfDays;
  if (minDays === undefined) return null;
  if (!line.expiry) return { code: 'expiry_needed', field: 'expiry' };
  const needed = addDays(localDate(now, policy.timeZone), minDays);
  return line.expiry < needed ? { code: 'shelf_life_too_short', expiry: line.expiry, minDays } : null;
}

function valueAfter(disposition: Disposition, cost: Money, { policy }: Context): Money {
  if (disposition === 'scrap') return zero(cost.currency);
  return disposition === 'resale' ? percent(cost, policy.resaleBasisPoints) : cost;
}

/** The event that puts all units of a line away. */
export function putAwayAs(
  rma: Rma,
  line: RmaLine,
  to: { disposition: Disposition; location: string; quantity?: number },
  context: Context,
): Extract<RmaEvent, { type: 'line_disposed' }> {
  const quantity = to.quantity ?? line.quantity;
  const cost = times(boughtLine(line, context).unitCost, quantity);
  // Who gets his goods back has nothing to claim for them; what was agreed on is paid all the same.
  const claimEnds = to.disposition === 'to_buyer' && line.settlement === 'due' && !rma.agreed;
  return {
    type: 'line_disposed',
    lineId: line.id,
    sku: line.sku,
    quantity,
    disposition: to.disposition,
    location: to.location,
    cost,
    value: valueAfter(to.disposition, cost, context),
    ...(line.heldAt === undefined ? {} : { from: line.heldAt }),
    ...(claimEnds ? { claimEnds: true } : {}),
  };
}

/** What the goods cost that this return has scrapped or wants scrapped: in small parts it is as much as in one. */
const scrapped = (rma: Rma, context: Context): Money =>
  sum(
    rma.lines
      .filter(({ disposition, scrapAsked }) => disposition === 'scrap' || scrapAsked)
      .map((line) => times(boughtLine(line, context).unitCost, line.quantity)),
    context.order.currency,
  );

/** Scrapping waits for a second person where the goods are worth more than the merchant lets one person scrap. */
export function scrapNeedsApproval(rma: Rma, line: RmaLine, quantity: number, context: Context): Money | null {
  const above = context.grading?.book.scrapApprovalAbove;
  if (!above || !context.who) return null;
  const cost = times(boughtLine(line, context).unitCost, quantity);
  const all = sum([scrapped(rma, context), cost], cost.currency);
  return isMore(all, above) ? cost : null;
}
