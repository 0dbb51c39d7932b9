import { sql } from 'kysely';
import { present } from '../../domain/assert.ts';
import type { EntryId, MerchantId } from '../../domain/ids.ts';
import type { Party, PartyKind } from '../../domain/ledger/accounts.ts';
import {
  type BookDocument,
  type BookDocumentId,
  type BookDocumentRejection,
  cannotBook,
  documentEntries,
} from '../../domain/ledger/book-document.ts';
import { type Money, money } from '../../domain/money.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { type LocalDate, localDate } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { hashOf } from '../hash-of.ts';
import { type CodedLine, post } from '../ledger/ledger-store.ts';
import { iso } from '../orders/order-store.ts';
import type { CommandMeta } from '../returns/run-rma-command.ts';
import { merchantTerms } from '../warehouse/document-store.ts';

type Paper = { occurredOn: LocalDate; memo: string; attachments: number };
type Rejected =
  | BookDocumentRejection
  | { code: 'command_id_reused' }
  | { code: 'wrong_currency'; currency: string }
  | { code: 'day_in_future' }
  | { code: 'loss_not_waiting'; item: string }
  | { code: 'loss_exceeds'; waiting: Money }
  | { code: 'document_not_found' }
  | { code: 'reversed_already'; number: string }
  | { code: 'reversal_stays' };

const viewed = sql`d.document_id as id, d.number, d.kind, d.facts, d.memo, d.attachments, d.occurred_on as "occurredOn",
  d.made_by as "madeBy", ${iso('d.made_at')} as "madeAt", e.entry_id as "entryId", e.posted_on as "postedOn",
  jsonb_build_object('minor', coalesce((select sum(l.debit_minor) from journal_line l where l.merchant_id = d.merchant_id
    and l.entry_id = e.entry_id), 0)::text, 'currency', (select m.currency from merchant m where m.merchant_id = d.merchant_id)) as amount,
  (select r.book_number from journal_entry r where r.merchant_id = d.merchant_id and r.reverses = e.entry_id) as "reversedBy"
  from book_document d left join journal_entry e on e.merchant_id = d.merchant_id and e.book_id = d.document_id`;

type Row = {
  id: BookDocumentId;
  number: string;
  kind: string;
  facts: unknown;
  memo: string;
  attachments: number;
  occurredOn: LocalDate;
  postedOn: LocalDate | null;
  entryId: EntryId | null;
  amount: { minor: string; currency: string };
  madeBy: string;
  madeAt: string;
  reversedBy: string | null;
};

export async function listBookDocuments(
  tx: Tx,
  merchantId: MerchantId,
  query: { after?: string | undefined; limit: number; kind?: string | undefined; q?: string | undefined },
) {
  const cursor = readCursor(query.after);
  const { rows } = await sql<Row>`select ${viewed} where d.merchant_id = ${merchantId}
    ${query.kind ? sql`and d.kind = ${query.kind}` : sql``} ${query.q ? sql`and d.number = ${query.q.toUpperCase()}` : sql``}
    ${cursor ? sql`and d.document_id < ${cursor[0]}` : sql``}
    order by d.document_id desc limit ${query.limit + 1}`.execute(tx);
  return pageFrom(rows, query.limit, ({ id }) => cursorOf(id));
}

async function readDocument(tx: Tx, merchantId: MerchantId, id: string): Promise<Row | undefined> {
  const { rows } =
    await sql<Row>`select ${viewed} where d.merchant_id = ${merchantId} and d.document_id = ${id}`.execute(tx);
  return rows[0];
}

/** Books a paper, once for each command id. */
export async function bookDocument(
  app: App,
  tx: Tx,
  document: BookDocument,
  paper: Paper,
  meta: CommandMeta,
): Promise<Result<Row, Rejected>> {
  const { merchantId } = meta;
  const opened = await openPaper(app, tx, { document, ...paper }, meta);
  if ('done' in opened) return opened.done;
  const { currency, today, hash } = opened;
  const wrong = currencyOf(document).find((each) => each !== currency);
  if (wrong) return reject({ code: 'wrong_currency', currency });
  if (paper.occurredOn > today) return reject({ code: 'day_in_future' });
  const { terms, codes } = await app.accounts.on(tx, merchantId, paper.occurredOn);
  const no =
    cannotBook(document, terms.policy) ?? (await cannotSettle(tx, merchantId, document, codes.get('pending_loss')));
  if (no) return reject(no);
  const { kind, ...facts } = document;
  const written = await write(app, tx, { kind, facts, ...paper }, { ...meta, hash });
  const item = 'item' in document ? document.item : undefined;
  await post(tx, [{ seq: 1, entries: documentEntries(document) }], {
    merchantId,
    bookId: written.id,
    bookNumber: written.number,
    ...(item ? { item } : {}),
    currency,
    postedOn: paper.occurredOn,
    codes,
    newId: app.newId,
  });
  return ok(present(await readDocument(tx, merchantId, written.id), 'the paper that was booked'));
}

