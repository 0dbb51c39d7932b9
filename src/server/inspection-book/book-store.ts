import { sql } from 'kysely';
import type { BookContent, BookView } from '../../contract/inspection.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { checkBook } from '../../domain/inspection/check-book.ts';
import { defaultBook } from '../../domain/inspection/default-book.ts';
import type { InspectionBook } from '../../domain/inspection/inspection-book.ts';
import { ok, reject } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import { reviveMoney, toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';

type Row = { version: number; content: unknown; published_by: string; published_at: Instant };

const bookFrom = ({ version, content }: Pick<Row, 'version' | 'content'>): InspectionBook => ({
  version,
  ...reviveMoney<Omit<InspectionBook, 'version'>>(content),
});

const newest = (
  merchantId: MerchantId,
  version?: number,
) => sql<Row>`select version, content, published_by, published_at
  from inspection_book where merchant_id = ${merchantId} ${version === undefined ? sql`` : sql`and version = ${version}`}
  order by version desc limit 1`;

/** What holds now: the newest version, or the shipped one. */
export async function readBook(tx: Tx, merchantId: MerchantId, currency: string): Promise<InspectionBook> {
  const { rows } = await newest(merchantId).execute(tx);
  return rows[0] ? bookFrom(rows[0]) : defaultBook(currency);
}

/** Money in the shape of a reply and of a request alike: digits and currency. */
function contentOf({ version: _, ...book }: InspectionBook): BookContent {
  return JSON.parse(toJson(book));
}

/** @param nameOf display name of a member of staff; undefined where that version does not exist */
export async function viewBook(
  tx: Tx,
  merchantId: MerchantId,
  currency: string,
  nameOf: (id: string) => string,
  version?: number,
): Promise<BookView | undefined> {
  const { rows } = await newest(merchantId, version).execute(tx);
  const row = rows[0];
  if (!row && version) return undefined;
  return {
    version: row?.version ?? 0,
    publishedAt: row?.published_at ?? null,
    publishedBy: row ? nameOf(row.published_by) : '',
    currency,
    content: contentOf(row ? bookFrom(row) : defaultBook(currency)),
  };
}

export async function listVersions(
  tx: Tx,
  merchantId: MerchantId,
  query: { after?: string | undefined; limit: number },
  nameOf: (id: string) => string,
) {
  const cursor = readCursor(query.after);
  const { rows } = await sql<Row>`select version, published_by, published_at from inspection_book
    where merchant_id = ${merchantId} ${cursor ? sql`and version < ${cursor[0]}::int` : sql``}
    order by version desc limit ${query.limit + 1}`.execute(tx);
  return pageFrom(
    rows.map((row) => ({
      version: row.version,
      publishedAt: row.published_at,
      publishedBy: nameOf(row.published_by),
    })),
    query.limit,
    (row) => cursorOf(String(row.version)),
  );
}

/** A new version over the one that the caller has changed. */
export async function publish(
  tx: Tx,
  { merchantId, currency, by, now }: { merchantId: MerchantId; currency: string; by: string; now: Instant },
  from: { version: number; content: BookContent },
) {
  // One at a time for each merchant; the key would refuse the second anyhow, with no word to the caller.
  await sql`select 1 from merchant where merchant_id = ${merchantId} for update`.execute(tx);
  const { version } = await readBook(tx, merchantId, currency);
  if (version !== from.version) return reject({ code: 'book_has_changed', version } as const);
  const next = bookFrom({ version: version + 1, content: from.content });
  const fault = checkBook(next, currency);
  if (fault) return reject(fault);
  const { version: _, ...content } = next;
  await sql`insert into inspection_book (merchant_id, version, content, published_by, published_at)
    values (${merchantId}, ${next.version}, ${toJson(content)}::jsonb, ${by}, ${now})`.execute(tx);
  return ok(next);
}

export async function currencyOf(tx: Tx, merchantId: MerchantId): Promise<string> {
  const { rows } = await sql<{ currency: string }>`select currency from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return rows[0]?.currency ?? 'CNY';
}
