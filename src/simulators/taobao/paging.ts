import type { ApiCall } from './api.ts';
import { body, invalidArgument, type TopResult } from './errors.ts';
import { faultStages } from './fault-kinds.ts';
import { type WireObject, wireList } from './wire-json.ts';

type Listing<Row> = {
  /** The names of the list and of one element of it. */
  names: readonly [string, string];
  /** Newest change first. */
  rows: readonly Row[];
  wire(row: Row): WireObject;
  /** Somebody changes the row, after the window that is being read. */
  touch(row: Row): void;
};

/**
 * One page. Rows leave the window as they change while a caller turns pages, so whoever pages forward skips rows, and
 * whoever starts at the last page does not; `rows_shift` makes that happen after every page.
 */
export function page<Row>(call: ApiCall, { names, rows, wire, touch }: Listing<Row>): TopResult {
  const { params, world, method } = call;
  const pageNo = Number(params.get('page_no') || 1);
  const pageSize = Number(params.get('page_size') || 40);
  if (!Number.isInteger(pageNo) || pageNo < 1) return invalidArgument('page_no');
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 100) return invalidArgument('page_size');

  const end = pageNo * pageSize;
  const shown = rows.slice(end - pageSize, end);
  const total = rows.length;
  const fault = shown.length === 0 ? undefined : world.faults.take(faultStages.rows, { method });
  const written = (fault?.kind === 'duplicate_rows' ? [...shown, ...shown.slice(0, 1)] : shown).map(wire);
  if (fault?.kind === 'rows_shift') for (const row of shown.slice(0, 1)) touch(row);

  const [list, element] = names;
  const count = params.get('use_has_next') === 'true' ? { has_next: end < total } : { total_results: total };
  return body({ [list]: wireList(element, written), ...count });
}
