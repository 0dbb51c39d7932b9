import { never, present } from '../assert.ts';
import { subtract, unitsShare } from '../money.ts';
import { type Advance, type AdvanceEvent, outstandingLines } from './advance.ts';
import type { RmaEvent } from './events.ts';
import type { Rma } from './rma.ts';

export const isAdvanceEvent = <E extends { type: string }>(event: E | AdvanceEvent): event is AdvanceEvent =>
  event.type.startsWith('advance_');

export function advanceMoved(rma: Rma, event: AdvanceEvent): Rma {
  switch (event.type) {
    case 'advance_made': {
      const { type: _made, ...made } = event;
      const { advanceDeclined: _, ...rest } = rma;
      return { ...rest, advance: { ...made, chases: [] } };
    }
    case 'advance_declined':
      return { ...rma, advanceDeclined: event.because };
    case 'advance_chased': {
      const { type: _, ...chase } = event;
      return withAdvance(rma, (advance) => ({ ...advance, chases: [...advance.chases, chase] }));
    }
    case 'advance_written_off': {
      const { by, because, at } = event;
      return withAdvance(rma, (advance) => ({ ...advance, writtenOff: { by, because, at } }));
    }
    default:
      return never(event);
  }
}

const withAdvance = (rma: Rma, change: (advance: Advance) => Advance): Rma =>
  rma.advance ? { ...rma, advance: change(rma.advance) } : rma;

/** The exposure follows the goods by itself: it is divided with its line, and over when the last of them is here. */
export function withGoodsOfAdvance(rma: Rma, event: RmaEvent): Rma {
  if (!rma.advance) return rma;
  switch (event.type) {
    case 'line_split':
      return withAdvance(rma, (advance) => ({
        ...advance,
        lines: advance.lines.flatMap((line) => (line.lineId === event.lineId ? divided(rma, line, event) : [line])),
      }));
    case 'line_received':
      return outstandingLines(rma).length > 0 || rma.advance.closedAt
        ? rma
        : withAdvance(rma, (advance) => ({ ...advance, closedAt: event.at }));
    case 'line_receipt_undone':
      return withAdvance(rma, ({ closedAt: _, ...advance }) => advance);
    default:
      return rma;
  }
}

type Split = Extract<RmaEvent, { type: 'line_split' }>;

function divided(rma: Rma, line: Advance['lines'][number], { newLineId, quantity }: Split): Advance['lines'] {
  const rest = present(
    rma.lines.find(({ id }) => id === newLineId),
    'the line that was split off',
  );
  const first = unitsShare(line.amount, quantity + rest.quantity, 0, quantity);
  return [
    { ...line, amount: first },
    { lineId: newLineId, amount: subtract(line.amount, first) },
  ];
}
