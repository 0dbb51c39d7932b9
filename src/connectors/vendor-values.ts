import { z } from 'zod';
import { type Money, parseDecimal } from '../domain/money.ts';
import { fromWallClock, type Instant, parseLocalDate } from '../domain/time.ts';

/** Where the vendors' clocks hang, whatever zone the server runs in. */
export const SHANGHAI = 'Asia/Shanghai';

/** An id that arrives as text or as a number, whole: see `exact-json.ts`. An empty one is no id. */
export const idText = z.union([z.string().trim().min(1), z.int().transform(String)]);

/** A code or a flag that vendors write as `"3"` today and `3` tomorrow. */
export const codeText = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

/** Yuan as text, `"88.50"`. A bare number is refused: it has been through a float on the way. */
export const yuan = z.string().transform((text, context): Money => {
  const amount = parseDecimal(text, 'CNY');
  if (amount) return amount;
  context.addIssue({ code: 'custom', message: `"${text}" is no amount in yuan with at most two decimals` });
  return z.NEVER;
});

/** Yuan that somebody paid, so never below zero. */
export const yuanPaid = yuan.refine((amount) => amount.minor >= 0n, { message: 'a paid amount is not negative' });

/** `2026-01-15 10:12:00` on a clock in China. */
export const shanghaiTime = z.string().transform((text, context): Instant => {
  const parts = /^(\d{4}-\d{2}-\d{2})[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?$/.exec(text);
  if (parts && parseLocalDate(parts[1] ?? '')) return fromWallClock(text, SHANGHAI);
  context.addIssue({ code: 'custom', message: `"${text}" is no time like 2026-01-15 10:12:00` });
  return z.NEVER;
});

/** Vendors send an unfilled field as `null`, as `""`, or not at all; all three mean absent. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === null || value === '' ? undefined : value), schema.optional());

export type Reading<T> = { kind: 'read'; value: T } | { kind: 'unreadable'; reason: string };

/** Decodes with a schema; a failure names each field and its problem. */
export function readAs<T extends z.ZodType>(schema: T, raw: unknown): Reading<z.output<T>> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { kind: 'read', value: parsed.data };
  const reason = parsed.error.issues
    .map(({ path, message }) => `${path.join('.') || 'document'}: ${message}`)
    .join('; ');
  return { kind: 'unreadable', reason };
}
