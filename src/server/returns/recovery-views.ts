import type { ClaimView, PostageView } from '../../contract/claim-views.ts';
import { toMoneyView } from '../../contract/common.ts';
import type { LossClaim } from '../../domain/recovery/loss-claim.ts';
import { type Postage, paidTwice, postageState, unpaid } from '../../domain/recovery/postage.ts';
import type { Instant } from '../../domain/time.ts';

export const claimView = (claim: LossClaim, now: Instant): ClaimView => ({
  id: claim.id,
  against: claim.against,
  party: claim.party,
  cause: claim.cause,
  waybill: claim.waybill ?? null,
  reference: claim.reference,
  state: claim.state,
  amount: toMoneyView(claim.amount),
  accepted: toMoneyView(claim.accepted),
  paid: toMoneyView(claim.paid),
  writtenOff: toMoneyView(claim.writtenOff),
  appeals: claim.appeals,
  filedAt: claim.filedAt,
  answerDue: claim.answerDue,
  overdue: claim.state === 'filed' && claim.answerDue <= now,
  answeredAt: claim.answeredAt ?? null,
  refusedBecause: claim.refusedBecause ?? null,
  proof: claim.proof,
});

export const postageView = (postage: Postage): PostageView => ({
  waybill: postage.waybill,
  state: postageState(postage),
  asked: toMoneyView(postage.asked),
  askedBy: postage.askedBy,
  askedAt: postage.askedAt,
  insured: postage.insured,
  proof: postage.proof,
  insurance: insuranceView(postage.insurance),
  payouts: postage.payouts.map(({ by, amount, reference, at, goodwill }) => ({
    by,
    amount: toMoneyView(amount),
    reference,
    at,
    goodwill: goodwill ?? false,
  })),
  left: toMoneyView(unpaid(postage)),
  paidTwice: toMoneyView(paidTwice(postage)),
  declinedBecause: postage.declined?.because ?? null,
});

function insuranceView(insurance: Postage['insurance']): PostageView['insurance'] {
  if (!insurance) return null;
  const { outcome, at } = insurance;
  return outcome === 'paid'
    ? { outcome, at, amount: toMoneyView(insurance.amount), reference: insurance.reference, because: null }
    : { outcome, at, amount: null, reference: null, because: insurance.because };
}
