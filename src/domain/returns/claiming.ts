import { never } from '../assert.ts';
import { partId } from '../ids.ts';
import { add, isMore, isPositive, isZero, type Money, subtract, zero } from '../money.ts';
import {
  type ClaimId,
  isOpenClaim,
  type LossClaim,
  type LossClaimCommand,
  type LossClaimEvent,
} from '../recovery/loss-claim.ts';
import { ok, reject } from '../result.ts';
import type { Context, Decision } from '../returns/decision.ts';
import type { RmaEvent } from '../returns/events.ts';
import type { Rejection } from '../returns/rejections.ts';
import type { Rma } from '../returns/rma.ts';
import type { Instant } from '../time.ts';

type No = Rejection | null;
type Of<Type extends LossClaimCommand['type']> = Extract<LossClaimCommand, { type: Type }>;

const claimsOf = (rma: Rma): readonly LossClaim[] => rma.claims ?? [];
export const claimOf = (rma: Rma, id: ClaimId): LossClaim | undefined => claimsOf(rma).find((each) => each.id === id);

/** A loss is met with on the way of goods that were to come or to go: the request has been granted. */
export const canFileClaim = (rma: Rma): No =>
  rma.review === 'approved' ? null : { code: 'not_approved', review: rma.review };

/** An answer may come late, raise what was granted, or be another one after what was granted had been written off. */
export function canRecordAnswer(claim: LossClaim | undefined): No {
  if (!claim) return { code: 'claim_not_found' };
  if (claim.state === 'withdrawn') return { code: 'claim_is_over', claimState: claim.state };
  if (claim.state === 'filed' || isMore(claim.amount, claim.accepted)) return null;
  return { code: 'claim_granted_in_full' };
}

export function canRecordPayment(claim: LossClaim | undefined): No {
  if (!claim) return { code: 'claim_not_found' };
  if (isMore(claim.accepted, claim.paid)) return null;
  return isZero(claim.accepted) ? { code: 'claim_not_granted' } : { code: 'claim_is_over', claimState: claim.state };
}

/** Against a refusal, against a sum that is less than was asked for, and for one that was given up too soon. */
export function canAppeal(claim: LossClaim | undefined): No {
  if (!claim) return { code: 'claim_not_found' };
  if (claim.state === 'filed') return { code: 'claim_not_answered' };
  if (claim.state === 'withdrawn') return { code: 'claim_is_over', claimState: claim.state };
  return isMore(claim.amount, claim.accepted) ? null : { code: 'claim_granted_in_full' };
}

export function canCloseClaim(claim: LossClaim | undefined): No {
  if (!claim) return { code: 'claim_not_found' };
  return isOpenClaim(claim) ? null : { code: 'claim_is_over', claimState: claim.state };
}

/** Possible where any claim allows it; otherwise why the newest does not. */
export const ofAnyClaim =
  (guard: (claim: LossClaim | undefined) => No) =>
  (rma: Rma): No => {
    const answers = claimsOf(rma).map(guard);
    return answers.includes(null) ? null : (answers.at(-1) ?? { code: 'claim_not_found' });
  };

export function decideClaim(rma: Rma, command: LossClaimCommand, context: Context): Decision {
  switch (command.type) {
    case 'file_claim':
      return fileClaim(rma, command, context);
    case 'record_claim_answer':
      return recordAnswer(rma, command, context);
    case 'record_claim_payment':
      return recordPayment(rma, command, context);
    case 'appeal_claim':
      return appeal(rma, command, context);
    case 'close_claim':
      return close(rma, command);
    default:
      return never(command);
  }
}

