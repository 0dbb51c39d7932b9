import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { CountView } from '../../contract/counts.ts';
import * as contract from '../../contract/counts.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import * as counting from '../../domain/stock/count-sheet.ts';
import { AT_VENDOR, isReserved, isShelved, outsidePlaces, shelved } from '../../domain/stock/places.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import type { Principal } from '../http/caller.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { lockHoldings, lyingAbout } from '../stock/holdings.ts';
import { readCsv } from './csv-rows.ts';
import { headOf, titlesOf } from './document-lists.ts';
import {
  eventsOf,
  merchantTerms,
  onDocument,
  openDocument,
  readDocument,
  type StockDocument,
} from './document-store.ts';

type Sheet = StockDocument<'count'>;
type Counts = (counting.CountKey & { quantity: number })[];
type Decided = Result<counting.CountEvent[], { code: string }>;

/** Beyond this a sheet is several days' work. */
const MOST_LINES = 1_000;

export function addCountRoutes(server: FastifyInstance, app: App): void {
  const answered = async (tx: Tx, principal: Principal, ran: Result<Sheet, { code: string }>) =>
    ran.ok ? ok(await countView(app, tx, principal, ran.value)) : ran;
  const on = (
    { documentId }: { documentId: string },
    command: { type: string } & object,
    meta: CommandMeta,
    principal: Principal,
    decide: (tx: Tx, sheet: counting.CountSheet) => Decided | Promise<Decided>,
  ) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        tx,
        principal,
        await onDocument(app, tx, 'count', documentId, command, meta, (document) =>
          decide(tx, counting.foldCount(eventsOf(document))),
        ),
      ),
    );

  route(server, contract.openCount, ({ body, meta, principal }) =>
    app.db.inMerchant(meta.merchantId, async (tx) =>
      answered(
        tx,
        principal,
        await openDocument(app, tx, 'count', body, meta, async (): Promise<Decided> => {
          const lines = await linesToCount(tx, meta.merchantId, body);
          if (lines.length > MOST_LINES) return reject({ code: 'count_too_large', most: MOST_LINES });
          return counting.openCount(lines);
        }),
      ),
    ),
  );
  route(server, contract.getCount, ({ params, principal }) =>
    app.db.inMerchant(principal.merchantId, async (tx) => {
      const document = await readDocument(tx, principal.merchantId, 'count', params.documentId);
      return document ? countView(app, tx, principal, document) : notFound;
    }),
  );
  const enter = (tx: Tx, meta: CommandMeta, sheet: counting.CountSheet, counts: Counts) =>
    decideCount(tx, meta, sheet, counts);
  route(server, contract.enterCount, ({ params, body, meta, principal }) =>
    on(params, { type: 'counted', ...body }, meta, principal, (tx, sheet) => enter(tx, meta, sheet, body.lines)),
  );
  route(server, contract.importCount, ({ params, body, meta, principal }) =>
    on(params, { type: 'import', ...body }, meta, principal, (tx, sheet) => {
      const counts = countsFrom(body.csv);
      return counts.ok ? enter(tx, meta, sheet, counts.value) : counts;
    }),
  );
  route(server, contract.submitCount, ({ params, meta, principal }) =>
    on(params, { type: 'submit' }, meta, principal, (_, sheet) => counting.submitCount(sheet)),
  );
  route(server, contract.sendBackCount, ({ params, meta, principal }) =>
    on(params, { type: 'send_back' }, meta, principal, (_, sheet) => counting.sendBackCount(sheet)),
  );
  route(server, contract.approveCount, ({ params, meta, principal }) =>
    on(params, { type: 'approve' }, meta, principal, (tx, sheet) => decideApproval(app, tx, meta, sheet)),
  );
  route(server, contract.cancelCount, ({ params, meta, principal }) =>
    on(params, { type: 'cancel' }, meta, principal, (_, sheet) => counting.cancelCount(sheet)),
  );
}

