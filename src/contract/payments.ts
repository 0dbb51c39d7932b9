import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { accountField, accountValues, words } from './shops.ts';

const which = z.enum(['current', 'other']);

const paymentView = z.object({
  id: z.string(),
  label: words,
  fields: z.array(accountField),
  /** `at_vendor`: somebody enters the address for notices in the vendor's own console. */
  noticeAddress: z.enum(['in_request', 'at_vendor']),
  /** Null: not connected. */
  connection: z
    .object({
      settings: z.record(z.string(), z.string()),
      noticeUrl: z.string(),
      /** A second account of the same merchant: the one that comes next, or the one before. */
      other: z.object({ role: z.enum(['next', 'previous']), settings: z.record(z.string(), z.string()) }).nullable(),
    })
    .nullable(),
});
export type PaymentView = z.infer<typeof paymentView>;

export const listPayments = endpoint({
  method: 'GET',
  path: '/api/payments',
  access: 'shop:manage',
  tag: 'money',
  summary: 'The gateways that pay refunds: what each connection needs, and what is connected. Secrets are never shown.',
  reply: z.object({ payments: z.array(paymentView) }),
});

const vendor = z.object({ vendor: z.string().max(30) });

export const connectPayment = endpoint({
  method: 'PUT',
  path: '/api/payments/:vendor',
  access: 'shop:manage',
  tag: 'money',
  summary:
    'Connects a payment gateway, or changes it. Secrets that are left out stay as they were. With `as: next` the account waits beside the one in use.',
  params: vendor,
  body: z.strictObject({
    as: z.enum(['current', 'next']).default('current'),
    settings: accountValues,
    /** Sealed at once and never shown again. */
    credentials: accountValues,
  }),
  reply: z.object({ id: z.string() }),
});

export const checkPayment = endpoint({
  method: 'POST',
  path: '/api/payments/:vendor/check',
  access: 'shop:manage',
  tag: 'money',
  summary: 'Asks the gateway something harmless with the stored keys: do they work?',
  params: vendor,
  body: z.strictObject({ which: which.default('current') }),
  reply: z.object({ outcome: z.enum(['works', 'refused', 'unknown']), message: z.string() }),
});

export const switchPayment = endpoint({
  method: 'POST',
  path: '/api/payments/:vendor/switch',
  access: 'shop:manage',
  tag: 'money',
  summary:
    'Puts the next account in use. The one before stays beside it: notices signed with its keys are still believed.',
  params: vendor,
  body: z.strictObject({}),
  reply: z.object({ id: z.string() }),
});
