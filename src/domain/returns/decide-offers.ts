import { partId } from '../ids.ts';
import { isMore, isPositive, type Money } from '../money.ts';
import type { Resolution } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { planRebate } from '../refunds/rebate-plan.ts';
import { planRefund } from '../refunds/refund-plan.ts';
import { ok, reject } from '../result.ts';
import { plusHours } from '../time.ts';
import { grantedBy } from './approving.ts';
import { autoRefund, paidAtOnce } from './decide-refunds.ts';
import * as review from './decide-review.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { GoodsTerm, Offer } from './negotiation.ts';
import { canGoodsGo, canMakeOffer, canStillAgree, messageOf, offerOf, openOffer } from './negotiation-guards.ts';
import type { Rejection } from './rejections.ts';
import { termsFor } from './return-terms.ts';
import type { Rma } from './rma.ts';

/** Longer, and nobody knows any more what the goods are worth. */
export const MAX_OFFER_HOURS = 30 * 24;

export function make(rma: Rma, command: Of<'make_offer'>, context: Context): Decision {
  const { amount, goods, validUntil } = command;
  const no = canMakeOffer(rma) ?? canGoodsGo(rma, goods);
  if (no) return reject(no);
  if (validUntil <= context.now || validUntil > plusHours(context.now, MAX_OFFER_HOURS)) {
    return reject({ code: 'offer_validity_wrong', maxHours: MAX_OFFER_HOURS });
  }
  if (!isPositive(amount) || amount.currency !== context.order.currency) return reject({ code: 'offer_amount_wrong' });
  const tooMuch = beyondPaid(rma, amount, context);
  if (tooMuch) return reject(tooMuch);
  // The platform's document cannot say yes to what it says already.
  if (rma.channelRef && rma.requested?.minor === amount.minor && goods === termOf(rma.resolution)) {
    return reject({ code: 'offer_changes_nothing' });
  }
  // Who offers a sum grants it: the buyer's yes asks nobody here again.
  const said = grantedBy(rma, amount, escalationOf(rma), context);
  if (!said.ok || !said.value.enough) return said.ok ? ok(said.value.events) : said;
  const offerId = partId('ofr', rma.id, (rma.offers?.length ?? 0) + 1);
  return ok([...said.value.events, { type: 'offer_made', offerId, amount, goods, validUntil, at: context.now }]);
}

/** The level that must grant the request, as far as nobody has yet. */
export const escalationOf = ({ review: state, escalation }: Rma): number | undefined =>
  state === 'approved' ? undefined : escalation;

/** The most that could go back for the goods of this case: their price and their freight, as they were paid. */
function beyondPaid(rma: Rma, amount: Money, { order }: Context): Rejection | null {
  const lines = rma.lines
    .filter((line) => line.reception !== 'missing')
    .map((line) => ({ lineId: line.id, orderLineId: line.orderLineId, quantity: line.quantity }));
  if (resolutionFacts[rma.resolution].amount === 'as_asked') {
    const rebate = planRebate(order, { lines, deductions: [], amount });
    if (rebate.ok) return null;
    return rebate.rejection.code === 'refund_exceeds_paid'
      ? { ...rebate.rejection, code: 'offer_exceeds_paid' }
      : rebate.rejection;
  }
  const most = planRefund(order, { lines, returnsFreight: true, deductions: [], platformAmount: null });
  if (!most.ok) return most.rejection;
  const { total } = most.value;
  return isMore(amount, total) ? { code: 'offer_exceeds_paid', refundable: total } : null;
}

export function accept(rma: Rma, command: Of<'accept_offer'>, context: Context): Decision {
  const offer = offerOf(rma, command.offerId);
  const no = canAnswer(offer) ?? (offer ? canAccept(rma, offer, context) : null);
  if (no || !offer) return reject(no ?? { code: 'offer_not_found' });
  // There the amount of the document is what will be paid, and only its buyer can change that.
  if (rma.channelRef) return reject({ code: 'platform_decides_offer' });
  const { by, messageId } = command;
  const proved = messageId !== undefined && messageOf(rma, messageId)?.state === 'received';
  if (by === 'staff' && !proved) return reject({ code: 'acceptance_not_proved' });
  return ok(whatFollows(rma, offer, { by, ...(messageId ? { messageId } : {}) }, context));
}

function canAnswer(offer: Offer | undefined): Rejection | null {
  if (!offer) return { code: 'offer_not_found' };
  return offer.state === 'open' ? null : { code: 'offer_not_open', offerState: offer.state };
}

