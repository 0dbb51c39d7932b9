import type { RmaLineId } from '../ids.ts';
import type { RmaEvent } from './events.ts';
import type { KeptBooks } from './line-sale.ts';
import type { Rma } from './rma.ts';

/** Folds into lines how the books found their sale and their goods, which what follows is booked by. */
export function withBooksOf(rma: Rma, event: RmaEvent): Rma {
  switch (event.type) {
    case 'refund_requested':
    case 'nothing_to_refund':
      return (event.books ?? []).reduce(
        (all, { lineId, sale, goods, unitCost, recovery }) =>
          withLineBooks(all, lineId, {
            sale,
            ...(goods === 'none' ? {} : { owedAt: unitCost }),
            ...(recovery ? { recovery } : {}),
          }),
        rma,
      );
    case 'line_received':
      return event.books ? withLineBooks(rma, event.lineId, event.books) : rma;
    case 'line_disposed':
      return event.allowance
        ? withLineBooks(rma, event.lineId, { allowance: true })
        : withoutAllowance(rma, event.lineId);
    case 'advance_written_off':
      return event.lineIds.reduce(
        (all, id) => (isOwed(all, id) ? withLineBooks(all, id, { writtenOff: true }) : all),
        rma,
      );
    default:
      return rma;
  }
}

/** What was found missing has left the right to goods already, and waits for its settlement. */
const isOwed = (rma: Rma, lineId: RmaLineId): boolean =>
  rma.lines.some(({ id, books, reception }) => id === lineId && books?.owedAt && reception !== 'missing');

const withLineBooks = (rma: Rma, lineId: RmaLineId, books: KeptBooks): Rma => ({
  ...rma,
  lines: rma.lines.map((line) => (line.id === lineId ? { ...line, books: { ...line.books, ...books } } : line)),
});

function withoutAllowance(rma: Rma, lineId: RmaLineId): Rma {
  if (!rma.lines.some(({ id, books }) => id === lineId && books?.allowance)) return rma;
  return {
    ...rma,
    lines: rma.lines.map((line) => {
      if (line.id !== lineId || !line.books) return line;
      const { allowance: _, ...kept } = line.books;
      return { ...line, books: kept };
    }),
  };
}
