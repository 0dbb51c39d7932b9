import { never } from '../assert.ts';
import { isMore, isPositive } from '../money.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import {
  isWithInsurer,
  type Postage,
  type PostageCommand,
  type PostageEvent,
  paidTwice,
  unpaid,
} from '../recovery/postage.ts';
import { ok, reject } from '../result.ts';
import type { Context, Decision } from '../returns/decision.ts';
import type { Rejection } from '../returns/rejections.ts';
import type { Rma } from '../returns/rma.ts';
import { inFuture, wrongSum } from './claiming.ts';

type No = Rejection | null;
type Of<Type extends PostageCommand['type']> = Extract<PostageCommand, { type: Type }>;

const postagesOf = (rma: Rma): readonly Postage[] => rma.postages ?? [];
const postageOf = (rma: Rma, waybill: string): Postage | undefined =>
  postagesOf(rma).find((each) => each.waybill === waybill);

/** Freight is advanced by who sends: a parcel that nobody took comes back at nobody's cost but ours. */
export function canAskPostage(rma: Rma): No {
  if (rma.review !== 'approved') return { code: 'not_approved', review: rma.review };
  if (resolutionFacts[rma.resolution].goodsBack !== 'by_buyer') return { code: 'goods_do_not_come_back' };
  if (rma.parcels.length === 0) return { code: 'parcel_not_found' };
  return rma.parcels.some(({ waybill }) => !postageOf(rma, waybill)) ? null : { code: 'postage_exists' };
}

/** One that refused may pay after all; one that paid has paid. */
export function canRecordInsurance(postage: Postage | undefined): No {
  if (!postage) return { code: 'postage_not_found' };
  return postage.insurance?.outcome === 'paid' ? { code: 'insurance_answered' } : null;
}

export function canPayPostage(postage: Postage | undefined): No {
  if (!postage) return { code: 'postage_not_found' };
  if (isWithInsurer(postage)) return { code: 'insurer_first' };
  return isPositive(unpaid(postage)) ? null : { code: 'postage_paid_already' };
}

export function canDeclinePostage(postage: Postage | undefined): No {
  return canPayPostage(postage) ?? (postage?.declined ? { code: 'postage_declined_already' } : null);
}

export function canRecoverPostage(postage: Postage | undefined): No {
  if (!postage) return { code: 'postage_not_found' };
  return isPositive(paidTwice(postage)) ? null : { code: 'nothing_paid_twice' };
}

/** Possible where any parcel's postage allows it; otherwise why the newest does not. */
export const ofAnyPostage =
  (guard: (postage: Postage | undefined) => No) =>
  (rma: Rma): No => {
    const answers = postagesOf(rma).map(guard);
    return answers.includes(null) ? null : (answers.at(-1) ?? { code: 'postage_not_found' });
  };

export function decidePostage(rma: Rma, command: PostageCommand, context: Context): Decision {
  switch (command.type) {
    case 'ask_postage':
      return askPostage(rma, command, context);
    case 'record_insurance':
      return recordInsurance(rma, command, context);
    case 'pay_postage':
      return payPostage(rma, command, context);
    case 'decline_postage': {
      const no = canDeclinePostage(postageOf(rma, command.waybill));
      if (no) return reject(no);
      const { waybill, because } = command;
      return ok([{ type: 'postage_declined', waybill, because, at: context.now }]);
    }
    case 'recover_postage': {
      const postage = postageOf(rma, command.waybill);
      const no = canRecoverPostage(postage);
      if (no || !postage) return reject(no ?? { code: 'postage_not_found' });
      return ok([{ ...command, type: 'postage_recovered', amount: paidTwice(postage), at: context.now }]);
    }
    default:
      return never(command);
  }
}

function askPostage(rma: Rma, command: Of<'ask_postage'>, { now, order }: Context): Decision {
  const { waybill, amount, insured, files, by } = command;
  const no =
    canAskPostage(rma) ??
    (postageOf(rma, waybill) ? ({ code: 'postage_exists' } as const) : null) ??
    (rma.parcels.some((parcel) => parcel.waybill === waybill) ? null : ({ code: 'parcel_not_found' } as const)) ??
    wrongSum(amount, order.currency);
  if (no) return reject(no);
  return ok([{ type: 'postage_asked', waybill, amount, insured, by, at: now, proof: files }]);
}

function recordInsurance(rma: Rma, command: Of<'record_insurance'>, { now, order }: Context): Decision {
  const { waybill, at } = command;
  const postage = postageOf(rma, waybill);
  const no = canRecordInsurance(postage) ?? inFuture(at, now);
  if (no || !postage) return reject(no ?? { code: 'postage_not_found' });
  if (command.outcome === 'refused') {
    if (postage.insurance) return reject({ code: 'insurance_answered' });
    return ok([{ type: 'postage_insured_refused', waybill, because: command.because, at }]);
  }
  const { amount, reference } = command;
  const wrong = wrongSum(amount, order.currency);
  if (wrong) return reject(wrong);
  const again = paidTwice({ ...postage, insurance: { outcome: 'paid', amount, reference, at } });
  const event: PostageEvent = { type: 'postage_insured_paid', waybill, amount, reference, at };
  return ok([isPositive(again) ? { ...event, again } : event]);
}

function payPostage(rma: Rma, command: Of<'pay_postage'>, { now, order }: Context): Decision {
  const { waybill, by, amount, reference, paidAt, goodwill } = command;
  const postage = postageOf(rma, waybill);
  const no = canPayPostage(postage) ?? wrongSum(amount, order.currency) ?? inFuture(paidAt, now);
  if (no || !postage) return reject(no ?? { code: 'postage_not_found' });
  if (isMore(amount, unpaid(postage))) return reject({ code: 'postage_exceeds', left: unpaid(postage) });
  const { returnTerms } = rma;
  if (by === 'merchant' && returnTerms?.returnFreight === 'buyer' && !goodwill) {
    return reject({ code: 'freight_is_buyers', basis: returnTerms.basis });
  }
  return ok([{ type: 'postage_paid', waybill, by, amount, reference, at: paidAt, ...(goodwill ? { goodwill } : {}) }]);
}

export function postageMoved(rma: Rma, event: PostageEvent): Rma {
  if (event.type === 'postage_asked') return { ...rma, postages: [...postagesOf(rma), asked(event)] };
  return {
    ...rma,
    postages: postagesOf(rma).map((each) => (each.waybill === event.waybill ? moved(each, event) : each)),
  };
}

const asked = (event: Extract<PostageEvent, { type: 'postage_asked' }>): Postage => ({
  waybill: event.waybill,
  asked: event.amount,
  askedBy: event.by,
  askedAt: event.at,
  insured: event.insured,
  proof: event.proof,
  payouts: [],
});

function moved(postage: Postage, event: Exclude<PostageEvent, { type: 'postage_asked' }>): Postage {
  const { at } = event;
  switch (event.type) {
    case 'postage_insured_paid':
      return {
        ...postage,
        insurance: { outcome: 'paid', amount: event.amount, reference: event.reference, at },
      };
    case 'postage_insured_refused':
      return { ...postage, insurance: { outcome: 'refused', because: event.because, at } };
    case 'postage_paid': {
      const { type: _, waybill: __, ...payout } = event;
      const { declined: ___, ...kept } = postage;
      return { ...kept, payouts: [...postage.payouts, payout] };
    }
    case 'postage_declined':
      return { ...postage, declined: { because: event.because, at } };
    case 'postage_recovered': {
      const { type: _, waybill: __, ...recovery } = event;
      return { ...postage, recovery };
    }
    default:
      return never(event);
  }
}
