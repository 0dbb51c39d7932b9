import type { z } from 'zod';
import type { policyVerdict } from '../../../contract/policy.ts';
import { policyOf } from '../../../contract/policy-content.ts';
import { checkPolicy } from '../../../domain/policy/check-policy.ts';
import { cellsOf } from '../../../domain/policy/condition-table.ts';
import { plainFacts } from '../../../domain/policy/facts.ts';
import { isUnfinished } from './cell-edits.ts';
import type { Content } from './content.ts';

export type Verdict = z.infer<typeof policyVerdict>;
export type Wrong = Verdict['errors'][number];

/** What the domain says of a draft, as the server tells it, and what the editor knows to be unfinished. */
export function verdictOf(content: Content): Verdict {
  const { errors, warnings } = checkPolicy(policyOf(content));
  const unfinished = content.rows.flatMap(({ id, condition }, row) => {
    const cell = cellsOf(condition)?.find(isUnfinished);
    return cell ? [{ code: 'value_missing', row, ruleId: id, field: 'condition', fact: cell.fact }] : [];
  });
  const waiting = new Set(unfinished.map(({ row }) => row));
  // What a row takes away is not known before it is finished.
  const known = errors.filter((error) => error.code !== 'stricter_than_law' || !waiting.has(error.row));
  const plain = known.map((error): Wrong => ('facts' in error ? { ...error, facts: plainFacts(error.facts) } : error));
  return { errors: [...unfinished, ...plain], warnings };
}

/** Tells an error from all others of its verdict. */
export const keyOf = ({ code, row, field, rule, index, clock }: Wrong): string =>
  [code, row, field, rule ?? index, clock].join('/');

/** The term at which an error without a row stands, and which of its entries it is. */
export function termOf({ field = '', rule, index, clock }: Wrong): { term: string; entry?: number | string } {
  if (rule !== undefined) return { term: 'approvals', entry: rule };
  if (index !== undefined) return { term: 'autoActions', entry: index };
  return { term: field, ...(clock === undefined ? {} : { entry: clock }) };
}

/** Ours, and what only the server can know of what it keeps. */
export function withServers(ours: Verdict, servers: Verdict): Verdict {
  const known = new Set(ours.errors.map(keyOf));
  return { ...ours, errors: [...ours.errors, ...servers.errors.filter((error) => !known.has(keyOf(error)))] };
}

/** The part of a row, or of the terms, at which an error stands. */
export function fieldOf({ code, field }: Wrong): string {
  if (field) return field;
  if (code === 'condition_invalid' || code === 'stricter_than_law') return 'condition';
  return code === 'refund_without_return_off' ? 'outcome.kind' : 'id';
}

/** Errors by the row they stand at, each list the same as long as its errors are. */
export function byRow<T extends { row?: number | undefined }>(errors: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const rows = new Map<number, T[]>();
  for (const error of errors) {
    if (error.row === undefined) continue;
    rows.set(error.row, [...(rows.get(error.row) ?? []), error]);
  }
  return rows;
}
