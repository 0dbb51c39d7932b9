import { z } from 'zod';
import type { Money } from '../domain/money.ts';

/** Money on the wire: digits of the minor unit as text (JSON numbers lose digits), and the currency. */
export const moneyView = z.object({ minor: z.string().regex(/^-?\d+$/), currency: z.string().length(3) });
export type MoneyView = z.infer<typeof moneyView>;
export const toMoneyView = (amount: Money): MoneyView => ({ minor: String(amount.minor), currency: amount.currency });

/** Money as a caller sends it. */
export const moneyInput = z.strictObject({ minor: z.string().regex(/^\d{1,15}$/), currency: z.string().length(3) });

export const instant = z.iso.datetime();
export const localDate = z.iso.date();

/** An id of ours: its prefix, and what makes it one. */
export const idOf = <Prefix extends string>(prefix: Prefix) =>
  z.templateLiteral([`${prefix}_`, z.string().regex(/^[0-9a-z_]{1,40}$/)]);
export const shopId = idOf('shop');
export const orderId = idOf('ord');
export const orderLineId = idOf('oli');
export const rmaId = idOf('rma');
export const rmaLineId = idOf('rli');
export const refundId = idOf('rfd');
export const fileId = idOf('fil');
export const buyerId = idOf('byr');
export const listingId = idOf('lst');
export const entryId = idOf('jnl');

/** Keyset paging: `after` is the `next` of the page before. */
export const pageQuery = {
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};
export const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), next: z.string().nullable() });

export const text = (max: number) => z.string().trim().min(1).max(max);
/** A courier's number: letters and digits as printed on the label. */
/** As it stands on a label. Scanners and fingers add blanks and small letters. */
export const waybill = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[0-9A-Z-]{6,32}$/);
export const isWaybill = (text: string): boolean => waybill.safeParse(text).success;
export const courierCode = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9]{2,30}$/);
