import { z } from 'zod';
import { idOf, instant, pageOf, pageQuery, refundId, text } from './common.ts';
import { endpoint } from './endpoint.ts';

const states = ['unreadable', 'failed'] as const;

export const listPaymentNotices = endpoint({
  method: 'GET',
  path: '/api/payment-notices',
  access: 'refund:read',
  tag: 'money',
  summary: 'What payment gateways have told and nobody could read or apply, with the reason; the newest first.',
  query: z.object({ ...pageQuery }),
  reply: pageOf(
    z.object({
      vendor: z.string(),
      documentId: z.string(),
      state: z.enum(states),
      reason: z.string().nullable(),
      attempts: z.int(),
      receivedAt: instant,
      /** As the gateway names it; it need not be one of ours. */
      refundNumber: z.string().nullable(),
      rma: z.object({ id: idOf('rma'), number: z.string(), refundId }).nullable(),
    }),
  ),
});

export const retryPaymentNotice = endpoint({
  method: 'POST',
  path: '/api/payment-notices/retry',
  access: 'refund:retry',
  tag: 'money',
  summary: 'Reads a notice again and asks the gateway what became of its refund.',
  body: z.strictObject({ vendor: text(30), documentId: text(128) }),
  reply: z.object({ state: z.enum(['applied', ...states]), reason: z.string().nullable() }),
});
