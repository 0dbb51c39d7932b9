import type { ResolutionFacts } from '../policy/resolution-facts.ts';
import type { Rma, RmaLine } from './rma.ts';

/** What is asked of a line: pure readings of a kind's table, shared by all events that move a line. */

/** Goods that passed: nothing about them that a person must weigh. */
export const isFit = (line: RmaLine): boolean =>
  line.inspection === 'graded' &&
  line.grade !== 'damaged' &&
  line.failedTests.length === 0 &&
  !line.failedChecks?.length &&
  !line.foreignSerials?.length &&
  line.secondLook?.state !== 'differs';

/** Everything that was expected is here and in order: nothing is left that a person should weigh before paying. */
const isClean = (rma: Rma): boolean => rma.lines.every((line) => line.reception === 'received' && isFit(line));

/** Where somebody has begun to look at the goods, what they found must be clean before anything is paid without a person. */
export const isClear = (rma: Rma): boolean => !rma.lines.some((line) => line.inspection === 'graded') || isClean(rma);

const hasMoved = (line: RmaLine): boolean => line.reception === 'in_transit' || line.reception === 'received';

/** Units that stay with the shop, whatever it does with them. */
const isKept = ({ disposition }: RmaLine): boolean =>
  disposition === 'restock' ||
  disposition === 'repair' ||
  disposition === 'resale' ||
  disposition === 'scrap' ||
  disposition === 'to_vendor';

function owesReplacement(line: RmaLine, facts: ResolutionFacts): boolean {
  // Who is paid gets nothing in its place.
  if (line.settlement !== 'not_due' || line.disposition === 'to_buyer') return false;
  switch (facts.replacement) {
    case 'never':
      return false;
    case 'at_once':
      return true;
    case 'after_inspection':
      // Goods that failed wait for a person: who keeps them grants the exchange, who sends them back ends it.
      return isFit(line) || isKept(line);
    case 'after_repair':
      return line.disposition === 'repair';
  }
}

/** The line with the answer to what goes out to the buyer; what has left stays so. */
export function withReplacement(line: RmaLine, facts: ResolutionFacts): RmaLine {
  if (line.replacement === 'shipped') return line;
  const { replacement: _, ...rest } = line;
  return owesReplacement(line, facts) ? { ...rest, replacement: 'due' } : rest;
}

/** The line when somebody has looked at its goods. */
export function inspected(line: RmaLine, facts: ResolutionFacts): RmaLine {
  // A platform that paid before the goods came has settled the line already.
  const isDue = line.settlement === 'not_due' && facts.money === 'after_inspection';
  return withReplacement(isDue ? { ...line, settlement: 'due' } : line, facts);
}

/**
 * What a granted request asks of a line. Goods that are under way or here go on as they are, so that a return that has
 * become another kind asks for no goods twice. Units that never came stay given up.
 */
export function granted(line: RmaLine, facts: ResolutionFacts, goodsStay: boolean): RmaLine {
  const { workshop: _, ...plain } = line;
  if (line.reception === 'missing') return plain;
  const comesBack = facts.goodsBack !== 'no' && !goodsStay;
  const goods: Partial<RmaLine> = hasMoved(line)
    ? {}
    : comesBack
      ? { reception: 'awaiting', inspection: 'pending', disposition: 'undecided' }
      : { reception: 'not_expected', inspection: 'not_needed', disposition: 'none' };
  const next = { ...plain, ...goods };
  const isDue =
    facts.money === 'at_once' || (facts.money === 'after_inspection' && (goodsStay || next.inspection === 'graded'));
  return withReplacement({ ...next, settlement: isDue ? 'due' : 'not_due' }, facts);
}

/** The line of a request that is to be judged anew: nothing is owed, and only goods that have moved are still expected. */
export function ungranted(line: RmaLine): RmaLine {
  const { workshop: _, replacement: __, ...plain } = line;
  if (line.reception === 'missing') return plain;
  const goods: Partial<RmaLine> = hasMoved(line)
    ? {}
    : { reception: 'not_expected', inspection: 'not_needed', disposition: 'none' };
  return { ...plain, ...goods, settlement: 'not_due' };
}
