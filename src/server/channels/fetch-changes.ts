import { sql } from 'kysely';
import type { ChannelChange, ChannelDocument, ChannelFault, ChannelPort } from '../../connectors/channel/port.ts';
import { plusMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { askForThreads } from './ask-for-threads.ts';
import { sentenceOf } from './fault-sentence.ts';
import { keepDocuments, type ShopOf } from './keep-documents.ts';
import { accessOf, renewAccess } from './shop-access.ts';

const BATCH = 200;
/** An event may be quicker than the document it tells of. */
const ABSENT_RETRY_MS = 30_000;
const MAX_ATTEMPTS = 5;
const KEPT_DAYS = 7;

type Open = { delivery_id: string; changes: ChannelChange[]; attempts: number };

/**
 * Reads the documents that a shop's pushes name, into the inbox. Returns when to go on where something is left: after a
 * throttle, a fault, or for a document that does not show yet. Left for good, a change is found by the next pull.
 */
export async function fetchChanges(app: App, shop: ShopOf): Promise<{ againInMs: number } | null> {
  const port = await app.shops.channel(shop.merchantId, shop.shopId);
  if (!port || (await accessOf(app, shop)).state === 'revoked') return null;
  for (;;) {
    const open = await openPushes(app, shop);
    if (open.length === 0) return waitForRest(app, shop);
    const read = await readAll(port, open);
    await settle(app, shop, port, open, read);
    if (!read.fault) continue;
    app.log.warn({ ...shop, fault: read.fault }, 'changes were not all read; the rest waits');
    if (read.fault.kind === 'unauthorised' && (await renewAccess(app, shop, read.fault)) === 'revoked') return null;
    return { againInMs: read.fault.kind === 'throttled' ? read.fault.retryAfterMs : 15_000 };
  }
}

type Read = {
  documents: ChannelDocument[];
  done: Set<string>;
  absent: Set<string>;
  /** Documents that the channel does not give us, with its words. */
  refused: Map<string, string>;
  fault?: ChannelFault;
};

const nameOf = ({ kind, externalId }: ChannelChange): string => `${kind}/${externalId}`;

/** Each document once, however many pushes name it, orders first. */
async function readAll(port: ChannelPort, open: readonly Open[]): Promise<Read> {
  const changes = new Map(open.flatMap((push) => push.changes).map((change) => [nameOf(change), change]));
  const read: Read = { documents: [], done: new Set(), absent: new Set(), refused: new Map() };
  for (const [name, change] of [...changes].sort(([, a], [, b]) => a.kind.localeCompare(b.kind))) {
    const found = await (change.kind === 'order'
      ? port.getOrder(change.externalId)
      : port.getRefund(change.externalId));
    if (found.kind === 'document') {
      read.documents.push(found.document);
      read.done.add(name);
    } else if (found.kind === 'absent') {
      read.absent.add(name);
    } else if (found.kind === 'refused') {
      // The channel will say no again.
      read.done.add(name);
      read.refused.set(name, sentenceOf(found));
    } else {
      read.fault = found;
      break;
    }
  }
  return read;
}

async function settle(
  app: App,
  shop: ShopOf,
  port: ChannelPort,
  open: readonly Open[],
  { documents, done, absent, refused, fault }: Read,
) {
  const now = app.clock.now();
  const finished = open.filter(({ changes }) => changes.every((change) => done.has(nameOf(change))));
  const missing = open.filter(
    ({ changes }) =>
      changes.some((change) => absent.has(nameOf(change))) &&
      changes.every((change) => done.has(nameOf(change)) || absent.has(nameOf(change))),
  );
  const ids = (pushes: readonly Open[]) => pushes.map((push) => push.delivery_id);
  const notGiven = finished.filter(({ changes }) => changes.some((change) => refused.has(nameOf(change))));
  const givenUp = missing.filter(({ attempts }) => attempts + 1 >= MAX_ATTEMPTS);
  const { merchantId, shopId } = shop;
  await app.db.inMerchant(merchantId, async (tx) => {
    await keepDocuments(app, tx, shop, documents, port);
    if (port.messages) await askForThreads(app, tx, shop, refundsIn(documents));
    await sql`update channel_push set settled_at = ${now}
      where merchant_id = ${merchantId} and shop_id = ${shopId} and delivery_id = any(${ids(finished)})`.execute(tx);
    if (notGiven.length > 0) {
      await sql`update channel_push set problem = ${[...refused.values()].join('; ').slice(0, 500)}
        where merchant_id = ${merchantId} and shop_id = ${shopId} and delivery_id = any(${ids(notGiven)})`.execute(tx);
    }
    await sql`update channel_push set attempts = attempts + 1, retry_at = ${plusMs(now, ABSENT_RETRY_MS)},
        settled_at = case when delivery_id = any(${ids(givenUp)}) then ${now}::timestamptz end,
        problem = 'the channel does not show the document'
      where merchant_id = ${merchantId} and shop_id = ${shopId} and delivery_id = any(${ids(missing)})`.execute(tx);
    if (fault) {
      await sql`update channel_push set problem = ${sentenceOf(fault)} where merchant_id = ${merchantId}
        and shop_id = ${shopId} and delivery_id = any(${ids(open)}) and settled_at is null`.execute(tx);
    }
  });
}

const refundsIn = (documents: readonly ChannelDocument[]): string[] =>
  documents.flatMap(({ kind, externalId }) => (kind === 'refund' ? [externalId] : []));

async function openPushes(app: App, { merchantId, shopId }: ShopOf): Promise<Open[]> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Open>`select delivery_id, changes, attempts from channel_push
      where merchant_id = ${merchantId} and shop_id = ${shopId} and settled_at is null
        and (retry_at is null or retry_at <= ${app.clock.now()})
      order by received_at limit ${BATCH}`.execute(tx),
  );
  return rows;
}

/** What is left waits for its time; what was settled long ago is forgotten. */
async function waitForRest(app: App, { merchantId, shopId }: ShopOf): Promise<{ againInMs: number } | null> {
  const { rows } = await app.db.inMerchant(merchantId, async (tx) => {
    await sql`delete from channel_push where merchant_id = ${merchantId}
      and settled_at < ${plusMs(app.clock.now(), -KEPT_DAYS * 86_400_000)}`.execute(tx);
    return sql`select 1 from channel_push
      where merchant_id = ${merchantId} and shop_id = ${shopId} and settled_at is null limit 1`.execute(tx);
  });
  return rows.length > 0 ? { againInMs: ABSENT_RETRY_MS } : null;
}
