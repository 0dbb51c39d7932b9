import { sql } from 'kysely';
import { assert } from '../../domain/assert.ts';
import type { MerchantId, OrderId, RmaId, RmaLineId } from '../../domain/ids.ts';
import { planBinding } from '../../domain/parcels/plan-binding.ts';
import {
  type BoundBy,
  bind,
  suggest,
  type UnknownEvent,
  type UnknownId,
  type UnknownRejection,
  unbind,
  unboundGoods,
} from '../../domain/parcels/unknown-parcel.ts';
import type { Reason } from '../../domain/policy/reasons.ts';
import { ok, type Result, reject } from '../../domain/result.ts';
import { canReceiveLine, canUndoReceipt } from '../../domain/returns/guards.ts';
import type { Rma } from '../../domain/returns/rma.ts';
import { lookAtUnknown } from '../alerts/look-at-unknown.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { hashOf } from '../hash-of.ts';
import * as rmaStore from '../returns/rma-store.ts';
import { type CommandMeta, type CommandRejection, openRmaIn, runRmaCommandIn } from '../returns/run-rma-command.ts';
import { lockUnknown, type StoredUnknown, saveUnknown } from './unknown-store.ts';

export type UnknownCommandRejection =
  | CommandRejection
  | UnknownRejection
  | { code: 'unknown_parcel_not_found' }
  | { code: 'already_booked_in'; unknownId: UnknownId }
  | { code: 'sku_unknown'; sku: string };

type Decided = Result<UnknownEvent[], UnknownCommandRejection>;

/**
 * The one door to a parcel without an owner: locks it, decides, and writes what follows in one transaction. What the
 * decision books into a return goes through the return's own door, in the same transaction.
 */
export async function onUnknown(
  app: App,
  tx: Tx,
  id: UnknownId,
  command: object,
  meta: CommandMeta,
  decide: (stored: StoredUnknown) => Decided | Promise<Decided>,
): Promise<Result<StoredUnknown, UnknownCommandRejection>> {
  const { merchantId, commandId } = meta;
  const stored = await lockUnknown(tx, merchantId, id);
  if (!stored) return reject({ code: 'unknown_parcel_not_found' });
  const commandHash = hashOf(command);
  const ran = stored.history.find((event) => event.commandId === commandId);
  if (ran) {
    return ran.commandHash === commandHash.toString('hex') ? ok(stored) : reject({ code: 'command_id_reused' });
  }
  const decided = await decide(stored);
  if (!decided.ok) return decided;
  return ok(await record(app, tx, stored, decided.value, { ...meta, commandHash }));
}

/** Writes what was decided and answers the parcel as it then stands. */
export async function record(
  app: App,
  tx: Tx,
  stored: StoredUnknown,
  events: readonly UnknownEvent[],
  meta: CommandMeta & { commandHash: Buffer },
): Promise<StoredUnknown> {
  if (events.length === 0) return stored;
  const { merchantId, actor, commandId, commandHash } = meta;
  const now = app.clock.now();
  const before = stored.history.map(({ event }) => event);
  const recording = {
    merchantId,
    actor,
    commandId,
    commandHash,
    now,
    newId: app.newId,
    currency: await currencyOf(tx, merchantId),
  };
  const parcel = await saveUnknown(tx, stored, before, events, recording);
  if (parcel.state !== stored.parcel.state) await lookAtUnknown(app, tx, merchantId, stored.facts.id);
  const added = events.map((event, n) => ({
    seq: before.length + 1 + n,
    event,
    actor,
    commandId,
    commandHash: commandHash.toString('hex'),
    at: now,
  }));
  return { facts: stored.facts, parcel, history: [...stored.history, ...added] };
}

async function currencyOf(tx: Tx, merchantId: MerchantId): Promise<string> {
  const { rows } = await sql<{ currency: string }>`select currency from merchant
    where merchant_id = ${merchantId}`.execute(tx);
  return rows[0]?.currency ?? 'CNY';
}

/** Books the goods that fit into the return, by its own door. A return that is not granted takes nothing yet. */
export async function bindTo(
  app: App,
  tx: Tx,
  { parcel }: StoredUnknown,
  rmaId: RmaId,
  meta: CommandMeta,
  by: BoundBy,
): Promise<Decided> {
  const locked = await rmaStore.lock(tx, meta.merchantId, rmaId);
  if (!locked) return reject({ code: 'rma_not_found' });
  const { rma } = locked;
  if (rma.review !== 'approved') return reject({ code: 'not_approved', review: rma.review });
  const places = rma.lines.filter((line) => canReceiveLine(rma, line) === null);
  const parts = bySku(rma, planBinding(unboundGoods(parcel), places).parts);
  const bound = bind(
    parcel,
    rmaId,
    parts.map(({ id: lineId, ...part }) => ({ lineId, ...part })),
    by,
  );
  if (!bound.ok) return bound;
  for (const [n, { id: lineId, quantity }] of parts.entries()) {
    const command = { type: 'receive_line', lineId, quantity, from: parcel.location } as const;
    const received = await runRmaCommandIn(app, tx, rmaId, command, part(meta, n));
    // Nothing comes in between, under the lock of the order: what was planned is taken. If not, all of it is rolled back.
    assert(received.ok, `part ${n} of ${rmaId} was planned and not received`);
  }
  return bound;
}

