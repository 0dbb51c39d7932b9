import { z } from 'zod';
import { owingRoles, partyKinds } from '../domain/ledger/accounts.ts';
import { lossCauses } from '../domain/ledger/book-document.ts';
import { entryId, idOf, instant, localDate, moneyView, pageOf, pageQuery, rmaId, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { bookDocumentId } from './papers.ts';

export const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
export const voucherId = idOf('vch');
const accountCode = z.string().regex(/^[0-9.]{1,20}$/);
const tag = 'books';

/** Where an entry comes from: one of the three. */
const source = {
  rmaId: rmaId.nullable(),
  documentId: z.string().nullable(),
  documentKind: z.string().nullable(),
  bookId: bookDocumentId.nullable(),
  number: z.string(),
};

const voucherHead = {
  id: voucherId,
  period,
  word: z.string(),
  number: z.int(),
  date: localDate,
  kind: z.string(),
  entries: z.int(),
  attachments: z.int(),
  total: moneyView,
  madeBy: z.string(),
  checkedBy: z.string().nullable(),
};
const voucherLine = z.object({
  account: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  party: z.object({ kind: z.string(), id: z.string() }).nullable(),
  debit: moneyView,
  credit: moneyView,
});

export const listVouchers = endpoint({
  method: 'GET',
  path: '/api/vouchers',
  access: 'ledger:read',
  tag,
  summary: 'Numbered vouchers (记账凭证) of a period, by number.',
  query: z.object({
    ...pageQuery,
    period: period.optional(),
    kind: z.string().max(40).optional(),
    state: z.enum(['made', 'checked']).optional(),
    q: z.string().trim().max(40).optional(),
  }),
  reply: pageOf(z.object(voucherHead)),
});
export const getVoucher = endpoint({
  method: 'GET',
  path: '/api/vouchers/:voucherId',
  access: 'ledger:read',
  tag,
  summary: 'A voucher with its lines, and the returns, documents and papers that its entries come from.',
  params: z.object({ voucherId }),
  reply: z.object({
    ...voucherHead,
    madeAt: instant,
    checkedAt: instant.nullable(),
    lines: z.array(voucherLine),
    sources: z.array(z.object({ entryId, kind: z.string(), occurredOn: localDate, ...source })),
  }),
});
export const makeVouchers = endpoint({
  method: 'POST',
  path: '/api/vouchers',
  access: 'ledger:post',
  tag,
  summary: 'Gives every entry of a month that has none its voucher and number: in order, without gaps, each once.',
  body: z.strictObject({ period }),
  reply: z.object({ made: z.int() }),
  budget: 'heavy',
});
export const checkVouchers = endpoint({
  method: 'POST',
  path: '/api/vouchers/check',
  access: 'ledger:check',
  tag,
  summary: 'Checks vouchers (审核). Nobody checks what he has made.',
  body: z.strictObject({ ids: z.array(voucherId).min(1).max(500) }),
  reply: z.object({ checked: z.int(), own: z.int() }),
});
/** pdf: to print and bind. kingdee, u8: what these programs import. */
export const voucherForms = ['pdf', 'xlsx', 'csv', 'kingdee', 'u8'] as const;
export const exportVouchers = endpoint({
  method: 'GET',
  path: '/api/vouchers/export',
  access: 'ledger:read',
  tag,
  summary:
    'The vouchers of a month as a file: PDF to print, Excel, CSV with a byte order mark, the two-headed Excel sheet that 金蝶云星空 imports, or the text that 用友 U8 imports. Numbers may narrow it.',
  query: z.object({
    period,
    form: z.enum(voucherForms),
    from: z.coerce.number().int().min(1).max(9_999_999).optional(),
    to: z.coerce.number().int().min(1).max(9_999_999).optional(),
  }),
  reply: z.string(),
  produces: 'application/octet-stream',
  budget: 'heavy',
});

const closeCheck = z.object({
  code: z.enum([
    'not_over',
    'earlier_open',
    'unbalanced',
    'open_items_differ',
    'without_voucher',
    'unchecked_vouchers',
    'not_pushed',
    'refunds_unknown',
    'losses_waiting',
    'vat_awaits_red',
    'differences_open',
    'statements_unread',
  ]),
  count: z.int(),
  /** It keeps the month open; else it is for a person to know. */
  blocks: z.boolean(),
});
const periodView = z.object({
  period,
  state: z.enum(['open', 'closed']),
  entries: z.int(),
  withoutVoucher: z.int(),
  vouchers: z.int(),
  unchecked: z.int(),
  debit: moneyView,
  credit: moneyView,
  changes: z.array(
    z.object({ action: z.enum(['closed', 'reopened']), by: z.string(), at: instant, because: z.string() }),
  ),
});
export const listPeriods = endpoint({
  method: 'GET',
  path: '/api/periods',
  access: 'ledger:read',
  tag,
  summary: 'The months of the books, the latest first, with what was posted in them and who closed and reopened them.',
  query: z.object({ ...pageQuery, limit: z.coerce.number().int().min(1).max(36).default(12) }),
  reply: pageOf(periodView),
});
export const checkClosing = endpoint({
  method: 'GET',
  path: '/api/periods/:period/checks',
  access: 'ledger:read',
  tag,
  summary: 'What keeps a month from being closed, and what somebody should know before.',
  params: z.object({ period }),
  reply: z.object({ checks: z.array(closeCheck) }),
});
export const closePeriod = endpoint({
  method: 'POST',
  path: '/api/periods/:period/close',
  access: 'ledger:close',
  tag,
  summary: 'Closes a month: numbers its vouchers, and posts what comes late in the next open month.',
  params: z.object({ period }),
  reply: z.object({ period, state: z.enum(['open', 'closed']) }),
  budget: 'heavy',
});
export const reopenPeriod = endpoint({
  method: 'POST',
  path: '/api/periods/:period/reopen',
  access: 'ledger:reopen',
  tag,
  summary: 'Opens the last closed month again, for a reason.',
  params: z.object({ period }),
  body: z.strictObject({ because: text(200) }),
  reply: z.object({ period, state: z.enum(['open', 'closed']) }),
});

export const accountLedger = endpoint({
  method: 'GET',
  path: '/api/account-ledger',
  access: 'ledger:read',
  tag,
  summary: 'The lines of one account (明细账) in order, with what it stood at before, and where each line comes from.',
  query: z.object({
    ...pageQuery,
    account: accountCode,
    from: localDate.optional(),
    to: localDate.optional(),
    partyKind: z.enum(partyKinds).optional(),
    party: z.string().max(80).optional(),
    item: z.string().max(60).optional(),
    /** Only what the loss report counts under it. */
    cause: z.enum(lossCauses).optional(),
  }),
  reply: z.object({
    account: z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), side: z.enum(['debit', 'credit']) }),
    /** What it stood at before the first row of this page, on its own side. */
    opening: moneyView,
    rows: z.array(
      z.object({
        entryId,
        lineNo: z.int(),
        kind: z.string(),
        postedOn: localDate,
        occurredOn: localDate,
        ...source,
        party: z.object({ kind: z.string(), id: z.string() }).nullable(),
        item: z.string().nullable(),
        voucher: z.object({ id: voucherId, word: z.string(), number: z.int() }).nullable(),
        debit: moneyView,
        credit: moneyView,
        balance: moneyView,
      }),
    ),
    next: z.string().nullable(),
  }),
});

