import { partId, type RmaLineId } from '../ids.ts';
import { zero } from '../money.ts';
import { ok, reject } from '../result.ts';
import { freeUnits } from './claims.ts';
import { split } from './decide-goods.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { Difference } from './difference.ts';
import { canFindLine, canReportDifference, canSettleDifference } from './difference-guards.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { canClaim, canMarkMissing } from './guards.ts';
import { isAutomatic, openDifferences, type Rma } from './rma.ts';

/**
 * What of a line will not come. Its units are free again for another return. With a cause it is a difference that
 * somebody has to judge; without one it is what the buyer had said beforehand.
 */
export function markMissing(rma: Rma, command: Of<'mark_missing'>, { now }: Context): Decision {
  const line = rma.lines.find(({ id }) => id === command.lineId);
  const no = canMarkMissing(rma, line);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  const { quantity = line.quantity, cause, photos = [], weightGrams } = command;
  if (quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const lost: RmaEvent[] = [
    ...split(rma, line, quantity),
    {
      type: 'line_missing',
      lineId: line.id,
      orderLineId: line.orderLineId,
      quantity,
      ...(cause ? { cause } : {}),
    },
  ];
  if (!cause) return ok(lost);
  const after = lost.reduce<Rma>(evolve, rma);
  const difference = {
    kind: cause,
    lineId: line.id,
    sku: line.sku,
    quantity,
    photos,
    ...(weightGrams ? { weightGrams } : {}),
    at: now,
  };
  return ok([...lost, ...differing(after, difference)]);
}

/** Goods that came and were not agreed: they are set apart, and a person says what is to become of the case. */
export function reportDifference(rma: Rma, command: Of<'report_difference'>, { now }: Context): Decision {
  const line = rma.lines.find(({ id }) => id === command.lineId);
  const no = canReportDifference(rma, command);
  if (no) return reject(no);
  const { type: _, ...facts } = command;
  // What came wrong is a line of its own, so that the pieces that came right go their way.
  const apart = facts.kind === 'wrong_article' && line ? split(rma, line, facts.quantity) : [];
  const after = apart.reduce<Rma>(evolve, rma);
  return ok([...apart, ...differing(after, { ...facts, at: now })]);
}

function differing(rma: Rma, facts: Omit<Difference, 'id'>): RmaEvent[] {
  const difference: Difference = { id: partId('dif', rma.id, rma.version + 1), ...facts };
  return [
    { type: 'difference_found', difference },
    ...(isAutomatic(rma) ? [{ type: 'automation_stopped', because: 'counting_difference' } as const] : []),
  ];
}

/**
 * Goods that were given up are here after all: the line is taken up again and received. Its units must still be free,
 * for another return may have claimed them meanwhile.
 */
export function findLine(rma: Rma, command: Of<'find_line'>, { now, order }: Context): Decision {
  const line = rma.lines.find(({ id }) => id === command.lineId);
  const no = canFindLine(rma, line);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  const { quantity } = command;
  if (quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const taken = canClaim(order, freeUnits({ ...rma, lines: [{ ...line, quantity }] }));
  if (taken) return reject(taken);
  const bought = order.lines.find((candidate) => candidate.id === line.orderLineId);
  return ok([
    ...split(rma, line, quantity),
    { type: 'line_found', lineId: line.id, orderLineId: line.orderLineId, quantity },
    {
      type: 'line_received',
      lineId: line.id,
      quantity,
      at: now,
      sku: line.sku,
      unitCost: bought?.unitCost ?? zero(order.currency),
    },
    ...(quantity === line.quantity ? turnedUp(rma, line.id, now) : []),
  ]);
}

const turnedUp = (rma: Rma, lineId: RmaLineId, at: Context['now']): RmaEvent[] =>
  openDifferences(rma)
    .filter((difference) => difference.lineId === lineId)
    .map(({ id: differenceId }) => ({ type: 'difference_settled', differenceId, outcome: 'turned_up', at }));

export function settleDifference(rma: Rma, command: Of<'settle_difference'>, { now }: Context): Decision {
  const { differenceId, outcome } = command;
  const no = canSettleDifference(rma, differenceId);
  return no ? reject(no) : ok([{ type: 'difference_settled', differenceId, outcome, at: now }]);
}