/** Takes its goods out of the return again, all of them or none. */
export async function unbindFrom(
  app: App,
  tx: Tx,
  { parcel }: StoredUnknown,
  rmaId: RmaId,
  meta: CommandMeta,
): Promise<Decided> {
  const locked = await rmaStore.lock(tx, meta.merchantId, rmaId);
  if (!locked) return reject({ code: 'rma_not_found' });
  const unbound = unbind(parcel, rmaId);
  if (!unbound.ok) return unbound;
  const parts = unbound.value.flatMap((event) => (event.type === 'unbound' ? event.parts : []));
  for (const { lineId, quantity } of parts) {
    const line = locked.rma.lines.find((candidate) => candidate.id === lineId);
    const no = canUndoReceipt(locked.rma, line);
    if (no) return reject(no);
    // Somebody has graded a part of it: the line is smaller now.
    if (line && line.quantity < quantity) return reject({ code: 'line_already_inspected' });
  }
  const inOrder = bySku(
    locked.rma,
    parts.map(({ lineId: id, quantity }) => ({ id, quantity })),
  );
  for (const [n, { id: lineId, quantity }] of inOrder.entries()) {
    const command = { type: 'undo_receipt', lineId, quantity, to: parcel.location } as const;
    const undone = await runRmaCommandIn(app, tx, rmaId, command, part(meta, n));
    assert(undone.ok, `part ${n} of ${rmaId} could be undone and was not`);
  }
  return unbound;
}

/** Rows of stock are locked article by article in one order, so that two desks with the same goods wait and do not stop each other. */
function bySku<Part extends { id: RmaLineId }>({ lines }: Rma, parts: readonly Part[]): Part[] {
  const skuOf = new Map(lines.map(({ id, sku }) => [id, sku]));
  const sku = ({ id }: Part): string => skuOf.get(id) ?? '';
  return parts.toSorted((a, b) => (sku(a) < sku(b) ? -1 : sku(a) > sku(b) ? 1 : 0));
}

/** Each line is a command of its own. That others have changed the case meanwhile is no news: it has been read anew. */
function part({ expectedVersion: _, ...meta }: CommandMeta, n: number): CommandMeta {
  return { ...meta, commandId: `${meta.commandId}:${n}` };
}

export type OpenFor = { orderId: OrderId; reason: Reason; resolution: 'return_and_refund' | 'refused_delivery' };
export type OpenedFor = { rmaId: RmaId; events: UnknownEvent[] };

/** Opens a return of the goods that lie there, and binds them where it is granted at once; else it is suggested. */
export async function openReturnFor(
  app: App,
  tx: Tx,
  stored: StoredUnknown,
  { orderId, reason, resolution }: OpenFor,
  meta: CommandMeta,
): Promise<Result<OpenedFor, UnknownCommandRejection>> {
  if (stored.parcel.state !== 'open') {
    return reject({ code: 'unknown_parcel_not_open', unknownState: stored.parcel.state });
  }
  const places = await unclaimedLines(tx, meta.merchantId, orderId);
  const { parts } = planBinding(unboundGoods(stored.parcel), places);
  if (parts.length === 0) return reject({ code: 'nothing_fits_there' });
  const opened = await openRmaIn(
    app,
    tx,
    orderId,
    {
      type: 'open_rma',
      rmaId: app.newId('rma'),
      resolution,
      reason,
      lines: parts.map(({ id: orderLineId, quantity }) => ({ orderLineId, quantity })),
      evidence: stored.facts.photos,
      requested: null,
      channelRef: null,
      platformDeadline: null,
    },
    part(meta, 0),
  );
  if (!opened.ok) return opened;
  const { id: rmaId, review } = opened.value.rma;
  if (review !== 'approved') return ok({ rmaId, events: suggest(stored.parcel, rmaId, 1) });
  const bound = await bindTo(app, tx, stored, rmaId, { ...meta, commandId: `${meta.commandId}:bind` }, 'person');
  // Some rules grant the money and leave the goods with the buyer: such a return waits for none.
  return ok({ rmaId, events: bound.ok ? bound.value : suggest(stored.parcel, rmaId, 1) });
}

async function unclaimedLines(tx: Tx, merchantId: MerchantId, orderId: OrderId) {
  const { rows } = await sql<{ id: `oli_${string}`; sku: string; quantity: number }>`
    select line_id as id, sku, quantity - claimed as quantity from order_line
    where merchant_id = ${merchantId} and order_id = ${orderId} and claimed < quantity order by position`.execute(tx);
  return rows;
}
