import { known, openBook } from '../journal.ts';

const HOUR_MS = 3_600_000;
export const CONFIRM_WITHIN_MS = 72 * HOUR_MS;

/** A blue invoice that was issued. Amounts are in fen, as text. */
export type BlueInvoice = {
  number: string;
  buyerKind: 'person' | 'company';
  booked: boolean;
  lines: { number: number; net: string; tax: string }[];
  /** What its buyer says to a sheet by himself, and after how long. */
  answer?: 'confirm' | 'deny';
  answerAfterMs?: number;
};

export type Sheet = {
  id: string;
  requestId: string;
  blueNumber: string;
  reason: string;
  /** In fen, positive. */
  lines: { number: number; net: string; tax: string }[];
  needsBuyer: boolean;
  createdAt: number;
  /** What somebody has said: 04, 05, 08; else the clock decides. */
  said?: string;
  red?: { number: string; at: number };
};

type Shapes = {
  blue_issued: { blue: BlueInvoice };
  sheet_made: { sheet: Sheet };
  sheet_answered: { id: string; status: string };
  red_issued: { id: string; number: string; at: number };
};

export type SheetBook = ReturnType<typeof openSheetBook>;

/** The tax platform's memory: blue invoices, sheets, and the red invoices that came of them. */
export function openSheetBook(file: string | undefined) {
  const blues = new Map<string, BlueInvoice>();
  const sheets = new Map<string, Sheet>();
  const book = openBook<Shapes>(file, {
    blue_issued: ({ blue }) => {
      blues.set(blue.number, blue);
    },
    sheet_made: ({ sheet }) => {
      sheets.set(sheet.id, { ...sheet });
    },
    sheet_answered: ({ id, status }) => {
      known(sheets, id).said = status;
    },
    red_issued: ({ id, number, at }) => {
      known(sheets, id).red = { number, at };
    },
  });
  const statusOf = (sheet: Sheet, now: number): string => {
    if (!sheet.needsBuyer) return sheet.said ?? '01';
    if (sheet.said) return sheet.said;
    const blue = blues.get(sheet.blueNumber);
    const answerAt = sheet.createdAt + (blue?.answerAfterMs ?? 0);
    const endsAt = sheet.createdAt + CONFIRM_WITHIN_MS;
    if (blue?.answer && answerAt <= now && answerAt < endsAt) return blue.answer === 'confirm' ? '04' : '05';
    return now >= endsAt ? '07' : '02';
  };
  return {
    ...book,
    blues: blues as ReadonlyMap<string, BlueInvoice>,
    sheets: sheets as ReadonlyMap<string, Sheet>,
    statusOf,
    /** A sheet that has not ended, and whose red invoice does not exist. */
    isOpen: (sheet: Sheet, now: number): boolean =>
      sheet.red === undefined && ['01', '02', '03', '04'].includes(statusOf(sheet, now)),
    /** In fen, what red invoices have taken off a line. */
    redOf: (blueNumber: string, line: number, of: 'net' | 'tax'): bigint =>
      [...sheets.values()]
        .filter((sheet) => sheet.blueNumber === blueNumber && sheet.red !== undefined)
        .flatMap(({ lines }) => lines)
        .filter(({ number }) => number === line)
        .reduce((total, each) => total + BigInt(each[of]), 0n),
  };
}
