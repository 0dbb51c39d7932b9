import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { stockEntriesFor } from '../../domain/ledger/stock-entries.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { documentMovesFor } from '../../domain/stock/document-moves.ts';
import {
  type DocumentKind,
  documentNumber,
  type EventsOf,
  type StockDocumentId,
  summaries,
} from '../../domain/stock/stock-documents.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { reviveMoney, toJson } from '../../domain/wire.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { hashOf } from '../hash-of.ts';
import * as ledgerStore from '../ledger/ledger-store.ts';
import { iso } from '../orders/order-store.ts';
import type { Actor } from '../returns/rma-store.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import * as stockStore from '../stock/stock-store.ts';

export type DocumentHistory<Event> = {
  seq: number;
  event: Event;
  actor: Actor;
  commandId: string;
  commandHash: string;
  at: Instant;
};

export type StockDocument<Kind extends DocumentKind = DocumentKind> = {
  id: StockDocumentId;
  kind: Kind;
  number: string;
  openedAt: Instant;
  history: DocumentHistory<EventsOf[Kind]>[];
};

export type DocumentRejection = { code: 'command_id_reused' } | { code: 'document_not_found' };

export const eventsOf = <Kind extends DocumentKind>({ history }: StockDocument<Kind>): EventsOf[Kind][] =>
  history.map(({ event }) => event);

export async function readDocument<Kind extends DocumentKind>(
  tx: Tx,
  merchantId: MerchantId,
  kind: Kind,
  id: string,
): Promise<StockDocument<Kind> | undefined> {
  const [{ rows }, events] = await Promise.all([
    sql<{ id: StockDocumentId; number: string; openedAt: Instant }>`select document_id as id, number,
        ${iso('opened_at')} as "openedAt"
      from stock_document where merchant_id = ${merchantId} and document_id = ${id} and kind = ${kind}`.execute(tx),
    sql<{
      seq: number;
      type: string;
      data: object;
      actorKind: Actor['kind'];
      actorId: string;
      commandId: string;
      commandHash: string;
      at: Instant;
    }>`select seq, type, data, actor_kind as "actorKind", actor_id as "actorId", command_id as "commandId",
        encode(command_hash, 'hex') as "commandHash", ${iso('occurred_at')} as at
      from stock_document_event where merchant_id = ${merchantId} and document_id = ${id} order by seq`.execute(tx),
  ]);
  const row = rows[0];
  if (!row) return undefined;
  const history = events.rows.map(({ seq, type, data, actorKind, actorId, commandId, commandHash, at }) => ({
    seq,
    event: reviveMoney<EventsOf[Kind]>({ type, ...data }),
    actor: { kind: actorKind, id: actorId },
    commandId,
    commandHash,
    at,
  }));
  return { ...row, kind, history };
}

type Decide<Kind extends DocumentKind, R extends { code: string }> = (
  document: StockDocument<Kind>,
) => Result<EventsOf[Kind][], R> | Promise<Result<EventsOf[Kind][], R>>;

