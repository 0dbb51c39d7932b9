import type { NoticeOutcome } from '../../connectors/notice/port.ts';

/** What the other side answered as one line, for screens and the record. */
export function answerSentence(outcome: Exclude<NoticeOutcome, { kind: 'sent' }>): string {
  switch (outcome.kind) {
    case 'throttled':
      return `throttled for ${Math.ceil(outcome.retryAfterMs / 1000)} s`;
    case 'unknown':
      return outcome.cause;
    case 'rejected':
      return `${outcome.code}: ${outcome.message}`;
  }
}
