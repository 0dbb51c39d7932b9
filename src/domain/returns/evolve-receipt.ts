import { resolutionFacts } from '../policy/resolution-facts.ts';
import type { Instant } from '../time.ts';
import type { RmaEvent } from './events.ts';
import type { Rma, RmaLine } from './rma.ts';

type Undone = Extract<RmaEvent, { type: 'line_receipt_undone' }>;

/** The line waits for its goods again, and the first receipt is that of the goods which are still here. */
export function receiptUndone(rma: Rma, { lineId }: Undone): Rma {
  const lines = rma.lines.map((line) => (line.id === lineId ? waitingAgain(rma, line) : line));
  const receipts = lines.flatMap((line): Instant[] => {
    const at = line.reception === 'received' ? (line.receivedAt ?? rma.receivedAt) : null;
    return at === null ? [] : [at];
  });
  return { ...rma, lines, receivedAt: receipts.toSorted()[0] ?? null };
}

function waitingAgain({ parcels, resolution }: Rma, { receivedAt: _, ...line }: RmaLine): RmaLine {
  // It has become a kind that wants no goods back meanwhile.
  if (resolutionFacts[resolution].goodsBack === 'no') {
    return { ...line, reception: 'not_expected', inspection: 'not_needed', disposition: 'none' };
  }
  const moving = parcels.some(({ status }) => status !== 'ordered' && status !== 'cancelled');
  return { ...line, reception: moving ? 'in_transit' : 'awaiting' };
}
