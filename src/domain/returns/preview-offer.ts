import type { Money } from '../money.ts';
import type { ExplanationRow } from '../refunds/refund-plan.ts';
import { ok, type Result, reject } from '../result.ts';
import { plusHours } from '../time.ts';
import { mayGrant } from './approving.ts';
import { isPaidByPlatform } from './channel-answers.ts';
import * as offers from './decide-offers.ts';
import { planNext, recordChannelRefund, requestRefund } from './decide-refunds.ts';
import type { Context, Decision } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { GoodsTerm } from './negotiation.ts';
import { openOffer } from './negotiation-guards.ts';
import type { Rejection } from './rejections.ts';
import type { Rma, RmaLine } from './rma.ts';

export type OfferPreview = {
  /** What would go back without any offer; null where that cannot be worked out. */
  entitled: Money | null;
  explanation: ExplanationRow[];
  /** The refund as it would be ordered once all that comes back is here, with the return as it stands then. */
  refund: { rma: Rma; event: RmaEvent }[];
};

/** What an offer leads to if the buyer says yes: worked out by the same code that would do it. */
export function previewOffer(
  rma: Rma,
  offer: { amount: Money; goods: GoodsTerm },
  context: Context,
): Result<OfferPreview, Rejection> {
  const beyond = mayGrant(rma, offer.amount, offers.escalationOf(rma), context);
  if (beyond) return reject(beyond);
  // How many must grant it says nothing of what it leads to.
  const { who: _, ...anybody } = context;
  return previewed(rma, offer, anybody);
}

function previewed(
  rma: Rma,
  offer: { amount: Money; goods: GoodsTerm },
  context: Context,
): ReturnType<typeof previewOffer> {
  const made = offers.make(rma, { type: 'make_offer', ...offer, validUntil: plusHours(context.now, 1) }, context);
  if (!made.ok) return made;
  // A platform's buyer says yes by asking for this sum.
  const asked = rma.channelRef ? { ...rma, requested: offer.amount } : rma;
  const offered = made.value.reduce<Rma>(evolve, asked);
  const open = openOffer(offered);
  const yes = open ? offers.whatFollows(offered, open, { by: 'buyer' }, context) : [];
  const after = yes.reduce<Rma>(evolve, offered);
  const ordered = yes.filter((event) => event.type === 'refund_requested');
  const here: Rma = { ...after, lines: after.lines.map(arrived) };
  const refund = ordered.length > 0 ? ok(ordered) : paidThen(here, offer.amount, context);
  if (!refund.ok) return refund;
  const entitled = planNext(rma, context);
  const first = refund.value.find((event) => event.type === 'refund_requested');
  return ok({
    entitled: entitled?.ok ? entitled.value.total : null,
    explanation: first?.explanation ?? [],
    refund: refund.value.flatMap((event) =>
      event.type === 'refund_succeeded' ? [] : [{ rma: evolve(here, event), event }],
    ),
  });
}

/** What a platform pays itself is booked as it pays it. */
const paidThen = (here: Rma, amount: Money, context: Context): Decision =>
  isPaidByPlatform(here)
    ? recordChannelRefund(
        here,
        { type: 'record_channel_refund', amount, reference: '', settledAt: context.now },
        context,
      )
    : requestRefund(here, { type: 'request_refund', deductions: [] }, context);

/** As if all that is still to come were here and in order. */
const arrived = (line: RmaLine): RmaLine =>
  line.settlement === 'not_due' && line.reception !== 'missing' && line.disposition !== 'to_buyer'
    ? { ...line, reception: 'received', settlement: 'due' }
    : line;