/** Takes a paper back. What returns and documents of the warehouse have booked is undone where it was done. */
export async function reverseDocument(
  app: App,
  tx: Tx,
  id: BookDocumentId,
  because: string,
  meta: CommandMeta,
): Promise<Result<Row, Rejected>> {
  const { merchantId } = meta;
  const opened = await openPaper(app, tx, { reverse: id, because }, meta);
  if ('done' in opened) return opened.done;
  const { currency, today, hash } = opened;
  await takeTurns(tx, `reversal:${merchantId}:${id}`);
  const found = await readDocument(tx, merchantId, id);
  if (!found?.entryId) return reject({ code: 'document_not_found' });
  if (found.reversedBy) return reject({ code: 'reversed_already', number: found.reversedBy });
  if (found.kind === 'reversal') return reject({ code: 'reversal_stays' });
  const { rows } = await sql<{
    code: string;
    debit: bigint;
    credit: bigint;
    partyKind: PartyKind | null;
    partyId: string | null;
    item: string | null;
  }>`select account_code as code, debit_minor as debit, credit_minor as credit, party_kind as "partyKind",
      party_id as "partyId", item
    from journal_line where merchant_id = ${merchantId} and entry_id = ${found.entryId} order by line_no`.execute(tx);
  const lines = rows.map(({ code, debit, credit, partyKind, partyId, item }): CodedLine => {
    const party: Party | undefined = partyKind && partyId !== null ? { kind: partyKind, id: partyId } : undefined;
    return {
      code,
      debit: money(credit, currency),
      credit: money(debit, currency),
      ...(party ? { party } : {}),
      ...(item === null ? {} : { item }),
    };
  });
  const paper = { occurredOn: today, memo: because, attachments: 0 };
  const written = await write(
    app,
    tx,
    { kind: 'reversal', facts: { of: found.number, ...causeIn(found.facts) }, ...paper },
    { ...meta, hash },
  );
  await post(tx, [{ seq: 1, entries: [{ kind: 'entry_reversed', lines }] }], {
    merchantId,
    bookId: written.id,
    bookNumber: written.number,
    reverses: found.entryId,
    currency,
    postedOn: today,
    codes: new Map(),
    newId: app.newId,
  });
  return ok(present(await readDocument(tx, merchantId, written.id), 'the reversal'));
}

/** A loss that is taken back is taken back under its own cause. */
const causeIn = (facts: unknown): { cause?: unknown } =>
  typeof facts === 'object' && facts !== null && 'cause' in facts ? { cause: facts.cause } : {};

/** Two at once go one after the other: papers only grow, so no row of them can be locked. */
const takeTurns = (tx: Tx, what: string) => sql`select pg_advisory_xact_lock(hashtextextended(${what}, 0))`.execute(tx);

type Opened = { currency: string; today: LocalDate; hash: Buffer } | { done: Result<Row, Rejected> };

async function openPaper(app: App, tx: Tx, said: object, { merchantId, commandId }: CommandMeta): Promise<Opened> {
  const hash = hashOf(said);
  await takeTurns(tx, `paper:${merchantId}:${commandId}`);
  const { rows } = await sql<{
    id: string;
    hash: Buffer;
  }>`select document_id as id, command_hash as hash from book_document
    where merchant_id = ${merchantId} and command_id = ${commandId}`.execute(tx);
  const [ran] = rows;
  if (ran) {
    if (!hash.equals(ran.hash)) return { done: reject({ code: 'command_id_reused' }) };
    return { done: ok(present(await readDocument(tx, merchantId, ran.id), 'the paper of this command')) };
  }
  const { currency, time_zone: timeZone } = await merchantTerms(tx, merchantId);
  return { currency, today: localDate(app.clock.now(), timeZone), hash };
}

type Written = Paper & { kind: string; facts: object };

async function write(app: App, tx: Tx, paper: Written, meta: CommandMeta & { hash: Buffer }) {
  const id = app.newId('bdo');
  const number = `J${paper.occurredOn.slice(2).replaceAll('-', '')}-${id.slice(-8).toUpperCase()}`;
  const { merchantId, commandId, actor, hash } = meta;
  await sql`insert into book_document (merchant_id, document_id, number, kind, facts, memo, attachments, occurred_on, made_by,
      made_at, command_id, command_hash)
    values (${merchantId}, ${id}, ${number}, ${paper.kind}, ${toJson(paper.facts)}::jsonb, ${paper.memo}, ${paper.attachments},
      ${paper.occurredOn}, ${actor.id}, ${app.clock.now()}, ${commandId}, ${hash})`.execute(tx);
  return { id, number };
}

const currencyOf = (document: BookDocument): string[] =>
  Object.values(document).flatMap((value: unknown) =>
    typeof value === 'object' && value !== null && 'currency' in value && typeof value.currency === 'string'
      ? [value.currency]
      : [],
  );

/** Of a loss no more is settled than waits, and it is settled the way round that it stands. */
async function cannotSettle(
  tx: Tx,
  merchantId: MerchantId,
  document: BookDocument,
  code: string | undefined,
): Promise<Rejected | null> {
  if (document.kind !== 'loss_settled') return null;
  const { item, amount, gain } = document;
  const { rows } = await sql<{ balance: bigint }>`select balance_minor as balance from open_item
    where merchant_id = ${merchantId} and account_code = ${code} and party_kind = '' and party_id = '' and item = ${item}
    for update`.execute(tx);
  const balance = BigInt(rows[0]?.balance ?? 0n);
  const waiting = gain ? -balance : balance;
  if (waiting <= 0n) return { code: 'loss_not_waiting', item };
  return amount.minor > waiting ? { code: 'loss_exceeds', waiting: money(waiting, amount.currency) } : null;
}
