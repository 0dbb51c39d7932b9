import { setTimeout as sleep } from 'node:timers/promises';

/** Lets so many pass in a second, and a few at once after a quiet time. */
export type Pace = { turn(): Promise<void>; setPerSecond(rate: number): void };

export function pace(perSecond: number, burst: number): Pace {
  let rate = perSecond;
  let full = burst;
  let at = performance.now();
  const refill = (): void => {
    const now = performance.now();
    full = Math.min(burst, full + ((now - at) / 1_000) * rate);
    at = now;
  };
  return {
    setPerSecond: (next) => {
      refill();
      rate = next;
    },
    turn: async () => {
      refill();
      full -= 1;
      // Below zero stands a queue: whoever comes later waits for those before.
      if (full < 0) await sleep((-full / rate) * 1_000);
    },
  };
}

/** So many in any minute, and no queue: whoever is not let in takes another way. */
export function budget(perMinute: number): () => boolean {
  let passed: number[] = [];
  return () => {
    const now = performance.now();
    passed = passed.filter((at) => now - at < 60_000);
    if (passed.length >= perMinute) return false;
    passed.push(now);
    return true;
  };
}
