/**
 * Keyset paging: a page ends with the keys of its last row, and the next begins after them, so that rows which come or go
 * in between neither repeat nor hide others. The cursor is opaque to callers.
 */
export const cursorOf = (...keys: string[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');

/** The keys of a cursor; undefined for none, and for one that was not made here. */
export function readCursor(cursor: string | undefined): string[] | undefined {
  if (!cursor) return undefined;
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(keys) && keys.every((key) => typeof key === 'string') ? keys : undefined;
  } catch {
    return undefined;
  }
}

/** The page of a query that asked for one row more than the page holds. */
export function pageFrom<Row>(rows: Row[], limit: number, cursor: (row: Row, index: number) => string) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? cursor(last, page.length - 1) : null };
}
