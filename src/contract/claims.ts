import { z } from 'zod';
import { claimCauses, claimParties, claimStates } from '../domain/recovery/loss-claim.ts';
import { postagePayers, postageStates } from '../domain/recovery/postage.ts';
import { claimId, claimView } from './claim-views.ts';
import { fileId, instant, moneyInput, moneyView, orderId, pageOf, pageQuery, rmaId, text, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';
import { parcelView } from './parcels.ts';
import { act, refundView, rmaLineView, rmaView } from './returns.ts';

const rmaClaim = z.object({ rmaId, claimId });
const rmaParcel = z.object({ rmaId, waybill });
const files = z.array(fileId).max(20).default([]);

/** A command on one claim or one parcel's postage; answers with the return as it then stands. */
const actOn = <
  const Access extends 'claim:file' | 'claim:settle',
  const Params extends z.ZodType,
  const Body extends z.ZodType,
>(
  path: string,
  access: Access,
  summary: string,
  params: Params,
  body: Body,
) =>
  endpoint({ method: 'POST', path, access, tag: 'claims', summary, params, body, reply: rmaView, mayBeMinimal: true });

export const fileClaim = act(
  'claims',
  'claim:file',
  'Demands money for what was lost, damaged, short or wrong on the way. The day of the answer follows from the merchant’s terms where none is given.',
  z.strictObject({
    against: z.enum(claimParties),
    party: text(80),
    cause: z.enum(claimCauses),
    waybill: waybill.optional(),
    amount: moneyInput,
    /** Their number of it, where they have given one. */
    reference: z.string().trim().max(80).default(''),
    filedAt: instant,
    answerDue: instant.optional(),
    files,
  }),
);
export const recordClaimAnswer = actOn(
  '/api/rmas/:rmaId/claims/:claimId/answer',
  'claim:settle',
  'Writes down what they have answered: a sum of at most what was claimed, or a refusal with its reason. A later answer may raise the sum. Books what was granted.',
  rmaClaim,
  z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('accepted'), amount: moneyInput, at: instant }),
    z.strictObject({ outcome: z.literal('refused'), because: text(300), at: instant }),
  ]),
);
export const recordClaimPayment = actOn(
  '/api/rmas/:rmaId/claims/:claimId/payments',
  'claim:settle',
  'Writes down money that has come in for a claim, at most what was granted.',
  rmaClaim,
  z.strictObject({ amount: moneyInput, reference: text(80), paidAt: instant }),
);
export const appealClaim = actOn(
  '/api/rmas/:rmaId/claims/:claimId/appeal',
  'claim:file',
  'Appeals against a refusal or a smaller sum; they owe an answer again.',
  rmaClaim,
  z.strictObject({ because: text(300), appealedAt: instant, answerDue: instant.optional(), files }),
);
export const closeClaim = actOn(
  '/api/rmas/:rmaId/claims/:claimId/close',
  'claim:settle',
  'Gives a claim up: writes off what is not paid, or withdraws one of which nothing was granted.',
  rmaClaim,
  z.strictObject({ outcome: z.enum(['written_off', 'withdrawn']), because: text(300) }),
);

export const askPostage = act(
  'postage',
  'claim:file',
  'Writes down that the buyer wants his return freight back: once for each parcel, whatever returns travel in it.',
  z.strictObject({ waybill, amount: moneyInput, insured: z.boolean(), files }),
);
export const recordInsurance = actOn(
  '/api/rmas/:rmaId/postage/:waybill/insurance',
  'claim:settle',
  'Writes down whether the insurer has paid the buyer. What it pays after we did is recorded as paid twice.',
  rmaParcel,
  z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('paid'), amount: moneyInput, reference: text(80), at: instant }),
    z.strictObject({ outcome: z.literal('refused'), because: text(300), at: instant }),
  ]),
);
export const payPostage = actOn(
  '/api/rmas/:rmaId/postage/:waybill/payments',
  'claim:settle',
  'Writes down that the merchant, or a platform for him, has paid the buyer’s return freight: at most what was asked for, and not while the insurer has it.',
  rmaParcel,
  z.strictObject({
    by: z.enum(postagePayers),
    amount: moneyInput,
    reference: text(80),
    paidAt: instant,
    goodwill: z.boolean().default(false),
  }),
);
export const declinePostage = actOn(
  '/api/rmas/:rmaId/postage/:waybill/decline',
  'claim:settle',
  'Says no to the buyer’s return freight, with the reason.',
  rmaParcel,
  z.strictObject({ because: text(300) }),
);
export const recoverPostage = actOn(
  '/api/rmas/:rmaId/postage/:waybill/recovery',
  'claim:settle',
  'Settles freight that was paid twice: the buyer has given it back, or may keep it.',
  rmaParcel,
  z.strictObject({ outcome: z.enum(['recovered', 'waived']), reference: text(80) }),
);

const ofReturn = { rmaId, rmaNumber: z.string(), orderExternalId: z.string(), shopName: z.string() };

export const claimRow = claimView.omit({ proof: true }).extend(ofReturn);
export type ClaimRow = z.infer<typeof claimRow>;

