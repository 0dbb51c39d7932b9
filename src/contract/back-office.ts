import { z } from 'zod';
import { shelved } from '../domain/stock/places.ts';
import {
  entryId,
  idOf,
  instant,
  localDate,
  moneyView,
  pageOf,
  pageQuery,
  refundId,
  rmaId,
  shopId,
  text,
} from './common.ts';
import { endpoint } from './endpoint.ts';

const refundStates = ['requested', 'unknown', 'accepted', 'abnormal', 'succeeded', 'rejected', 'replaced'] as const;

export const listRefunds = endpoint({
  method: 'GET',
  path: '/api/refunds',
  access: 'refund:read',
  tag: 'money',
  summary: 'Refunds, newest first, by state.',
  query: z.object({
    ...pageQuery,
    state: z.enum(refundStates).optional(),
    q: z.string().trim().max(80).optional(),
  }),
  reply: pageOf(
    z.object({
      id: refundId,
      rmaId,
      rmaNumber: z.string(),
      orderExternalId: z.string(),
      method: z.string(),
      tradeNumber: z.string(),
      amount: moneyView,
      state: z.enum(refundStates),
      gatewayReference: z.string().nullable(),
      cause: z.string().nullable(),
      requestedAt: instant,
      settledAt: instant.nullable(),
      /** Whether people may pay it at the bank instead, or already do; `needs_payee`: the buyer names an account first. */
      transfer: z.enum(['no', 'needs_payee', 'possible', 'proposed', 'approved', 'paid']),
    }),
  ),
});

const journalLine = z.object({
  account: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  debit: moneyView,
  credit: moneyView,
});

export const listJournal = endpoint({
  method: 'GET',
  path: '/api/journal',
  access: 'ledger:read',
  tag: 'money',
  summary: 'Journal entries with their lines, newest first; each names the return or the document it comes from.',
  query: z.object({
    ...pageQuery,
    account: z.string().max(20).optional(),
    from: localDate.optional(),
    to: localDate.optional(),
    q: z.string().trim().max(40).optional(),
  }),
  reply: pageOf(
    z.object({
      id: entryId,
      kind: z.string(),
      postedOn: localDate,
      /** Null where a document of the warehouse is the cause. */
      rmaId: rmaId.nullable(),
      documentId: z.string().nullable(),
      documentKind: z.string().nullable(),
      /** A paper that an accountant has booked. */
      bookId: idOf('bdo').nullable(),
      /** Of the return, the document or the paper. */
      rmaNumber: z.string(),
      lines: z.array(journalLine),
    }),
  ),
});

export const trialBalance = endpoint({
  method: 'GET',
  path: '/api/trial-balance',
  access: 'ledger:read',
  tag: 'money',
  summary:
    'Every account over a period: what it stood at before, its debits and credits, what it stands at after; the totals of each must be equal.',
  query: z.object({ from: localDate.optional(), to: localDate.optional() }),
  reply: z.object({
    rows: z.array(
      z.object({
        account: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        side: z.enum(['debit', 'credit']),
        /** Before the first day asked for, on the account's own side. */
        opening: moneyView,
        debit: moneyView,
        credit: moneyView,
        /** At the end of the last day asked for, on the account's own side. */
        balance: moneyView,
      }),
    ),
    totals: z.object({
      openingDebit: moneyView,
      openingCredit: moneyView,
      debit: moneyView,
      credit: moneyView,
      balanceDebit: moneyView,
      balanceCredit: moneyView,
    }),
    balanced: z.boolean(),
  }),
});

export const listStock = endpoint({
  method: 'GET',
  path: '/api/stock',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'Returned goods by SKU, location and condition.',
  query: z.object({
    ...pageQuery,
    q: z.string().trim().max(64).optional(),
    condition: z.enum(['uninspected', ...shelved]).optional(),
    location: z.string().trim().max(40).optional(),
  }),
  reply: pageOf(
    z.object({
      sku: z.string(),
      title: z.string(),
      location: z.string(),
      condition: z.string(),
      quantity: z.int(),
      /** Book value of all of them. */
      value: moneyView,
    }),
  ),
});

