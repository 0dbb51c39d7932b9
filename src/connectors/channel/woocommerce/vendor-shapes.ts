import { z } from 'zod';
import { type Money, parseDecimal } from '../../../domain/money.ts';
import { fromWallClock, type Instant, parseLocalDate } from '../../../domain/time.ts';
import { idText, optional, readAs } from '../../vendor-values.ts';

/** A `_gmt` time: UTC, and it does not say so. */
const gmt = z.string().transform((text, context): Instant => {
  const day = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ?$/.exec(text)?.[1];
  if (day && parseLocalDate(day)) return fromWallClock(text.slice(0, 19), 'UTC');
  context.addIssue({ code: 'custom', message: `"${text}" is no time like 2026-01-15T02:12:00` });
  return z.NEVER;
});

/** An amount as text; its currency stands once, on the order. Shares of tax come with more digits, sums with two. */
const amount = z.string().regex(/^-?\d{1,15}(\.\d{1,2})?$/, 'no amount with at most two decimals');
const listOf = <T extends z.ZodType>(item: T) => optional(z.array(item)).transform((items) => items ?? []);

const meta = z.object({ key: z.string(), value: z.unknown() });

const taxed = z.object({ total: amount, total_tax: optional(amount).transform((tax) => tax ?? '0.00') });

const line = taxed.extend({
  id: idText,
  name: z.string(),
  quantity: z.int().nonnegative(),
  sku: optional(z.string()),
  product_id: optional(idText),
  variation_id: optional(idText),
  subtotal: amount,
  subtotal_tax: optional(amount).transform((tax) => tax ?? '0.00'),
  // Unlike all other amounts, a tax's part of a line is not rounded to cents by every version.
  taxes: listOf(z.object({ id: idText, total: optional(z.string()) })),
});
export type VendorLine = z.output<typeof line>;

const person = optional(
  z.object({ first_name: optional(z.string()), last_name: optional(z.string()), phone: optional(z.string()) }),
);

const head = { id: idText, date_modified_gmt: gmt };
const orderHead = z.object({ ...head, refunds: listOf(z.object({ id: idText })) });
export const readOrderHead = (raw: unknown) => readAs(orderHead, raw);

export const order = z.object({
  ...head,
  number: optional(idText),
  status: z.string().min(1),
  currency: z.string().length(3),
  date_created_gmt: gmt,
  date_paid_gmt: optional(gmt),
  date_completed_gmt: optional(gmt),
  customer_id: optional(z.int()),
  shipping_total: amount,
  shipping_tax: optional(amount).transform((tax) => tax ?? '0.00'),
  billing: person,
  shipping: person,
  payment_method: optional(z.string()),
  transaction_id: optional(z.string()),
  line_items: z.array(line).refine((lines) => lines.length > 0, { message: 'an order without lines' }),
  fee_lines: listOf(taxed),
  meta_data: listOf(meta),
});
export type VendorOrder = z.output<typeof order>;

const refundLine = z.object({
  id: idText,
  quantity: z.int(),
  meta_data: listOf(meta),
});

export const refund = z.object({
  id: idText,
  date_created_gmt: gmt,
  amount,
  reason: optional(z.string()),
  refunded_payment: optional(z.boolean()),
  meta_data: listOf(meta),
  line_items: listOf(refundLine),
});
export type VendorRefund = z.output<typeof refund>;

/** One document: a refund knows neither its order nor its currency. */
export const refundDocument = z.object({ order: z.object({ id: idText, currency: z.string().length(3) }), refund });
export const refunds = z.array(z.unknown());
export const rows = z.array(z.unknown());
const orderRef = z.object({ id: idText, currency: z.string().length(3) });
export const readOrderRef = (raw: unknown) => readAs(orderRef, raw);
const refundHead = z.object({ id: idText, date_created_gmt: gmt });
export const readRefundHead = (raw: unknown) => readAs(refundHead, raw);

/** Waybills as the usual plug-in keeps them. */
const tracked = z.object({
  tracking_number: optional(idText),
  tracking_provider: optional(z.string()),
  custom_tracking_provider: optional(z.string()),
  date_shipped: optional(z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)])),
});
export const readTracking = (value: unknown) => readAs(z.array(tracked), value);

/** Only for texts that {@link amount} has let through. */
export const moneyOf = (text: string, currency: string): Money => {
  const money = parseDecimal(text, currency);
  if (!money) throw new Error(`"${text}" passed as an amount`);
  return money;
};
