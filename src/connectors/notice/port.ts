import type { TimedNotice } from '../../domain/notices/notice.ts';

/**
 * - `sent`: the other side has taken it. `remark`: not all of it went as wished, in its own words.
 * - `throttled`: surely not taken; to be sent again after that time.
 * - `rejected`: surely not taken. `retryable`: the same may be sent again once somebody has mended a key, an address or a
 *   setting there; otherwise this notice will never be taken.
 * - `unknown`: it may or may not have arrived. It is sent again under the same id.
 */
export type NoticeOutcome =
  | { kind: 'sent'; remark?: string }
  | { kind: 'throttled'; retryAfterMs: number }
  | { kind: 'rejected'; code: string; message: string; retryable: boolean }
  | { kind: 'unknown'; cause: string };

/** The code of a rejection that means: send nothing here any more. */
export const GONE = 'gone';

export type NoticeCapabilities = {
  /** How long the text may be, in UTF-8; what is longer is cut where a reader sees it. */
  maxBytes: number;
  markdown: boolean;
  /** How many messages a minute are taken. Absent: no limit is known. */
  perMinute?: number;
  /** Whether the receiver can tell that it has had a message before: it carries the id of the notice. */
  tellsRepeats: boolean;
};

/** A way on which notices leave the house. Adapters: one folder each; behaviour fixed by `conformance.ts`. */
export interface NoticePort {
  readonly capabilities: NoticeCapabilities;
  /** Tries once, within a dozen seconds. The same notice may be sent again: it is the same message. */
  send(notice: TimedNotice): Promise<NoticeOutcome>;
}
