import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Keeps the failing calls of one account under the rate at which the gateway would refuse all of them: who has just
 * failed so often waits before the next call. It counts in this process alone.
 */
export function failingCalls(perSecond: number): { turn(): Promise<void>; failed(): void } {
  let failures: number[] = [];
  return {
    turn: async () => {
      for (;;) {
        const now = performance.now();
        failures = failures.filter((at) => at > now - 1_000);
        const first = failures[0];
        if (failures.length < perSecond || first === undefined) return;
        await sleep(first + 1_001 - now);
      }
    },
    failed: () => {
      failures.push(performance.now());
    },
  };
}
