/** A tile keeps what it shows while it is read again, and reads again by itself: a board on a wall lives. */
export const REFRESH = { keep: true, everyMs: 10_000 } as const;

/** A share; null where there is nothing to share. */
export const rate = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
