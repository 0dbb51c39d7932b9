import { CsvError, parse } from 'csv-parse/sync';
import { ok, type Result, reject } from '../../domain/result.ts';

export type CsvRejection =
  | { code: 'csv_unreadable'; line: number }
  | { code: 'csv_column_missing'; column: string }
  | { code: 'csv_row_wrong'; line: number; column: string };

export type CsvRow = { line: number; cells: Record<string, string> };

/** A sign that our own exports put before a cell which a spreadsheet would take for a formula. */
const withoutGuard = (text: string): string => (/^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text);

/** Rows of a CSV with a head, by the names of its columns; a column more does no harm. */
export function readCsv(text: string, columns: readonly string[]): Result<CsvRow[], CsvRejection> {
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : 0;
    return reject({ code: 'csv_unreadable', line });
  }
  const [head = [], ...body] = rows;
  const places = new Map(head.map((name, n) => [name.toLowerCase(), n]));
  const missing = columns.find((column) => !places.has(column));
  if (missing) return reject({ code: 'csv_column_missing', column: missing });
  return ok(
    body.map((row, n) => ({
      line: n + 2,
      cells: Object.fromEntries(columns.map((column) => [column, withoutGuard(row[places.get(column) ?? -1] ?? '')])),
    })),
  );
}
