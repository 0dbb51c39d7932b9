import type { Content, Row } from './content.ts';

/** The rows with one of them at another place. Beyond an end: at that end. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  const next = [...rows];
  const [row] = next.splice(from, 1);
  if (row !== undefined) next.splice(Math.max(0, Math.min(to, next.length)), 0, row);
  return next;
}

export const withRows = (content: Content, rows: Row[]): Content => ({ ...content, rows });

export const withRow = (content: Content, at: number, row: Row): Content =>
  withRows(
    content,
    content.rows.map((other, i) => (i === at ? row : other)),
  );

export const withNewRow = (content: Content, at: number, row: Row): Content =>
  withRows(content, [...content.rows.slice(0, at), row, ...content.rows.slice(at)]);

/** A rule set has at least one row. */
export const withoutRow = (content: Content, at: number): Content =>
  content.rows.length > 1
    ? withRows(
        content,
        content.rows.filter((_, i) => i !== at),
      )
    : content;

/** A row that nobody has filled in. It asks nothing yet, which is an error and not "every case". */
export const emptyRow = (id: string): Row => ({
  id,
  condition: '',
  outcome: { kind: 'escalate', level: 1 },
  basis: '',
  label: { zh: '', en: '' },
});

export const copyOf = (row: Row, id: string, label: Row['label']): Row => ({ ...structuredClone(row), id, label });

/** The row with another outcome kind; effects that do not go with it fall away. */
export function withOutcomeKind(row: Row, kind: Row['outcome']['kind']): Row {
  if (row.outcome.kind === kind) return row;
  const { effects: _, ...rest } = row;
  const hours = row.effects?.deadlineHours;
  switch (kind) {
    case 'approve':
      return { ...rest, outcome: { kind } };
    case 'ask_evidence':
      return { ...rest, outcome: { kind, note: 'photo_of_fault' } };
    case 'refund_without_return':
      return { ...rest, outcome: { kind } };
    case 'escalate':
      return {
        ...rest,
        outcome: { kind, level: 1 },
        ...(hours === undefined ? {} : { effects: { deadlineHours: hours } }),
      };
  }
}

/** The row with effects; none at all where nothing is set. */
export function withEffects(row: Row, changes: NonNullable<Row['effects']>): Row {
  const { effects, ...rest } = row;
  const set = Object.entries({ ...effects, ...changes }).filter(([, value]) => value !== undefined);
  return set.length > 0 ? { ...rest, effects: Object.fromEntries(set) } : rest;
}

/** Keys that stay with a row while it moves, also where two rows carry one id by mistake. */
export function keysOf(rows: readonly { id: string }[]): string[] {
  const seen = new Map<string, number>();
  return rows.map(({ id }) => {
    const count = seen.get(id) ?? 0;
    seen.set(id, count + 1);
    return count === 0 ? id : `${id}#${count}`;
  });
}
