import { formatDecimal, type Money, parseDecimal } from '../money.ts';
import { addDays, fromWallClock, type Instant, type LocalDate, localDate, parseLocalDate } from '../time.ts';

/** Which columns of a source's bills say what; chosen once by a person, and kept. */
export type BillMapping = {
  /** When the money moved. */
  at: string;
  amount: string;
  tradeNumber: string;
  /** Absent: the bill names no refunds, only their payments. */
  refundNumber?: string | undefined;
  /** What a row is, and its words for a refund. Absent: every row is one. */
  kind?: { column: string; refunds: readonly string[] } | undefined;
};

/** A row as text, with the number that a spreadsheet shows. `isPlaced`: of a sheet, where each cell keeps its column. */
export type BillCells = { number: number; cells: readonly string[]; isPlaced?: boolean };

/** A refund that a bill names. */
export type BillLine = {
  row: number;
  tradeNumber: string;
  refundNumber?: string;
  amount: Money;
  at: Instant;
  day: LocalDate;
};

export const billFaults = [
  'empty',
  'not_a_moment',
  'not_an_amount',
  'cut_by_spreadsheet',
  'outside_days',
  'other_width',
  'other_sign',
  'column_twice',
] as const;
/** What is wrong with a cell. */
export type BillError = { row: number; column: string; text: string; fault: (typeof billFaults)[number] };

export type BillReading = {
  lines: BillLine[];
  /** Rows that are no refunds, by their own word for what they are. */
  setAside: { word: string; rows: number }[];
  /** Rows of notes and sums. */
  notes: number;
  errors: BillError[];
};

export type BillTerms = { currency: string; timeZone: string; from?: LocalDate; to?: LocalDate };

/** The columns that a mapping needs. */
export const columnsOf = ({ at, amount, tradeNumber, refundNumber, kind }: BillMapping): string[] =>
  [at, amount, tradeNumber, refundNumber, kind?.column].filter((name) => name !== undefined);

/** Above its table a bill has notes. */
const HEAD_WITHIN = 40;

/** Where the table begins: the first row that has all these columns. Undefined: nowhere. */
export function headAt(rows: readonly BillCells[], columns: readonly string[]): number | undefined {
  const at = rows
    .slice(0, HEAD_WITHIN)
    .findIndex(({ cells }) => columns.every((name) => cells.some((cell) => plainCell(cell) === name)));
  return at < 0 ? undefined : at;
}

/** Mapped columns that the head has more than once: which of them is meant, nobody can tell. */
export const columnsTwice = (head: readonly string[], mapping: BillMapping): string[] =>
  [...new Set(columnsOf(mapping))].filter((name) => head.filter((cell) => plainCell(cell) === name).length > 1);

/** The row that most looks like a head, where nobody has said what the columns are: the first of the fullest. */
export function likelyHead(rows: readonly BillCells[]): number | undefined {
  const filled = rows.slice(0, HEAD_WITHIN).map(({ cells }) => cells.filter((cell) => plainCell(cell) !== '').length);
  const most = Math.max(0, ...filled);
  return most < 2 ? undefined : filled.indexOf(most);
}

/**
 * Reads the rows below the head, each to a refund, set aside, or wrong in a cell that is named. Nothing is guessed: a
 * bill with one wrong cell is not taken over.
 */
export function readBillRows(
  rows: readonly BillCells[],
  head: readonly string[],
  mapping: BillMapping,
  terms: BillTerms,
): BillReading {
  const names = head.map(plainCell);
  const reading: BillReading = { lines: [], setAside: [], notes: 0, errors: [] };
  const aside = new Map<string, number>();
  for (const { number, cells, isPlaced } of rows) {
    const cell = (column: string): string => plainCell(cells[names.indexOf(column)] ?? '');
    const { kind } = mapping;
    const word = kind ? cell(kind.column) : '';
    const isRefund = kind?.refunds.includes(word) ?? true;
    const isNamedRefund = kind !== undefined && isRefund;
    if (!isNamedRefund && isNote(plainCell(cells[0] ?? ''), cell(mapping.tradeNumber), cell(mapping.at))) {
      if (cells.some((text) => plainCell(text) !== '')) reading.notes += 1;
      continue;
    }
    if (!isPlaced && cells.length !== names.length) {
      // A comma too many has moved what follows it into other columns.
      const text = `${cells.length} / ${names.length}`;
      reading.errors.push({ row: number, column: names[0] ?? '', text, fault: 'other_width' });
    } else if (kind && word === '') {
      reading.errors.push({ row: number, column: kind.column, text: '', fault: 'empty' });
    } else if (!isRefund) {
      aside.set(word, (aside.get(word) ?? 0) + 1);
    } else {
      const read = readLine(number, cell, mapping, terms);
      if ('fault' in read) reading.errors.push(read);
      else reading.lines.push(read);
    }
  }
  takeSigns(reading, mapping);
  reading.setAside = [...aside].map(([word, count]) => ({ word, rows: count }));
  return reading;
}

