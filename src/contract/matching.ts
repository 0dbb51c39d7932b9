import { z } from 'zod';
import { differenceKinds, likelyCauses } from '../domain/matching/compare.ts';
import { matchActions } from '../domain/matching/settle.ts';
import { idOf, instant, localDate, moneyView, pageOf, pageQuery, refundId, rmaId, shopId } from './common.ts';
import { endpoint } from './endpoint.ts';
import { rejection } from './returns.ts';

const differenceId = idOf('mdf');
export const vendor = z.string().regex(/^[a-z0-9_]{2,30}$/);
const tag = 'matching';

const difference = {
  id: differenceId,
  vendor: z.string(),
  /** Of a platform, where each shop has a bill of its own. */
  shopId: shopId.nullable(),
  shopName: z.string().nullable(),
  kind: z.enum(differenceKinds),
  cause: z.enum(likelyCauses),
  /** The refund's number, the line's, or the return's. */
  number: z.string(),
  day: localDate,
  ours: moneyView.nullable(),
  theirs: moneyView.nullable(),
  /** What the gateway paid out by its books, less what it did by ours. */
  gap: moneyView,
  state: z.enum(['open', 'settled', 'gone']),
  owner: z.string().nullable(),
  dueOn: localDate,
  waitsUntil: localDate.nullable(),
  rmaId: rmaId.nullable(),
  rmaNumber: z.string().nullable(),
};

const filters = {
  vendor: vendor.optional(),
  shopId: shopId.optional(),
  day: localDate.optional(),
  /** Those that keep this month from being closed. */
  keepsOpen: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional(),
  kind: z.enum(differenceKinds).optional(),
  state: z.enum(['open', 'settled', 'gone']).optional(),
  q: z.string().trim().max(80).optional(),
};

export const listMatchDays = endpoint({
  method: 'GET',
  path: '/api/matching/days',
  access: 'ledger:read',
  tag,
  summary:
    'The days of each payment account, the latest first: refunded by our books, by the gateway’s, and what is open.',
  query: z.object({ ...pageQuery, limit: z.coerce.number().int().min(1).max(60).default(14) }),
  reply: pageOf(
    z.object({
      vendor: z.string(),
      shopId: shopId.nullable(),
      shopName: z.string().nullable(),
      day: localDate,
      /** `missing`: its time is over, and nobody has heard of it. */
      state: z.enum(['complete', 'absent', 'failed', 'not_offered', 'missing']),
      cause: z.string().nullable(),
      askedAt: instant.nullable(),
      /** The day after it is over, and what moved on it is held against nothing. */
      unexplained: z.boolean(),
      /** Apart for each currency. */
      totals: z.array(z.object({ ours: moneyView, theirs: moneyView, gap: moneyView })),
      open: z.int(),
    }),
  ),
});

export const listDifferences = endpoint({
  method: 'GET',
  path: '/api/matching/differences',
  access: 'ledger:read',
  tag,
  summary:
    'Differences between refunds, the gateways’ statements and the goods, the latest first, with the likely cause.',
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(z.object(difference)),
});

export const exportDifferences = endpoint({
  method: 'GET',
  path: '/api/matching/differences/export',
  access: 'ledger:read',
  tag,
  summary: 'The same differences as a CSV file with a byte order mark; 10,000 at most.',
  query: z.object(filters),
  reply: z.string(),
  produces: 'text/csv',
  budget: 'heavy',
});

const differenceView = z.object({
  ...difference,
  /** Not booked yet. */
  left: moneyView,
  bookedAs: z.enum(['payment_fees', 'pending_loss']),
  actions: z.array(z.enum(matchActions)),
  refund: z
    .object({
      id: refundId,
      state: z.string(),
      amount: moneyView,
      tradeNumber: z.string(),
      settledAt: instant.nullable(),
      cause: z.string().nullable(),
    })
    .nullable(),
  lines: z.array(
    z.object({
      day: localDate,
      tradeNumber: z.string(),
      refundNumber: z.string().nullable(),
      gatewayReference: z.string().nullable(),
      amount: moneyView,
      at: instant.nullable(),
    }),
  ),
  goods: z
    .object({
      stage: z.string(),
      receivedAt: instant.nullable(),
      lines: z.array(z.object({ sku: z.string(), quantity: z.int(), reception: z.string() })),
    })
    .nullable(),
  /** Refunds that are missing at the gateway and could be this line. */
  candidates: z.array(z.object({ refundId, amount: moneyView, rmaNumber: z.string().nullable() })),
  events: z.array(
    z.object({ action: z.string(), by: z.string(), at: instant, note: z.string(), bookNumber: z.string().nullable() }),
  ),
});

export const getDifference = endpoint({
  method: 'GET',
  path: '/api/matching/differences/:differenceId',
  access: 'ledger:read',
  tag,
  summary: 'A difference with its three sides: our refund, the lines of the statement, and the goods.',
  params: z.object({ differenceId }),
  reply: differenceView,
});

/** The gap that was seen: another one by now is not booked. */
const seenGap = z.string().regex(/^-?\d{1,18}$/);

export const settleDifference = endpoint({
  method: 'POST',
  path: '/api/matching/differences/:differenceId/settle',
  access: 'ledger:post',
  tag,
  summary: 'Takes a difference, waits, raises it with the gateway, books it, links a refund to it, or explains it.',
  params: z.object({ differenceId }),
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['take']), note: z.string().trim().max(300).default('') }),
    z.strictObject({ action: z.enum(['raise', 'explain']), note: z.string().trim().min(1).max(300) }),
    z.strictObject({
      action: z.literal('book'),
      note: z.string().trim().min(1).max(300),
      gap: seenGap,
      /** Of a line in another currency: what the account was charged in that of the books. */
      charged: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
    }),
    z.strictObject({ action: z.literal('wait'), until: localDate, note: z.string().trim().max(300).default('') }),
    z.strictObject({ action: z.literal('link'), refundId, note: z.string().trim().min(1).max(300) }),
  ]),
  reply: differenceView,
});

const several = {
  differenceIds: z.array(differenceId).min(1).max(100),
  note: z.string().trim().min(1).max(300),
};

export const settleDifferences = endpoint({
  method: 'POST',
  path: '/api/matching/differences/settle',
  access: 'ledger:post',
  tag,
  summary: 'Does the same about up to 100 differences, each on its own; the answer has a verdict per row.',
  body: z.discriminatedUnion('action', [
    z.strictObject({ ...several, action: z.enum(['take', 'raise', 'explain']) }),
    /** `gaps`: that of each as it was seen, in the order of `differenceIds`. */
    z.strictObject({ ...several, action: z.literal('book'), gaps: z.array(seenGap).min(1).max(100) }),
  ]),
  reply: z.object({
    verdicts: z.array(z.object({ differenceId, ok: z.boolean(), rejection: rejection.optional() })),
  }),
  budget: 'heavy',
});

export const matchNow = endpoint({
  method: 'POST',
  path: '/api/matching/run',
  access: 'ledger:post',
  tag,
  summary: 'Reads a gateway’s statement of a day again and holds everything against our books anew.',
  body: z.strictObject({ vendor, day: localDate }),
  reply: z.object({ state: z.enum(['complete', 'absent', 'failed', 'not_offered']) }),
  budget: 'heavy',
});
