import type { Instant } from '../time.ts';

export type NoticeId = `ntc_${string}`;
export type NoticeChannelId = `nch_${string}`;

export const severities = ['info', 'warning', 'urgent'] as const;
export type Severity = (typeof severities)[number];

/** What notices are about. A channel takes some of them, or all. */
export const topics = ['parcels', 'deadlines', 'returns', 'refunds', 'stock', 'shops', 'system'] as const;
export type Topic = (typeof topics)[number];

/**
 * Something that people shall know, whatever it is about. It leaves the house, so it holds no more of a person than the
 * console shows masked.
 */
export type Notice = {
  /** The same cause has the same id: it is told once. */
  id: NoticeId;
  title: string;
  lines: readonly string[];
  /** Where to look at it. */
  url: string;
  severity: Severity;
  language: 'zh' | 'en';
};

/** A notice with the moment it was given, which stays the same however often it is sent. */
export type TimedNotice = Notice & { at: Instant };

/** On a clock of 24 hours: `08:00`. */
export type WallTime = string;

/** What a merchant wants to hear on a channel, and when. */
export type NoticePlan = {
  /** Empty: all. */
  severities: readonly Severity[];
  /** Empty: all. */
  topics: readonly Topic[];
  /** Nothing but what is urgent goes out between them; an end before the beginning is the next day's. */
  quiet: { from: WallTime; to: WallTime } | null;
  /** When the day's digest goes out; null: each notice on its own. */
  digestAt: WallTime | null;
};

/** Does this channel take a notice of that kind? */
export const takes = (plan: NoticePlan, severity: Severity, topic: Topic): boolean =>
  (plan.severities.length === 0 || plan.severities.includes(severity)) &&
  (plan.topics.length === 0 || plan.topics.includes(topic));
