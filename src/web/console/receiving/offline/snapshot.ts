import { getBook } from '../../../../contract/inspection.ts';
import { listExpected } from '../../../../contract/receiving.ts';
import { call } from '../../../ui/api.ts';
import { now } from '../../../ui/clock.ts';
import { bookOf } from './kept-desk.ts';
import { keptRow } from './kept-return.ts';
import { forgetOthers, keepBook, keepNewer, snapshotTaken } from './local-store.ts';

const PAGE = 200;
/** A device carries the work of some days, not the archive. */
const MOST_PAGES = 50;

async function renewBook(owner: string): Promise<void> {
  const { content } = await call(getBook, { query: {} });
  await keepBook(owner, now(), bookOf(content));
}

/** Reads all that is due to arrive. Returns on which steps wait here are left as the device knows them. */
export async function refreshSnapshot(owner: string): Promise<void> {
  // Without a newer book the desk asks what it asked before: no reason to go without the list.
  await renewBook(owner).catch(() => undefined);
  const seen = new Set<string>();
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { rows, next } = await call(listExpected, { query: { limit: PAGE, ...(after ? { after } : {}) } });
    for (const { id } of rows) seen.add(id);
    await keepNewer(rows.map((row) => keptRow(owner, row)));
    if (!next) break;
    after = next;
  }
  await forgetOthers(owner, seen);
  await snapshotTaken(owner, now());
}
