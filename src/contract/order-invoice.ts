import { z } from 'zod';
import { buyerKinds } from '../domain/invoicing/blue-invoice.ts';
import { localDate, moneyInput, text } from './common.ts';

/** 数电票 */
export const invoiceNumber = z
  .string()
  .trim()
  .regex(/^\d{20}$/);
/** How the invoice of an order is told; without lines it is over the whole order, as it was paid. */
export const invoiceFacts = {
  number: invoiceNumber,
  issuedOn: localDate,
  buyerKind: z.enum(buyerKinds),
  /** Whether a company has confirmed its use or booked it. Null: not known. */
  booked: z.boolean().nullable().default(null),
};
/** The same as it comes with an order, which names its lines in its own way. */
export const orderInvoice = z.strictObject({
  ...invoiceFacts,
  lines: z
    .array(z.strictObject({ externalId: text(64), gross: moneyInput, tax: moneyInput }))
    .min(1)
    .max(500)
    .optional(),
});