/** Everything that lies there by the books; nothing that waits for its inspection. */
async function linesToCount(
  tx: Tx,
  merchantId: MerchantId,
  { location, skus }: { location?: string | undefined; skus: readonly string[] },
): Promise<counting.CountKey[]> {
  const { rows } = await sql<{ sku: string; location: string; condition: string }>`select sku, location, condition
    from stock_balance where merchant_id = ${merchantId} and quantity > 0 and condition = any(${[...shelved]}::text[])
      and location <> all(${[...outsidePlaces, AT_VENDOR]}::text[])
      ${location === undefined ? sql`` : sql`and location = ${location}`}
      ${skus.length === 0 ? sql`` : sql`and sku = any(${[...skus]}::text[])`}
    order by location, sku, condition limit ${MOST_LINES + 1}`.execute(tx);
  return rows.flatMap(({ condition, ...row }) => (isShelved(condition) ? [{ ...row, condition }] : []));
}

/** The books are read under a lock: no movement comes between the count and what it is compared with. */
async function decideCount(
  tx: Tx,
  { merchantId, actor }: CommandMeta,
  sheet: counting.CountSheet,
  counts: Counts,
): Promise<Decided> {
  const reserved = counts.find(({ location }) => location !== 'returns' && isReserved(location));
  if (reserved) return reject({ code: 'place_is_reserved', location: reserved.location });
  const unknown = await unknownArticle(tx, merchantId, counts);
  if (unknown !== undefined) return reject({ code: 'sku_unknown', sku: unknown });
  const { currency } = await merchantTerms(tx, merchantId);
  await lockHoldings(tx, merchantId, currency, counts);
  return counting.count(sheet, counts, await booksOf(tx, merchantId, counts), actor.id);
}

/** What the books say of places, and how often counts have put them right: both of one moment. */
async function booksOf(tx: Tx, merchantId: MerchantId, counts: Counts) {
  const skus = [...new Set(counts.map(({ sku }) => sku))];
  const { rows } = await sql<{ key: string; book: bigint; posted: bigint }>`
    select key, sum(book)::bigint as book, sum(posted)::bigint as posted from (
      select jsonb_build_array(sku, location, condition)::text as key, quantity as book, 0 as posted from stock_balance
        where merchant_id = ${merchantId} and sku = any(${skus}::text[])
      union all
      select jsonb_build_array(sku, location, condition)::text, 0, 1 from ${postedDifferences(merchantId, skus)}
    ) as one group by key`.execute(tx);
  const books = new Map(rows.map(({ key, book, posted }) => [key, { book: Number(book), posted: Number(posted) }]));
  return (key: counting.CountKey) => books.get(keyOf(key)) ?? { book: 0, posted: 0 };
}

/** As PostgreSQL writes an array. */
const keyOf = ({ sku, location, condition }: counting.CountKey): string =>
  `[${[sku, location, condition].map((part) => JSON.stringify(part)).join(', ')}]`;

/** The differences that counts have posted, by the place that they put right. */
const postedDifferences = (merchantId: MerchantId, skus: readonly string[]) => sql`(
  select m.sku, m.document_id,
    case m.from_location when 'difference' then m.to_location else m.from_location end as location,
    case m.from_location when 'difference' then m.to_condition else m.from_condition end as condition
  from stock_movement m where m.merchant_id = ${merchantId} and m.sku = any(${[...skus]}::text[])
    and (m.from_location = 'difference' or m.to_location = 'difference')) as posted`;

/** The first article that neither an order nor a place holds: a slip of the scanner. */
async function unknownArticle(tx: Tx, merchantId: MerchantId, counts: Counts): Promise<string | undefined> {
  const { rows } = await sql<{
    sku: string;
  }>`select s.sku from unnest(${counts.map(({ sku }) => sku)}::text[]) as s(sku)
    where not exists (select 1 from order_line l where l.merchant_id = ${merchantId} and l.sku = s.sku)
      and not exists (select 1 from stock_balance b where b.merchant_id = ${merchantId} and b.sku = s.sku) limit 1`.execute(
    tx,
  );
  return rows[0]?.sku;
}

