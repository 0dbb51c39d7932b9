import { monotonicMs } from '../clock.ts';

/**
 * Who calls the addresses that anybody may call. A platform pushes from a few addresses, thousands a second on its busiest
 * night, so what was proved genuine is never counted; what was refused is, and a stranger who is refused too often is not
 * looked at for the rest of the minute.
 */
export type HookCallers = {
  mayCall(address: string): boolean;
  /** `isGenuine`: the handler has taken the call, which it does only after its signature was verified. */
  answered(address: string, isGenuine: boolean): void;
};

const MINUTE_MS = 60_000;
/** What is remembered is not for strangers to fill. */
const MOST_PROVED = 1_000;
const MOST_COUNTED = 10_000;

export function hookCallers(refusedPerMinute: number, nowMs: () => number = monotonicMs): HookCallers {
  const proved = new Set<string>();
  const refused = new Map<string, number>();
  let countedFrom = nowMs();
  return {
    mayCall: (address) => {
      if (nowMs() - countedFrom >= MINUTE_MS) {
        refused.clear();
        countedFrom = nowMs();
      }
      // Where a shop was cut off, its platform goes on calling in vain, from the address that calls for the other shops.
      return proved.has(address) || (refused.get(address) ?? 0) < refusedPerMinute;
    },
    answered: (address, isGenuine) => {
      if (!isGenuine) {
        if (refused.has(address) || refused.size < MOST_COUNTED) refused.set(address, (refused.get(address) ?? 0) + 1);
        return;
      }
      if (proved.has(address)) return;
      const [oldest] = proved;
      if (proved.size >= MOST_PROVED && oldest !== undefined) proved.delete(oldest);
      proved.add(address);
    },
  };
}
