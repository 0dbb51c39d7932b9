import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { HandlingStep, openParcel, SignVerdict, signParcels } from '../../contract/receiving.ts';
import type { FileId, MerchantId, RmaId } from '../../domain/ids.ts';
import { boxWeight, gramsOf } from '../../domain/parcels/box-weight.ts';
import { ok, reject } from '../../domain/result.ts';
import { fromMs, type Instant, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { missingFile } from '../files/file-store.ts';
import type { Meta } from '../http/caller.ts';
import { iso } from '../orders/order-store.ts';
import { learnedWeights } from '../parcels/learned-weights.ts';

type Sign = z.output<NonNullable<typeof signParcels.body>>;
type Open = z.output<NonNullable<typeof openParcel.body>>;

type HandlingRow = {
  waybill: string;
  step: 'signed' | 'opened';
  weight_grams: number | null;
  packages: number | null;
  photos: FileId[];
  actor_kind: string;
  actor_id: string;
  command_id: string;
  at: Instant;
};

/** What somebody says he did is never later than when he says it. */
const momentOf = (app: App, at: string | undefined): Instant => {
  const now = app.clock.now();
  const said = at === undefined ? now : fromMs(Date.parse(at));
  return toMs(said) > toMs(now) ? now : said;
};

/** Accepts parcels at the door. What two desks scan at one moment is accepted by one of them. */
export async function sign(app: App, tx: Tx, { parcels, at }: Sign, meta: Meta) {
  const { merchantId, actor, commandId } = meta;
  const fileId = await missingFile(
    tx,
    merchantId,
    parcels.flatMap(({ photos }) => photos),
  );
  if (fileId) return reject({ code: 'file_not_found', fileId });
  const occurredAt = momentOf(app, at);
  const unique = [...new Map(parcels.map((parcel) => [parcel.waybill, parcel])).values()];
  const rows = unique
    .map(({ waybill, weightGrams = null, packages = null, photos }) => ({ waybill, weightGrams, packages, photos }))
    .toSorted((a, b) => (a.waybill < b.waybill ? -1 : 1));
  await record(tx, merchantId, rows, { actor, commandId, occurredAt, now: app.clock.now() });
  const waybills = unique.map(({ waybill }) => waybill);
  const [steps, awaited, names] = await Promise.all([
    handlingOf(tx, merchantId, waybills),
    awaitedIn(tx, merchantId, waybills),
    app.staffNames(merchantId),
  ]);
  return ok({
    parcels: unique.map(({ waybill, weightGrams }): SignVerdict => {
      const signed = steps.find((row) => row.waybill === waybill && row.step === 'signed');
      const returns = awaited.filter((row) => row.waybill === waybill);
      const isAgain = signed !== undefined && signed.command_id !== commandId;
      const grams = isAgain ? signed.weight_grams : (weightGrams ?? null);
      return {
        waybill,
        verdict: isAgain ? 'already_signed' : verdictOn(returns),
        returns: returns.map(({ id, number }) => ({ id, number })),
        units: returns.reduce((sum, { units }) => sum + units, 0),
        weight: weightOf(grams, returns),
        before: isAgain
          ? { at: signed.at, actor: { kind: signed.actor_kind, name: names.get(signed.actor_id) ?? '' } }
          : null,
      };
    }),
  });
}

type SignedRow = { waybill: string; weightGrams: number | null; packages: number | null; photos: readonly string[] };

/** Writes down who accepted what. What the scales said is told to the parcel, whose alerts are looked at in the next round. */
async function record(
  tx: Tx,
  merchantId: MerchantId,
  rows: readonly SignedRow[],
  { actor, commandId, occurredAt, now }: Pick<Meta, 'actor' | 'commandId'> & { occurredAt: Instant; now: Instant },
): Promise<void> {
  await sql`with signed as (
      insert into parcel_handling (merchant_id, waybill, parcel_id, step, weight_grams, packages, photos, actor_kind,
        actor_id, command_id, occurred_at)
      select ${merchantId}, n.waybill, (${parcelUnder(merchantId, sql`n.waybill`)}), 'signed', n."weightGrams", n.packages,
        n.photos, ${actor.kind}, ${actor.id}, ${commandId}, ${occurredAt}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as n(waybill text, "weightGrams" int, packages int, photos text[])
      on conflict do nothing returning parcel_id, weight_grams)
    update parcel p set weighed_grams = s.weight_grams, look_at = ${now} from signed s
    where p.merchant_id = ${merchantId} and p.parcel_id = s.parcel_id and s.weight_grams is not null`.execute(tx);
}

/** The parcel that has a number now; of two couriers' parcels under one number, the one that returns travel in. */
const parcelUnder = (merchantId: MerchantId, waybill: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`select p.parcel_id from parcel p
    where p.merchant_id = ${merchantId} and p.waybill = ${waybill} and p.retired_at is null
    order by exists (select 1 from parcel_rma r where r.merchant_id = p.merchant_id and r.parcel_id = p.parcel_id) desc,
      p.parcel_id desc limit 1`;

const verdictOn = (returns: readonly AwaitedRow[]): SignVerdict['verdict'] => {
  if (returns.length === 0) return 'unknown';
  return returns.some(({ review }) => review === 'approved') ? 'expected' : 'not_approved';
};

export async function open(app: App, tx: Tx, { waybill, photos, at }: Open, meta: Meta) {
  const { merchantId, actor, commandId } = meta;
  const fileId = await missingFile(tx, merchantId, photos);
  if (fileId) return reject({ code: 'file_not_found', fileId });
  await sql`insert into parcel_handling (merchant_id, waybill, parcel_id, step, photos, actor_kind, actor_id, command_id,
      occurred_at)
    values (${merchantId}, ${waybill}, (${parcelUnder(merchantId, sql`${waybill}`)}), 'opened', ${photos}, ${actor.kind}, ${actor.id}, ${commandId},
      ${momentOf(app, at)})
    on conflict do nothing`.execute(tx);
  const [rows, names] = await Promise.all([handlingOf(tx, merchantId, [waybill]), app.staffNames(merchantId)]);
  return ok({ steps: rows.map((row) => stepOf(row, names)) });
}

const handlingColumns = sql`h.waybill, h.step, h.weight_grams, h.packages, h.photos, h.actor_kind, h.actor_id, h.command_id,
  ${iso('h.occurred_at')} as at`;

/** What was done to the parcels that have these numbers now. */
export async function handlingOf(tx: Tx, merchantId: MerchantId, waybills: readonly string[]): Promise<HandlingRow[]> {
  if (waybills.length === 0) return [];
  const { rows } = await sql<HandlingRow>`select ${handlingColumns} from parcel_handling h
    where h.merchant_id = ${merchantId} and h.waybill = any(${waybills}) and h.retired_at is null
    order by h.occurred_at, h.step desc`.execute(tx);
  return rows;
}

/** What was done to the parcels of a return: also long ago, and also before anybody had named its number. */
export async function handlingOfParcels(tx: Tx, merchantId: MerchantId, rmaId: RmaId): Promise<HandlingRow[]> {
  const { rows } = await sql<HandlingRow>`
    with own as (select p.parcel_id, p.waybill, p.retired_at from parcel_rma r
      join parcel p on p.merchant_id = r.merchant_id and p.parcel_id = r.parcel_id
      where r.merchant_id = ${merchantId} and r.rma_id = ${rmaId})
    select ${handlingColumns} from parcel_handling h join own o on h.parcel_id = o.parcel_id
      where h.merchant_id = ${merchantId}
    union
    select ${handlingColumns} from parcel_handling h join own o on h.waybill = o.waybill and o.retired_at is null
      where h.merchant_id = ${merchantId} and h.retired_at is null
    order by at, step desc`.execute(tx);
  return rows;
}

export const stepOf = (row: HandlingRow, names: ReadonlyMap<string, string>): HandlingStep => ({
  step: row.step,
  waybill: row.waybill,
  at: row.at,
  actor: { kind: row.actor_kind, name: names.get(row.actor_id) ?? '' },
  units: null,
  weightGrams: row.weight_grams,
  packages: row.packages,
  photos: row.photos,
});

type Goods = { sku: string; quantity: number };
type StoredAwaited = { waybill: string; id: RmaId; number: string; review: string; lines: Goods[] };
type AwaitedRow = Omit<StoredAwaited, 'lines'> & { units: number; grams: number | null };

/** The returns in parcels, with how many units are still awaited of each and what those weigh, where all of that is known. */
async function awaitedIn(tx: Tx, merchantId: MerchantId, waybills: readonly string[]): Promise<AwaitedRow[]> {
  const { rows } = await sql<StoredAwaited>`
    select p.waybill, r.rma_id as id, r.number, r.review,
      coalesce(json_agg(json_build_object('sku', l.sku, 'quantity', l.quantity)) filter (where l.sku is not null), '[]')
        as lines
    from parcel p
    join parcel_rma pr on pr.merchant_id = p.merchant_id and pr.parcel_id = p.parcel_id
    join rma r on r.merchant_id = pr.merchant_id and r.rma_id = pr.rma_id and r.review not in ('rejected', 'withdrawn')
    left join rma_line l on l.merchant_id = r.merchant_id and l.rma_id = r.rma_id
      and l.reception in ('awaiting', 'in_transit')
    where p.merchant_id = ${merchantId} and p.waybill = any(${waybills}) and p.retired_at is null
    group by p.waybill, r.rma_id, r.number, r.review`.execute(tx);
  const skus = rows.flatMap(({ lines }) => lines.map(({ sku }) => sku));
  const learned = await learnedWeights(tx, merchantId, skus);
  return rows.map(({ lines, ...row }) => ({
    ...row,
    units: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    grams: gramsOf(lines, learned),
  }));
}

/** Null where the weight of an article is not known: a guess would call honest parcels empty. */
function weightOf(grams: number | null, returns: readonly AwaitedRow[]): SignVerdict['weight'] {
  const known = returns.flatMap((row) => (row.grams === null ? [] : [row.grams]));
  const expectedGrams = known.reduce((sum, each) => sum + each, 0);
  if (grams === null || known.length !== returns.length || expectedGrams === 0) return null;
  return { says: boxWeight(grams, expectedGrams), grams, expectedGrams };
}

/**
 * What the scales said of parcels, for the desk where they are opened: the last weighing, or else that at the door. A box
 * that is too light is named before one that is not.
 */
export async function weightNoteOf(
  tx: Tx,
  merchantId: MerchantId,
  waybills: readonly string[],
  steps: readonly HandlingRow[],
) {
  if (waybills.length === 0) return null;
  const { rows } = await sql<{ waybill: string; grams: number }>`select waybill, weighed_grams as grams from parcel
    where merchant_id = ${merchantId} and waybill = any(${waybills}) and retired_at is null and weighed_grams is not null`.execute(
    tx,
  );
  const signed = steps.flatMap(({ waybill, step, weight_grams: grams }) =>
    step === 'signed' && grams !== null ? [{ waybill, grams }] : [],
  );
  const weighed = new Map([...signed, ...rows].map(({ waybill, grams }) => [waybill, grams]));
  if (weighed.size === 0) return null;
  const awaited = await awaitedIn(tx, merchantId, [...weighed.keys()]);
  const notes = [...weighed].flatMap(([waybill, grams]) => {
    const note = weightOf(
      grams,
      awaited.filter((row) => row.waybill === waybill),
    );
    return note ? [note] : [];
  });
  return notes.find(({ says }) => says === 'too_light') ?? notes[0] ?? null;
}
