import { clockEnds, clockRules } from '../policy/clocks.ts';
import {
  type ClockHours,
  type ClockKind,
  type ClockSource,
  kindFacts,
  lawfulClocks,
  type QuotedClock,
  quotedClocks,
} from '../policy/deadlines.ts';
import type { Policy } from '../policy/policy.ts';
import { reasonFacts } from '../policy/reasons.ts';
import { resolutionFacts } from '../policy/resolution-facts.ts';
import { type Instant, localDate, plusHours } from '../time.ts';
import { disputeClocks } from './dispute-clocks.ts';
import { goodsNeverArrive, type Rma, type RmaLine } from './rma.ts';

/** One clock that runs for a case. A case has at most one of each kind. */
export type RunningClock = {
  kind: ClockKind;
  of: 'seller' | 'buyer';
  source: ClockSource;
  /** When it began, as far as that is known; else when the case was opened. */
  from: Instant;
  at: Instant;
  /** Where it stands in law or in a platform's rules; null where a platform or a shop set it. */
  article: string | null;
};

/** What of a policy clocks follow from. */
type ClockTerms = Pick<Policy, 'timeZone' | 'clockHours'>;

/**
 * Every clock that runs for a case now, the nearest first. It follows from the return and the policy it is pinned to
 * and from nothing else: an order changes without an event, and what was written down would no longer be true.
 */