async function decideApproval(
  app: App,
  tx: Tx,
  { merchantId, actor }: CommandMeta,
  sheet: counting.CountSheet,
): Promise<Decided> {
  // One at a time: where the books have no row for what was found, there is nothing else that two could meet at.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`count approval ${merchantId}`}, 0))`.execute(tx);
  const { currency } = await merchantTerms(tx, merchantId);
  const others = sheet.lines.map((line) => ({ ...line, location: 'difference' }));
  const held = await lockHoldings(tx, merchantId, currency, [...sheet.lines, ...others]);
  const skus = [...new Set(sheet.lines.map(({ sku }) => sku))];
  const [lying, posted, { resaleBasisPoints }] = await Promise.all([
    lyingAbout(tx, merchantId, currency, skus),
    lastPosted(tx, merchantId, skus),
    app.policies.live(tx, merchantId),
  ]);
  return counting.approveCount(sheet, actor.id, (key) => ({
    held: held(key),
    posted: posted(key),
    found: { alike: lying(key.sku, key.condition), good: lying(key.sku, 'good'), resaleBasisPoints },
  }));
}

/** How often counts have put places right, and the number of the sheet that did so last. */
async function lastPosted(tx: Tx, merchantId: MerchantId, skus: readonly string[]) {
  const { rows } = await sql<{ key: string; times: bigint; lastBy: string }>`
    select jsonb_build_array(posted.sku, posted.location, posted.condition)::text as key, count(*) as times,
      (array_agg(d.number order by d.updated_at desc, d.document_id desc))[1] as "lastBy"
    from ${postedDifferences(merchantId, skus)} join stock_document d on d.merchant_id = ${merchantId}
      and d.document_id = posted.document_id
    group by 1`.execute(tx);
  const places = new Map(rows.map(({ key, times, lastBy }) => [key, { times: Number(times), lastBy }]));
  return (key: counting.CountKey) => places.get(keyOf(key)) ?? { times: 0, lastBy: '' };
}

function countsFrom(csv: string): Result<Counts, { code: string }> {
  const rows = readCsv(csv, ['sku', 'location', 'condition', 'counted']);
  if (!rows.ok) return rows;
  const counts: Counts = [];
  for (const { line, cells } of rows.value) {
    const { sku = '', location = '', condition = '', counted = '' } = cells;
    if (counted === '') continue;
    if (sku === '' || sku.length > 64) return reject({ code: 'csv_row_wrong', line, column: 'sku' });
    if (location === '' || location.length > 40) return reject({ code: 'csv_row_wrong', line, column: 'location' });
    if (!isShelved(condition)) return reject({ code: 'csv_row_wrong', line, column: 'condition' });
    if (!/^\d{1,5}$/.test(counted)) return reject({ code: 'csv_row_wrong', line, column: 'counted' });
    counts.push({ sku, location, condition, quantity: Number(counted) });
  }
  if (counts.length > MOST_LINES) return reject({ code: 'count_too_large', most: MOST_LINES });
  return counts.length === 0 ? reject({ code: 'nothing_to_count' }) : ok(counts);
}

async function countView(app: App, tx: Tx, principal: Principal, document: Sheet): Promise<CountView> {
  const sheet = counting.foldCount(eventsOf(document));
  const titles = await titlesOf(
    tx,
    principal.merchantId,
    sheet.lines.map(({ sku }) => sku),
  );
  const isBlind = sheet.state === 'counting' || sheet.state === 'recounting';
  const head = await headOf(app, principal.merchantId, document, sheet.state);
  return {
    ...head,
    isBlind,
    lines: sheet.lines.map((line) => {
      const { sku, location, condition, isDue, counted } = line;
      return {
        sku,
        location,
        condition,
        title: titles(sku),
        isDue,
        // In the second round nobody sees what the first has found.
        counted: isDue ? null : (counted?.quantity ?? null),
        book: isBlind ? null : (counted?.book ?? null),
        difference: isBlind ? null : counting.differenceOf(line),
      };
    }),
    mayApprove:
      sheet.state === 'to_approve' &&
      principal.permissions.has('stock:approve') &&
      !sheet.counters.includes(principal.id),
  };
}
