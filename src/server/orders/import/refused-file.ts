import { closeSync, existsSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { RefusedRow, SetAsideRow } from './group-orders.ts';

/** The rows that were not taken, as a CSV that can be put right and imported again. */
export type RefusedFile = {
  /** Writes behind the first `at` bytes, and returns the length afterwards: a transaction that is run again repeats it. */
  write(at: number, refused: readonly RefusedRow[], setAside: readonly SetAsideRow[]): number;
  /** The length of its header. */
  readonly start: number;
  close(): void;
};

export function openRefusedFile(path: string, header: readonly string[]): RefusedFile {
  const file = openSync(path, existsSync(path) ? 'r+' : 'w');
  // The mark tells Excel that the file is UTF-8.
  const first = Buffer.from(`\uFEFF${line(['row', 'kind', 'field', 'reason', ...header])}`);
  writeSync(file, first, 0, first.length, 0);
  return {
    start: first.length,
    write: (at, refused, setAside) => {
      const lines = [
        ...refused.map(({ row, field, reason }) => ({ row, cells: ['refused', field, reason] })),
        ...setAside.map(({ row, reason }) => ({ row, cells: ['set_aside', '', reason] })),
      ].sort((a, b) => a.row.number - b.row.number);
      const bytes = Buffer.from(
        lines.map(({ row, cells }) => line([String(row.number), ...cells, ...row.cells])).join(''),
      );
      writeSync(file, bytes, 0, bytes.length, at);
      ftruncateSync(file, at + bytes.length);
      return at + bytes.length;
    },
    close: () => closeSync(file),
  };
}

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/** A cell that begins like a formula would be run by a spreadsheet, and this file repeats what strangers wrote. */
function quoted(cell: string): string {
  const plain = /^[=+@\t\r]/.test(cell) || /^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
