import type { Money } from '../money.ts';
import type { ClockId } from './clocks.ts';
import type { Reason, Resolution } from './reasons.ts';

/** Who says when a clock ends: the platform that sent it, a rule of shop or platform, the law, or hearsay. */
export const clockSources = ['platform', 'rule', 'law', 'estimate'] as const;
export type ClockSource = (typeof clockSources)[number];

/** Where the work lies when nobody in person has the case. */
export type Desk = 'service' | 'warehouse' | 'finance' | 'buyer';

type KindFacts = {
  /** Whose time it is. */
  of: 'seller' | 'buyer';
  desk: Desk;
  /** What may be done by rule before it ends. Nothing here ever refuses a buyer (PIPL 24). */
  actions: readonly AutoAction['action'][];
};

const kinds = {
  /** The answer to the request: within the platform's time, else within the shop's own. */
  review: { of: 'seller', desk: 'service', actions: ['remind', 'extend', 'escalate', 'approve'] },
  /** The platform's time for the answer, where a shop's rule wants it sooner or only hearsay knows it. */
  channel_answer: { of: 'seller', desk: 'service', actions: ['remind', 'extend', 'escalate', 'approve'] },
  /** We have decided, and the platform has not heard it: its clock runs on. */
  tell_channel: { of: 'seller', desk: 'service', actions: ['remind', 'extend'] },
  procedure_punishable: { of: 'seller', desk: 'service', actions: ['remind', 'escalate', 'approve'] },
  jd_quality_review: { of: 'seller', desk: 'service', actions: ['remind', 'escalate', 'approve'] },
  /** The platform's dispute is to be answered in its console. */
  dispute_answer: { of: 'seller', desk: 'service', actions: ['remind'] },
  /** The buyer's time with the shop, after which he may call the platform's staff. */
  dispute_call: { of: 'buyer', desk: 'buyer', actions: [] },
  /** The platform's staff want evidence; this clock runs in their open hours only. */
  dispute_evidence: { of: 'seller', desk: 'service', actions: ['remind'] },
  /** What was judged against the shop is to be done. */
  dispute_execution: { of: 'seller', desk: 'finance', actions: ['remind'] },
  dispute_appeal: { of: 'seller', desk: 'service', actions: ['remind'] },
  /** The buyer was asked for pictures. */
  evidence: { of: 'buyer', desk: 'buyer', actions: ['remind'] },
  /** The buyer is to send the goods. */
  ship: { of: 'buyer', desk: 'buyer', actions: ['remind', 'extend'] },
  /** The parcel was signed for at our door and is to be booked in. */
  receive: { of: 'seller', desk: 'warehouse', actions: ['remind'] },
  inspect: { of: 'seller', desk: 'warehouse', actions: ['remind'] },
  /** The platform waits for us to confirm the goods; then it pays by itself. */
  channel_receipt: { of: 'seller', desk: 'warehouse', actions: ['remind', 'extend'] },
  /** A refund that was granted without goods coming back is to be paid. */
  pay: { of: 'seller', desk: 'finance', actions: ['remind'] },
  refund: { of: 'seller', desk: 'finance', actions: ['remind'] },
  refund_punishable: { of: 'seller', desk: 'finance', actions: ['remind'] },
} as const satisfies Record<string, KindFacts>;

export type ClockKind = keyof typeof kinds;
export const clockKinds = Object.keys(kinds) as ClockKind[];
export const kindFacts: Record<ClockKind, KindFacts> = kinds;

export const autoActionNames = ['remind', 'extend', 'escalate', 'approve'] as const;

/** What is done by itself so many hours before a clock ends. */
export type AutoAction = {
  clock: ClockKind;
  hoursBefore: number;
  action: (typeof autoActionNames)[number];
  /** Of an approval: only up to this amount. Needed, so that nobody grants any sum by leaving a field empty. */
  maxAmount?: Money;
  /** Of an escalation: to whom; 2 is a supervisor. */
  level?: number;
};