/** Opens a document with its first events. The same command opens one. */
export async function openDocument<Kind extends DocumentKind, R extends { code: string }>(
  app: App,
  tx: Tx,
  kind: Kind,
  command: object,
  meta: CommandMeta,
  decide: () => Result<EventsOf[Kind][], R> | Promise<Result<EventsOf[Kind][], R>>,
): Promise<Result<StockDocument<Kind>, R | DocumentRejection>> {
  const { merchantId, commandId } = meta;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`stock document ${merchantId} ${commandId}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<{ id: string }>`select document_id as id from stock_document
    where merchant_id = ${merchantId} and opened_by_command = ${commandId}`.execute(tx);
  const commandHash = hashOf({ kind, ...command });
  const before = rows[0] && (await readDocument(tx, merchantId, kind, rows[0].id));
  if (rows[0]) {
    return before?.history[0]?.commandHash === commandHash.toString('hex')
      ? ok(before)
      : reject({ code: 'command_id_reused' });
  }
  const decided = await decide();
  if (!decided.ok) return decided;
  const now = app.clock.now();
  const id = app.newId('sdo');
  const { time_zone: timeZone } = await merchantTerms(tx, merchantId);
  const number = documentNumber(kind, id, localDate(now, timeZone));
  await sql`insert into stock_document (merchant_id, document_id, kind, number, state, units, opened_at, updated_at,
      version, opened_by_command)
    values (${merchantId}, ${id}, ${kind}, ${number}, 'new', 0, ${now}, ${now}, 0, ${commandId})`.execute(tx);
  const blank: StockDocument<Kind> = { id, kind, number, openedAt: now, history: [] };
  return ok(await record(app, tx, blank, decided.value, { ...meta, commandHash }));
}

/** The one door to a stock document: locks it, decides, and writes what follows in one transaction. */
export async function onDocument<Kind extends DocumentKind, R extends { code: string }>(
  app: App,
  tx: Tx,
  kind: Kind,
  id: string,
  command: object,
  meta: CommandMeta,
  decide: Decide<Kind, R>,
): Promise<Result<StockDocument<Kind>, R | DocumentRejection>> {
  const { merchantId, commandId } = meta;
  await sql`select 1 from stock_document where merchant_id = ${merchantId} and document_id = ${id} for update`.execute(
    tx,
  );
  const document = await readDocument(tx, merchantId, kind, id);
  if (!document) return reject({ code: 'document_not_found' });
  const commandHash = hashOf(command);
  const ran = document.history.find((event) => event.commandId === commandId);
  if (ran) {
    return ran.commandHash === commandHash.toString('hex') ? ok(document) : reject({ code: 'command_id_reused' });
  }
  const decided = await decide(document);
  return decided.ok ? ok(await record(app, tx, document, decided.value, { ...meta, commandHash })) : decided;
}

export async function merchantTerms(tx: Tx, merchantId: MerchantId): Promise<{ currency: string; time_zone: string }> {
  const { rows } = await sql<{ currency: string; time_zone: string }>`select currency, time_zone from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return present(rows[0], 'the merchant');
}

/** Writes what was decided: events, summary, stock and books. */
async function record<Kind extends DocumentKind>(
  app: App,
  tx: Tx,
  document: StockDocument<Kind>,
  events: readonly EventsOf[Kind][],
  meta: CommandMeta & { commandHash: Buffer },
): Promise<StockDocument<Kind>> {
  const { id, kind, number, history } = document;
  const { merchantId, actor, commandId, commandHash } = meta;
  const now = app.clock.now();
  const first = history.length + 1;
  const { currency, time_zone: timeZone } = await merchantTerms(tx, merchantId);
  const rows = events.map(({ type, ...data }, n) => ({ seq: first + n, type, data }));
  await sql`insert into stock_document_event (merchant_id, document_id, seq, type, data, actor_kind, actor_id, command_id,
      command_hash, occurred_at)
    select ${merchantId}, ${id}, e.seq, e.type, e.data, ${actor.kind}, ${actor.id}, ${commandId}, ${commandHash}, ${now}
    from jsonb_to_recordset(${toJson(rows)}::jsonb) as e(seq int, type text, data jsonb)`.execute(tx);
  const added = events.map((event, n) => ({
    seq: first + n,
    event,
    actor,
    commandId,
    commandHash: commandHash.toString('hex'),
    at: now,
  }));
  const next = { ...document, history: [...history, ...added] };
  const summary = summaries[kind](eventsOf(next));
  await sql`update stock_document set state = ${summary.state}, sku = ${summary.sku}, location = ${summary.location},
      vendor_id = ${summary.vendorId}, units = ${summary.units}, version = ${next.history.length}, updated_at = ${now}
    where merchant_id = ${merchantId} and document_id = ${id}`.execute(tx);
  await stockStore.move(
    tx,
    added.flatMap(({ seq, event }) => documentMovesFor(event).map((move) => ({ seq, move }))),
    { merchantId, documentId: id, newId: app.newId },
  );
  const postings = added.map(({ seq, event }) => ({
    seq,
    entries: stockEntriesFor(event, currency, summary.vendorId),
  }));
  const postedOn = localDate(now, timeZone);
  await ledgerStore.post(tx, postings, {
    merchantId,
    documentId: id,
    documentNumber: number,
    currency,
    postedOn,
    codes: (await app.accounts.on(tx, merchantId, postedOn)).codes,
    newId: app.newId,
  });
  return next;
}
