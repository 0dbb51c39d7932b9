import { sql } from 'kysely';
import type { FileId, MerchantId, RmaId } from '../../domain/ids.ts';
import {
  boundUnits,
  foldUnknown,
  type UnknownEvent,
  type UnknownId,
  type UnknownParcel,
} from '../../domain/parcels/unknown-parcel.ts';
import { quarantineMovesFor } from '../../domain/stock/quarantine-moves.ts';
import type { Instant } from '../../domain/time.ts';
import { toJson } from '../../domain/wire.ts';
import type { Tx } from '../db/database.ts';
import type { NewId } from '../new-id.ts';
import { iso } from '../orders/order-store.ts';
import type { Actor } from '../returns/rma-store.ts';
import * as stockStore from '../stock/stock-store.ts';

/** What its label says, and where it came from. */
export type UnknownFacts = {
  id: UnknownId;
  courier: string | null;
  waybill: string | null;
  /** In hex. */
  phoneKey: string | null;
  phoneTail: string | null;
  nameSealed: Buffer | null;
  city: string | null;
  weightGrams: number | null;
  photos: FileId[];
  arrivedAt: Instant;
  /** The return in whose parcel the goods lay. */
  originRmaId: RmaId | null;
};

export type UnknownHistory = {
  seq: number;
  event: UnknownEvent;
  actor: Actor;
  commandId: string;
  commandHash: string;
  at: Instant;
};

export type StoredUnknown = { facts: UnknownFacts; parcel: UnknownParcel; history: UnknownHistory[] };

type FactsRow = {
  courier: string | null;
  waybill: string | null;
  phone_key: string | null;
  phone_tail: string | null;
  name_sealed: Buffer | null;
  city: string | null;
  weight_grams: number | null;
  photos: FileId[];
  arrived_at: Instant;
  origin_rma_id: RmaId | null;
};
type EventRow = {
  seq: number;
  type: string;
  data: object;
  actor_kind: Actor['kind'];
  actor_id: string;
  command_id: string;
  command_hash: string;
  occurred_at: Instant;
};

/** Binds a sealed name to the row it stands in. */
export const senderPlace = (merchantId: MerchantId, id: UnknownId): string => `${merchantId}|unknown_parcel|name|${id}`;

/** The parcel with a lock. Whoever also locks an order takes this one first. */
export async function lockUnknown(tx: Tx, merchantId: MerchantId, id: UnknownId): Promise<StoredUnknown | undefined> {
  await sql`select 1 from unknown_parcel where merchant_id = ${merchantId} and unknown_id = ${id} for update`.execute(
    tx,
  );
  return readUnknown(tx, merchantId, id);
}

export async function readUnknown(tx: Tx, merchantId: MerchantId, id: UnknownId): Promise<StoredUnknown | undefined> {
  const [{ rows }, events] = await Promise.all([
    sql<FactsRow>`select courier, waybill, encode(phone_index, 'hex') as phone_key, phone_tail, name_sealed, city,
        weight_grams, photos, arrived_at, origin_rma_id
      from unknown_parcel where merchant_id = ${merchantId} and unknown_id = ${id}`.execute(tx),
    sql<EventRow>`select seq, type, data, actor_kind, actor_id, command_id, encode(command_hash, 'hex') as command_hash,
        ${iso('occurred_at')} as occurred_at
      from unknown_parcel_event where merchant_id = ${merchantId} and unknown_id = ${id} order by seq`.execute(tx),
  ]);
  const row = rows[0];
  if (!row) return undefined;
  const history = events.rows.map((one) => ({
    seq: one.seq,
    event: { type: one.type, ...one.data } as UnknownEvent,
    actor: { kind: one.actor_kind, id: one.actor_id },
    commandId: one.command_id,
    commandHash: one.command_hash,
    at: one.occurred_at,
  }));
  return { facts: factsOf(id, row), parcel: foldUnknown(history.map(({ event }) => event)), history };
}

const factsOf = (id: UnknownId, row: FactsRow): UnknownFacts => ({
  id,
  courier: row.courier,
  waybill: row.waybill,
  phoneKey: row.phone_key,
  phoneTail: row.phone_tail,
  nameSealed: row.name_sealed,
  city: row.city,
  weightGrams: row.weight_grams,
  photos: row.photos,
  arrivedAt: row.arrived_at,
  originRmaId: row.origin_rma_id,
});

export type UnknownRecording = {
  merchantId: MerchantId;
  commandId: string;
  commandHash: Buffer;
  actor: Actor;
  now: Instant;
  newId: NewId;
  currency: string;
};

/** The row of a parcel that was not there before. Answers the one that the same command made earlier. */
export async function insertUnknown(
  tx: Tx,
  facts: UnknownFacts,
  location: string,
  meta: UnknownRecording,
): Promise<UnknownId> {
  const { rows } = await sql<{ unknown_id: UnknownId }>`
    insert into unknown_parcel (merchant_id, unknown_id, state, location, courier, waybill, phone_index, phone_tail,
      name_sealed, city, weight_grams, photos, units, arrived_at, origin_rma_id, version, opened_by_command, updated_at)
    values (${meta.merchantId}, ${facts.id}, 'open', ${location}, ${facts.courier}, ${facts.waybill},
      decode(${facts.phoneKey}::text, 'hex'), ${facts.phoneTail}, ${facts.nameSealed}, ${facts.city},
      ${facts.weightGrams}, ${facts.photos}, 0, ${facts.arrivedAt}, ${facts.originRmaId}, 0, ${meta.commandId}, ${meta.now})
    on conflict (merchant_id, opened_by_command) do update set updated_at = unknown_parcel.updated_at
    returning unknown_id`.execute(tx);
  return rows[0]?.unknown_id ?? facts.id;
}

