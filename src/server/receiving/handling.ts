import { sql } from 'kysely';
import type { z } from 'zod';
import type { HandlingStep, openParcel, SignVerdict, signParcels } from '../../contract/receiving.ts';
import type { FileId, MerchantId, RmaId } from '../../domain/ids.ts';
import { boxWeight } from '../../domain/parcels/box-weight.ts';
import { ok, reject } from '../../domain/result.ts';
import { fromMs, type Instant, toMs } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { missingFile } from '../files/file-store.ts';
import type { Meta } from '../http/caller.ts';
import { iso } from '../orders/order-store.ts';

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
  await sql`insert into parcel_handling (merchant_id, waybill, step, weight_grams, packages, photos, actor_kind, actor_id,
      command_id, occurred_at)
    select ${merchantId}, p.waybill, 'signed', p."weightGrams", p.packages, p.photos, ${actor.kind}, ${actor.id},
      ${commandId}, ${occurredAt}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as p(waybill text, "weightGrams" int, packages int, photos text[])
    on conflict do nothing`.execute(tx);
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

const verdictOn = (returns: readonly AwaitedRow[]): SignVerdict['verdict'] => {
  if (returns.length === 0) return 'unknown';
  return returns.some(({ review }) => review === 'approved') ? 'expected' : 'not_approved';
};

export async function open(app: App, tx: Tx, { waybill, photos, at }: Open, meta: Meta) {
  const { merchantId, actor, commandId } = meta;
  const fileId = await missingFile(tx, merchantId, photos);
  if (fileId) return reject({ code: 'file_not_found', fileId });
  await sql`insert into parcel_handling (merchant_id, waybill, step, photos, actor_kind, actor_id, command_id, occurred_at)
    values (${merchantId}, ${waybill}, 'opened', ${photos}, ${actor.kind}, ${actor.id}, ${commandId},
      ${momentOf(app, at)})
    on conflict do nothing`.execute(tx);
  const [rows, names] = await Promise.all([handlingOf(tx, merchantId, [waybill]), app.staffNames(merchantId)]);
  return ok({ steps: rows.map((row) => stepOf(row, names)) });
}

export async function handlingOf(tx: Tx, merchantId: MerchantId, waybills: readonly string[]): Promise<HandlingRow[]> {
  if (waybills.length === 0) return [];
  const { rows } = await sql<HandlingRow>`select waybill, step, weight_grams, packages, photos, actor_kind, actor_id,
      command_id, ${iso('occurred_at')} as at
    from parcel_handling where merchant_id = ${merchantId} and waybill = any(${waybills})
    order by occurred_at, step desc`.execute(tx);
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

type AwaitedRow = { waybill: string; id: RmaId; number: string; review: string; units: number; grams: number | null };

/** The returns in parcels, with how many units are still awaited of each and what those weigh, where all of that is known. */
async function awaitedIn(tx: Tx, merchantId: MerchantId, waybills: readonly string[]): Promise<AwaitedRow[]> {
  const { rows } = await sql<AwaitedRow>`
    select p.waybill, r.rma_id as id, r.number, r.review, coalesce(sum(l.quantity), 0)::int as units,
      case when count(l.line_id) > 0 and bool_and(w.units > 0)
        then round(sum(l.quantity * w.grams::numeric / nullif(w.units, 0)))::int end as grams
    from parcel p
    join parcel_rma pr on pr.merchant_id = p.merchant_id and pr.parcel_id = p.parcel_id
    join rma r on r.merchant_id = pr.merchant_id and r.rma_id = pr.rma_id and r.review not in ('rejected', 'withdrawn')
    left join rma_line l on l.merchant_id = r.merchant_id and l.rma_id = r.rma_id
      and l.reception in ('awaiting', 'in_transit')
    left join sku_weight w on w.merchant_id = l.merchant_id and w.sku = l.sku
    where p.merchant_id = ${merchantId} and p.waybill = any(${waybills})
    group by p.waybill, r.rma_id, r.number, r.review`.execute(tx);
  return rows;
}

/** Null where the weight of an article is not known: a guess would call honest parcels empty. */
function weightOf(grams: number | null, returns: readonly AwaitedRow[]): SignVerdict['weight'] {
  const known = returns.flatMap((row) => (row.grams === null ? [] : [row.grams]));
  const expectedGrams = known.reduce((sum, each) => sum + each, 0);
  if (grams === null || known.length !== returns.length || expectedGrams === 0) return null;
  return { says: boxWeight(grams, expectedGrams), grams, expectedGrams };
}

/** What the scales said of parcels that somebody accepted before, for the desk where they are opened. */
export async function weightNoteOf(tx: Tx, merchantId: MerchantId, steps: readonly HandlingRow[]) {
  for (const { waybill, step, weight_grams } of steps) {
    if (step !== 'signed' || weight_grams === null) continue;
    const note = weightOf(weight_grams, await awaitedIn(tx, merchantId, [waybill]));
    if (note) return note;
  }
  return null;
}
