import { useState } from 'react';
import type { CheckView } from '../../../contract/inspection.ts';
import { isBetter } from '../../../domain/inspection/inspection-book.ts';
import type { CheckOutcome } from '../../../domain/returns/grading.ts';
import type { FileId } from '../parts/photo-picker.tsx';
import type { Grade } from './line-work.ts';

type Answer = { outcome: CheckOutcome; photos: FileId[] };

/** The law's tests hold until somebody sees otherwise; what the merchant requires wants a word of its own. */
const untouched = (check: CheckView): Answer | undefined =>
  check.kind !== 'legal' && check.required ? undefined : { outcome: 'passed', photos: [] };

/** Whatever keeps a grade from being given. */
export type Obstacle = { code: 'unanswered' | 'photo' | 'cap'; check: CheckView };

/** What somebody has seen so far of the goods on the table. */
export function useFindings(checks: readonly CheckView[]) {
  const [given, setGiven] = useState<Record<string, Answer>>({});
  const answerTo = (check: CheckView): Answer | undefined => given[check.code] ?? untouched(check);
  const say = (check: CheckView, change: Partial<Answer>) =>
    setGiven((before) => ({
      ...before,
      [check.code]: { outcome: 'passed', photos: [], ...before[check.code], ...change },
    }));
  const flip = (check: CheckView) => {
    const outcome = answerTo(check)?.outcome;
    say(check, { outcome: outcome === 'passed' ? 'failed' : 'passed' });
  };
  const failed = checks.filter((check) => answerTo(check)?.outcome === 'failed');
  const obstacleTo = (grade: Grade): Obstacle | null => {
    const open = checks.find((check) => check.required && !answerTo(check));
    if (open) return { code: 'unanswered', check: open };
    const shown = failed.find((check) => check.photoOnFail && answerTo(check)?.photos.length === 0);
    if (shown) return { code: 'photo', check: shown };
    const cap = failed.find((check) => check.cap && isBetter(grade, check.cap));
    return cap ? { code: 'cap', check: cap } : null;
  };
  const results = checks.flatMap((check) => {
    const answer = answerTo(check);
    return answer ? [{ check: check.code, ...answer }] : [];
  });
  return { answerTo, say, flip, failed, obstacleTo, results };
}