export function clocksOf(rma: Rma, policy: ClockTerms): RunningClock[] {
  if (rma.review === 'withdrawn') return [];
  const clocks =
    rma.review === 'approved'
      ? [...untold(rma), ...shipping(rma, policy), ...arriving(rma, policy), ...owed(rma, policy)]
      : rma.review === 'rejected'
        ? untold(rma)
        : answering(rma, policy);
  return [...clocks, ...disputeClocks(rma, policy.timeZone)].toSorted((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
}

/** Until when we have to act, if we have to: the nearest of our own clocks. */
export const dueOf = (clocks: readonly RunningClock[]): RunningClock | null =>
  clocks.find(({ of }) => of === 'seller') ?? null;

/** The clock that the platform itself has set, which it alone can put off. */
export const platformClock = (rma: Rma): RunningClock | undefined =>
  clocksOf(rma, { timeZone: 'Asia/Shanghai' }).find(({ source }) => source === 'platform');

const clock = (
  kind: ClockKind,
  source: ClockSource,
  from: Instant,
  at: Instant,
  article: string | null = null,
): RunningClock => ({ kind, of: kindFacts[kind].of, source, from, at, article });

/** The platform's time for our answer, also where a rule of the shop wants it sooner. */
const platformAnswer = (rma: Rma): Instant | null =>
  rma.channelDue?.on === 'answer' ? rma.channelDue.at : rma.reviewDue?.source === 'platform' ? rma.reviewDue.at : null;

function answering(rma: Rma, policy: ClockTerms): RunningClock[] {
  const { openedAt, reviewDue } = rma;
  const asked = rma.review === 'evidence_requested';
  const clocks: RunningClock[] = [];
  // The shop's own clock stands still while the buyer is asked; a platform's does not.
  if (reviewDue && (!asked || reviewDue.source === 'platform')) {
    clocks.push(clock('review', reviewDue.source, openedAt, reviewDue.at));
  }
  if (rma.channelDue?.on === 'answer' && reviewDue?.source !== 'platform') {
    clocks.push(clock('channel_answer', 'platform', openedAt, rma.channelDue.at));
  }
  if (platformAnswer(rma) === null) {
    clocks.push(...estimated(rma, 'channel_answer', openedAt));
    if (rma.channel === 'jd' && reasonFacts[rma.reason].quality) {
      clocks.push(...lawful('jd_quality_review', openedAt, policy));
    }
  }
  if (rma.resolution === 'return_and_refund' && reasonFacts[rma.reason].noReason) {
    clocks.push(...lawful('procedure_punishable', openedAt, policy));
  }
  if (asked && rma.evidenceAskedAt) clocks.push(...own('evidence', rma.evidenceAskedAt, policy));
  return clocks;
}

/** We have decided; a platform that has not heard it decides by itself at the end of its time. */
function untold(rma: Rma): RunningClock[] {
  const at = platformAnswer(rma);
  const unheard = rma.channelPush === 'pending' || rma.channelPush === 'failed';
  const paid = rma.review === 'approved' && unsettled(rma).length === 0;
  return at !== null && unheard && !paid ? [clock('tell_channel', 'platform', rma.openedAt, at)] : [];
}

function shipping(rma: Rma, policy: ClockTerms): RunningClock[] {
  if (!unsettled(rma).some((line) => line.reception === 'awaiting') || rma.parcels.length > 0) return [];
  const from = rma.approvedAt ?? rma.openedAt;
  if (rma.channelDue?.on === 'ship') return [clock('ship', 'platform', from, rma.channelDue.at)];
  const guess = estimated(rma, 'ship', from);
  return guess.length > 0 ? guess : own('ship', from, policy);
}

function arriving(rma: Rma, policy: ClockTerms): RunningClock[] {
  const open = unsettled(rma);
  const atTheDoor = arrivedUnopened(rma);
  const toInspect = open.filter((line) => line.reception === 'received' && line.inspection === 'pending');
  const receipt = open.some((line) => !goodsNeverArrive.has(line.reception));
  const parcel = rma.parcels[0];
  return [
    ...(atTheDoor && open.some(isOnTheWay) ? own('receive', atTheDoor, policy) : []),
    ...earliest(toInspect.map((line) => bookedAt(rma, line))).flatMap((from) => own('inspect', from, policy)),
    ...(receipt && rma.channelDue?.on === 'receipt'
      ? [clock('channel_receipt', 'platform', rma.approvedAt ?? rma.openedAt, rma.channelDue.at)]
      : receipt && parcel
        ? estimated(rma, 'channel_receipt', parcel.announcedAt)
        : []),
  ];
}

/** The law counts from the return of the goods (暂行办法 13, 31(3)); what is granted without goods is the shop's own word. */
function owed(rma: Rma, policy: ClockTerms): RunningClock[] {
  const open = unsettled(rma);
  const back = earliest(open.flatMap((line) => cameBack(rma, line) ?? []));
  // Money alone was asked for: that its parcel turned round stops no clock.
  const { goodsBack } = resolutionFacts[rma.resolution];
  const stay = open.some(
    (line) => line.reception === 'not_expected' || (goodsBack === 'no' && line.settlement !== 'not_due'),
  );
  const platform = rma.channelPush === 'none' ? platformAnswer(rma) : null;
  const from = rma.approvedAt ?? rma.openedAt;
  return [
    ...back.flatMap((start) => [...lawful('refund', start, policy), ...lawful('refund_punishable', start, policy)]),
    ...(!stay ? [] : platform ? [clock('pay', 'platform', rma.openedAt, platform)] : own('pay', from, policy)),
  ];
}

/** Money is still to move for these, or may be. */
const unsettled = (rma: Rma): RmaLine[] =>
  rma.lines.filter(
    (line) =>
      line.settlement !== 'settled' &&
      !(line.settlement === 'not_due' && (line.reception === 'missing' || line.disposition === 'to_buyer')),
  );

const isOnTheWay = (line: RmaLine): boolean => line.reception === 'awaiting' || line.reception === 'in_transit';

const bookedAt = (rma: Rma, line: RmaLine): Instant => line.receivedAt ?? rma.receivedAt ?? rma.openedAt;

/** Who signs for a parcel has the goods (电子商务法 51); when it is unpacked is his own affair. */
function cameBack(rma: Rma, line: RmaLine): Instant | null {
  if (line.reception === 'received') {
    const booked = bookedAt(rma, line);
    return deliveries(rma).findLast((at) => at <= booked) ?? booked;
  }
  return isOnTheWay(line) ? arrivedUnopened(rma) : null;
}

/** A parcel that lies at our door, and nothing was booked in since. */
function arrivedUnopened(rma: Rma): Instant | null {
  const booked = rma.lines.filter((line) => line.reception === 'received').map((line) => bookedAt(rma, line));
  return deliveries(rma).find((at) => booked.every((moment) => moment < at)) ?? null;
}

const deliveries = (rma: Rma): Instant[] => rma.parcels.flatMap(({ deliveredAt }) => deliveredAt ?? []).toSorted();

const earliest = (moments: readonly Instant[]): Instant[] => moments.toSorted().slice(0, 1);

/** A rule counts for cases since it came into force. */
function lawful(kind: ClockKind, from: Instant, { timeZone }: ClockTerms): RunningClock[] {
  const rule = lawfulClocks[kind];
  if (!rule || localDate(from, timeZone) < clockRules[rule.id].inForceFrom) return [];
  return [clock(kind, rule.source, from, clockEnds(rule.id, from, timeZone), clockRules[rule.id].article)];
}

function own(kind: keyof ClockHours, from: Instant, { clockHours }: ClockTerms): RunningClock[] {
  const hours = clockHours?.[kind];
  return hours === undefined ? [] : [clock(kind, 'rule', from, plusHours(from, hours))];
}

/** Only for what lies at a platform, and only where the platform itself is silent. */
function estimated(rma: Rma, kind: QuotedClock['kind'], from: Instant): RunningClock[] {
  const quoted = quotedClocks.find(
    (row) =>
      row.channel === rma.channel &&
      row.kind === kind &&
      (row.resolution ?? rma.resolution) === rma.resolution &&
      (row.reason ?? rma.reason) === rma.reason,
  );
  return rma.channelRef && quoted ? [clock(kind, 'estimate', from, plusHours(from, quoted.days * 24))] : [];
}
