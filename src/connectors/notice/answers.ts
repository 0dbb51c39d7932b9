import type { HttpOutcome } from '../http.ts';
import type { NoticeOutcome } from './port.ts';

/** What a code in a bot's answer means, and whether that could be checked against the vendor's own words. */
export type CodeMeaning = {
  means: 'throttled' | 'mend' | 'refused' | 'busy';
  verified: boolean;
  /** Where it was read, or what it is taken from. */
  from: string;
};

export type Verdict = { code: string; message: string };

/**
 * Reads the answer of a bot. Bots answer 200 to nearly everything and say in the body what they mean. A code that we do
 * not know has refused us, and a person looks.
 */
export function outcomeOf(
  answer: HttpOutcome,
  verdictIn: (body: string) => Verdict | undefined,
  codes: Readonly<Record<string, CodeMeaning>>,
  pauseMs: number,
): NoticeOutcome {
  if (answer.kind === 'unanswered') return { kind: 'unknown', cause: `${answer.cause}: ${answer.detail}` };
  const verdict = verdictIn(answer.body);
  if (!verdict && answer.status === 429) return { kind: 'throttled', retryAfterMs: pauseMs };
  if (!verdict || answer.status >= 500) return { kind: 'unknown', cause: `HTTP ${answer.status}` };
  const { code, message } = verdict;
  if (code === '0') return { kind: 'sent' };
  switch (codes[code]?.means) {
    case 'throttled':
      return { kind: 'throttled', retryAfterMs: pauseMs };
    case 'busy':
      return { kind: 'unknown', cause: `${code}: ${message}` };
    case 'refused':
      return { kind: 'rejected', code, message, retryable: false };
    default:
      return { kind: 'rejected', code, message, retryable: true };
  }
}
