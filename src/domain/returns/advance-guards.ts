import type { Who } from '../people/levels.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { type AdvanceState, advanceState } from './advance.ts';
import type { Rejection } from './rejections.ts';
import type { Rma, RmaLine } from './rma.ts';

type No = Rejection | null;

/** Whether money of this kind waits for goods that could come later than it. */
export function mayBeAdvanced({ resolution }: Pick<Rma, 'resolution'>): boolean {
  const { goodsBack, money } = resolutionFacts[resolution];
  return goodsBack !== 'no' && money === 'after_inspection';
}

/** The lines that a rule wants paid now, before their goods are here. */
export function advanceableLines(rma: Rma): RmaLine[] {
  const { instantRefund, advance, review } = rma;
  if (!instantRefund || advance || review !== 'approved' || !mayBeAdvanced(rma)) return [];
  return rma.lines.filter(
    ({ settlement, reception }) =>
      settlement === 'not_due' &&
      (reception === 'in_transit' || (reception === 'awaiting' && instantRefund === 'approval')),
  );
}

const needsPerson = (who: Who | undefined): No => (!who || who.isProgram ? { code: 'advance_needs_person' } : null);

/** What its row says of it, too: so the list asks the same. */
export const isOpenFor = (state: AdvanceState, who?: Who): No =>
  state === 'open' ? needsPerson(who) : { code: 'advance_not_open', advanceState: state };

const ofAdvance = (rma: Rma, who?: Who): No =>
  rma.advance ? isOpenFor(advanceState(rma), who) : { code: 'advance_not_found' };

export const canChase = ofAdvance;
export const canWriteOff = ofAdvance;
