/**
 * Answers of the last few seconds. A key that is asked for by many requests at once is looked up once.
 * @param maxAgeMs counted from the moment the look-up begins
 */
export function freshCache<T>(maxAgeMs: number, maxEntries: number) {
  let entries = new Map<string, { since: number; answer: Promise<T> }>();
  return {
    get(key: string, lookUp: () => Promise<T>): Promise<T> {
      const now = performance.now();
      const known = entries.get(key);
      if (known && now - known.since < maxAgeMs) return known.answer;
      const within = entries;
      const answer = lookUp();
      within.delete(key);
      within.set(key, { since: now, answer });
      if (within.size > maxEntries) for (const oldest of within.keys()) if (within.delete(oldest)) break;
      // A failure is the caller's to see, and nobody's to keep.
      answer.catch(() => within.delete(key));
      return answer;
    },
    /** A look-up that is still under way keeps to its callers: nobody who asks from now on is given its answer. */
    clear(): void {
      entries = new Map();
    },
  };
}
