import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import ExcelJS from 'exceljs';

/** A row as text. The number is the one a spreadsheet shows: the header is row 1. */
export type Row = { number: number; cells: string[] };

export type RowSource = {
  /** Rows in portions, the header first. Read once. */
  portions: AsyncIterable<Row[]>;
  /** How many bytes of the file have been read so far. */
  bytesRead(): number;
};

const PORTION = 1_000;
/** A sheet has a place for 16,384 columns, and one cell far to the right makes each of them one here. */
export const MOST_COLUMNS = 256;

export class TooManyColumns extends Error {
  constructor(row: number) {
    super(`Row ${row} has more than ${MOST_COLUMNS} columns`);
  }
}

/** The rows of a file that is in memory already. */
export const rowsOf = (bytes: Buffer, format: 'csv' | 'xlsx'): AsyncIterable<Row[]> =>
  format === 'xlsx' ? sheetRows(Readable.from([bytes])) : csvRows(Readable.from([bytes], { objectMode: false }));

/** Opens `.csv`, `.csv.gz` or `.xlsx` and reads it as a stream: memory does not grow with the file. */
export function openRows(file: string): RowSource {
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
  const portions = file.endsWith('.xlsx')
    ? sheetRows(bytes)
    : csvRows(file.endsWith('.gz') ? piped(bytes, createGunzip()) : bytes);
  return { portions, bytesRead: () => bytes.bytesRead };
}

/** `pipe` alone would leave the reader waiting when the source fails. */
function piped<T extends NodeJS.WritableStream & { destroy(error: Error): unknown }>(source: Readable, target: T): T {
  source.once('error', (error) => target.destroy(error));
  source.pipe(target);
  return target;
}

async function* csvRows(bytes: Readable): AsyncGenerator<Row[]> {
  const text = await decoded(bytes);
  const records = piped(
    text,
    parse({ bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: false }),
  );
  let number = 0;
  let portion: Row[] = [];
  for await (const cells of records as AsyncIterable<string[]>) {
    number += 1;
    portion.push({ number, cells });
    if (portion.length === PORTION) {
      yield portion;
      portion = [];
    }
  }
  if (portion.length > 0) yield portion;
}

const SNIFFED_BYTES = 1 << 16;

/** Chinese ERPs write their exports in UTF-8 or in GB 18030, and do not say which: the bytes do. */
async function decoded(bytes: Readable): Promise<Readable> {
  const head = await firstBytes(bytes);
  const encoding = utf8(head) ? 'utf-8' : 'gb18030';
  const decoder = new TextDecoder(encoding);
  const text = new PassThrough({ encoding: 'utf8', readableHighWaterMark: 1 << 18 });
  const pour = async () => {
    text.write(decoder.decode(head, { stream: true }));
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (!text.write(decoder.decode(chunk, { stream: true }))) await new Promise((go) => text.once('drain', go));
    }
    text.end(decoder.decode());
  };
  pour().catch((error: Error) => text.destroy(error));
  return text;
}

async function firstBytes(bytes: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  while (length < SNIFFED_BYTES) {
    await new Promise<void>((go) => {
      if (bytes.readableLength > 0 || bytes.readableEnded) return go();
      for (const event of ['readable', 'end', 'error']) bytes.once(event, () => go());
    });
    if (bytes.errored) throw bytes.errored;
    const chunk: Buffer | null = bytes.read();
    if (chunk === null) {
      if (bytes.readableEnded || bytes.destroyed) break;
      continue;
    }
    chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** The head may end in the middle of a character. */
const utf8 = (head: Buffer): boolean => [0, 1, 2, 3].some((cut) => isUtf8(head.subarray(0, head.length - cut)));

async function* sheetRows(bytes: Readable): AsyncGenerator<Row[]> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookReader(bytes, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    // Dates are numbers that only their style tells apart.
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  for await (const sheet of workbook) {
    let portion: Row[] = [];
    for await (const row of sheet) {
      const values = Array.isArray(row.values) ? row.values.slice(1) : [];
      if (values.length > MOST_COLUMNS) throw new TooManyColumns(row.number);
      portion.push({ number: row.number, cells: Array.from(values, textOf) });
      if (portion.length === PORTION) {
        yield portion;
        portion = [];
      }
    }
    if (portion.length > 0) yield portion;
    // The first sheet holds the data; others are notes.
    return;
  }
}

const EXCEL_DIGITS = 15;

function textOf(value: ExcelJS.CellValue): string {
  if (value === null || value === undefined) return '';
  // Excel keeps 15 digits; what lies beyond is noise of binary fractions.
  if (typeof value === 'number') {
    // A longer whole number has lost its end, and must not pass for the number of an order.
    if (Number.isInteger(value) && Math.abs(value) >= 10 ** EXCEL_DIGITS) return value.toExponential();
    return String(Number(value.toPrecision(EXCEL_DIGITS)));
  }
  // A sheet's times have no zone: exceljs puts the wall clock into UTC.
  if (value instanceof Date) return value.toISOString().slice(0, 19).replace('T', ' ');
  if (typeof value !== 'object') return String(value);
  if ('richText' in value) return value.richText.map((part) => part.text).join('');
  if ('result' in value) return textOf(value.result ?? null);
  if ('text' in value) return textOf(value.text);
  return '';
}
