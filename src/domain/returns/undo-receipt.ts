import { zero } from '../money.ts';
import { ok, reject } from '../result.ts';
import { split } from './decide-goods.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { canUndoReceipt } from './guards.ts';

/**
 * Goods that were booked into this return belong elsewhere: they go back to where they lay, and the line waits again. A
 * reversing entry, never an erasure: what was booked stays on record.
 */
export function undoReceipt(rma: Parameters<typeof split>[0], command: Of<'undo_receipt'>, context: Context): Decision {
  const line = rma.lines.find((candidate) => candidate.id === command.lineId);
  const no = canUndoReceipt(rma, line);
  if (no || !line) return reject(no ?? { code: 'line_not_found' });
  if (command.quantity > line.quantity) return reject({ code: 'quantity_exceeds_line', max: line.quantity });
  const { now, order } = context;
  const bought = order.lines.find((candidate) => candidate.id === line.orderLineId);
  const undone: RmaEvent = {
    type: 'line_receipt_undone',
    lineId: line.id,
    quantity: command.quantity,
    at: now,
    sku: line.sku,
    unitCost: bought?.unitCost ?? zero(order.currency),
    to: command.to,
  };
  return ok([...split(rma, line, command.quantity), undone]);
}
