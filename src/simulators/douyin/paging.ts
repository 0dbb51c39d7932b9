import { type ApiCall, numberOf } from './api.ts';
import { invalid, type Result } from './errors.ts';
import { faultStages } from './fault-kinds.ts';

export type Shown<Row> = {
  kind: 'page';
  rows: readonly Row[];
  page: number;
  size: number;
  total: number;
  more: boolean;
};

/**
 * One page, counted from 0. Rows leave the window as they change while a caller turns pages, so whoever trusts page
 * numbers loses rows; `rows_shift` makes that happen on every page: the row is found by its old time and shown with its new.
 */
export function pageOf<Row>(
  call: ApiCall,
  rows: readonly Row[],
  touch: (row: Row) => void,
): Shown<Row> | Extract<Result, { kind: 'error' }> {
  const page = numberOf(call, 'page') ?? 0;
  const size = numberOf(call, 'size') ?? 10;
  if (page < 0) return asError(invalid('page'));
  if (size < 1 || size > 100) return asError(invalid('size'));
  const shown = rows.slice(page * size, (page + 1) * size);
  const fault = shown.length === 0 ? undefined : call.world.faults.take(faultStages.rows, { method: call.method });
  if (fault?.kind === 'rows_shift') for (const row of shown.slice(0, 1)) touch(row);
  return {
    kind: 'page',
    rows: fault?.kind === 'duplicate_rows' ? [...shown, ...shown.slice(0, 1)] : shown,
    page,
    size,
    total: rows.length,
    more: (page + 1) * size < rows.length,
  };
}

function asError(result: Result): Extract<Result, { kind: 'error' }> {
  if (result.kind !== 'error') throw new Error('a refusal must be an error');
  return result;
}
