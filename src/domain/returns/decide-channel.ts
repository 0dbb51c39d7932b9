import type { Resolution } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { ok, reject } from '../result.ts';
import { merged } from './claims.ts';
import { afterConversion, cannotBecome, conversion } from './decide-kinds.ts';
import { answeredBy, whatFollows } from './decide-offers.ts';
import { judgedAnew } from './decide-review.ts';
import type { Context, Decision, Of } from './decision.ts';
import { disputeRead } from './disputing.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { courierSaysRefused } from './evolve-kinds.ts';
import { canClaim } from './guards.ts';
import { canConvert } from './kind-guards.ts';
import { reasonChange } from './reason-changes.ts';
import type { Rejection } from './rejections.ts';
import { termsFor } from './return-terms.ts';
import { type ChannelRef, isRefused, isUnderReview, type Rma } from './rma.ts';

type Follow = Of<'follow_channel'>;

/** Below zero: the first is the older document. */
const orderOf = (a: ChannelRef, b: ChannelRef): number => a.version - b.version || (a.edition ?? 0) - (b.edition ?? 0);

/**
 * The platform's document has changed. An older version changes nothing: documents arrive in any order. The platform's
 * staff come first, since nothing is paid by itself while they judge; then the kind, for what is judged is the request
 * as it is now. A document that has come to ask for what was offered says yes to the offer.
 */
export function followChannel(rma: Rma, command: Follow, context: Context): Decision {
  const known = rma.channelRef;
  const age = known ? orderOf(command.channelRef, known) : 1;
  if (age < 0) return ok([]);
  const isNews = age > 0;
  const events: RmaEvent[] = [];
  let now = rma;
  const take = (more: readonly RmaEvent[]): void => {
    events.push(...more);
    now = more.reduce<Rma>(evolve, now);
  };
  take(disputeRead(now, command, context.now));
  if (isNews) {
    const before = now.channelRef?.kind ?? now.resolution;
    take([followed(rma, command)]);
    const conversions = conversionOf(now, before, command, context);
    take(conversions);
    const reason = reasonChange(now, known, command);
    take(reason);
    const isOther = (event: RmaEvent): boolean => event.type === 'rma_converted' || event.type === 'reason_changed';
    const offer = answeredBy(now, command, context);
    if (offer) {
      // What the shop has offered itself is not judged again.
      take(grantOf(now, command, context));
      take(whatFollows(now, offer, { by: 'platform' }, context));
    } else if (command.reopen && now.review === 'rejected') {
      const facts = resolutionFacts[now.resolution];
      const no = facts.claims === 'no' ? null : canClaim(context.order, merged(now.lines));
      if (no) return reject(no);
      take([{ type: 'rma_reopened' }]);
      take(judgedAnew(now, context));
    } else if ([...conversions, ...reason].some(isOther)) {
      take(isUnderReview(now) && !command.granted ? judgedAnew(now, context) : afterConversion(now, context));
    }
  }
  take(grantOf(now, command, context));
  return ok(events);
}

/** Time that the buyer has, or that we have for his goods, says nothing about the time for our answer. */
function followed(rma: Rma, { channelRef, deadline, waitsFor, requested }: Follow): RmaEvent {
  const onAnswer = waitsFor === undefined || waitsFor === 'answer';
  return {
    type: 'channel_followed',
    channelRef,
    reviewDue: (onAnswer ? deadline : null) ?? rma.reviewDue,
    requested,
    ...(waitsFor === undefined ? {} : { channelDue: deadline && waitsFor ? { at: deadline.at, on: waitsFor } : null }),
  };
}

/** The document asks for something else than it did. Where goods or money have gone too far, a person must look. */
function conversionOf(
  rma: Rma,
  before: Resolution,
  { channelRef, convertTo, reopen, granted }: Follow,
  context: Context,
): RmaEvent[] {
  if (!convertTo || !channelRef.kind || channelRef.kind === before || convertTo === rma.resolution) return [];
  const no: Rejection | null = (isRefused(rma) ? null : canConvert(rma)) ?? cannotBecome(rma, convertTo, context.order);
  if (no) return [{ type: 'conversion_not_followed', to: convertTo, because: no.code }];
  // A buyer who asks for another thing is to be answered anew; what the platform has granted itself stands.
  const keepsApproval = granted === true || !reopen;
  return conversion(rma, convertTo, context, { by: 'platform', because: 'kind_changed_at_platform', keepsApproval });
}

/** Granted at the platform: by a person in its console, or by its clock. */
function grantOf(rma: Rma, { granted, channelRef }: Follow, { now, order }: Context): RmaEvent[] {
  if (!granted || !rma.channelRef || orderOf(channelRef, rma.channelRef) !== 0) return [];
  if (isUnderReview(rma)) return [{ type: 'rma_approved', by: 'platform', at: now, ...termsFor(rma, {}, order) }];
  return rma.review === 'approved' && rma.channelPush === 'at_platform'
    ? [{ type: 'channel_told', action: 'agree_return', message: '' }]
    : [];
}

/** What the courier says of a parcel that nobody took may be what the rules have waited for. */
export function judgeByCourier(rma: Rma, context: Context): RmaEvent[] {
  if (!isUnderReview(rma) || !courierSaysRefused(rma)) return [];
  const events = judgedAnew(rma, context);
  return events.some((event) => event.type === 'rma_approved') ? events : [];
}