export const listMovements = endpoint({
  method: 'GET',
  path: '/api/stock/movements',
  access: 'stock:read',
  tag: 'warehouse',
  summary: 'Movements of one SKU, newest first.',
  query: z.object({ ...pageQuery, sku: z.string().max(64) }),
  reply: pageOf(
    z.object({
      id: z.string(),
      sku: z.string(),
      quantity: z.int(),
      from: z.string(),
      to: z.string(),
      value: moneyView,
      /** One of the three is the cause. */
      rmaId: rmaId.nullable(),
      unknownParcelId: z.string().nullable(),
      document: z.object({ id: z.string(), kind: z.string(), number: z.string() }).nullable(),
      recordedAt: instant,
    }),
  ),
});

/** One figure with the period before, so that it says whether things get better. */
const figure = z.object({ now: z.number().nullable(), before: z.number().nullable(), n: z.int() });

export const overview = endpoint({
  method: 'GET',
  path: '/api/overview',
  access: 'rma:read',
  tag: 'reports',
  summary:
    'The first page: what waits, how fast it goes, what it costs. Durations are medians and 90th percentiles in hours.',
  query: z.object({ days: z.coerce.number().int().min(1).max(366).default(7) }),
  reply: z.object({
    lanes: z.record(z.string(), z.int()),
    overdue: z.int(),
    dueSoon: z.int(),
    opened: figure,
    refundedMinor: figure,
    autoReviewShare: figure,
    requestToRefundP50: figure,
    requestToRefundP90: figure,
    receivedToRefundP50: figure,
    currency: z.string(),
    perDay: z.array(z.object({ day: localDate, opened: z.int(), refunded: z.int() })),
    reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
    skus: z.array(z.object({ sku: z.string(), title: z.string(), count: z.int() })),
  }),
});

export const listInbox = endpoint({
  method: 'GET',
  path: '/api/inbox',
  access: 'inbox:read',
  tag: 'channels',
  summary: 'Documents from channels: what came, what became of it, and why one was refused.',
  query: z.object({
    ...pageQuery,
    state: z.enum(['waiting', 'applied', 'superseded', 'refused']).optional(),
    shopId: shopId.optional(),
  }),
  reply: pageOf(
    z.object({
      shopId,
      shopName: z.string(),
      kind: z.enum(['order', 'refund']),
      documentId: z.string(),
      version: z.string(),
      state: z.string(),
      reason: z.string().nullable(),
      attempts: z.int(),
      receivedAt: instant,
      payload: z.unknown(),
    }),
  ),
});

export const retryInbox = endpoint({
  method: 'POST',
  path: '/api/inbox/retry',
  access: 'inbox:retry',
  tag: 'channels',
  summary: 'Reads a refused document again.',
  body: z.strictObject({
    shopId,
    kind: z.enum(['order', 'refund']),
    documentId: text(64),
    version: z.string().regex(/^\d{1,19}$/),
  }),
  reply: z.object({ state: z.string(), reason: z.string().nullable() }),
});

const view = z.object({ id: z.string(), name: z.string(), query: z.string() });
export const listViews = endpoint({
  method: 'GET',
  path: '/api/views',
  access: 'signed_in',
  tag: 'people',
  summary: "One's saved filters of the work queue.",
  reply: z.object({ views: z.array(view) }),
});
export const saveView = endpoint({
  method: 'POST',
  path: '/api/views',
  access: 'signed_in',
  tag: 'people',
  summary: 'Saves a filter under a name; one with the same name is replaced.',
  body: z.strictObject({ name: text(40), query: z.string().max(500) }),
  reply: view,
});
export const deleteView = endpoint({
  method: 'DELETE',
  path: '/api/views/:viewId',
  access: 'signed_in',
  tag: 'people',
  summary: 'Forgets a saved filter.',
  params: z.object({ viewId: z.string().max(40) }),
  reply: z.object({}),
});