const ageing = z.object({ upTo30: moneyView, upTo60: moneyView, upTo90: moneyView, older: moneyView });
export const listCounterparties = endpoint({
  method: 'GET',
  path: '/api/counterparties',
  access: 'ledger:read',
  tag,
  summary: 'What each platform, courier, vendor, insurer and buyer owes or is owed, by account and by age.',
  query: z.object({ kind: z.enum(partyKinds).optional() }),
  reply: z.object({
    rows: z.array(
      z.object({
        account: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        role: z.enum(owingRoles),
        party: z.object({ kind: z.enum(partyKinds), id: z.string() }),
        /** Positive: they owe us. */
        balance: moneyView,
        items: z.int(),
        oldest: localDate,
        ageing,
      }),
    ),
  }),
});

const openItem = z.object({
  account: z.string(),
  party: z.object({ kind: z.string(), id: z.string() }).nullable(),
  item: z.string(),
  rmaId: rmaId.nullable(),
  balance: moneyView,
  openedOn: localDate,
  movedOn: localDate,
});
export const listOpenItems = endpoint({
  method: 'GET',
  path: '/api/open-items',
  access: 'ledger:read',
  tag,
  summary:
    'What stands open on an account, the oldest first: receivables, payables, and losses that wait for a settlement.',
  query: z.object({
    ...pageQuery,
    account: accountCode.optional(),
    losses: z.stringbool().optional(),
    partyKind: z.enum(partyKinds).optional(),
    party: z.string().max(80).optional(),
  }),
  reply: pageOf(openItem),
});

export const lossReport = endpoint({
  method: 'GET',
  path: '/api/losses',
  access: 'ledger:read',
  tag,
  summary:
    'What returns have cost over a period (M-8): by who caused it and by what it was booked as, as the books have it.',
  query: z.object({ from: localDate.optional(), to: localDate.optional() }),
  reply: z.object({
    rows: z.array(
      z.object({
        cause: z.enum(lossCauses),
        account: z.string(),
        nameZh: z.string(),
        nameEn: z.string(),
        amount: moneyView,
        entries: z.int(),
      }),
    ),
    total: moneyView,
    /** Still waiting in 1901. */
    waiting: moneyView,
  }),
});