function fileClaim(rma: Rma, command: Of<'file_claim'>, { now, order }: Context): Decision {
  const { against, cause, waybill, amount, filedAt, answerDue, files, party, reference } = command;
  const no =
    canFileClaim(rma) ?? wrongSum(amount, order.currency) ?? wrongMoments({ filedAt, answerDue, now }) ?? twice();
  if (no) return reject(no);
  return ok([
    {
      type: 'claim_filed',
      claimId: partId('clm', rma.id, claimsOf(rma).length + 1),
      against,
      party,
      cause,
      ...(waybill ? { waybill } : {}),
      amount,
      reference,
      at: filedAt,
      answerDue,
      proof: files,
    },
  ]);

  /** A claim that may still bring more is appealed, not filed anew; and nobody pays twice for one lost parcel. */
  function twice(): No {
    if (against === 'courier' && !waybill) return { code: 'waybill_needed' };
    const same = claimsOf(rma).find(
      (claim) =>
        claim.against === against &&
        claim.cause === cause &&
        claim.waybill === waybill &&
        claim.state !== 'withdrawn' &&
        (cause === 'lost' || isOpenClaim(claim) || isMore(claim.amount, claim.accepted)),
    );
    return same ? { code: 'claim_exists', claimId: same.id, claimState: same.state } : null;
  }
}

function recordAnswer(rma: Rma, command: Of<'record_claim_answer'>, { now, order }: Context): Decision {
  const claim = claimOf(rma, command.claimId);
  const no = canRecordAnswer(claim) ?? (claim && outOfTime(command.at, claim.filedAt, now));
  if (no || !claim) return reject(no ?? { code: 'claim_not_found' });
  const { claimId, at } = command;
  if (command.outcome === 'refused') {
    return claim.state === 'filed'
      ? ok([{ type: 'claim_refused', claimId, because: command.because, at }])
      : reject({ code: 'claim_answered_already' });
  }
  const { amount } = command;
  const wrong = wrongSum(amount, order.currency);
  if (wrong) return reject(wrong);
  if (isMore(amount, claim.amount)) return reject({ code: 'claim_answer_exceeds', claimed: claim.amount });
  if (isMore(claim.accepted, amount)) return reject({ code: 'claim_answer_lowers', accepted: claim.accepted });
  const more = subtract(amount, claim.accepted);
  // To stay with the same sum is an answer to an appeal, and to nothing else.
  if (isZero(more) && claim.state !== 'filed') return reject({ code: 'claim_answered_already' });
  const relieves = isLossGivenUp(rma, claim) ? ({ relieves: 'selling_loss' } as const) : {};
  return ok([{ type: 'claim_accepted', claimId, amount, more, at, ...relieves }, ...parcelLost(rma, claim, at)]);
}

/** The goods of the claim did not come, and what they cost was booked as a loss when they were given up. */
function isLossGivenUp({ lines, advance }: Rma, { cause }: LossClaim): boolean {
  if (cause !== 'lost' && cause !== 'short') return false;
  const gone = lines.filter(({ reception, books }) => reception !== 'received' && books?.owedAt);
  return advance?.writtenOff !== undefined && gone.length > 0 && gone.every(({ books }) => books?.writtenOff);
}

/** Who carried it says that it is lost: no scan alone ever says so. The lines are for a person to mark missing. */
export const lostParcel = (rma: Rma, { against, cause, waybill }: LossClaim) =>
  against === 'courier' && cause === 'lost' ? rma.parcels.find((each) => each.waybill === waybill) : undefined;

function parcelLost(rma: Rma, claim: LossClaim, at: Instant): RmaEvent[] {
  const parcel = lostParcel(rma, claim);
  if (!parcel || parcel.status === 'lost') return [];
  return [{ type: 'parcel_status_changed', waybill: parcel.waybill, status: 'lost', at }];
}

function recordPayment(rma: Rma, command: Of<'record_claim_payment'>, { now, order }: Context): Decision {
  const { claimId, amount, reference, paidAt } = command;
  const claim = claimOf(rma, claimId);
  const no =
    canRecordPayment(claim) ??
    wrongSum(amount, order.currency) ??
    (claim && (outOfTime(paidAt, claim.filedAt, now) ?? overpaid(claim, amount)));
  if (no || !claim) return reject(no ?? { code: 'claim_not_found' });
  return ok([{ type: 'claim_paid', claimId, amount, reference, at: paidAt }]);
}

function overpaid({ accepted, paid }: LossClaim, amount: Money): No {
  const left = subtract(accepted, paid);
  return isMore(amount, left) ? { code: 'claim_payment_exceeds', left } : null;
}