function canAccept(rma: Rma, offer: Offer, context: Context): Rejection | null {
  if (context.now > offer.validUntil) return { code: 'offer_is_over' };
  return canStillAgree(rma) ?? canGoodsGo(rma, offer.goods) ?? beyondPaid(rma, offer.amount, context);
}

type Yes = Omit<Extract<RmaEvent, { type: 'offer_accepted' }>, 'type' | 'offerId' | 'at'>;

/**
 * A yes settles the sum, and grants what was not granted yet: the shop has offered it. What the goods are like by now keeps
 * nothing back, for until the yes the shop could have taken its offer back.
 */
export function whatFollows(rma: Rma, offer: Offer, yes: Yes, context: Context): RmaEvent[] {
  const accepted: RmaEvent = { type: 'offer_accepted', offerId: offer.id, at: context.now, ...yes };
  const after = evolve(rma, accepted);
  if (after.review === 'approved') return [accepted, ...paidAtOnce(after, context)];
  const terms = offer.goods === 'stay' ? ({ goodsStay: true } as const) : termsFor(after, {}, context.order);
  return [accepted, ...review.granted(after, { by: 'person', ...terms }, context, paidAtOnce)];
}

/** A no keeps the request as it was; money that waited for the answer goes its way. */
export function decline(rma: Rma, { offerId, by }: Of<'decline_offer'>, context: Context): Decision {
  const no = canAnswer(offerOf(rma, offerId));
  return no ? reject(no) : ok(over(rma, { type: 'offer_declined', offerId, by }, context));
}

export function takeBack(rma: Rma, { offerId }: Of<'withdraw_offer'>, context: Context): Decision {
  const no = canAnswer(offerOf(rma, offerId));
  return no ? reject(no) : ok(over(rma, { type: 'offer_withdrawn', offerId, cause: 'person' }, context));
}

/** The clock's own word: it says nothing of an offer that was answered, or whose time is not over. */
export function lapse(rma: Rma, { offerId }: Of<'lapse_offer'>, context: Context): Decision {
  const offer = offerOf(rma, offerId);
  if (offer?.state !== 'open' || context.now < offer.validUntil) return ok([]);
  return ok(over(rma, { type: 'offer_lapsed', offerId }, context));
}

function over(rma: Rma, event: RmaEvent, context: Context): RmaEvent[] {
  const after = evolve(rma, event);
  return [event, ...autoRefund(after, context)];
}

/** By these the case takes another course than the one that was offered. A kind that moves no money leaves nothing to agree on. */
const settles = (event: RmaEvent): boolean =>
  settling.has(event.type) ||
  (event.type === 'rma_converted' && (event.by === 'person' || resolutionFacts[event.to].money === 'never'));

const settling: ReadonlySet<RmaEvent['type']> = new Set<RmaEvent['type']>([
  'rma_approved',
  'rma_rejected',
  'rma_withdrawn',
  'refund_requested',
  'nothing_to_refund',
]);

/** The return without its open offer, where these events settle it otherwise; undefined where they do not. */
export function withoutOffer(rma: Rma, events: readonly RmaEvent[]): { rma: Rma; event: RmaEvent } | undefined {
  const offer = openOffer(rma);
  if (!offer || !events.some(settles)) return undefined;
  // What answered the offer was decided with it.
  if (openOffer(events.reduce<Rma>(evolve, rma))?.id !== offer.id) return undefined;
  const event: RmaEvent = { type: 'offer_withdrawn', offerId: offer.id, cause: 'superseded' };
  return { rma: evolve(rma, event), event };
}

/** The offer that a platform's document says yes to by asking for what was offered; undefined where it does not. */
export function answeredBy(rma: Rma, command: Of<'follow_channel'>, context: Context): Offer | undefined {
  const offer = openOffer(rma);
  if (!offer || !saysYes(rma, offer, command) || canAccept(rma, offer, context)) return undefined;
  return offer;
}

function saysYes({ resolution }: Rma, offer: Offer, { requested, channelRef }: Of<'follow_channel'>): boolean {
  const sameSum = requested.currency === offer.amount.currency && requested.minor === offer.amount.minor;
  return sameSum && termOf(channelRef.kind ?? resolution) === offer.goods;
}

/** Do the goods of such a request stay or come back? Null where it is not about money. */
function termOf(kind: Resolution): GoodsTerm | null {
  const { money, goodsBack } = resolutionFacts[kind];
  if (money === 'never') return null;
  return goodsBack === 'no' ? 'stay' : 'come_back';
}
