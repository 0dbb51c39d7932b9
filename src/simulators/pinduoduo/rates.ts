const windowMs = 10_000;
const calls = 100;

/** 100 calls in any ten seconds for each key, by the simulators' clock. */
export function rateLimit(now: () => number): (key: string) => boolean {
  const seen = new Map<string, number[]>();
  return (key) => {
    const recent = (seen.get(key) ?? []).filter((at) => at > now() - windowMs && at <= now());
    if (recent.length >= calls) return false;
    seen.set(key, [...recent, now()]);
    return true;
  };
}
