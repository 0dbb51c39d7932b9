import { useCallback, useRef, useState } from 'react';
import { buyersProblem, type Problem } from './problem.ts';

/** One press of a button that changes something: busy until answered, deaf to a second tap, and told when it failed. */
export function useSending(): {
  busy: boolean;
  problem: Problem | null;
  send: <T>(work: () => Promise<T>, done: (value: T) => void) => void;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // A ref, because the second tap may come before the first has been rendered.
  const underway = useRef(false);

  const send = useCallback(<T>(work: () => Promise<T>, done: (value: T) => void) => {
    if (underway.current) return;
    underway.current = true;
    setBusy(true);
    setProblem(null);
    const settled = () => {
      underway.current = false;
      setBusy(false);
    };
    work().then(
      (value) => {
        settled();
        done(value);
      },
      (error: unknown) => {
        settled();
        setProblem(buyersProblem(error));
      },
    );
  }, []);
  return { busy, problem, send };
}
