/** One form of a voucher that has more lines than a form has rows: which part it is, and whether the total stands on it. */
export type Sheet<Line> = { part: number; of: number; lines: Line[]; isLast: boolean };

/** The forms that a voucher's lines fill, in order; a voucher without lines still has one. */
export function sheetsOf<Line>(lines: readonly Line[], rows: number): Sheet<Line>[] {
  const of = Math.max(1, Math.ceil(lines.length / rows));
  return Array.from({ length: of }, (_, i) => ({
    part: i + 1,
    of,
    lines: lines.slice(i * rows, (i + 1) * rows),
    isLast: i === of - 1,
  }));
}
