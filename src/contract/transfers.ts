import { z } from 'zod';
import { payeeKinds, transferStates } from '../domain/returns/transfer.ts';
import { idOf, instant, moneyView, pageOf, pageQuery, refundId, rmaId, text } from './common.ts';
import { endpoint } from './endpoint.ts';

const transferId = idOf('trf');
const payee = z.object({ kind: z.enum(payeeKinds), holder: z.string(), number: z.string() });
/** Null: it may be done. */
const because = z.looseObject({ code: z.string() }).nullable();

const transferRow = z.object({
  id: transferId,
  refundId,
  rmaId,
  rmaNumber: z.string(),
  orderExternalId: z.string(),
  method: z.string(),
  amount: moneyView,
  state: z.enum(transferStates),
  because: z.string(),
  /** Masked. */
  payee,
  proposedBy: z.string(),
  proposedAt: instant,
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  paidBy: z.string().nullable(),
  reference: z.string().nullable(),
  paidAt: instant.nullable(),
  endedBecause: z.string().nullable(),
  /** What became of telling the gateway this account; `begun`: nobody has heard. Null: it was not told. */
  redirect: z.enum(['begun', 'refused', 'unknown']).nullable(),
  can: z.object({ approve: because, pay: because, end: because, redirect: because, reclaim: because }),
});
export type TransferRow = z.infer<typeof transferRow>;

export const listTransfers = endpoint({
  method: 'GET',
  path: '/api/transfers',
  access: 'refund:read',
  tag: 'money',
  summary: 'Refunds that people pay at the bank, newest first, by state, with what the caller may do.',
  query: z.object({ ...pageQuery, state: z.enum(transferStates).optional(), q: z.string().trim().max(80).optional() }),
  reply: pageOf(transferRow),
});

const done = z.object({ ok: z.literal(true) });

export const proposeTransfer = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/refunds/:refundId/transfer',
  access: 'transfer:propose',
  tag: 'money',
  summary:
    'Proposes to pay a refund by hand to the account that the buyer has named. The gateway is asked first: it must not have paid.',
  params: z.object({ rmaId, refundId }),
  body: z.strictObject({ because: text(300) }),
  reply: done,
});

const params = z.object({ rmaId, transferId });

export const approveTransfer = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/transfers/:transferId/approve',
  access: 'transfer:approve',
  tag: 'money',
  summary: 'A second person agrees to a transfer. The gateway is asked once more.',
  params,
  body: z.strictObject({}),
  reply: done,
});

export const payTransfer = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/transfers/:transferId/pay',
  access: 'transfer:pay',
  tag: 'money',
  summary: 'Writes down that the bank has paid, with its reference and day. No program ever pays a transfer.',
  params,
  body: z.strictObject({ reference: text(80), paidAt: instant }),
  reply: done,
});

export const endTransfer = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/transfers/:transferId/end',
  access: 'transfer:approve',
  tag: 'money',
  summary: 'Declines a transfer, or gives up one that was approved and has not been paid.',
  params,
  body: z.strictObject({ because: text(300) }),
  reply: done,
});

export const redirectTransfer = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/transfers/:transferId/redirect',
  access: 'transfer:pay',
  tag: 'money',
  summary:
    'Has the gateway pay a refund that it holds to the account that the buyer named and two persons agreed to. It is asked first whether it has paid.',
  params,
  body: z.strictObject({ bankCode: text(40) }),
  reply: z.object({ outcome: z.enum(['accepted', 'succeeded', 'refused', 'unknown']), message: z.string() }),
});

export const reclaimTransfer = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/transfers/:transferId/reclaim',
  access: 'transfer:pay',
  tag: 'money',
  summary: 'Writes down that a buyer who was paid by the bank and by the gateway has paid one of the two back.',
  params,
  body: z.strictObject({ reference: text(80), paidAt: instant }),
  reply: done,
});

export const revealPayee = endpoint({
  method: 'POST',
  path: '/api/transfers/:transferId/reveal',
  access: 'transfer:pay',
  tag: 'money',
  summary:
    'The account of a transfer in clear, for a stated purpose. Who asked, when and why is kept. Before one that is to be paid is shown the gateway is asked once more.',
  params: z.object({ transferId }),
  body: z.strictObject({ purpose: text(200) }),
  reply: z.object({ holder: z.string(), bank: z.string(), number: z.string() }),
});

const counted = z.int();

export const countRefundDesk = endpoint({
  method: 'GET',
  path: '/api/refunds/desk',
  access: 'refund:read',
  tag: 'money',
  summary:
    'How many refunds, transfers, refunds paid ahead and notices stand in each state that somebody may wait for; counting stops at 1,000.',
  reply: z.object({
    requested: counted,
    accepted: counted,
    unknown: counted,
    rejected: counted,
    abnormal: counted,
    proposed: counted,
    approved: counted,
    paid_twice: counted,
    exposure: counted,
    notices: counted,
  }),
});

/** The words of the form under which a buyer names an account; a change of their meaning is another version. */
export const PAYEE_CONSENT = 'payee-2026-11';

export const nameMyPayee = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/payee',
  access: 'portal',
  tag: 'portal',
  summary:
    'Names the account that a refund is paid to by hand, with the buyer’s explicit consent (个人信息保护法 art. 29).',
  params: z.object({ rmaId }),
  body: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('bank'),
      holder: text(80),
      bank: text(80),
      number: z
        .string()
        .transform((typed) => typed.replaceAll(/\s/g, ''))
        .pipe(z.string().regex(/^\d{8,30}$/)),
      consent: z.literal(PAYEE_CONSENT),
    }),
    z.strictObject({
      kind: z.literal('alipay'),
      holder: text(80),
      /** A phone number or an e-mail address. */
      number: z
        .string()
        .trim()
        .regex(/^(\+?\d{6,20}|[^\s@]{1,64}@[^\s@]{3,100})$/),
      consent: z.literal(PAYEE_CONSENT),
    }),
  ]),
  reply: done,
});
