import { z } from 'zod';
import { partyKinds } from '../domain/ledger/accounts.ts';
import { period, voucherId } from './books.ts';
import { instant, localDate, moneyView, pageOf, pageQuery, text } from './common.ts';
import { endpoint } from './endpoint.ts';
import { accountField, accountValues, words } from './shops.ts';

const tag = 'books';
export const exportStates = ['waiting', 'sending', 'pushed', 'refused', 'unknown'] as const;

const financeView = z.object({
  vendors: z.array(
    z.object({
      id: z.string(),
      label: words,
      fields: z.array(accountField),
      /** What the name of an auxiliary dimension looks like there. */
      dimensionExample: z.string(),
    }),
  ),
  /** Null: vouchers go nowhere. */
  connection: z
    .object({
      vendor: z.string(),
      settings: z.record(z.string(), z.string()),
      fromPeriod: period,
      checkedOnly: z.boolean(),
      closeAfterPush: z.boolean(),
      /** Why nothing is sent until a person has seen to it. */
      halted: z.string().nullable(),
      /** Accounts that something waits on and that have no code there. */
      unmapped: z.array(z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string() })),
      /** Parties without a code, on accounts that name whose money it is over there. */
      unmappedParties: z.array(z.object({ kind: z.enum(partyKinds), id: z.string() })),
      /** Entries of these months that have no number yet. */
      unnumbered: z.int(),
      counts: z.object({ waiting: z.int(), pushed: z.int(), refused: z.int(), unknown: z.int() }),
    })
    .nullable(),
});
export type FinanceView = z.infer<typeof financeView>;

export const getFinance = endpoint({
  method: 'GET',
  path: '/api/finance',
  access: 'ledger:read',
  tag,
  summary:
    'The finance systems that vouchers can go to, the one that is connected, and what is missing. Secrets are never shown.',
  reply: financeView,
});

export const connectFinance = endpoint({
  method: 'PUT',
  path: '/api/finance/connection/:vendor',
  access: 'shop:manage',
  tag,
  summary: 'Connects a finance system, or changes how. Secrets that are left out stay as they were.',
  params: z.object({ vendor: z.string().max(30) }),
  body: z.strictObject({
    settings: accountValues,
    /** Sealed at once and never shown again. */
    credentials: accountValues,
    fromPeriod: period,
    checkedOnly: z.boolean(),
    closeAfterPush: z.boolean(),
  }),
  reply: financeView,
});

export const checkFinance = endpoint({
  method: 'POST',
  path: '/api/finance/check',
  access: 'ledger:post',
  tag,
  summary: 'Asks the finance system something harmless with the stored keys. If they work, a halted export goes on.',
  body: z.strictObject({}),
  reply: z.object({ outcome: z.enum(['works', 'refused', 'unknown']), message: z.string() }),
});

const financeAccount = z.object({
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  theirs: z.string().nullable(),
  /** Under which auxiliary dimension (辅助核算) its lines name whose money it is over there. Null: they do not. */
  dimension: z.string().nullable(),
  /** Lines on it that name a party here. */
  withParty: z.int(),
  /** Lines on it that have not been pushed. */
  lines: z.int(),
});
export const listFinanceAccounts = endpoint({
  method: 'GET',
  path: '/api/finance/accounts',
  access: 'ledger:read',
  tag,
  summary: 'The accounts of the books with their codes in the finance system; first those that something waits on.',
  reply: z.object({ rows: z.array(financeAccount) }),
});
export const mapFinanceAccounts = endpoint({
  method: 'PUT',
  path: '/api/finance/accounts',
  access: 'ledger:post',
  tag,
  summary: 'Says what accounts are called in the finance system. Null takes a code away.',
  body: z.strictObject({
    accounts: z
      .array(
        z.strictObject({
          code: z.string().regex(/^[0-9.]{1,20}$/),
          theirs: text(40).nullable(),
          dimension: text(40).nullable().default(null),
        }),
      )
      .min(1)
      .max(300),
  }),
  reply: z.object({ changed: z.int() }),
});

const financeParty = z.object({
  kind: z.enum(partyKinds),
  /** Empty: all of the kind that have no code of their own. */
  id: z.string(),
  theirs: z.string().nullable(),
  /** Lines that name it and have not been pushed. */
  lines: z.int(),
});
export const listFinanceParties = endpoint({
  method: 'GET',
  path: '/api/finance/parties',
  access: 'ledger:read',
  tag,
  summary:
    'Platforms, couriers and other parties with their codes in the finance system (辅助核算); first those that something waits on.',
  reply: z.object({ rows: z.array(financeParty) }),
});
export const mapFinanceParties = endpoint({
  method: 'PUT',
  path: '/api/finance/parties',
  access: 'ledger:post',
  tag,
  summary: 'Says what parties are called in the finance system. Null takes a code away.',
  body: z.strictObject({
    parties: z
      .array(z.strictObject({ kind: z.enum(partyKinds), id: z.string().trim().max(80), theirs: text(40).nullable() }))
      .min(1)
      .max(300),
  }),
  reply: z.object({ changed: z.int() }),
});

const voucherExport = z.object({
  id: voucherId,
  period,
  word: z.string(),
  number: z.int(),
  date: localDate,
  kind: z.string(),
  total: moneyView,
  isChecked: z.boolean(),
  state: z.enum(exportStates),
  vendorNumber: z.string().nullable(),
  reasonCode: z.string().nullable(),
  reason: z.string().nullable(),
  nextAt: instant.nullable(),
  settledAt: instant.nullable(),
  /** Who has looked there and said so. */
  settledBy: z.string().nullable(),
});
export const listVoucherExports = endpoint({
  method: 'GET',
  path: '/api/finance/exports',
  access: 'ledger:read',
  tag,
  summary: 'Vouchers with what became of them at the finance system, the latest first.',
  query: z.object({ ...pageQuery, state: z.enum(exportStates).optional(), period: period.optional() }),
  reply: pageOf(voucherExport),
});
export const pushVouchers = endpoint({
  method: 'POST',
  path: '/api/finance/push',
  access: 'ledger:post',
  tag,
  summary: 'Sends what waits, in order; vouchers that were refused are tried again.',
  body: z.strictObject({}),
  reply: z.object({ again: z.int() }),
});
export const settleVoucherExport = endpoint({
  method: 'POST',
  path: '/api/finance/exports/:voucherId/settle',
  access: 'ledger:post',
  tag,
  summary: 'Somebody has looked into the finance system: the voucher is there under a number, or it is not there.',
  params: z.object({ voucherId }),
  body: z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('booked'), vendorNumber: text(40) }),
    z.strictObject({ outcome: z.literal('absent') }),
  ]),
  reply: z.object({ id: voucherId }),
});
