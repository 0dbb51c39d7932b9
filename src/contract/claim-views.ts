import { z } from 'zod';
import { claimCauses, claimParties, claimStates } from '../domain/recovery/loss-claim.ts';
import { postagePayers, postageStates } from '../domain/recovery/postage.ts';
import { fileId, idOf, instant, moneyView, waybill } from './common.ts';

export const claimId = idOf('clm');

/** What is demanded of somebody for a loss, and how far it has come. */
export const claimView = z.object({
  id: claimId,
  against: z.enum(claimParties),
  /** A courier's code, or the name of the insurer, the platform or the vendor. */
  party: z.string(),
  cause: z.enum(claimCauses),
  waybill: z.string().nullable(),
  reference: z.string(),
  state: z.enum(claimStates),
  amount: moneyView,
  accepted: moneyView,
  paid: moneyView,
  writtenOff: moneyView,
  appeals: z.int(),
  filedAt: instant,
  answerDue: instant,
  /** They ought to have answered by now. */
  overdue: z.boolean(),
  answeredAt: instant.nullable(),
  refusedBecause: z.string().nullable(),
  proof: z.array(fileId),
});
export type ClaimView = z.infer<typeof claimView>;

/** Return freight that the buyer wants back for one parcel, and who has paid of it. */
export const postageView = z.object({
  waybill,
  state: z.enum(postageStates),
  asked: moneyView,
  askedBy: z.enum(['buyer', 'staff']),
  askedAt: instant,
  insured: z.boolean(),
  proof: z.array(fileId),
  insurance: z
    .object({
      outcome: z.enum(['paid', 'refused']),
      amount: moneyView.nullable(),
      reference: z.string().nullable(),
      because: z.string().nullable(),
      at: instant,
    })
    .nullable(),
  payouts: z.array(
    z.object({
      by: z.enum(postagePayers),
      amount: moneyView,
      reference: z.string(),
      at: instant,
      goodwill: z.boolean(),
    }),
  ),
  /** What the buyer still lacks. */
  left: moneyView,
  /** What he has of ours although the insurer has paid it too. */
  paidTwice: moneyView,
  declinedBecause: z.string().nullable(),
});
export type PostageView = z.infer<typeof postageView>;
