/** One row of a bill by the names of its columns. */
export type BillRow = (column: string) => string;

/**
 * Reads the bills of WeChat Pay and Alipay: a line of names, rows whose values may begin with a back-tick or end with a
 * tab against spreadsheets, and notes around them. Rows end where the file sums up. Undefined: there is no such table.
 */
export function readBill(text: string, needed: readonly string[]): BillRow[] | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const head = lines.findIndex((line) => needed.every((name) => cellsOf(line).includes(name)));
  if (head < 0) return undefined;
  const names = cellsOf(lines[head] ?? '');
  const rows: BillRow[] = [];
  for (const line of lines.slice(head + 1)) {
    const cells = cellsOf(line);
    if (cells.length < needed.length || line.startsWith('总') || line.startsWith('#')) break;
    rows.push((column) => cells[names.indexOf(column)] ?? '');
  }
  return rows;
}

const cellsOf = (line: string): string[] => line.split(',').map((cell) => cell.trim().replace(/^`/, '').trim());
