import type { ClaimView, PostageView } from '../../../contract/claim-views.ts';
import type { MoneyView } from '../../../contract/common.ts';
import type { RmaView } from '../../../contract/returns.ts';
import { type Money, money } from '../../../domain/money.ts';
import type { LossClaim } from '../../../domain/recovery/loss-claim.ts';
import type { Postage } from '../../../domain/recovery/postage.ts';
import { canAppeal, canCloseClaim, canRecordAnswer, canRecordPayment } from '../../../domain/returns/claiming.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import {
  canDeclinePostage,
  canPayPostage,
  canRecordInsurance,
  canRecoverPostage,
} from '../../../domain/returns/paying-postage.ts';
import { fromMs } from '../../../domain/time.ts';

export const moneyOf = ({ minor, currency }: MoneyView): Money => money(BigInt(minor), currency);
const momentOf = (at: string) => fromMs(Date.parse(at));

/** As far as the rules look at it. */
const claimOf = (view: ClaimView): LossClaim => ({
  id: view.id,
  against: view.against,
  party: view.party,
  cause: view.cause,
  amount: moneyOf(view.amount),
  accepted: moneyOf(view.accepted),
  paid: moneyOf(view.paid),
  writtenOff: moneyOf(view.writtenOff),
  reference: view.reference,
  filedAt: momentOf(view.filedAt),
  answerDue: momentOf(view.answerDue),
  appeals: view.appeals,
  proof: view.proof,
  state: view.state,
});

/** What was recovered is told by what is still paid twice: the rules ask for no more. */
function postageOf(view: PostageView): Postage {
  const at = momentOf(view.askedAt);
  const { insurance } = view;
  return {
    waybill: view.waybill,
    asked: moneyOf(view.asked),
    askedBy: view.askedBy,
    askedAt: at,
    insured: view.insured,
    proof: view.proof,
    payouts: view.payouts.map(({ by, amount, reference }) => ({ by, amount: moneyOf(amount), reference, at })),
    ...(insurance?.amount
      ? { insurance: { outcome: 'paid', amount: moneyOf(insurance.amount), reference: '', at } as const }
      : insurance
        ? { insurance: { outcome: 'refused', because: insurance.because ?? '', at } as const }
        : {}),
    ...(view.declinedBecause === null ? {} : { declined: { because: view.declinedBecause, at } }),
    ...(view.paidTwice.minor === '0'
      ? { recovery: { outcome: 'waived', amount: moneyOf(view.paidTwice), reference: '', at } as const }
      : {}),
  };
}

export type ClaimAct = 'record_claim_answer' | 'record_claim_payment' | 'appeal_claim' | 'close_claim';
export type PostageAct = 'record_insurance' | 'pay_postage' | 'decline_postage' | 'recover_postage';

const claimGuards = {
  record_claim_payment: canRecordPayment,
  record_claim_answer: canRecordAnswer,
  appeal_claim: canAppeal,
  close_claim: canCloseClaim,
};
const postageGuards = {
  record_insurance: canRecordInsurance,
  pay_postage: canPayPostage,
  decline_postage: canDeclinePostage,
  recover_postage: canRecoverPostage,
};

export const mayDo = (rma: RmaView, command: PersonCommand): boolean =>
  rma.abilities.some((ability) => ability.command === command && ability.allowed);

const keysOf = <Key extends string>(of: Record<Key, unknown>) => Object.keys(of) as Key[];

/** The buttons of one claim: by the rules that the server asks, for whoever looks. */
export const claimActs = (rma: RmaView, view: ClaimView): ClaimAct[] =>
  keysOf(claimGuards).filter((act) => mayDo(rma, act) && claimGuards[act](claimOf(view)) === null);

export const postageActs = (rma: RmaView, view: PostageView): PostageAct[] =>
  keysOf(postageGuards).filter((act) => mayDo(rma, act) && postageGuards[act](postageOf(view)) === null);
