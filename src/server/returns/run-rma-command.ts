import { present } from '../../domain/assert.ts';
import type { FileId, MerchantId, OrderId, RmaId } from '../../domain/ids.ts';
import { journalEntriesFor } from '../../domain/ledger/journal-entries.ts';
import { withBooks } from '../../domain/ledger/line-books.ts';
import type { PostingTerms } from '../../domain/ledger/posting-terms.ts';
import type { Who } from '../../domain/people/levels.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import type { OpenRma, RmaCommand } from '../../domain/returns/commands.ts';
import { decide, decideOpen, mayJudgeAgain } from '../../domain/returns/decide.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import { evolve } from '../../domain/returns/evolve.ts';
import { evolveOrder } from '../../domain/returns/evolve-order.ts';
import { jobsFor } from '../../domain/returns/jobs.ts';
import type { Rejection } from '../../domain/returns/rejections.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { clocksOf } from '../../domain/returns/running-clocks.ts';
import { matters } from '../../domain/returns/what-matters.ts';
import { stockMovesFor } from '../../domain/stock/stock-moves.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { App } from '../app.ts';
import { readBuyerRecord } from '../buyers/buyer-record.ts';
import type { Tx } from '../db/database.ts';
import { leaveToCommit } from '../db/transaction.ts';
import { missingFile } from '../files/file-store.ts';
import { hashOf } from '../hash-of.ts';
import * as ledgerStore from '../ledger/ledger-store.ts';
import { saveCounters } from '../orders/order-store.ts';
import { askForMatches } from '../parcels/ask-for-matches.ts';
import { askToLook } from '../parcels/ask-to-look.ts';
import { joinParcels } from '../parcels/parcel-store.ts';
import { withReturnPlace } from '../return-addresses/address-book.ts';
import { isForShop } from '../shops/keeps-refunds.ts';
import { withReentryCost } from '../stock/reentry-cost.ts';
import * as stockStore from '../stock/stock-store.ts';
import { measured } from './engine-time.ts';
import { readGradingFacts } from './grading-facts.ts';
import { saveGrading } from './grading-rows.ts';
import { saveMoney } from './money-rows.ts';
import { invoicesFor, openRedsFor } from './open-reds.ts';
import { askedElsewhere, saveRecovery } from './recovery-rows.ts';
import * as rmaStore from './rma-store.ts';
import { timerWrites } from './rma-timers.ts';

export type CommandMeta = {
  merchantId: MerchantId;
  /** The same id runs once; the same id with other content is refused. */
  commandId: string;
  actor: rmaStore.Actor;
  /** The person or program behind the command; absent where nobody is bound by levels. */
  who?: Who;
  /** The state that the caller has seen: what others have done since is told instead of overrun. */
  expectedVersion?: number;
};

export type Handled = rmaStore.Locked;
export type CommandRejection =
  | Rejection
  | { code: 'command_id_reused' }
  | { code: 'case_has_changed'; version: number; since: rmaStore.StoredEvent[] }
  | { code: 'rma_not_found' }
  | { code: 'order_not_found' }
  | { code: 'file_not_found'; fileId: FileId };

/**
 * The one door: every change to a return comes through here. One transaction locks the order, decides, appends the
 * events and everything that follows from them: summary, counters, refunds, books, stock and jobs.
 */
export async function runRmaCommand(
  app: App,
  rmaId: RmaId,
  command: Exclude<RmaCommand, OpenRma>,
  meta: CommandMeta,
): Promise<Result<Handled, CommandRejection>> {
  return app.db.inMerchant(meta.merchantId, (tx) => runRmaCommandIn(app, tx, rmaId, command, meta));
}

