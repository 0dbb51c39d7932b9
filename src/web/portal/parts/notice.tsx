import type { ReactNode } from 'react';
import type { Problem } from '../problem.ts';
import { useWords } from '../words/words.tsx';

const marks = { bad: '!', good: '✓', plain: 'i' } as const;

/** A sentence that stands out. `bad` is read aloud at once. */
export function Notice({ tone, children }: { tone: keyof typeof marks; children: ReactNode }) {
  return (
    <div className={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <span className="notice-mark" aria-hidden="true">
        {marks[tone]}
      </span>
      <div>{children}</div>
    </div>
  );
}

/** What went wrong and what to do; with `retry`, the way to do it. */
export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const { words } = useWords();
  return (
    <Notice tone="bad">
      <p>{words.problems[problem]}</p>
      {retry ? (
        <button type="button" className="button quiet" onClick={retry}>
          {words.shared.retry}
        </button>
      ) : null}
    </Notice>
  );
}
