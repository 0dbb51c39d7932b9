import type { RmaLineId } from '../ids.ts';
import { type Money, unitsShare } from '../money.ts';
import type { RmaEvent } from './events.ts';
import type { Disposition } from './rma.ts';

/** How the units of a line were put away. */
export type PutAway = {
  quantity: number;
  disposition: Disposition;
  location: string;
  cost: Money;
  value: Money;
  from?: string;
  claimEnds?: true;
};

/**
 * How each line was put away, the last time last: what an undoing takes back. Read from the past rather than kept on the
 * line, so that goods which were put away by earlier versions can be taken back too.
 */
export function putAwayPast(past: readonly RmaEvent[], lineId: RmaLineId): PutAway[] {
  const lines = new Map<RmaLineId, PutAway[]>();
  for (const event of past) {
    const before = 'lineId' in event ? (lines.get(event.lineId) ?? []) : [];
    if (event.type === 'line_disposed') {
      const { quantity, disposition, location, cost, value, from, claimEnds } = event;
      const put = { quantity, disposition, location, cost, value };
      lines.set(event.lineId, [
        ...before,
        { ...put, ...(from === undefined ? {} : { from }), ...(claimEnds ? { claimEnds } : {}) },
      ]);
    } else if (event.type === 'line_disposition_undone') {
      lines.set(event.lineId, before.slice(0, -1));
    } else if (event.type === 'line_split') {
      lines.set(
        event.lineId,
        before.map((put) => partOf(put, 0, event.quantity)),
      );
      lines.set(
        event.newLineId,
        before.map((put) => partOf(put, event.quantity, put.quantity - event.quantity)),
      );
    }
  }
  return lines.get(lineId) ?? [];
}

/** Both parts of a split add up to the whole, to the last fen. */
export const partOf = (put: PutAway, first: number, quantity: number): PutAway => ({
  ...put,
  quantity,
  cost: unitsShare(put.cost, put.quantity, first, quantity),
  value: unitsShare(put.value, put.quantity, first, quantity),
});
