import { z } from 'zod';
import { partyKinds } from '../domain/ledger/accounts.ts';
import { lossCauses, lossOutcomes, paidAccounts } from '../domain/ledger/book-document.ts';
import { standards } from '../domain/ledger/charts.ts';
import { entryId, idOf, instant, localDate, moneyInput, moneyView, pageOf, pageQuery, text } from './common.ts';
import { endpoint } from './endpoint.ts';

export const bookDocumentId = idOf('bdo');
const party = z.strictObject({ kind: z.enum(partyKinds), id: text(80) });
const tag = 'books';

const terms = {
  standard: z.enum(standards),
  policy: z.enum(['actual', 'estimate']),
  recognition: z.enum(['shipping', 'delivery']),
  resale: z.enum(['net', 'gross']),
  recoveryMinor: z.string().regex(/^\d{1,12}$/),
  vouchers: z.enum(['each', 'daily']),
};
const termsView = z.object({
  rows: z.array(z.object({ ...terms, from: localDate.nullable() })),
  /** The first day that new terms may begin on. */
  earliest: localDate,
});

export const getLedgerTerms = endpoint({
  method: 'GET',
  path: '/api/ledger/terms',
  access: 'ledger:read',
  tag,
  summary: 'How the books are kept, by the day it began; the terms without a day are those that hold before any other.',
  reply: termsView,
});
export const setLedgerTerms = endpoint({
  method: 'POST',
  path: '/api/ledger/terms',
  access: 'ledger:close',
  tag,
  summary:
    'Keeps the books otherwise from a day to come on: standard, policy for returns, recognition, method, vouchers.',
  body: z.strictObject({ ...terms, from: localDate }),
  reply: termsView,
});

const money = moneyInput;
const vat = z.int().min(0).max(10_000);
const document = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('freight_bill'), courier: text(40), gross: money, vatBasisPoints: vat }),
  z.strictObject({ kind: z.literal('freight_insurance'), amount: money }),
  z.strictObject({ kind: z.literal('fee_returned'), amount: money }),
  z.strictObject({ kind: z.literal('goodwill'), amount: money }),
  z.strictObject({ kind: z.literal('fine'), platform: text(40), amount: money }),
  z.strictObject({ kind: z.literal('scrap_sale'), gross: money, vatBasisPoints: vat }),
  z.strictObject({
    kind: z.literal('loss_settled'),
    item: text(60),
    amount: money,
    gain: z.literal(true).optional(),
    outcome: z.enum(lossOutcomes),
    cause: z.enum(lossCauses),
    party: party.optional(),
    inputVatBasisPoints: vat.optional(),
  }),
  z.strictObject({
    kind: z.literal('returns_estimate'),
    revenue: money,
    cost: money,
    lower: z.literal(true).optional(),
  }),
  z.strictObject({
    kind: z.literal('party_payment'),
    account: z.enum(paidAccounts),
    party,
    amount: money,
    item: text(60).optional(),
  }),
]);

const bookDocumentView = z.object({
  id: bookDocumentId,
  number: z.string(),
  kind: z.string(),
  facts: z.unknown(),
  memo: z.string(),
  attachments: z.int(),
  occurredOn: localDate,
  postedOn: localDate.nullable(),
  entryId: entryId.nullable(),
  amount: moneyView,
  madeBy: z.string(),
  madeAt: instant,
  /** The paper that took it back. */
  reversedBy: z.string().nullable(),
});

export const bookDocument = endpoint({
  method: 'POST',
  path: '/api/ledger/documents',
  access: 'ledger:post',
  tag,
  summary:
    'Books what a paper says: freight bills with input tax, fees, fines, scrap sold, losses settled, estimates, payments to and from parties.',
  body: z.strictObject({
    document,
    occurredOn: localDate,
    memo: z.string().trim().max(200).default(''),
    attachments: z.int().min(0).max(999).default(0),
  }),
  reply: bookDocumentView,
});
export const reverseDocument = endpoint({
  method: 'POST',
  path: '/api/ledger/documents/:documentId/reverse',
  access: 'ledger:post',
  tag,
  summary: 'Takes a paper back by an entry with its sides swapped (红字冲销). What is posted is never changed.',
  params: z.object({ documentId: bookDocumentId }),
  body: z.strictObject({ because: text(200) }),
  reply: bookDocumentView,
});
export const listBookDocuments = endpoint({
  method: 'GET',
  path: '/api/ledger/documents',
  access: 'ledger:read',
  tag,
  summary: 'Papers that accountants have booked, the newest first.',
  query: z.object({
    ...pageQuery,
    kind: z.string().max(40).optional(),
    /** The whole number of a paper. */
    q: z.string().trim().max(40).optional(),
  }),
  reply: pageOf(bookDocumentView),
});
