import type { ChannelDocument, ChannelFault, Found, Pulled, PullWindow } from './port.ts';

/** A row of a list of changes, what it says of its document, and how to read that whole. */
export type Row = { document: ChannelDocument; read(): Promise<RowRead> };
/** A row may stand for several documents. */
export type RowRead = Found | { kind: 'documents'; documents: ChannelDocument[] };
export type Page = { kind: 'page'; rows: Row[]; total: number };
export type Listed = { kind: 'rows'; rows: Row[] } | ChannelFault;

const MAX_ROUNDS = 5;

/** What a list answers that changes faster than it can be read. */
export const restless: ChannelFault = { kind: 'unknown', cause: 'the list of changes did not hold still' };

/**
 * Lists a window from its last page to its first, the newest change first. A row that changes meanwhile leaves the
 * window, and the rows behind it move one place forward: read forwards, one of them would slip onto a page that is done;
 * read backwards, it is only read twice. Rows that newly enter (the window was still open, or the platform was late)
 * push the others the other way: then the round is repeated.
 */
export async function listBackwards(
  readPage: (pageNumber: number) => Promise<Page | ChannelFault>,
  pageSize: number,
): Promise<Listed> {
  const rows = new Map<string, Row>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = await readPage(1);
    if (before.kind !== 'page') return before;
    keepNewest(rows, before.rows);
    const lastPage = Math.ceil(before.total / pageSize);
    if (lastPage <= 1) return { kind: 'rows', rows: [...rows.values()] };
    for (let pageNumber = lastPage; pageNumber >= 1; pageNumber--) {
      const page = await readPage(pageNumber);
      if (page.kind !== 'page') return page;
      keepNewest(rows, page.rows);
      if (pageNumber === 1 && !hasEntered(before, page)) return { kind: 'rows', rows: [...rows.values()] };
    }
  }
  return restless;
}

/** Whether rows have come in: there are more of them, or the front holds one newer than all that stood there. */
function hasEntered(before: Page, after: Page): boolean {
  if (after.total > before.total) return true;
  const known = new Map(before.rows.map(({ document }) => [document.externalId, document.version]));
  const newest = Math.max(...known.values());
  return after.rows.some(
    ({ document: { externalId, version } }) => version >= newest && known.get(externalId) !== version,
  );
}

/** Returns how many of the rows were not known, or not in this version. */
export function keepNewest(rows: Map<string, Row>, page: readonly Row[]): number {
  let newcomers = 0;
  for (const row of page) {
    const { externalId, version } = row.document;
    const known = rows.get(externalId)?.document.version;
    if (known === undefined || known <= version) rows.set(externalId, row);
    if (known === undefined || known < version) newcomers += 1;
  }
  return newcomers;
}

/** The rows of a page as a platform sent them. One that cannot be told from others makes the page unreadable. */
export function pageOf(
  raws: readonly unknown[],
  total: number,
  documentOf: (
    raw: unknown,
  ) => { kind: 'document'; document: ChannelDocument } | Extract<ChannelFault, { kind: 'unknown' }>,
  read: (document: ChannelDocument, raw: unknown) => Promise<RowRead>,
): Page | ChannelFault {
  const rows: Row[] = [];
  for (const raw of raws) {
    const row = documentOf(raw);
    if (row.kind === 'unknown') return row;
    rows.push({ document: row.document, read: () => read(row.document, raw) });
  }
  return { kind: 'page', rows, total };
}

/**
 * Reads what was listed, the oldest change first, so that what an interrupted pull has read is the beginning of the
 * story. One document that cannot be had must not hold up the others: its list row stands for it, and a person sees why
 * it cannot be decoded.
 */
export async function readListed(listed: readonly Row[], window: PullWindow): Promise<Pulled> {
  const documents: ChannelDocument[] = [];
  for (const { document, read } of listed.toSorted(oldestFirst)) {
    if (await window.holds?.(document)) continue;
    const one = await read();
    if (one.kind === 'document') documents.push(one.document);
    else if (one.kind === 'documents') documents.push(...one.documents);
    else if (one.kind === 'absent' || one.kind === 'refused') documents.push(document);
    else return documents.length > 0 ? { kind: 'partial', documents, fault: one } : one;
  }
  return { kind: 'documents', documents };
}

const oldestFirst = ({ document: a }: Row, { document: b }: Row): number =>
  a.modifiedAt < b.modifiedAt ? -1 : a.modifiedAt > b.modifiedAt ? 1 : 0;
