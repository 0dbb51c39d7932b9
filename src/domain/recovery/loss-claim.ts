import type { FileId } from '../ids.ts';
import type { Money } from '../money.ts';
import type { Instant } from '../time.ts';

export type ClaimId = `clm_${string}`;

/** Who is to make good a loss. */
export const claimParties = ['courier', 'insurer', 'platform', 'vendor'] as const;
export type ClaimParty = (typeof claimParties)[number];

export const claimCauses = ['lost', 'damaged', 'short', 'wrong_goods', 'return_freight'] as const;
export type ClaimCause = (typeof claimCauses)[number];

/**
 * `filed`: they owe an answer, to the claim or to an appeal. `accepted`: they owe money. `refused`: we may appeal.
 * `paid`: all that they granted is here. `written_off`: we no longer wait for the rest. `withdrawn`: it was none.
 */
export const claimStates = ['filed', 'accepted', 'refused', 'paid', 'written_off', 'withdrawn'] as const;
export type ClaimState = (typeof claimStates)[number];

/** What is demanded of somebody for a loss that a return has met with. */
export type LossClaim = {
  id: ClaimId;
  against: ClaimParty;
  /** A courier's code, or the name of the insurer, the platform or the vendor. */
  party: string;
  cause: ClaimCause;
  waybill?: string;
  amount: Money;
  /** What they have granted and owe or have paid; what was written off is no part of it. */
  accepted: Money;
  paid: Money;
  writtenOff: Money;
  /** Their number of it. */
  reference: string;
  filedAt: Instant;
  answerDue: Instant;
  answeredAt?: Instant;
  refusedBecause?: string;
  /** How often a refusal or a smaller sum was appealed against. */
  appeals: number;
  proof: FileId[];
  state: ClaimState;
  /** The goods had been given up when it was granted: their loss stands there. Absent: it waits for its settlement. */
  relieves?: 'selling_loss';
};

export type LossClaimCommand =
  | {
      type: 'file_claim';
      against: ClaimParty;
      party: string;
      cause: ClaimCause;
      waybill?: string;
      amount: Money;
      reference: string;
      filedAt: Instant;
      answerDue: Instant;
      files: FileId[];
    }
  | { type: 'record_claim_answer'; claimId: ClaimId; at: Instant; outcome: 'accepted'; amount: Money }
  | { type: 'record_claim_answer'; claimId: ClaimId; at: Instant; outcome: 'refused'; because: string }
  | { type: 'record_claim_payment'; claimId: ClaimId; amount: Money; reference: string; paidAt: Instant }
  | {
      type: 'appeal_claim';
      claimId: ClaimId;
      because: string;
      appealedAt: Instant;
      answerDue: Instant;
      files: FileId[];
    }
  | { type: 'close_claim'; claimId: ClaimId; outcome: 'written_off' | 'withdrawn'; because: string };

export type LossClaimEvent =
  | {
      type: 'claim_filed';
      claimId: ClaimId;
      against: ClaimParty;
      party: string;
      cause: ClaimCause;
      waybill?: string;
      amount: Money;
      reference: string;
      at: Instant;
      answerDue: Instant;
      proof: FileId[];
    }
  /** `more`: what it adds to the sum that was granted before, for the books. */
  | {
      type: 'claim_accepted';
      claimId: ClaimId;
      amount: Money;
      more: Money;
      at: Instant;
      relieves?: LossClaim['relieves'];
    }
  | { type: 'claim_refused'; claimId: ClaimId; because: string; at: Instant }
  | { type: 'claim_appealed'; claimId: ClaimId; because: string; at: Instant; answerDue: Instant; proof: FileId[] }
  | { type: 'claim_paid'; claimId: ClaimId; amount: Money; reference: string; at: Instant }
  /** `rest`: what had been granted and is no longer waited for. */
  | { type: 'claim_closed'; claimId: ClaimId; outcome: 'written_off' | 'withdrawn'; rest: Money; because: string };

/**
 * How many days each party has to answer, until the merchant says otherwise. None of them was read in a contract or an
 * article: 保险法 art. 23 gives an insurer thirty days in complicated cases, couriers' terms differ.
 */
export const answerDays: Record<ClaimParty, { days: number; verified: false }> = {
  courier: { days: 30, verified: false },
  insurer: { days: 30, verified: false },
  platform: { days: 15, verified: false },
  vendor: { days: 15, verified: false },
};

/** Somebody still has to do something about it: they answer or pay, or we appeal or give it up. */
export const isOpenClaim = ({ state }: Pick<LossClaim, 'state'>): boolean =>
  state === 'filed' || state === 'accepted' || state === 'refused';
