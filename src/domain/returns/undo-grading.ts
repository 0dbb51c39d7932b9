import { present } from '../assert.ts';
import { ok, reject } from '../result.ts';
import { heldUnits } from './claims.ts';
import { split } from './decide-goods.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { canUndoDisposition, canUndoInspection } from './grading-guards.ts';
import { canClaim, lineOf } from './guards.ts';
import { partOf, putAwayPast } from './put-away-past.ts';
import type { Rejection } from './rejections.ts';
import type { Rma } from './rma.ts';

/** The goods go back to where they lay before, by an entry that reverses the first to the last fen. */
export function undoDisposition(rma: Rma, command: Of<'undo_disposition'>, context: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canUndoDisposition(line, context.who);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  const { quantity, because } = command;
  if (quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const facts = present(context.grading, 'what happened to the return');
  const whole = present(putAwayPast(facts.past, line.id).at(-1), 'how the line was put away');
  const isHere = whole.disposition !== 'to_buyer';
  // They may have gone on: to a workshop, to a buyer, to their vendor.
  if (isHere && facts.onHand !== null && facts.onHand < quantity)
    return reject({ code: 'goods_have_moved_on', left: Math.max(0, facts.onHand) });
  const { disposition, location, cost, value, from, claimEnds } = partOf(whole, 0, quantity);
  const undone: RmaEvent = {
    type: 'line_disposition_undone',
    lineId: line.id,
    sku: line.sku,
    quantity,
    disposition,
    location,
    cost,
    value,
    because,
    at: context.now,
    ...(from === undefined ? {} : { from }),
    ...(claimEnds ? { claimRevived: true } : {}),
  };
  const events = [...split(rma, line, quantity), undone];
  const taken = takenMeanwhile(rma, events.reduce<Rma>(evolve, rma), context);
  return taken ? reject(taken) : ok(events);
}

/** Units that the buyer had back may be in another return by now. */
function takenMeanwhile(before: Rma, after: Rma, { order }: Context): Rejection | null {
  const held = new Map(heldUnits(before).map(({ orderLineId, quantity }) => [orderLineId, quantity]));
  const more = heldUnits(after).flatMap(({ orderLineId, quantity }) => {
    const extra = quantity - (held.get(orderLineId) ?? 0);
    return extra > 0 ? [{ orderLineId, quantity: extra }] : [];
  });
  return more.length === 0 ? null : canClaim(order, more);
}

/** The goods wait to be looked at again. What the first said stays on record. */
export function undoInspection(rma: Rma, command: Of<'undo_inspection'>, { who, now }: Context): Decision {
  const line = lineOf(rma, command.lineId);
  const no = canUndoInspection(line, who);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  if (command.quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  return ok([
    ...split(rma, line, command.quantity),
    { type: 'line_inspection_undone', lineId: line.id, because: command.because, at: now },
  ]);
}
