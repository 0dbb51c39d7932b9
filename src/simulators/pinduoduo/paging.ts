import { type ApiCall, numberIn } from './api.ts';
import { invalid, type PopFailure } from './errors.ts';
import { faultStages } from './fault-kinds.ts';

export const halfAnHour = 1800;

export type Window = { kind: 'window'; fromMs: number; toMs: number } | PopFailure;

/** Epoch seconds, both ends included, at most half an hour apart. Which code a longer window gives is not published. */
export function windowIn(call: ApiCall): Window {
  const start = numberIn(call, 'start_updated_at');
  const end = numberIn(call, 'end_updated_at');
  if (end < start || end - start > halfAnHour) return invalid('end_updated_at', '，开始时间结束时间间距不超过30分钟');
  return { kind: 'window', fromMs: start * 1000, toMs: end * 1000 + 999 };
}

type Listing<Row> = {
  /** Newest change first. */
  rows: readonly Row[];
  /** Somebody changes the row, after the window that is being read. */
  touch(row: Row): void;
};

export type Page<Row> = { kind: 'page'; rows: Row[]; total: number; hasNext: boolean } | PopFailure;

/**
 * One page. Rows leave the window as they change while a caller turns pages, so whoever pages forward skips rows, and
 * whoever starts at the last page does not; `rows_shift` makes that happen after every page.
 */
export function page<Row>(call: ApiCall, { rows, touch }: Listing<Row>): Page<Row> {
  const { params, world, type } = call;
  const pageNo = Number(params.get('page') || 1);
  const pageSize = Number(params.get('page_size') || 100);
  if (!Number.isInteger(pageNo) || pageNo < 1) return invalid('page');
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 100) return invalid('page_size');

  const end = pageNo * pageSize;
  const shown = rows.slice(end - pageSize, end);
  const total = rows.length;
  const fault = shown.length === 0 ? undefined : world.faults.take(faultStages.rows, { type });
  if (fault?.kind === 'rows_shift') for (const row of shown.slice(0, 1)) touch(row);
  const listed = fault?.kind === 'duplicate_rows' ? [...shown, ...shown.slice(0, 1)] : shown;
  return { kind: 'page', rows: listed, total, hasNext: end < total };
}