/** The same inside a transaction that is already open, for those who must read or write something of their own with it. */
export async function runRmaCommandIn(
  app: App,
  tx: Tx,
  rmaId: RmaId,
  command: Exclude<RmaCommand, OpenRma>,
  meta: CommandMeta,
): Promise<Result<Handled, CommandRejection>> {
  const commandHash = hashOfCommand(command);
  // The buyer's record is read where the policy may judge again, and travels with the lock.
  const [locked, buyer] = await Promise.all([
    rmaStore.lock(tx, meta.merchantId, rmaId),
    mayJudgeAgain(command) ? readBuyerRecord(tx, meta.merchantId, { rmaId }, app.clock.now()) : undefined,
  ]);
  if (!locked) return reject({ code: 'rma_not_found' });
  const { rma, history } = locked;
  const ran = history.find((event) => event.commandId === meta.commandId);
  if (ran) return ran.commandHash === commandHash.toString('hex') ? ok(locked) : reject({ code: 'command_id_reused' });
  const since = unseen(history, meta);
  if (since.length > 0) return reject({ code: 'case_has_changed', version: rma.version, since });

  const unknown = await unknownFile(tx, command, meta);
  if (unknown) return reject(unknown);
  if (command.type === 'ask_postage') {
    const number = await askedElsewhere(tx, meta.merchantId, rmaId, command.waybill);
    if (number) return reject({ code: 'postage_asked_elsewhere', number });
  }
  const now = app.clock.now();
  const policy = await app.policies.pinned(tx, meta.merchantId, rma.policyVersion);
  const { who } = meta;
  const grading = await readGradingFacts(app, tx, meta, locked, command);
  const order =
    command.type === 'receive_line' || command.type === 'find_line'
      ? await withReentryCost(tx, meta.merchantId, locked, command.lineId)
      : locked.order;
  const context = {
    now,
    order,
    policy,
    lastPerson: rma.assignee ?? lastPersonOf(history),
    ...(who ? { who } : {}),
    ...(buyer ? { buyer } : {}),
    ...(grading ? { grading } : {}),
  };
  const decision = measured(() => decide(rma, command, context));
  if (!decision.ok) return decision;
  if (decision.value.length === 0) return ok(locked);
  const events = await withReturnPlace(app, tx, meta.merchantId, order, rma, decision.value);
  return ok(await record(app, tx, { ...locked, order }, events, { ...meta, commandHash, now, policy }));
}

/** What others have done since the caller looked, as far as it bears on a decision. One's own doing is no news. */
const unseen = (history: readonly rmaStore.StoredEvent[], { expectedVersion, actor }: CommandMeta) =>
  expectedVersion === undefined
    ? []
    : history.filter(
        (stored) =>
          stored.seq > expectedVersion &&
          matters(stored.event) &&
          !(stored.actor.kind === actor.kind && stored.actor.id === actor.id),
      );

/** Opens a return on an order. Opening twice with one command id gives the return that the first opened. */
export async function openRma(
  app: App,
  orderId: OrderId,
  command: OpenRma,
  meta: CommandMeta,
): Promise<Result<Handled, CommandRejection>> {
  return app.db.inMerchant(meta.merchantId, (tx) => openRmaIn(app, tx, orderId, command, meta));
}

/** The same inside a transaction that is already open, for those who must write something of their own with it. */
export async function openRmaIn(
  app: App,
  tx: Tx,
  orderId: OrderId,
  command: OpenRma,
  meta: CommandMeta,
): Promise<Result<Handled, CommandRejection>> {
  // The return's own id is made anew on each try, so it is no part of what the caller asked for.
  const commandHash = hashOfCommand({ ...command, rmaId: '' });
  const locked = await rmaStore.lockOrder(tx, meta.merchantId, orderId, meta.commandId, app.clock.now());
  if (!locked) return reject({ code: 'order_not_found' });
  if (locked.openedBefore) {
    const known = present(await rmaStore.read(tx, meta.merchantId, locked.openedBefore), 'the return opened before');
    return known.history[0]?.commandHash === commandHash.toString('hex')
      ? ok(known)
      : reject({ code: 'command_id_reused' });
  }
  const unknown = await unknownFile(tx, command, meta);
  if (unknown) return reject(unknown);
  const now = app.clock.now();
  const policy = await app.policies.pinned(tx, meta.merchantId, locked.livePolicy);
  const { order, buyer } = locked;
  const decision = measured(() => decideOpen(command, { now, order, policy, buyer }));
  if (!decision.ok) return decision;
  const before = { rma: null, order: locked.order, history: [] };
  const events = await withReturnPlace(app, tx, meta.merchantId, order, null, decision.value);
  return ok(await record(app, tx, before, events, { ...meta, commandHash, now, policy }));
}

/** Pictures that a command names exist; those of a buyer are his own. */
async function unknownFile(tx: Tx, command: RmaCommand, { merchantId, actor }: CommandMeta) {
  const named =
    'evidence' in command
      ? command.evidence
      : 'files' in command
        ? command.files
        : 'photos' in command
          ? [...(command.photos ?? []), ...checkPhotos(command)]
          : 'proof' in command && command.proof
            ? [command.proof]
            : [];
  const fileId = await missingFile(tx, merchantId, named, actor.kind === 'buyer' ? actor.id : undefined);
  return fileId && ({ code: 'file_not_found', fileId } as const);
}

