import type { Who } from '../people/levels.ts';
import type { Rejection } from './rejections.ts';
import { type Rma, type RmaLine, replacementOf } from './rma.ts';

type No = Rejection | null;

/** Goods whose verdict is not settled wait where they are. */
export function waitsForVerdict(line: RmaLine): No {
  if (line.secondLook?.state === 'waiting') return { code: 'second_look_waits' };
  if (line.secondLook?.state === 'differs') return { code: 'verdicts_differ' };
  return line.scrapAsked ? { code: 'scrap_waits_for_approval' } : null;
}

/** Blind: by somebody else than the first. */
export function canLookAgain(line: RmaLine | undefined, who?: Who): No {
  if (!line) return { code: 'line_not_found' };
  if (line.secondLook?.state !== 'waiting') return { code: 'no_second_look_waits' };
  return isAnother(who, line.secondLook.by) ? null : { code: 'second_person_needed_here' };
}

/** By somebody who has given neither verdict. */
export function canResolve(line: RmaLine | undefined, who?: Who): No {
  if (!line) return { code: 'line_not_found' };
  const { state, by, second } = line.secondLook ?? {};
  if (state !== 'differs' || !second) return { code: 'no_verdicts_differ' };
  return isAnother(who, by) && isAnother(who, second.by) ? null : { code: 'second_person_needed_here' };
}

export function canAnswerScrap(line: RmaLine | undefined, who?: Who): No {
  if (!line) return { code: 'line_not_found' };
  if (!line.scrapAsked) return { code: 'no_scrap_waits' };
  return isAnother(who, line.scrapAsked.by) ? null : { code: 'second_person_needed_here' };
}

const isAnother = (who: Who | undefined, than: string | undefined): boolean => who !== undefined && who.id !== than;

/** What was paid or sent out rests on the verdict: then only a manager may take it back. */
const restsOnIt = (line: RmaLine, who: Who | undefined): No =>
  line.settlement === 'not_due' || line.settlement === 'due' || who?.undoesPaid
    ? null
    : { code: 'not_permitted', permission: 'goods:undo_paid' };

export function canUndoDisposition(line: RmaLine | undefined, who?: Who): No {
  if (!line) return { code: 'line_not_found' };
  if (line.disposition === 'undecided' || line.disposition === 'none') return { code: 'line_not_disposed' };
  if (replacementOf(line) === 'shipped') return { code: 'replacement_already_shipped' };
  return restsOnIt(line, who);
}

export function canUndoInspection(line: RmaLine | undefined, who?: Who): No {
  if (!line) return { code: 'line_not_found' };
  if (line.inspection !== 'graded') return { code: 'line_not_inspected' };
  if (line.disposition !== 'undecided') return { code: 'line_already_disposed' };
  if (replacementOf(line) === 'shipped') return { code: 'replacement_already_shipped' };
  return restsOnIt(line, who);
}

/** While two verdicts are to be compared, they are of the same units: a part taken out would leave the rest without its own. */
export function canUndoUnits(line: RmaLine | undefined, quantity: number): No {
  const state = line?.secondLook?.state;
  if (!line || (state !== 'waiting' && state !== 'differs') || quantity >= line.quantity) return null;
  return { code: 'whole_line_waits', quantity: line.quantity, field: 'quantity' };
}

const some =
  (guard: (line: RmaLine | undefined, who?: Who) => No, none: Rejection) =>
  (rma: Rma, who?: Who): No => {
    const answers = rma.lines.map((line) => guard(line, who));
    if (answers.includes(null)) return null;
    // The nearest miss says most: of a line that is as far, rather than of one that is not.
    return answers.find((answer) => answer && answer.code !== none.code) ?? none;
  };

/** Over the whole return, for its buttons. */
export const gradingGuards = {
  look_again: some(canLookAgain, { code: 'no_second_look_waits' }),
  resolve_second_look: some(canResolve, { code: 'no_verdicts_differ' }),
  approve_scrap: some(canAnswerScrap, { code: 'no_scrap_waits' }),
  refuse_scrap: some(canAnswerScrap, { code: 'no_scrap_waits' }),
  undo_disposition: some(canUndoDisposition, { code: 'line_not_disposed' }),
  undo_inspection: some(canUndoInspection, { code: 'line_not_inspected' }),
};
