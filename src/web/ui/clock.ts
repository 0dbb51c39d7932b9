import { useSyncExternalStore } from 'react';
import { fromMs, type Instant } from '../../domain/time.ts';

/** The only place where the screens ask what time it is. */
export const now = (): Instant => fromMs(Date.now());

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let shown = now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // One timer for all clocks of a page, so that two of them never show different minutes.
  timer ??= setInterval(() => {
    shown = now();
    for (const each of listeners) each();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function snapshot(): Instant {
  if (!timer) shown = now();
  return shown;
}

/** The current time, renewed four times a minute. */
export const useNow = (): Instant => useSyncExternalStore(subscribe, snapshot);
