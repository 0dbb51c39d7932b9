import { present } from '../assert.ts';
import { isPositive, type Money, unitsShare, zero } from '../money.ts';
import { ok, reject } from '../result.ts';
import { heldUnits } from './claims.ts';
import { split } from './decide-goods.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Lying } from './grading-facts.ts';
import { canUndoDisposition, canUndoInspection } from './grading-guards.ts';
import { canClaim, lineOf } from './guards.ts';
import { goodsAreBuyers, movedOn } from './put-away.ts';
import { partOf, putAwayPast } from './put-away-past.ts';
import type { Rejection } from './rejections.ts';
import type { Disposition, Rma } from './rma.ts';

/**
 * The goods go back to where they lay before, at what they came from there at. Out of their place they go at what it stands
 * at now: others came and went meanwhile.
 */
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
  const gone = isHere ? movedOn(facts.there, quantity) : null;
  if (gone) return reject(gone);
  const { disposition, location, cost, value, from, claimEnds } = partOf(whole, 0, quantity);
  const mixes = mixed.has(disposition) && !goodsAreBuyers(rma);
  const undone: RmaEvent = {
    type: 'line_disposition_undone',
    lineId: line.id,
    sku: line.sku,
    quantity,
    disposition,
    location,
    cost,
    value: mixes && facts.there ? partOfAll(facts.there, quantity) : value,
    because,
    at: context.now,
    ...(from === undefined ? {} : { from }),
    ...(claimEnds ? { claimRevived: true } : {}),
  };
  const events = [...split(rma, line, quantity), undone];
  const taken = takenMeanwhile(rma, events.reduce<Rma>(evolve, rma), context);
  return taken ? reject(taken) : ok(events);
}

/** Where goods lie among others and are worth the average. What is set apart keeps its own worth, and so does a buyer's. */
const mixed: ReadonlySet<Disposition> = new Set<Disposition>(['restock', 'resale', 'repair', 'to_vendor']);

/** By the average of all that lies there; the last units take what is left. */
const partOfAll = ({ quantity: all, value }: Lying, quantity: number): Money =>
  isPositive(value) ? unitsShare(value, all, 0, quantity) : zero(value.currency);

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
