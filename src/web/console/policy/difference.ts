import type { Content, Row } from './content.ts';

export type RowPart = 'label' | 'condition' | 'outcome' | 'effects' | 'basis';

/** Places count from 1, as people do. A changed row may have moved as well. */
export type RowChange =
  | { kind: 'added'; row: Row; to: number }
  | { kind: 'removed'; row: Row; from: number }
  | { kind: 'moved'; row: Row; from: number; to: number }
  | { kind: 'changed'; before: Row; row: Row; parts: RowPart[]; from: number; to: number; moved: boolean };

export type TermField = Exclude<keyof Content, 'rows'>;

/** A term that is missing here does not compile: nothing that a draft says changes unseen. */
const terms = {
  windowDays: true,
  approvalLimit: true,
  autoRefundLimit: true,
  reviewHours: true,
  refundWithoutReturn: true,
  resaleBasisPoints: true,
  holidays: true,
  timeZone: true,
  approvals: true,
  autoActions: true,
  clockHours: true,
} as const satisfies Record<TermField, true>;
export const isTerm = (field: string): field is TermField => Object.hasOwn(terms, field);
const termFields = Object.keys(terms).filter(isTerm);

export type Difference = { rows: RowChange[]; terms: TermField[] };

const parts = ['label', 'condition', 'outcome', 'effects', 'basis'] as const satisfies readonly RowPart[];

/** Equal whatever the order of keys is and whether what is absent is written as undefined. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a).filter(([, value]) => value !== undefined));
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

/** What becomes of one rule set by another: rows are the same rule by their id. */
export function differenceOf(before: Content, after: Content): Difference {
  const was = new Map(before.rows.map((row, i) => [row.id, { row, from: i + 1 }]));
  const is = new Set(after.rows.map(({ id }) => id));
  const stayed = inOrder(after.rows.flatMap(({ id }) => was.get(id)?.from ?? []));
  const kept = after.rows.flatMap((row, i): RowChange[] => {
    const to = i + 1;
    const old = was.get(row.id);
    if (!old) return [{ kind: 'added', row, to }];
    const changed = parts.filter((part) => !same(old.row[part], row[part]));
    const moved = !stayed.has(old.from);
    if (changed.length > 0) {
      return [{ kind: 'changed', before: old.row, row, parts: changed, from: old.from, to, moved }];
    }
    return moved ? [{ kind: 'moved', row, from: old.from, to }] : [];
  });
  const removed = [...was.values()].filter(({ row }) => !is.has(row.id));
  return {
    rows: [...kept, ...removed.map(({ row, from }): RowChange => ({ kind: 'removed', row, from }))],
    terms: termFields.filter((field) => !same(meant(before[field], field), meant(after[field], field))),
  };
}

/** No automatic action and no hours are the same as none being set; no approval rules still hold escalations to their level. */
const meant = (value: Content[TermField], field: TermField): unknown =>
  (field === 'autoActions' || field === 'clockHours') && value !== null && Object.keys(value).length === 0
    ? null
    : value;

/** What of a list came and what went, each as often as it did, in whatever order. */
export function comings(before: readonly string[], after: readonly string[]): { gone: string[]; come: string[] } {
  const less = (all: readonly string[], those: readonly string[]): string[] => {
    const left = [...those];
    return all.filter((one) => {
      const at = left.indexOf(one);
      if (at >= 0) left.splice(at, 1);
      return at < 0;
    });
  };
  return { gone: less(before, after), come: less(after, before) };
}

export const isSame = ({ rows, terms }: Difference): boolean => rows.length === 0 && terms.length === 0;

/** The longest run of places that kept their order: only what is not in it has moved. */
function inOrder(places: readonly number[]): Set<number> {
  const best: { length: number; before: number }[] = [];
  places.forEach((place, i) => {
    let length = 1;
    let before = -1;
    for (let j = 0; j < i; j++) {
      const candidate = (best[j]?.length ?? 0) + 1;
      if ((places[j] ?? 0) < place && candidate > length) [length, before] = [candidate, j];
    }
    best.push({ length, before });
  });
  const longest = Math.max(0, ...best.map(({ length }) => length));
  const kept = new Set<number>();
  for (let i = best.findIndex(({ length }) => length === longest); i >= 0; i = best[i]?.before ?? -1) {
    kept.add(places[i] ?? 0);
  }
  return kept;
}