/** Appends the events and writes what they add up to: the row, its articles, its bindings, stock, and what was learned. */
export async function saveUnknown(
  tx: Tx,
  { facts, parcel: before }: Pick<StoredUnknown, 'facts' | 'parcel'>,
  history: readonly UnknownEvent[],
  events: readonly UnknownEvent[],
  meta: UnknownRecording,
): Promise<UnknownParcel> {
  const { merchantId, newId, now } = meta;
  const { id } = facts;
  const next = foldUnknown([...history, ...events]);
  const recorded = events.map(({ type, ...data }, n) => ({ seq: history.length + 1 + n, type, data }));
  await sql`insert into unknown_parcel_event (merchant_id, unknown_id, seq, type, data, actor_kind, actor_id, command_id,
      command_hash, occurred_at)
    select ${merchantId}, ${id}, e.seq, e.type, e.data, ${meta.actor.kind}, ${meta.actor.id}, ${meta.commandId},
      ${meta.commandHash}, ${now}
    from jsonb_to_recordset(${toJson(recorded)}::jsonb) as e(seq int, type text, data jsonb)`.execute(tx);
  await saveSummary(tx, merchantId, id, next, now);
  await stockStore.move(
    tx,
    events.flatMap((event, n) =>
      quarantineMovesFor(before, event, meta.currency).map((move) => ({ seq: history.length + 1 + n, move })),
    ),
    { merchantId, unknownId: id, newId },
  );
  await learnWeight(tx, merchantId, facts, before, next);
  return next;
}

async function saveSummary(tx: Tx, merchantId: MerchantId, id: UnknownId, next: UnknownParcel, now: Instant) {
  const bound = boundUnits(next);
  const items = next.contents.map(({ sku, quantity }) => ({ sku, quantity, bound: bound.get(sku) ?? 0 }));
  const bindings = next.bindings.map(({ rmaId, parts }) => ({
    rma_id: rmaId,
    units: parts.reduce((sum, { quantity }) => sum + quantity, 0),
  }));
  const units = items.reduce((sum, { quantity }) => sum + quantity, 0);
  const boundTotal = items.reduce((sum, item) => sum + item.bound, 0);
  await sql`update unknown_parcel set state = ${next.state}, units = ${units}, bound_units = ${boundTotal},
      suggested_rma_id = ${next.suggested?.rmaId ?? null}, suggested_score = ${next.suggested?.score ?? null},
      version = ${next.version}, updated_at = ${now}
    where merchant_id = ${merchantId} and unknown_id = ${id}`.execute(tx);
  await sql`delete from unknown_parcel_item where merchant_id = ${merchantId} and unknown_id = ${id}
    and sku <> all(${items.map(({ sku }) => sku)})`.execute(tx);
  await sql`insert into unknown_parcel_item (merchant_id, unknown_id, sku, quantity, bound)
    select ${merchantId}, ${id}, i.sku, i.quantity, i.bound
    from json_to_recordset(${JSON.stringify(items)}::json) as i(sku text, quantity int, bound int)
    on conflict (merchant_id, unknown_id, sku) do update set quantity = excluded.quantity, bound = excluded.bound`.execute(
    tx,
  );
  await sql`delete from unknown_parcel_binding where merchant_id = ${merchantId} and unknown_id = ${id}
    and rma_id <> all(${bindings.map(({ rma_id }) => rma_id)})`.execute(tx);
  await sql`insert into unknown_parcel_binding (merchant_id, unknown_id, rma_id, units)
    select ${merchantId}, ${id}, b.rma_id, b.units
    from json_to_recordset(${JSON.stringify(bindings)}::json) as b(rma_id text, units int)
    on conflict do nothing`.execute(tx);
}

/** A parcel of one article that found its owner tells what the article weighs; one that is unbound again takes it back. */
async function learnWeight(
  tx: Tx,
  merchantId: MerchantId,
  { weightGrams }: UnknownFacts,
  before: UnknownParcel,
  next: UnknownParcel,
): Promise<void> {
  const [only, ...others] = next.contents;
  const step = Number(next.state === 'bound') - Number(before.state === 'bound');
  if (weightGrams === null || !only || others.length > 0 || step === 0) return;
  const [units, grams] = [step * only.quantity, step * weightGrams];
  await sql`insert into sku_weight (merchant_id, sku, units, grams)
    values (${merchantId}, ${only.sku}, greatest(${units}::bigint, 0), greatest(${grams}::bigint, 0))
    on conflict (merchant_id, sku) do update set units = greatest(sku_weight.units + ${units}::bigint, 0),
      grams = greatest(sku_weight.grams + ${grams}::bigint, 0)`.execute(tx);
}
