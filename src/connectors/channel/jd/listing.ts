import type { ChannelFault } from '../port.ts';
import { keepNewest, type Listed as ListedRows, type Page, type Row, restless } from '../pulling.ts';

export type Listed = ListedRows | { kind: 'too_many' };
type ReadListPage = (pageNumber: number) => Promise<Page | ChannelFault>;

const maxRounds = 5;

/**
 * Lists a window from its last page to its first. A row that changes meanwhile leaves the window, and the rows behind it
 * move one place forward: read forwards, one of them would slip onto a page that is done; read backwards, it is only read
 * twice. Rows that newly enter push the others the other way: then the round is repeated. In what order JD lists is not
 * documented for each list, so newcomers are looked for at both ends.
 */
export async function list(readPage: ReadListPage, limits: { pageSize: number; maxRows: number }): Promise<Listed> {
  const rows = new Map<string, Row>();
  for (let round = 0; round < maxRounds; round++) {
    const before = await readPage(1);
    if (before.kind !== 'page') return before;
    if (before.total > limits.maxRows) return { kind: 'too_many' };
    keepNewest(rows, before.rows);
    const lastPage = Math.ceil(before.total / limits.pageSize);
    if (lastPage <= 1) return { kind: 'rows', rows: [...rows.values()] };
    for (let pageNumber = lastPage; pageNumber > 1; pageNumber--) {
      const page = await readPage(pageNumber);
      if (page.kind !== 'page') return page;
      keepNewest(rows, page.rows);
    }
    const front = await readPage(1);
    if (front.kind !== 'page') return front;
    const back = await readPage(Math.max(1, Math.ceil(front.total / limits.pageSize)));
    if (back.kind !== 'page') return back;
    const newcomers = keepNewest(rows, [...front.rows, ...back.rows]);
    if (newcomers === 0 && front.total <= before.total) return { kind: 'rows', rows: [...rows.values()] };
  }
  return restless;
}