/** The filters of the list; all of them stand in the console's address too. */
const claimFilters = {
  /** `open`: filed, accepted or refused. `overdue`: they ought to have answered by now. */
  state: z.enum([...claimStates, 'open', 'overdue']).optional(),
  against: z.enum(claimParties).optional(),
  party: z.string().max(80).optional(),
  /** The beginning of a return number, or a whole order number, waybill or number of theirs. */
  q: z.string().trim().max(80).optional(),
};

export const listClaims = endpoint({
  method: 'GET',
  path: '/api/claims',
  access: 'refund:read',
  tag: 'claims',
  summary: 'Claims: those that wait for an answer by its day, others newest first.',
  query: z.object({ ...pageQuery, ...claimFilters }),
  reply: pageOf(claimRow),
});

const sumOfParty = z.object({
  against: z.enum(claimParties),
  party: z.string(),
  count: z.int(),
  open: z.int(),
  amount: moneyView,
  accepted: moneyView,
  paid: moneyView,
});

export const sumClaims = endpoint({
  method: 'GET',
  path: '/api/claims/totals',
  access: 'refund:read',
  tag: 'claims',
  summary:
    'What is open, overdue and granted but not paid, and how much of the last year’s claims has come in, by party.',
  reply: z.object({
    open: z.object({ count: z.int(), amount: moneyView }),
    overdue: z.object({ count: z.int(), amount: moneyView }),
    /** Granted, and not here yet. */
    outstanding: z.object({ count: z.int(), amount: moneyView }),
    refused: z.object({ count: z.int(), amount: moneyView }),
    /** Of claims filed within a year and settled: what was claimed, and what has come in. */
    settled: z.object({ count: z.int(), amount: moneyView, paid: moneyView }),
    parties: z.array(sumOfParty),
    postage: z.object({ open: z.int(), withInsurer: z.int(), paidTwice: z.int() }),
  }),
});

export const getClaim = endpoint({
  method: 'GET',
  path: '/api/claims/:claimId',
  access: 'refund:read',
  tag: 'claims',
  summary: 'The file of a claim, as it is sent to who shall pay: goods, parcel with its scans, photos, money, history.',
  params: z.object({ claimId }),
  reply: z.object({
    claim: claimView,
    rma: z.object({
      id: rmaId,
      number: z.string(),
      reason: z.string(),
      resolution: z.string(),
      openedAt: instant,
      receivedAt: instant.nullable(),
      note: z.string(),
    }),
    order: z.object({
      id: orderId,
      externalId: z.string(),
      channel: z.string(),
      shopName: z.string(),
      placedAt: instant,
    }),
    lines: z.array(
      rmaLineView
        .pick({ id: true, sku: true, title: true, quantity: true, reception: true, grade: true, disposition: true })
        .extend({ failedTests: z.array(z.string()), paid: moneyView, cost: moneyView }),
    ),
    parcel: parcelView.nullable(),
    /** Weighed when a parcel without an owner was booked in under this number, in grams. */
    weightGrams: z.int().nullable(),
    /** What its articles weigh, as far as learned, in grams; null where one of them is unknown. */
    expectedGrams: z.int().nullable(),
    photos: z.array(z.object({ file: fileId, of: z.enum(['buyer', 'inspection', 'arrival', 'claim']) })),
    refunds: z.array(refundView.pick({ id: true, amount: true, state: true, settledAt: true })),
    history: z.array(
      z.object({
        seq: z.int(),
        type: z.string(),
        at: instant,
        actor: z.object({ kind: z.string(), name: z.string() }),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
  }),
});
export type ClaimFile = z.infer<typeof getClaim.reply>;

export const postageRow = z.object({
  ...ofReturn,
  waybill: z.string(),
  state: z.enum(postageStates),
  insured: z.boolean(),
  askedBy: z.enum(['buyer', 'staff']),
  askedAt: instant,
  asked: moneyView,
  paidByUs: moneyView,
  paidByInsurer: moneyView,
  paidTwice: moneyView,
});
export type PostageRow = z.infer<typeof postageRow>;

export const listPostage = endpoint({
  method: 'GET',
  path: '/api/postage',
  access: 'refund:read',
  tag: 'claims',
  summary: 'Return freight that buyers want back, newest first.',
  query: z.object({
    ...pageQuery,
    /** `open`: somebody has to pay, decline or recover. */
    state: z.enum([...postageStates, 'open']).optional(),
    q: z.string().trim().max(80).optional(),
  }),
  reply: pageOf(postageRow),
});

const termView = z.object({
  against: z.enum(claimParties),
  days: z.int(),
  /** The merchant has said so; otherwise it is the program’s own figure, which nobody has verified. */
  own: z.boolean(),
});

export const getClaimTerms = endpoint({
  method: 'GET',
  path: '/api/claims/terms',
  access: 'refund:read',
  tag: 'claims',
  summary: 'How many days each party has to answer a claim.',
  reply: z.object({ terms: z.array(termView) }),
});

export const setClaimTerms = endpoint({
  method: 'PUT',
  path: '/api/claims/terms',
  access: 'claim:settle',
  tag: 'claims',
  summary: 'Says how many days each party has to answer; claims filed from now on go by it.',
  body: z.strictObject({
    terms: z
      .array(z.strictObject({ against: z.enum(claimParties), days: z.int().min(1).max(365) }))
      .min(1)
      .max(claimParties.length),
  }),
  reply: z.object({ terms: z.array(termView) }),
});
