import { never } from '../../../domain/assert.ts';
import { add } from '../../../domain/money.ts';
import { goodsTotal, type IncomingOrder } from '../../../domain/orders/incoming-order.ts';
import type { OrderHead, PastReturn, Reading } from './mapping.ts';
import type { Row } from './read-rows.ts';

export type RefusedRow = { row: Row; field: string; reason: string };
export type SetAsideRow = { row: Row; reason: string; amountMinor: bigint };
export type GroupedOrder = { order: IncomingOrder; rows: Row[] };

/** A stretch of the file that can be done for good: no order is open at its end. */
export type Batch = {
  orders: GroupedOrder[];
  returns: { row: Row; past: PastReturn }[];
  refused: RefusedRow[];
  setAside: SetAsideRow[];
  /** The number of its last row. */
  upTo: number;
  rows: number;
};

export type Grouping = { rowsPerBatch: number };

/** More lines in one order are a mistake of the file, and would have to be held in memory. */
const MAX_LINES = 2_000;

type Open = {
  externalId: string;
  /** Null until a row of the order can be read. */
  head: OrderHead | null;
  lines: IncomingOrder['lines'];
  rows: Row[];
  /** Why the order as a whole cannot be taken. */
  spoilt: { row: Row; reason: string } | null;
};

/**
 * Puts rows together: rows of one order that follow each other are the order, also where rows of other kinds stand
 * between them. An order with a row that cannot be read is refused as a whole, since its amounts would not add up.
 */
export async function* batchesOf(
  portions: AsyncIterable<Row[]>,
  read: (cells: readonly string[]) => Reading,
  { rowsPerBatch }: Grouping,
): AsyncGenerator<Batch> {
  let batch = emptyBatch();
  let open: Open | null = null;
  for await (const portion of portions) {
    for (const row of portion) {
      const reading = read(row.cells);
      const order = reading.kind === 'order_line' ? reading.head.externalId : orderNamed(reading);
      if (open && order !== null && order !== open.externalId) {
        close(open, batch);
        open = null;
      }
      if (!open && batch.rows >= rowsPerBatch) {
        yield batch;
        batch = emptyBatch();
      }
      open = put(row, reading, open, batch);
      batch.rows += 1;
      batch.upTo = row.number;
    }
  }
  if (open) close(open, batch);
  if (batch.rows > 0) yield batch;
}

const emptyBatch = (): Batch => ({ orders: [], returns: [], refused: [], setAside: [], upTo: 0, rows: 0 });

const orderNamed = (reading: Reading): string | null => (reading.kind === 'unreadable' ? reading.order : null);

function put(row: Row, reading: Reading, open: Open | null, batch: Batch): Open | null {
  switch (reading.kind) {
    case 'past_return':
      batch.returns.push({ row, past: reading.past });
      return open;
    case 'set_aside':
      batch.setAside.push({ row, reason: reading.reason, amountMinor: reading.amountMinor });
      return open;
    case 'order_line':
      return putLine(row, reading, open, batch);
    case 'unreadable': {
      batch.refused.push({ row, field: reading.field, reason: reading.reason });
      if (reading.order === null) return open;
      const group = open ?? newGroup(reading.order);
      group.spoilt ??= { row, reason: reading.reason };
      return group;
    }
    default:
      return never(reading);
  }
}

function putLine(
  row: Row,
  { head, line }: Extract<Reading, { kind: 'order_line' }>,
  open: Open | null,
  batch: Batch,
): Open {
  const group = open ?? newGroup(head.externalId);
  group.head ??= head;
  if (group.rows.length === MAX_LINES) {
    const reason = `more_than_${MAX_LINES}_lines`;
    group.spoilt ??= { row, reason };
    batch.refused.push({ row, field: 'order', reason });
    return group;
  }
  group.lines.push({ ...line, externalId: line.externalId || String(group.lines.length + 1) });
  group.rows.push(row);
  return group;
}

const newGroup = (externalId: string): Open => ({ externalId, head: null, lines: [], rows: [], spoilt: null });

function close({ head, lines, rows, spoilt }: Open, batch: Batch): void {
  if (spoilt || !head) {
    const reason = `row ${spoilt?.row.number} of the order: ${spoilt?.reason}`;
    for (const row of rows) batch.refused.push({ row, field: 'order', reason });
    return;
  }
  const { payment, paidTotal, ...order } = head;
  const paid = paidTotal ?? add(goodsTotal({ ...order, lines }), order.freightPaid);
  batch.orders.push({ order: { ...order, lines, payments: [{ ...payment, paid }] }, rows });
}
