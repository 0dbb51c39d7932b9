import { useCallback, useEffect, useRef, useState } from 'react';
import { buyersProblem, type Problem } from './problem.ts';

/** `stale`: the latest attempt to renew it failed, so it is what was known before. */
export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'failed'; problem: Problem }
  | { state: 'ready'; value: T; stale: boolean };

const afterFailure =
  (problem: Problem) =>
  <T>(before: Loaded<T>): Loaded<T> =>
    before.state === 'ready' ? { ...before, stale: true } : { state: 'failed', problem };

/**
 * Loads on its own and again on demand.
 * @param key what is loaded: another key starts from nothing
 * @param everyMs renews while the page is visible, and at once when it becomes visible again
 */
export function useLoaded<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  everyMs: number | null = null,
): [Loaded<T>, () => void] {
  const [held, setHeld] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { state: 'loading' } });
  const [round, setRound] = useState(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is what asks for another load
  useEffect(() => {
    const stop = new AbortController();
    const settle = (change: (before: Loaded<T>) => Loaded<T>) => {
      if (stop.signal.aborted) return;
      setHeld((before) => ({ key, loaded: change(before.key === key ? before.loaded : { state: 'loading' }) }));
    };
    latestLoad.current(stop.signal).then(
      (value) => settle(() => ({ state: 'ready', value, stale: false })),
      (error: unknown) => settle(afterFailure(buyersProblem(error))),
    );
    return () => stop.abort();
  }, [key, round]);

  const again = useCallback(() => setRound((before) => before + 1), []);
  useVisibleInterval(again, everyMs);
  const retry = useCallback(() => {
    setHeld((before) => (before.loaded.state === 'failed' ? { key, loaded: { state: 'loading' } } : before));
    again();
  }, [key, again]);
  return [held.key === key ? held.loaded : { state: 'loading' }, retry];
}

function useVisibleInterval(act: () => void, everyMs: number | null): void {
  useEffect(() => {
    if (everyMs === null) return undefined;
    const actIfVisible = () => {
      if (document.visibilityState === 'visible') act();
    };
    const timer = setInterval(actIfVisible, everyMs);
    document.addEventListener('visibilitychange', actIfVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', actIfVisible);
    };
  }, [act, everyMs]);
}
