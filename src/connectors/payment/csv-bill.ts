import { CsvError, parse } from 'csv-parse/sync';

/** One row of a bill by the names of its columns. */
export type BillRow = (column: string) => string;

/** `broken`: this line is no row of the table, and a bill is never taken in part. */
export type BillReading = { kind: 'rows'; rows: BillRow[] } | { kind: 'broken'; line: number };

/**
 * Reads the bills of WeChat Pay and Alipay: a line of names, rows whose values may begin with a back-tick or end with a
 * tab against spreadsheets, and notes around them. Rows end where the file sums up. Undefined: there is no such table.
 */
export function readBill(text: string, needed: readonly string[]): BillReading | undefined {
  const found = headOf(text.replace(/^\uFEFF/, ''), needed);
  if (!found) return undefined;
  const { names, body, line } = found;
  const records = recordsOf(body);
  if ('brokenAt' in records) return { kind: 'broken', line: line + records.brokenAt };
  const rows: BillRow[] = [];
  for (const { cells, lastLine } of records) {
    if (cells.length === 1 && cells[0] === '') continue;
    if (/^(?:#|总)/.test(cells[0] ?? '')) break;
    const isWhole = cells.length >= names.length && cells.slice(names.length).every((cell) => cell === '');
    if (!isWhole) return { kind: 'broken', line: line + lastLine };
    rows.push((column) => cells[names.indexOf(column)] ?? '');
  }
  return { kind: 'rows', rows };
}

/** The notes above the names have quotes and commas of their own, so they are passed line by line. */
function headOf(text: string, needed: readonly string[]) {
  let at = 0;
  for (let line = 1; at < text.length; line++) {
    const end = text.indexOf('\n', at);
    const next = end < 0 ? text.length : end + 1;
    const names = text.slice(at, next).replace(/,\s*$/, '').split(',').map(plain);
    if (needed.every((name) => names.includes(name))) return { names, body: text.slice(next), line };
    at = next;
  }
  return undefined;
}

type Records = { cells: string[]; lastLine: number }[] | { brokenAt: number };

function recordsOf(body: string): Records {
  try {
    const lastLines: number[] = [];
    const records: string[][] = parse(body, {
      relax_quotes: true,
      relax_column_count: true,
      on_record: (record: string[], { lines }) => {
        lastLines.push(lines);
        return record;
      },
    });
    return records.map((record, n) => ({ cells: record.map(plain), lastLine: lastLines[n] ?? 1 }));
  } catch (error) {
    const lines = error instanceof CsvError ? error['lines'] : undefined;
    return { brokenAt: typeof lines === 'number' ? lines : 1 };
  }
}

const plain = (cell: string): string => cell.trim().replace(/^`/, '').trim();
