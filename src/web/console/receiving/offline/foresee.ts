import type { RmaView } from '../../../../contract/returns.ts';
import { partId } from '../../../../domain/ids.ts';
import { ways } from '../../../../domain/inspection/inspection-book.ts';
import type { Queued } from './queue.ts';

type Line = RmaView['lines'][number];

/** The steps whose outcome is plain without the server: the others wait for a connection. */
const foreseeable: ReadonlySet<string> = new Set([
  'receive_line',
  'mark_missing',
  'find_line',
  'inspect_line',
  'dispose_line',
  'report_difference',
]);
export const canForesee = (command: string): boolean => foreseeable.has(command);

/** How a return will stand once the server has heard of a step. It judges nothing: the server does. */
export function foresee(rma: RmaView, { command, lineId, body }: Pick<Queued, 'command' | 'lineId' | 'body'>): RmaView {
  const line = rma.lines.find(({ id }) => id === lineId);
  if (!line || !canForesee(command)) return rma;
  if (command === 'report_difference' && body['kind'] !== 'wrong_article') return rma;
  const quantity = typeof body['quantity'] === 'number' ? body['quantity'] : line.quantity;
  const change = changeBy(command, line, body);
  const lines = splitOff(rma, line, quantity).map((each) => (each.id === line.id ? { ...each, ...change } : each));
  return { ...rma, lines };
}

/** A line moves as a whole; the rest is a line of its own, under the id that the server will give it too. */
function splitOff(rma: RmaView, line: Line, quantity: number): Line[] {
  if (quantity >= line.quantity || quantity < 1) return rma.lines;
  const rest: Line = {
    ...line,
    id: partId('rli', rma.id, rma.lines.length + 1),
    quantity: line.quantity - quantity,
  };
  return [...rma.lines.map((each) => (each.id === line.id ? { ...each, quantity } : each)), rest];
}

const grades = ['new', 'minor_flaw', 'damaged'] as const;
const dispositions: readonly Line['disposition'][] = ways;

function changeBy(command: string, line: Line, body: Queued['body']): Partial<Line> {
  switch (command) {
    case 'receive_line':
      return { reception: 'received' };
    case 'find_line':
      return { reception: 'received', inspection: 'pending', disposition: 'undecided' };
    case 'mark_missing':
      return { reception: 'missing', inspection: 'not_needed', disposition: 'none' };
    case 'inspect_line': {
      const failed = body['failedTests'];
      return {
        inspection: 'graded',
        grade: grades.find((grade) => grade === body['grade']) ?? line.grade,
        failedTests: Array.isArray(failed) ? failed.map(String) : [],
        serials: Array.isArray(body['serials']) ? body['serials'].map(String) : [],
        batch: typeof body['batch'] === 'string' ? body['batch'] : null,
        expiry: typeof body['expiry'] === 'string' ? body['expiry'] : null,
      };
    }
    case 'dispose_line':
      return { disposition: dispositions.find((each) => each === body['disposition']) ?? line.disposition };
    default:
      return {};
  }
}