/** The clocks for which neither law nor platform sets a time. */
export const ownClocks = ['evidence', 'ship', 'receive', 'inspect', 'pay'] as const satisfies readonly ClockKind[];
export type OwnClock = (typeof ownClocks)[number];

/** Hours for {@link ownClocks}. A clock whose hours are absent does not run. */
export type ClockHours = Partial<Record<OwnClock, number>>;

export const defaultClockHours: ClockHours = { evidence: 72, ship: 168, receive: 24, inspect: 48, pay: 24 };

/** Nothing is granted by time alone unless a shop says so. */
export const defaultAutoActions: AutoAction[] = [
  { clock: 'review', hoursBefore: 6, action: 'remind' },
  { clock: 'review', hoursBefore: 3, action: 'extend' },
  { clock: 'review', hoursBefore: 2, action: 'escalate', level: 2 },
  { clock: 'tell_channel', hoursBefore: 6, action: 'remind' },
  { clock: 'receive', hoursBefore: 4, action: 'remind' },
  { clock: 'inspect', hoursBefore: 8, action: 'remind' },
  { clock: 'channel_receipt', hoursBefore: 24, action: 'remind' },
  { clock: 'channel_receipt', hoursBefore: 6, action: 'extend' },
  { clock: 'refund', hoursBefore: 48, action: 'remind' },
  { clock: 'refund_punishable', hoursBefore: 48, action: 'remind' },
];

/** The clocks of the law and of platforms' published rules that run for a case, with who set them. */
export const lawfulClocks: Partial<Record<ClockKind, { id: ClockId; source: 'law' | 'rule' }>> = {
  procedure_punishable: { id: 'procedure_punishable', source: 'law' },
  jd_quality_review: { id: 'jd_quality_review', source: 'rule' },
  refund: { id: 'refund', source: 'law' },
  refund_punishable: { id: 'refund_punishable', source: 'law' },
};

export type QuotedClock = {
  channel: string;
  kind: Extract<ClockKind, 'channel_answer' | 'ship' | 'channel_receipt'>;
  days: number;
  resolution?: Resolution;
  reason?: Reason;
  verified: false;
};

/**
 * Times that are commonly quoted and that no published text confirms. They only make estimates, shown as such, where
 * the platform itself sends nothing. The first row that fits counts.
 */
export const quotedClocks: readonly QuotedClock[] = [
  {
    channel: 'taobao',
    kind: 'channel_answer',
    days: 2,
    resolution: 'refund_only',
    reason: 'not_shipped',
    verified: false,
  },
  { channel: 'taobao', kind: 'channel_answer', days: 5, verified: false },
  { channel: 'taobao', kind: 'ship', days: 7, verified: false },
  { channel: 'taobao', kind: 'channel_receipt', days: 10, verified: false },
];

/** The field of an action that cannot be meant, or undefined. */
export function badFieldOf({ clock, hoursBefore, action, maxAmount, level }: AutoAction, currency: string) {
  const facts = Object.hasOwn(kinds, clock) ? kindFacts[clock] : undefined;
  if (!facts) return 'clock';
  if (!facts.actions.includes(action)) return 'action';
  if (!Number.isFinite(hoursBefore) || hoursBefore <= 0 || hoursBefore > MOST_HOURS) return 'hoursBefore';
  const needsLimit = action === 'approve';
  if (needsLimit !== (maxAmount !== undefined)) return 'maxAmount';
  if (maxAmount && (maxAmount.minor <= 0n || maxAmount.currency !== currency)) return 'maxAmount';
  const leveled = action === 'escalate';
  if (level !== undefined && (!leveled || !Number.isSafeInteger(level) || level < 1)) return 'level';
  return undefined;
}

/** The longest clock there is, so that nothing is due before it has begun by years. */
export const MOST_HOURS = 24 * 30;

/** The clocks whose hours cannot be meant. */
export const wrongHours = (hours: ClockHours): OwnClock[] =>
  ownClocks.filter((clock) => {
    const count = hours[clock];
    return count !== undefined && !(Number.isSafeInteger(count) && count >= 1 && count <= MOST_HOURS);
  });
