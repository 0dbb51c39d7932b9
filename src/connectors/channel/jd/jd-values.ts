import { z } from 'zod';
import { type Money, parseDecimal } from '../../../domain/money.ts';
import { fromMs, type Instant } from '../../../domain/time.ts';
import { shanghaiTime } from '../../vendor-values.ts';

/** After-sales tell time in milliseconds since 1970, applications and orders in Shanghai text; one field does both. */
export const moment = z.union([
  z
    .int()
    .nonnegative()
    .transform((ms): Instant => fromMs(ms)),
  shanghaiTime,
]);

/**
 * Yuan as a JSON number, `19.9`, or as text. A number of at most fifteen digits comes through a double unharmed and is
 * read from its shortest decimal form, so it is never calculated with as a float. One that was calculated so on the way
 * to us, 19.900000000000002, is refused.
 */
export const yuanNumber = z.union([z.string(), z.number().transform(String)]).transform((text, context): Money => {
  const amount = parseDecimal(text, 'CNY');
  if (amount && amount.minor >= 0n && text.length <= 16) return amount;
  context.addIssue({ code: 'custom', message: `"${text}" is no amount in yuan with at most two decimals` });
  return z.NEVER;
});

export const quantity = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().nonnegative());

/** `true`, `"true"` and `"false"`: JD writes all of them. */
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** An empty list comes as `null`, as `[]`, or not at all. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
