import type { ApiCall } from './api.ts';
import { numberOf } from './arguments.ts';
import { type Failure, invalidArgument } from './errors.ts';
import { faultStages } from './fault-kinds.ts';
import type { WireObject } from './wire-json.ts';

type Listing<Row> = {
  rows: readonly Row[];
  wire(row: Row): WireObject;
  /** Somebody changes the row, after the window that is being read. */
  touch(row: Row): void;
  names: { page: string; size: string };
  limits: { pageSize: number; pages?: number; preset?: number };
};

export type Page = {
  kind: 'page';
  rows: readonly WireObject[] | null;
  pageNumber: number;
  pageSize: number;
  total: number;
};

/** One page. An empty list is `null`, and with the fault `empty_list` it is `[]`. */
export function page<Row>(call: ApiCall, { rows, wire, touch, names, limits }: Listing<Row>): Page | Failure {
  const pageNumber = numberOf(call.args, names.page) ?? 1;
  const pageSize = numberOf(call.args, names.size) ?? limits.preset ?? 10;
  if (Number.isNaN(pageNumber) || pageNumber < 1 || pageNumber > (limits.pages ?? Number.POSITIVE_INFINITY)) {
    return invalidArgument(names.page);
  }
  if (Number.isNaN(pageSize) || pageSize < 1 || pageSize > limits.pageSize) return invalidArgument(names.size);
  const end = pageNumber * pageSize;
  const shown = rows.slice(end - pageSize, end);
  const total = rows.length;
  const fault = shown.length === 0 ? undefined : call.world.faults.take(faultStages.rows, { method: call.method });
  const written = (fault?.kind === 'duplicate_rows' ? [...shown, ...shown.slice(0, 1)] : shown).map(wire);
  if (fault?.kind === 'rows_shift') for (const row of shown.slice(0, 1)) touch(row);
  const empty = call.style.has('empty_list') ? [] : null;
  return { kind: 'page', rows: written.length === 0 ? empty : written, pageNumber, pageSize, total };
}
