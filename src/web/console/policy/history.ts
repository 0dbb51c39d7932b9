/** What was edited, with the way back and forth. Typing into one field is one step: `tag` names the field. */
export type History<T> = { past: readonly T[]; now: T; future: readonly T[]; tag: string | null };

const MOST_STEPS = 100;

export const begin = <T>(now: T): History<T> => ({ past: [], now, future: [], tag: null });

export function edited<T>(history: History<T>, next: T, tag: string | null = null): History<T> {
  if (next === history.now) return history;
  const past = tag !== null && tag === history.tag ? history.past : [...history.past, history.now].slice(-MOST_STEPS);
  return { past, now: next, future: [], tag };
}

export function undone<T>({ past, now, future, ...rest }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, now, future, ...rest };
  return { past: past.slice(0, -1), now: before, future: [now, ...future], tag: null };
}

export function redone<T>({ past, now, future, ...rest }: History<T>): History<T> {
  const [next] = future;
  if (next === undefined) return { past, now, future, ...rest };
  return { past: [...past, now], now: next, future: future.slice(1), tag: null };
}
