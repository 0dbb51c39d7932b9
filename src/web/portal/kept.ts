import type { z } from 'zod';

const PREFIX = 'guilai.portal.';

/** What this tab keeps until it is closed: a phone is lent to others, so nothing stays behind. */
export function readKept<S extends z.ZodType>(name: string, shape: S): z.infer<S> | null {
  const text = sessionStorage.getItem(PREFIX + name);
  // An older page may have written another shape: it is dropped, not guessed at.
  const read = text === null ? undefined : shape.safeParse(JSON.parse(text));
  return read?.success ? read.data : null;
}

export function keep(name: string, value: unknown): void {
  if (value === null) sessionStorage.removeItem(PREFIX + name);
  else sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
}