const checkPhotos = (command: RmaCommand | Omit<OpenRma, 'rmaId'>) =>
  'checks' in command ? (command.checks ?? []).flatMap(({ photos }) => photos) : [];

type Before = Omit<rmaStore.Locked, 'rma'> & { rma: Rma | null };
type RecordMeta = CommandMeta & { commandHash: Buffer; now: Instant; policy: Policy };

async function record(app: App, tx: Tx, before: Before, decided: RmaEvent[], meta: RecordMeta): Promise<Handled> {
  const { merchantId, now } = meta;
  const postedOn = localDate(now, meta.policy.timeZone);
  const { terms, codes } = await app.accounts.on(tx, merchantId, postedOn);
  const events = await asBooked(tx, merchantId, before, decided, terms);
  const first = before.history.length + 1;
  let rma = before.rma;
  let order = before.order;
  const folded = events.map((event, i) => {
    order = evolveOrder(order, rma, event);
    const earlier = rma;
    rma = evolve(rma, event);
    return { seq: first + i, event, before: earlier, after: rma };
  });
  const next = present(rma, 'the return after its events');

  const clocks = clocksOf(next, meta.policy);
  const change = { before: before.rma, next, clocks, recorded: folded, policy: meta.policy, now };
  const timers = timerWrites(merchantId, change);
  // None of these waits for another: they travel together, and PostgreSQL runs them in this order.
  const writes = Promise.all([
    rmaStore.save(tx, next, events, { ...meta, order, clocks }, timers),
    saveCounters(tx, merchantId, before.order, order),
    saveMoney(tx, merchantId, next, events, now),
    saveGrading(tx, merchantId, folded, meta.actor, now),
    saveRecovery(tx, merchantId, next, events, now),
    joinParcels(tx, merchantId, next.id, events, app.newId),
    askForMatches(tx, merchantId, next.id, events),
    askToLook(tx, merchantId, next.id, events),
    ledgerStore.post(
      tx,
      folded.map(({ seq, event, after }) => ({ seq, entries: journalEntriesFor(after, event) })),
      {
        merchantId,
        rmaId: next.id,
        rmaNumber: next.number,
        currency: order.currency,
        postedOn,
        codes,
        newId: app.newId,
      },
    ),
    stockStore.move(
      tx,
      folded.flatMap(({ seq, event }) => stockMovesFor(event).map((move) => ({ seq, move }))),
      { merchantId, rmaId: next.id, newId: app.newId },
    ),
    app.enqueue(
      tx,
      folded.flatMap(({ event, after }) =>
        jobsFor(after, event)
          .filter(
            (job) => isForShop(app.shops, after, job) && (job.kind !== 'assign_rma' || app.takers.any(merchantId)),
          )
          .map((job) => ({ merchantId, ...job })),
      ),
    ),
  ]);
  leaveToCommit(tx, writes);
  await openRedsFor(app, tx, merchantId, { order, rma: next, history: before.history, events }, postedOn);
  const recorded = folded.map(({ seq, event }) => ({
    seq,
    event,
    actor: meta.actor,
    commandId: meta.commandId,
    commandHash: meta.commandHash.toString('hex'),
    at: now,
  }));
  return { rma: next, order, history: [...before.history, ...recorded] };
}

/** The events with what the books note of the moment. */
const asBooked = async (
  tx: Tx,
  merchantId: MerchantId,
  { order, rma }: Before,
  decided: RmaEvent[],
  terms: PostingTerms,
) => withBooks(order, rma, decided, terms, await invoicesFor(tx, merchantId, order, decided));

const lastPersonOf = (history: Before['history']): string | null =>
  history.findLast(({ actor }) => actor.kind === 'staff')?.actor.id ?? null;

const hashOfCommand = (command: RmaCommand | (Omit<OpenRma, 'rmaId'> & { rmaId: '' })): Buffer =>
  hashOf(command.type === 'follow_channel' ? asSaid(command) : command);

/** A document that comes once more says the same as before: what we add by how things stand at the moment is no part of it. */
const asSaid = ({ channelRef, ...document }: Extract<RmaCommand, { type: 'follow_channel' }>) => ({
  ...document,
  channelRef: { ...channelRef, words: undefined },
  convertTo: undefined,
  reason: undefined,
});
