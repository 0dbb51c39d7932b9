import { type Money, parseDecimal } from '../../../domain/money.ts';
import type { IncomingLine, IncomingOrder } from '../../../domain/orders/incoming-order.ts';
import { fromWallClock, type Instant } from '../../../domain/time.ts';

/** What stands in every row of an order; read from its first row. */
export type OrderHead = Omit<IncomingOrder, 'lines' | 'payments'> & {
  payment: { method: string; tradeNumber: string };
  /** What the file says was paid. Null: what the lines and the freight come to. */
  paidTotal: Money | null;
};

/** A return of the time before, one article at a time. */
export type PastReturn = {
  document: string;
  /** Empty: the file does not say who. */
  buyerToken: string;
  /** Null: the file does not say which order the goods came from. */
  orderExternalId: string | null;
  sku: string;
  quantity: number;
  unitPrice: Money | null;
  returnedAt: Instant;
  /** Set where the row is no return of goods: postage, discounts, fees. */
  notGoods: string | null;
};

/** What one row of a file says. */
export type Reading =
  | { kind: 'order_line'; head: OrderHead; line: IncomingLine }
  | { kind: 'past_return'; past: PastReturn }
  /** Understood, and neither order nor return: a charge, a stock correction. */
  | { kind: 'set_aside'; reason: string; amountMinor: bigint }
  | Unreadable;

/** `order` is named where it can be read, since the rest of that order is then incomplete. */
export type Unreadable = { kind: 'unreadable'; field: string; reason: string; order: string | null };

export type FileTerms = { currency: string; timeZone: string };

/** Finds its columns in a header once, then reads row after row. */
export type Mapping = {
  name: string;
  bind(
    header: readonly string[],
    terms: FileTerms,
  ): { kind: 'bound'; read(cells: readonly string[]): Reading } | { kind: 'unbound'; missing: string[] };
};

/** A value of a cell, or what is wrong with it. */
export type Cell<T> = { ok: true; value: T } | { ok: false; reason: string };

export function wholeNumber(text: string): Cell<number> {
  if (!/^-?\d{1,9}(\.0+)?$/.test(text)) return { ok: false, reason: `not_a_whole_number: "${text}"` };
  return { ok: true, value: Number(text) };
}

export function amountIn(text: string, currency: string): Cell<Money> {
  const plain = text.replaceAll(/[,¥￥£$\s]/g, '');
  const value = parseDecimal(plain.replace(/(\.\d\d)0+$/, '$1'), currency);
  if (value) return { ok: true, value };
  return { ok: false, reason: `${/^-?\d+\.\d+$/.test(plain) ? 'more_than_two_decimals' : 'not_an_amount'}: "${text}"` };
}

const WALL_CLOCK = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;

/** Reads times of one zone. Rows of one order bear the same time, so the last one is remembered. */
export function wallClockReader(timeZone: string): (text: string) => Cell<Instant> {
  let lastText = '';
  let last: Cell<Instant> = { ok: false, reason: 'no_time: ""' };
  return (text) => {
    if (text === lastText) return last;
    lastText = text;
    last = read(text);
    return last;
  };

  function read(text: string): Cell<Instant> {
    const [, year = '', month = '', day = '', hour = '0', minute = '00', second = '00'] = WALL_CLOCK.exec(text) ?? [];
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${minute}:${second}`;
    const utc = Date.parse(`${iso}Z`);
    // Date.parse takes the 31st of February for the 3rd of March.
    const exists = !Number.isNaN(utc) && fromWallClock(iso, 'UTC').startsWith(iso);
    return exists ? { ok: true, value: fromWallClock(iso, timeZone) } : { ok: false, reason: `no_time: "${text}"` };
  }
}
