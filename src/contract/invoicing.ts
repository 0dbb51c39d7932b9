import { z } from 'zod';
import { buyerKinds } from '../domain/invoicing/blue-invoice.ts';
import { redReasons } from '../domain/invoicing/red-due.ts';
import { redStates } from '../domain/invoicing/red-task.ts';
import {
  idOf,
  instant,
  localDate,
  moneyInput,
  moneyView,
  orderId,
  orderLineId,
  pageOf,
  pageQuery,
  rmaId,
  shopId,
} from './common.ts';
import { endpoint } from './endpoint.ts';
import { invoiceFacts, invoiceNumber } from './order-invoice.ts';
import { rejection } from './returns.ts';
import { accountField, accountValues, words } from './shops.ts';

const tag = 'invoicing';
const invoiceId = idOf('inv');
const redId = idOf('red');
const because = z.looseObject({ code: z.string() }).nullable();

const invoicingView = z.object({
  vendors: z.array(z.object({ id: z.string(), label: words, fields: z.array(accountField) })),
  /** Null: red invoices are issued elsewhere, and told by hand. */
  connection: z
    .object({
      vendor: z.string(),
      settings: z.record(z.string(), z.string()),
      /** Why nothing is sent until a person has seen to it. */
      halted: z.string().nullable(),
    })
    .nullable(),
});
export type InvoicingView = z.infer<typeof invoicingView>;

export const getInvoicing = endpoint({
  method: 'GET',
  path: '/api/invoicing',
  access: 'refund:read',
  tag,
  summary: 'The services that red invoices can go to, and the one that is connected. Secrets are never shown.',
  reply: invoicingView,
});

export const connectInvoicing = endpoint({
  method: 'PUT',
  path: '/api/invoicing/connection/:vendor',
  access: 'shop:manage',
  tag,
  summary: 'Connects a service for red invoices, or changes how. Secrets that are left out stay as they were.',
  params: z.object({ vendor: z.string().max(30) }),
  body: z.strictObject({
    settings: accountValues,
    /** Sealed at once and never shown again. */
    credentials: accountValues,
  }),
  reply: invoicingView,
});

export const checkInvoicing = endpoint({
  method: 'POST',
  path: '/api/invoicing/check',
  access: 'invoice:manage',
  tag,
  summary: 'Asks the service something harmless with the stored keys. If they work, what was halted goes on.',
  body: z.strictObject({}),
  reply: z.object({ outcome: z.enum(['works', 'refused', 'unknown']), message: z.string() }),
});

const orderInvoiceView = z.object({
  id: invoiceId,
  number: z.string(),
  issuedOn: localDate,
  buyerKind: z.enum(buyerKinds),
  booked: z.boolean().nullable(),
  lines: z.array(
    z.object({
      number: z.int(),
      orderLineId,
      gross: moneyView,
      tax: moneyView,
      /** What red invoices take off it, issued or due. */
      redGross: moneyView,
    }),
  ),
});

export const listOrderInvoices = endpoint({
  method: 'GET',
  path: '/api/orders/:orderId/invoices',
  access: 'order:read',
  tag,
  summary: 'The invoices that were issued for an order, with what red ones take off each line.',
  params: z.object({ orderId }),
  reply: z.object({ rows: z.array(orderInvoiceView) }),
});

export const recordInvoice = endpoint({
  method: 'POST',
  path: '/api/orders/:orderId/invoices',
  access: 'invoice:manage',
  tag,
  summary: 'Says that an invoice was issued for an order. Refunds that were paid before get their tasks at once.',
  params: z.object({ orderId }),
  body: z.strictObject({
    ...invoiceFacts,
    lines: z
      .array(z.strictObject({ orderLineId, gross: moneyInput, tax: moneyInput }))
      .min(1)
      .max(500)
      .optional(),
  }),
  reply: z.object({ id: invoiceId }),
});

const redView = z.object({
  id: redId,
  rmaId,
  rmaNumber: z.string(),
  shopId,
  shopName: z.string(),
  orderId,
  orderExternalId: z.string(),
  blueNumber: z.string(),
  buyerKind: z.enum(buyerKinds),
  confirmation: z.enum(['needed', 'not_needed', 'ask']),
  reason: z.enum(redReasons),
  /** With tax; on the red invoice it is negative. */
  gross: moneyView,
  tax: moneyView,
  state: z.enum(redStates),
  dueAt: instant,
  days: z.int(),
  sheetId: z.string().nullable(),
  sheetStatus: z.string().nullable(),
  confirmBy: instant.nullable(),
  nextAt: instant.nullable(),
  reasonCode: z.string().nullable(),
  cause: z.string().nullable(),
  redNumber: z.string().nullable(),
  issuedOn: localDate.nullable(),
  /** Who has told of it by hand. */
  doneBy: z.string().nullable(),
  note: z.string().nullable(),
  can: z.object({ apply: because, withdraw: because, finishByHand: because }),
});
export type RedInvoiceRow = z.infer<typeof redView>;

/** Several states at once, as the tabs of a list show them. */
export const redLanes = ['open', 'under_way', 'done'] as const;

export const listRedInvoices = endpoint({
  method: 'GET',
  path: '/api/red-invoices',
  access: 'refund:read',
  tag,
  summary:
    'Red invoices that paid refunds call for, the oldest first: those to apply for, those under way, those done.',
  query: z.object({
    ...pageQuery,
    lane: z.enum(redLanes).optional(),
    state: z.enum(redStates).optional(),
    shopId: shopId.optional(),
    rmaId: rmaId.optional(),
    /** Due at least so many days ago. */
    minDays: z.coerce.number().int().min(0).max(3_650).optional(),
  }),
  reply: pageOf(redView),
});

export const sumRedInvoices = endpoint({
  method: 'GET',
  path: '/api/red-invoices/sums',
  access: 'refund:read',
  tag,
  summary: 'How many red invoices are missing, and the output tax that waits for them, by lane and currency.',
  query: z.object({}),
  reply: z.object({
    lanes: z.array(z.object({ lane: z.enum(redLanes), count: z.int(), tax: moneyView })),
  }),
});

export const applyForReds = endpoint({
  method: 'POST',
  path: '/api/red-invoices/apply',
  access: 'invoice:manage',
  tag,
  summary: 'Applies for up to 100 red invoices, each on its own; the answer has a verdict per row.',
  body: z.strictObject({ redIds: z.array(redId).min(1).max(100) }),
  reply: z.object({ verdicts: z.array(z.object({ redId, ok: z.boolean(), rejection: rejection.optional() })) }),
  budget: 'heavy',
});

export const withdrawRed = endpoint({
  method: 'POST',
  path: '/api/red-invoices/:redId/withdraw',
  access: 'invoice:manage',
  tag,
  summary: 'Takes back the sheet of a red invoice that is not issued yet.',
  params: z.object({ redId }),
  body: z.strictObject({}),
  reply: z.object({ id: redId }),
});

export const finishRedByHand = endpoint({
  method: 'POST',
  path: '/api/red-invoices/:redId/by-hand',
  access: 'invoice:manage',
  tag,
  summary: 'Somebody has issued the red invoice elsewhere: its number and day.',
  params: z.object({ redId }),
  body: z.strictObject({ redNumber: invoiceNumber, issuedOn: localDate, note: z.string().trim().max(300).default('') }),
  reply: z.object({ id: redId }),
});