/** Sums and remarks name neither a payment nor a moment. */
const isNote = (first: string, trade: string, at: string): boolean =>
  (trade === '' && at === '') || (/^(?:#|总|合计|汇总)/.test(first) && !(trade !== '' && readMoment(at, 'UTC')));

function readLine(
  row: number,
  cell: (column: string) => string,
  mapping: BillMapping,
  { currency, timeZone, from, to }: BillTerms,
): BillLine | BillError {
  const wrong = (column: string, fault: BillError['fault']): BillError => ({ row, column, text: cell(column), fault });
  for (const column of [mapping.tradeNumber, mapping.refundNumber]) {
    if (column === undefined) continue;
    if (cell(column) === '') return wrong(column, 'empty');
    // 3.38E+18: a spreadsheet has rounded the number away.
    if (/^\d+(?:\.\d+)?e\+\d+$/i.test(cell(column))) return wrong(column, 'cut_by_spreadsheet');
  }
  const at = readMoment(cell(mapping.at), timeZone);
  if (!at) return wrong(mapping.at, cell(mapping.at) === '' ? 'empty' : 'not_a_moment');
  const day = localDate(at, timeZone);
  if ((from && day < from) || (to && day > to)) return wrong(mapping.at, 'outside_days');
  const amount = readAmount(cell(mapping.amount), currency);
  if (!amount) return wrong(mapping.amount, cell(mapping.amount) === '' ? 'empty' : 'not_an_amount');
  const refundNumber = mapping.refundNumber === undefined ? {} : { refundNumber: cell(mapping.refundNumber) };
  return { row, tradeNumber: cell(mapping.tradeNumber), ...refundNumber, amount, at, day };
}

const readAmount = (text: string, currency: string): Money | undefined =>
  parseDecimal(text.replaceAll(/[,，¥￥元\s]/g, '').replace(/(\.\d\d)0+$/, '$1'), currency);

/**
 * Some bills write a refund with a minus and some do not; that it is one is said by the mapping. A row with the sign that
 * the others do not have takes a refund back, or is none: it is not added to them.
 */
function takeSigns(reading: BillReading, { amount: column }: BillMapping): void {
  const below = reading.lines.filter(({ amount }) => amount.minor < 0n);
  const above = reading.lines.filter(({ amount }) => amount.minor > 0n);
  const odd = below.length > above.length ? above : below;
  if (below.length > 0 && above.length > 0) {
    for (const { row, amount } of odd)
      reading.errors.push({ row, column, text: formatDecimal(amount), fault: 'other_sign' });
    reading.errors.sort((a, b) => a.row - b.row);
  }
  const wrong = new Set(below.length > 0 && above.length > 0 ? odd : []);
  reading.lines = reading.lines
    .filter((line) => !wrong.has(line))
    .map((line) => {
      const { minor, currency } = line.amount;
      return { ...line, amount: { currency, minor: minor < 0n ? -minor : minor } };
    });
}

/** `2026-11-03 08:05:09`, `2026/11/3 8:05`, `2026年11月3日`, `20261103`; a day alone is its first moment. */
function readMoment(text: string, timeZone: string): Instant | undefined {
  const match =
    /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(
      text,
    );
  if (!match) return undefined;
  const two = (part: string | undefined): string => (part ?? '').padStart(2, '0');
  const day = parseLocalDate(`${match[1]}-${two(match[2] ?? match[4])}-${two(match[3] ?? match[5])}`);
  const time = `${two(match[6])}:${two(match[7])}:${two(match[8])}`;
  return day && /^(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/.test(time)
    ? fromWallClock(`${day} ${time}`, timeZone)
    : undefined;
}

/** Without what is put around values against spreadsheets: a back-tick, an apostrophe, a tab, `="…"`. */
export const plainCell = (text: string): string =>
  text
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^="(.*)"$/, '$1')
    .replace(/^[`']/, '')
    .trim();

/** The days of a bill, first and last included. */
export function daysOf(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
