import type { Money } from '../money.ts';
import { ok, type Result, reject } from '../result.ts';
import type { Place } from './transfer.ts';
import { type FoundWorth, type Holding, type Shortage, shortOf, worthOf, worthOfFound } from './valuation.ts';

export type CountKey = { sku: string } & Place;
/** More than the books say is positive. `value` is what the difference is worth, never negative. */
export type Adjustment = CountKey & { quantity: number; value: Money };

export type CountEvent =
  | { type: 'count_opened'; lines: CountKey[] }
  /**
   * `book` is what the books said at the moment of counting: what moves afterwards changes neither. `posted` is how often a
   * count had put that place right by then.
   */
  | { type: 'counted'; lines: (CountKey & Counted)[]; by: string }
  | { type: 'count_submitted' }
  | { type: 'count_sent_back' }
  | { type: 'count_approved'; adjustments: Adjustment[]; by: string }
  | { type: 'count_cancelled' };

type Counted = { quantity: number; book: number; posted?: number };
export type CountState = 'counting' | 'recounting' | 'to_approve' | 'done' | 'cancelled';

export type CountLine = CountKey & {
  /** The count that holds: the later one. */
  counted: Counted | null;
  /** Whether somebody has yet to count it in this round. */
  isDue: boolean;
};

export type CountSheet = { state: CountState; lines: CountLine[]; counters: string[]; version: number };

export type CountRejection =
  | { code: 'count_not_open'; documentState: CountState }
  | { code: 'lines_uncounted'; left: number }
  | { code: 'nothing_to_count' }
  | { code: 'line_not_due'; sku: string }
  | { code: 'counter_cannot_approve' }
  | Shortage
  /** Another sheet has put that place right since: the same difference would be posted twice. */
  | { code: 'counted_elsewhere'; sku: string; location: string; number: string }
  | { code: 'count_is_stale'; sku: string; location: string };

const keyOf = ({ sku, location, condition }: CountKey): string => JSON.stringify([sku, location, condition]);

export const differenceOf = ({ counted }: CountLine): number => (counted ? counted.quantity - counted.book : 0);

export function foldCount(events: readonly CountEvent[]): CountSheet {
  const blank: CountSheet = { state: 'counting', lines: [], counters: [], version: 0 };
  return events.reduce((sheet, event) => ({ ...after(sheet, event), version: sheet.version + 1 }), blank);
}

function after(sheet: CountSheet, event: CountEvent): CountSheet {
  switch (event.type) {
    case 'count_opened':
      return { ...sheet, lines: event.lines.map((line) => ({ ...line, counted: null, isDue: true })) };
    case 'counted': {
      const lines = new Map(sheet.lines.map((line) => [keyOf(line), line]));
      for (const { quantity, book, posted, ...key } of event.lines) {
        const counted = { quantity, book, ...(posted === undefined ? {} : { posted }) };
        lines.set(keyOf(key), { ...key, counted, isDue: false });
      }
      return { ...sheet, lines: [...lines.values()], counters: [...new Set([...sheet.counters, event.by])] };
    }
    case 'count_submitted': {
      const differs = sheet.lines.some((line) => differenceOf(line) !== 0);
      if (!differs) return { ...sheet, state: 'done' };
      if (sheet.state === 'recounting') return { ...sheet, state: 'to_approve' };
      return { ...sheet, state: 'recounting', lines: dueAgain(sheet.lines) };
    }
    case 'count_sent_back':
      return { ...sheet, state: 'recounting', lines: dueAgain(sheet.lines) };
    case 'count_approved':
      return { ...sheet, state: 'done' };
    case 'count_cancelled':
      return { ...sheet, state: 'cancelled' };
  }
}

/** Whatever differs is counted a second time. */
const dueAgain = (lines: readonly CountLine[]): CountLine[] =>
  lines.map((line) => ({ ...line, isDue: differenceOf(line) !== 0 }));

type Decided = Result<CountEvent[], CountRejection>;
const notOpen = ({ state }: CountSheet) => reject({ code: 'count_not_open', documentState: state } as const);
const isOpen = ({ state }: CountSheet): boolean => state === 'counting' || state === 'recounting';

export const openCount = (lines: CountKey[]): Decided =>
  lines.length === 0 ? reject({ code: 'nothing_to_count' }) : ok([{ type: 'count_opened', lines }]);

/** @param bookOf what the books say now, and how often a count has put that place right */
export function count(
  sheet: CountSheet,
  counts: readonly (CountKey & { quantity: number })[],
  bookOf: (key: CountKey) => { book: number; posted: number },
  by: string,
): Decided {
  if (!isOpen(sheet)) return notOpen(sheet);
  if (sheet.state === 'recounting') {
    const due = new Set(sheet.lines.filter((line) => line.isDue || line.counted).map(keyOf));
    const other = counts.find((each) => !due.has(keyOf(each)));
    if (other) return reject({ code: 'line_not_due', sku: other.sku });
  }
  return ok([{ type: 'counted', lines: counts.map((each) => ({ ...each, ...bookOf(each) })), by }]);
}

export function submitCount(sheet: CountSheet): Decided {
  if (!isOpen(sheet)) return notOpen(sheet);
  const left = sheet.lines.filter((line) => line.isDue).length;
  return left > 0 ? reject({ code: 'lines_uncounted', left }) : ok([{ type: 'count_submitted' }]);
}

export const sendBackCount = (sheet: CountSheet): Decided =>
  sheet.state === 'to_approve' ? ok([{ type: 'count_sent_back' }]) : notOpen(sheet);

export const cancelCount = (sheet: CountSheet): Decided =>
  isOpen(sheet) || sheet.state === 'to_approve' ? ok([{ type: 'count_cancelled' }]) : notOpen(sheet);

/** What is known of a place when a sheet is approved. */
export type CountedPlace = {
  /** What lies there now and is ours. */
  held: Holding;
  /** How often counts have put it right, and the sheet that did so last. */
  posted: { times: number; lastBy: string };
  /** What goods are worth where the place says nothing. */
  found: FoundWorth;
};

/** Posts the differences. Whoever has counted does not approve. */
export function approveCount(sheet: CountSheet, by: string, placeOf: (key: CountKey) => CountedPlace): Decided {
  if (sheet.state !== 'to_approve') return notOpen(sheet);
  if (sheet.counters.includes(by)) return reject({ code: 'counter_cannot_approve' });
  const adjustments: Adjustment[] = [];
  for (const line of sheet.lines) {
    const quantity = differenceOf(line);
    if (quantity === 0) continue;
    const { sku, location, condition } = line;
    const { held, posted, found } = placeOf(line);
    if (posted.times > (line.counted?.posted ?? 0))
      return reject({ code: 'counted_elsewhere', sku, location, number: posted.lastBy });
    // Since it was counted more has left than was there by the count: somebody looks again.
    if (held.quantity + (held.held ?? 0) + quantity < 0) return reject({ code: 'count_is_stale', sku, location });
    // Whoever holds what is missing settles that first: his return or repair would go on without its goods.
    if (held.quantity + quantity < 0) return reject(shortOf(line, held));
    const value = quantity < 0 ? worthOf(held, -quantity) : worthOfFound(condition, quantity, held, found);
    adjustments.push({ sku, location, condition, quantity, value });
  }
  return ok([{ type: 'count_approved', adjustments, by }]);
}
