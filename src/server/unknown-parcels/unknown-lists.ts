import { sql } from 'kysely';
import type { UnknownRow } from '../../contract/unknown-parcels.ts';
import type { FileId, MerchantId, RmaId } from '../../domain/ids.ts';
import { AGEING, type UnknownId, type UnknownState } from '../../domain/parcels/unknown-parcel.ts';
import { type Instant, plusHours } from '../../domain/time.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { cursorOf, pageFrom, readCursor } from '../db/keyset.ts';
import { iso } from '../orders/order-store.ts';
import { senderPlace } from './unknown-store.ts';

export type UnknownQuery = {
  state: UnknownState;
  courier?: string | undefined;
  location?: string | undefined;
  waybill?: string | undefined;
  minDays?: number | undefined;
  after?: string | undefined;
  limit: number;
};

type Row = {
  id: UnknownId;
  state: UnknownState;
  location: string;
  courier: string | null;
  waybill: string | null;
  phone_tail: string | null;
  name_sealed: Buffer | null;
  city: string | null;
  weight_grams: number | null;
  photos: FileId[];
  items: UnknownRow['items'] | null;
  arrived_at: Instant;
  origin: { rmaId: RmaId; number: string } | null;
  suggested: { rmaId: RmaId; number: string; score: number } | null;
  bindings: UnknownRow['bindings'] | null;
};

const rows = sql`
  select u.unknown_id as id, u.state, u.location, u.courier, u.waybill, u.phone_tail, u.name_sealed, u.city,
    u.weight_grams, u.photos, ${iso('u.arrived_at')} as arrived_at,
    (select json_agg(json_build_object('sku', i.sku, 'quantity', i.quantity, 'bound', i.bound, 'title', coalesce(
        (select l.title from order_line l where l.merchant_id = i.merchant_id and l.sku = i.sku
          order by l.order_id desc limit 1), i.sku)) order by i.sku)
      from unknown_parcel_item i where i.merchant_id = u.merchant_id and i.unknown_id = u.unknown_id) as items,
    (select json_build_object('rmaId', r.rma_id, 'number', r.number)
      from rma r where r.merchant_id = u.merchant_id and r.rma_id = u.origin_rma_id) as origin,
    (select json_build_object('rmaId', r.rma_id, 'number', r.number, 'score', u.suggested_score)
      from rma r where r.merchant_id = u.merchant_id and r.rma_id = u.suggested_rma_id) as suggested,
    (select json_agg(json_build_object('rmaId', r.rma_id, 'number', r.number, 'units', b.units) order by r.rma_id)
      from unknown_parcel_binding b join rma r on r.merchant_id = b.merchant_id and r.rma_id = b.rma_id
      where b.merchant_id = u.merchant_id and b.unknown_id = u.unknown_id) as bindings
  from unknown_parcel u`;

/** One page: the open ones begin with the oldest, which waits longest; settled ones with the newest. */
export async function listUnknownParcels(app: App, tx: Tx, merchantId: MerchantId, query: UnknownQuery) {
  const now = app.clock.now();
  const cursor = readCursor(query.after);
  const oldestFirst = query.state === 'open';
  const conditions = [
    sql`u.merchant_id = ${merchantId}`,
    sql`u.state = ${query.state}`,
    ...(query.courier ? [sql`u.courier = ${query.courier}`] : []),
    ...(query.location ? [sql`u.location = ${query.location}`] : []),
    ...(query.waybill ? [sql`u.waybill = ${query.waybill}`] : []),
    ...(query.minDays ? [sql`u.arrived_at <= ${plusHours(now, -24 * query.minDays)}`] : []),
    ...(cursor
      ? [
          oldestFirst
            ? sql`(u.arrived_at, u.unknown_id) > (${cursor[0]}::timestamptz, ${cursor[1]}::text)`
            : sql`(u.arrived_at, u.unknown_id) < (${cursor[0]}::timestamptz, ${cursor[1]}::text)`,
        ]
      : []),
  ];
  const order = oldestFirst ? sql`u.arrived_at, u.unknown_id` : sql`u.arrived_at desc, u.unknown_id desc`;
  const { rows: found } = await sql<Row>`${rows} where ${sql.join(conditions, sql` and `)}
    order by ${order} limit ${query.limit + 1}`.execute(tx);
  const page = pageFrom(found, query.limit, (row) => cursorOf(row.arrived_at, row.id));
  return { rows: page.rows.map((row) => rowView(app, merchantId, row, now)), next: page.next };
}

/** Those that a return has taken goods from, and those that are suggested for it; undefined for a return that is not there. */
export async function unknownParcelsOfRma(app: App, tx: Tx, merchantId: MerchantId, rmaId: RmaId) {
  const known = await sql`select 1 from rma where merchant_id = ${merchantId} and rma_id = ${rmaId}`.execute(tx);
  if (known.rows.length === 0) return undefined;
  const { rows: found } = await sql<Row>`${rows} where u.merchant_id = ${merchantId} and u.unknown_id in (
      select b.unknown_id from unknown_parcel_binding b where b.merchant_id = ${merchantId} and b.rma_id = ${rmaId}
      union select s.unknown_id from unknown_parcel s where s.merchant_id = ${merchantId} and s.suggested_rma_id = ${rmaId})
    order by u.arrived_at, u.unknown_id limit 20`.execute(tx);
  return found.map((row) => rowView(app, merchantId, row, app.clock.now()));
}

export async function unknownRowOf(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  id: UnknownId,
): Promise<UnknownRow | undefined> {
  const { rows: found } = await sql<Row>`${rows}
    where u.merchant_id = ${merchantId} and u.unknown_id = ${id}`.execute(tx);
  return found[0] && rowView(app, merchantId, found[0], app.clock.now());
}

function rowView(app: App, merchantId: MerchantId, row: Row, now: Instant): UnknownRow {
  const name = row.name_sealed && app.secrets.open(row.name_sealed, senderPlace(merchantId, row.id));
  return {
    id: row.id,
    state: row.state,
    location: row.location,
    courier: row.courier,
    waybill: row.waybill,
    sender: { phoneTail: row.phone_tail, maskedName: name && `${[...name][0]}**`, city: row.city },
    weightGrams: row.weight_grams,
    photos: row.photos,
    items: row.items ?? [],
    arrivedAt: row.arrived_at,
    ageing: ageingOf(row, now),
    suggested: row.suggested,
    origin: row.origin,
    bindings: row.bindings ?? [],
  };
}

function ageingOf({ state, arrived_at }: Pick<Row, 'state' | 'arrived_at'>, now: Instant): UnknownRow['ageing'] {
  if (state !== 'open') return 'none';
  if (arrived_at <= plusHours(now, -24 * AGEING.overdueDays)) return 'overdue';
  return arrived_at <= plusHours(now, -24 * AGEING.attentionDays) ? 'attention' : 'fresh';
}
