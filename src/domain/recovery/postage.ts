import type { FileId } from '../ids.ts';
import { add, isMore, isPositive, type Money, subtract, sum, zero } from '../money.ts';
import type { Instant } from '../time.ts';

/** Who pays postage besides an insurer. What a platform pays, it takes from the merchant's account. */
export const postagePayers = ['merchant', 'platform'] as const;
export type PostagePayer = (typeof postagePayers)[number];

type Insurance =
  | { outcome: 'paid'; amount: Money; reference: string; at: Instant }
  | { outcome: 'refused'; because: string; at: Instant };

/** Return freight that the buyer advanced and wants back, for one parcel. */
export type Postage = {
  waybill: string;
  asked: Money;
  askedBy: 'buyer' | 'staff';
  askedAt: Instant;
  /** The parcel is insured for its freight (运费险), as far as anybody said. */
  insured: boolean;
  proof: FileId[];
  insurance?: Insurance;
  payouts: { by: PostagePayer; amount: Money; reference: string; at: Instant; goodwill?: true }[];
  declined?: { because: string; at: Instant };
  /** What became of the money that was paid twice. */
  recovery?: { outcome: 'recovered' | 'waived'; amount: Money; reference: string; at: Instant };
};

export const postageStates = ['asked', 'with_insurer', 'part_paid', 'paid', 'declined', 'paid_twice'] as const;
export type PostageState = (typeof postageStates)[number];

export type PostageCommand =
  | { type: 'ask_postage'; waybill: string; amount: Money; insured: boolean; files: FileId[]; by: 'buyer' | 'staff' }
  | { type: 'record_insurance'; waybill: string; outcome: 'paid'; amount: Money; reference: string; at: Instant }
  | { type: 'record_insurance'; waybill: string; outcome: 'refused'; because: string; at: Instant }
  | {
      type: 'pay_postage';
      waybill: string;
      by: PostagePayer;
      amount: Money;
      reference: string;
      paidAt: Instant;
      /** The merchant pays although the terms leave the freight with the buyer. */
      goodwill?: true;
    }
  | { type: 'decline_postage'; waybill: string; because: string }
  /** The buyer has given the second money back, or is let keep it. */
  | { type: 'recover_postage'; waybill: string; outcome: 'recovered' | 'waived'; reference: string };

export type PostageEvent =
  | {
      type: 'postage_asked';
      waybill: string;
      amount: Money;
      insured: boolean;
      by: 'buyer' | 'staff';
      at: Instant;
      proof: FileId[];
    }
  /** Money from the insurer to the buyer: none of ours. `again`: so much of ours he now has twice. */
  | { type: 'postage_insured_paid'; waybill: string; amount: Money; reference: string; at: Instant; again?: Money }
  | { type: 'postage_insured_refused'; waybill: string; because: string; at: Instant }
  | {
      type: 'postage_paid';
      waybill: string;
      by: PostagePayer;
      amount: Money;
      reference: string;
      at: Instant;
      goodwill?: true;
    }
  | { type: 'postage_declined'; waybill: string; because: string; at: Instant }
  | {
      type: 'postage_recovered';
      waybill: string;
      outcome: 'recovered' | 'waived';
      amount: Money;
      reference: string;
      at: Instant;
    };

/** What the merchant has borne of it, himself or through a platform. */
export const paidByUs = ({ payouts, asked }: Postage): Money =>
  sum(
    payouts.map(({ amount }) => amount),
    asked.currency,
  );

export const paidByInsurer = ({ insurance, asked }: Postage): Money =>
  insurance?.outcome === 'paid' ? insurance.amount : zero(asked.currency);

const paidInAll = (postage: Postage): Money => add(paidByUs(postage), paidByInsurer(postage));

/** What the buyer still lacks of what he asked for. */
export function unpaid(postage: Postage): Money {
  const paid = paidInAll(postage);
  return isMore(postage.asked, paid) ? subtract(postage.asked, paid) : zero(postage.asked.currency);
}

/** How much of our money the buyer has for freight that an insurer paid him too, as long as nothing came of it. */
export function paidTwice(postage: Postage): Money {
  const none = zero(postage.asked.currency);
  if (postage.recovery) return none;
  const paid = paidInAll(postage);
  if (!isMore(paid, postage.asked)) return none;
  const over = subtract(paid, postage.asked);
  const ours = paidByUs(postage);
  return isMore(over, ours) ? ours : over;
}

/** The insurer has it first: until it answers, nobody else pays. */
export const isWithInsurer = ({ insured, insurance }: Postage): boolean => insured && insurance === undefined;

export function postageState(postage: Postage): PostageState {
  if (isPositive(paidTwice(postage))) return 'paid_twice';
  if (isWithInsurer(postage)) return 'with_insurer';
  if (!isPositive(unpaid(postage))) return 'paid';
  if (postage.declined) return 'declined';
  return isPositive(paidInAll(postage)) ? 'part_paid' : 'asked';
}
