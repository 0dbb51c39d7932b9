import type { DifferenceEvent } from './difference.ts';
import type { RmaEvent } from './events.ts';
import type { Rma, RmaLine } from './rma.ts';

/** Folds a difference, and a line that turned up. */
export function counted(rma: Rma, event: DifferenceEvent | Extract<RmaEvent, { type: 'line_found' }>): Rma {
  switch (event.type) {
    case 'difference_found':
      return { ...rma, differences: [...(rma.differences ?? []), event.difference] };
    case 'difference_settled':
      return {
        ...rma,
        differences: (rma.differences ?? []).map((difference) =>
          difference.id === event.differenceId ? { ...difference, outcome: event.outcome } : difference,
        ),
      };
    case 'line_found':
      return { ...rma, lines: rma.lines.map((line) => (line.id === event.lineId ? expectedAgain(line) : line)) };
  }
}

const expectedAgain = (line: RmaLine): RmaLine => ({
  ...line,
  reception: 'awaiting',
  inspection: 'pending',
  disposition: 'undecided',
});
