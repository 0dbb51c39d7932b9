import { assert } from './assert.ts';

/** A moment: UTC, ISO-8601 with milliseconds, `2026-11-22T08:30:00.000Z`. Sorts as text. */
export type Instant = string & { readonly __brand: 'Instant' };
/** A calendar day at some place: `2026-11-22`. Sorts as text. */
export type LocalDate = string & { readonly __brand: 'LocalDate' };

export const fromMs = (ms: number): Instant => new Date(ms).toISOString() as Instant;
export const toMs = (at: Instant): number => Date.parse(at);

/** Any ISO-8601 text with a zone, or undefined. */
export function parseInstant(text: string): Instant | undefined {
  const ms = /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : fromMs(ms);
}

export const plusMs = (at: Instant, ms: number): Instant => fromMs(toMs(at) + ms);
export const plusHours = (at: Instant, hours: number): Instant => plusMs(at, hours * 3_600_000);

export const localDate: (at: Instant, timeZone: string) => LocalDate = remembered(
  (at: Instant, timeZone: string) => fieldsAt(toMs(at), timeZone).slice(0, 10) as LocalDate,
);

export function parseLocalDate(text: string): LocalDate | undefined {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  return !Number.isNaN(ms) && fromMs(ms).startsWith(text) ? (text as LocalDate) : undefined;
}

export function addDays(day: LocalDate, days: number): LocalDate {
  return fromMs(Date.parse(`${day}T00:00:00.000Z`) + days * 86_400_000).slice(0, 10) as LocalDate;
}

/** The first moment of `day` at the place. */
export const startOfDay: (day: LocalDate, timeZone: string) => Instant = remembered(
  (day: LocalDate, timeZone: string) => fromWallClock(`${day} 00:00:00`, timeZone),
);

/** Calendars are slow, and the same days are asked for again and again. What was answered long ago is forgotten. */
function remembered<When extends string, Answer>(answer: (when: When, timeZone: string) => Answer) {
  const known = new Map<string, Answer>();
  return (when: When, timeZone: string): Answer => {
    const key = `${when} ${timeZone}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= 20_000) known.clear();
    const fresh = answer(when, timeZone);
    known.set(key, fresh);
    return fresh;
  };
}

/**
 * `2026-09-25 10:15:30` (or with `.123`, or a `T`) read on the wall clock of `timeZone`. Vendors write times so, mostly
 * in Asia/Shanghai. An hour that a daylight-saving change skips maps to the moment after the change.
 */
export function fromWallClock(text: string, timeZone: string): Instant {
  const wall = Date.parse(`${text.replace(' ', 'T')}Z`);
  assert(!Number.isNaN(wall), `"${text}" is no wall-clock time`);
  const offset = offsetAt(wall - offsetAt(wall, timeZone), timeZone);
  const offsetThen = offsetAt(wall - offset, timeZone);
  // They differ in a skipped hour only; the smaller one is that of before the change and leads behind it.
  return fromMs(wall - Math.min(offset, offsetThen));
}

/** The inverse of {@link fromWallClock}: `2026-09-25 10:15:30`. */
export const toWallClock = (at: Instant, timeZone: string): string => fieldsAt(toMs(at), timeZone);

const offsetAt = (ms: number, timeZone: string): number =>
  timeZone === 'UTC' ? 0 : Date.parse(`${fieldsAt(ms, timeZone).replace(' ', 'T')}Z`) - Math.floor(ms / 1000) * 1000;

/** Whether the time zones of this program have one of that name. */
export function isTimeZone(name: string): boolean {
  try {
    fieldsAt(0, name);
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function fieldsAt(ms: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    // The Swedish locale writes ISO order with a 24-hour clock: no reassembly of parts.
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(ms);
}
