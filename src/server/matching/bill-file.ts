import { createHash } from 'node:crypto';
import { unzipped } from '../../connectors/payment/unzipped.ts';
import {
  type BillCells,
  type BillMapping,
  type BillReading,
  type BillTerms,
  columnsOf,
  columnsTwice,
  headAt,
  likelyHead,
  plainCell,
  readBillRows,
} from '../../domain/matching/bill.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { toJson } from '../../domain/wire.ts';
import { MOST_COLUMNS, rowsOf, TooManyColumns } from '../orders/import/read-rows.ts';

const MOST_ROWS = 200_000;
const MOST_CELLS = 5_000_000;
const MOST_BYTES = 96 * 1_024 * 1_024;

type Unreadable =
  | { code: 'bill_unreadable' }
  | { code: 'bill_too_long' | 'bill_too_wide' | 'bill_too_full'; most: number };

/** The rows of a bill, whatever it is called: a sheet is a zip by its first bytes. */
export async function readBillFile(bytes: Buffer): Promise<Result<BillCells[], Unreadable>> {
  const format = bytes.subarray(0, 2).toString('latin1') === 'PK' ? 'xlsx' : 'csv';
  // A small zip may unpack to more than the machine holds.
  if (format === 'xlsx' && !unzipped(bytes, MOST_BYTES)) return reject({ code: 'bill_unreadable' });
  const rows: BillCells[] = [];
  let cells = 0;
  try {
    for await (const portion of rowsOf(bytes, format)) {
      for (const row of portion) {
        rows.push(format === 'xlsx' ? { ...row, isPlaced: true } : row);
        cells += row.cells.length;
      }
      if (cells > MOST_CELLS) return reject({ code: 'bill_too_full', most: MOST_CELLS });
      if (rows.length > MOST_ROWS) return reject({ code: 'bill_too_long', most: MOST_ROWS });
    }
  } catch (error) {
    if (error instanceof TooManyColumns) return reject({ code: 'bill_too_wide', most: MOST_COLUMNS });
    return reject({ code: 'bill_unreadable' });
  }
  return rows.length > 0 ? ok(rows) : reject({ code: 'bill_unreadable' });
}

/** What a bill says by a mapping, or which of its columns are not there. */
export function readBillBy(
  rows: readonly BillCells[],
  mapping: BillMapping,
  terms: BillTerms,
): { head: readonly string[]; body: readonly BillCells[]; missing: string[]; reading: BillReading | null } {
  const columns = columnsOf(mapping);
  const at = headAt(rows, columns);
  if (at !== undefined) {
    const head = rows[at]?.cells.map(plainCell) ?? [];
    const body = rows.slice(at + 1);
    const errors = columnsTwice(head, mapping).map((column) => {
      return { row: rows[at]?.number ?? at + 1, column, text: column, fault: 'column_twice' as const };
    });
    if (errors.length > 0) return { head, body, missing: [], reading: { lines: [], setAside: [], notes: 0, errors } };
    return { head, body, missing: [], reading: readBillRows(body, head, mapping, terms) };
  }
  const likely = likelyHead(rows) ?? 0;
  const head = rows[likely]?.cells.map(plainCell) ?? [];
  return { head, body: rows.slice(likely + 1), missing: columns.filter((name) => !head.includes(name)), reading: null };
}

/** Names a file together with how it is read: by another mapping it says something else. */
export const billHash = (bytes: Buffer, mapping: BillMapping): Buffer =>
  createHash('sha256').update(toJson(mapping)).update('\0').update(bytes).digest();