function appeal(rma: Rma, command: Of<'appeal_claim'>, { now }: Context): Decision {
  const { claimId, because, appealedAt: at, answerDue, files } = command;
  const claim = claimOf(rma, claimId);
  const no =
    canAppeal(claim) ?? wrongMoments({ filedAt: at, answerDue, now }) ?? (claim && outOfTime(at, claim.filedAt, now));
  if (no) return reject(no);
  return ok([{ type: 'claim_appealed', claimId, because, at, answerDue, proof: files }]);
}

function close(rma: Rma, { claimId, outcome, because }: Of<'close_claim'>): Decision {
  const claim = claimOf(rma, claimId);
  const no = canCloseClaim(claim);
  if (no || !claim) return reject(no ?? { code: 'claim_not_found' });
  if (outcome === 'withdrawn' && isPositive(claim.accepted)) return reject({ code: 'claim_money_granted' });
  return ok([{ type: 'claim_closed', claimId, outcome, rest: subtract(claim.accepted, claim.paid), because }]);
}

/** Sums are in the currency of the order, and more than nothing. */
export function wrongSum(amount: Money, currency: string): No {
  if (amount.currency !== currency) return { code: 'wrong_currency', currency };
  return isPositive(amount) ? null : { code: 'amount_not_positive' };
}

export const inFuture = (at: Instant, now: Instant): No => (at > now ? { code: 'moment_in_future' } : null);

const outOfTime = (at: Instant, from: Instant, now: Instant): No =>
  inFuture(at, now) ?? (at < from ? { code: 'moment_before_claim' } : null);

const wrongMoments = ({ filedAt, answerDue, now }: { filedAt: Instant; answerDue: Instant; now: Instant }): No =>
  inFuture(filedAt, now) ?? (answerDue <= filedAt ? { code: 'answer_due_too_early' } : null);

export function claimMoved(rma: Rma, event: LossClaimEvent): Rma {
  if (event.type === 'claim_filed') return { ...rma, claims: [...claimsOf(rma), filed(event)] };
  return { ...rma, claims: claimsOf(rma).map((claim) => (claim.id === event.claimId ? moved(claim, event) : claim)) };
}

function filed(event: Extract<LossClaimEvent, { type: 'claim_filed' }>): LossClaim {
  const { type: _, claimId: id, at: filedAt, ...facts } = event;
  const none = zero(event.amount.currency);
  return { id, ...facts, filedAt, accepted: none, paid: none, writtenOff: none, appeals: 0, state: 'filed' };
}

function moved(claim: LossClaim, event: Exclude<LossClaimEvent, { type: 'claim_filed' }>): LossClaim {
  switch (event.type) {
    case 'claim_accepted': {
      const regained = isMore(event.more, claim.writtenOff) ? claim.writtenOff : event.more;
      const { refusedBecause: _, ...kept } = claim;
      return standing({
        ...kept,
        accepted: event.amount,
        writtenOff: subtract(claim.writtenOff, regained),
        answeredAt: event.at,
        ...(event.relieves ? { relieves: event.relieves } : {}),
      });
    }
    case 'claim_refused':
      return standing({ ...claim, answeredAt: event.at, refusedBecause: event.because });
    case 'claim_appealed':
      return {
        ...claim,
        state: 'filed',
        answerDue: event.answerDue,
        appeals: claim.appeals + 1,
        proof: [...claim.proof, ...event.proof],
      };
    case 'claim_paid': {
      const paid = { ...claim, paid: add(claim.paid, event.amount) };
      // Of what was granted before the appeal, whose answer is still to come.
      return claim.state === 'filed' ? paid : standing(paid);
    }
    case 'claim_closed':
      return {
        ...claim,
        state: event.outcome,
        accepted: subtract(claim.accepted, event.rest),
        writtenOff: add(claim.writtenOff, event.rest),
      };
    default:
      return never(event);
  }
}

/** Where an answered claim stands by its sums. A refused appeal leaves standing what had been granted. */
function standing(claim: LossClaim): LossClaim {
  if (isZero(claim.accepted)) return { ...claim, state: 'refused' };
  return { ...claim, state: isMore(claim.accepted, claim.paid) ? 'accepted' : 'paid' };
}
