import { sql } from 'kysely';
import type { ReturnAddress } from '../../connectors/channel/port.ts';
import type { Doorstep } from '../../connectors/courier/port.ts';
import type { AddressBook } from '../../contract/return-addresses.ts';
import type { MerchantId } from '../../domain/ids.ts';
import type { Order } from '../../domain/orders/order.ts';
import { placeFor } from '../../domain/parcels/return-place.ts';
import { resolutionFacts } from '../../domain/policy/resolution-facts.ts';
import type { RmaEvent } from '../../domain/returns/events.ts';
import type { ReturnTerms, Rma } from '../../domain/returns/rma.ts';
import type { App } from '../app.ts';
import type { Tx } from '../db/database.ts';
import { addressColumns as columns, type AddressRow as Row } from './return-places.ts';

/** In a municipality province and city are one. */
export const addressText = ({ province, city, district, street }: Doorstep): string =>
  [province, city === province ? '' : city, district, street].join('');

/** Puts a whole book in place. An address that is left out is retired: granted returns still name it. */
export async function saveBook(tx: Tx, merchantId: MerchantId, { addresses, rules, defaultKey }: AddressBook) {
  const rows = addresses.map(({ platformIds, ...address }, position) => ({
    ...address,
    position,
    platform_ids: platformIds,
    is_default: address.key === defaultKey,
  }));
  await sql`delete from return_address_rule where merchant_id = ${merchantId}`.execute(tx);
  await sql`update return_address set retired = true, is_default = false, updated_at = now()
    where merchant_id = ${merchantId}`.execute(tx);
  await sql`insert into return_address (merchant_id, address_key, position, name, phone, province, city, district, street,
      postcode, platform_ids, is_default)
    select ${merchantId}, a.key, a.position, a.name, a.phone, a.province, a.city, a.district, a.street, a.postcode,
      a.platform_ids, a.is_default
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(key text, position int, name text, phone text,
      province text, city text, district text, street text, postcode text, platform_ids jsonb, is_default boolean)
    on conflict (merchant_id, address_key) do update set position = excluded.position, name = excluded.name,
      phone = excluded.phone, province = excluded.province, city = excluded.city, district = excluded.district,
      street = excluded.street, postcode = excluded.postcode, platform_ids = excluded.platform_ids,
      is_default = excluded.is_default, retired = false, updated_at = now()`.execute(tx);
  await sql`insert into return_address_rule (merchant_id, position, shop_id, goods_class, address_key)
    select ${merchantId}, r.position, r."shopId", r."goodsClass", r.key
    from jsonb_to_recordset(${JSON.stringify(rules.map((rule, position) => ({ position, ...rule })))}::jsonb)
      as r(position int, "shopId" text, "goodsClass" text, key text)`.execute(tx);
}

/**
 * Writes into a grant which address the goods go back to. A key that the policy has named stands; so does a grant without
 * any address, where the merchant keeps no book.
 */
export async function withReturnPlace(
  app: App,
  tx: Tx,
  merchantId: MerchantId,
  order: Order,
  rma: Pick<Rma, 'lines'> | null,
  events: readonly RmaEvent[],
): Promise<RmaEvent[]> {
  const opens = (event: RmaEvent): boolean =>
    (event.type === 'rma_approved' || event.type === 'rma_converted') &&
    event.terms !== undefined &&
    event.terms.returnAddress === undefined &&
    // What turns round on its way goes back to whoever sent it.
    (event.type !== 'rma_converted' || resolutionFacts[event.to].goodsBack === 'by_buyer');
  if (!events.some(opens)) return [...events];
  const { rules, defaultKey } = await app.returnPlaces.of(tx, merchantId);
  const opened = events.find((event) => event.type === 'rma_opened');
  const named = new Set(
    (rma ?? (opened?.type === 'rma_opened' ? opened : { lines: [] })).lines.map((l) => l.orderLineId),
  );
  const goodsClasses = [...new Set(order.lines.filter(({ id }) => named.has(id)).map(({ goodsClass }) => goodsClass))];
  const place = placeFor(rules, defaultKey, { shopId: order.shopId, goodsClasses });
  if (!place) return [...events];
  const put = (terms: ReturnTerms): ReturnTerms => ({ ...terms, returnAddress: place.key });
  return events.map((event) =>
    (event.type === 'rma_approved' || event.type === 'rma_converted') && event.terms && opens(event)
      ? { ...event, terms: put(event.terms) }
      : event,
  );
}

async function rowOf(tx: Tx, merchantId: MerchantId, key: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select ${columns} from return_address
    where merchant_id = ${merchantId} and address_key = ${key}`.execute(tx);
  return rows[0];
}

/** Where the goods of a return go: to the address it was granted with, else to the shop's own. */
export async function returnAddressOf(
  app: App,
  merchantId: MerchantId,
  rma: Pick<Rma, 'shopId' | 'returnTerms'>,
): Promise<ReturnAddress | null> {
  const key = rma.returnTerms?.returnAddress;
  const row = key === undefined ? undefined : await app.db.inMerchant(merchantId, (tx) => rowOf(tx, merchantId, key));
  if (!row) return (await app.shops.find(merchantId, rma.shopId))?.returnAddress ?? null;
  const externalId = row.platformIds[rma.shopId];
  return {
    name: row.name,
    phone: row.phone,
    address: addressText(row),
    ...(row.postcode ? { postcode: row.postcode } : {}),
    ...(externalId ? { externalId } : {}),
  };
}

/** The same with its parts apart, as couriers want it: of the book only, since a shop's own address is one line. */
export async function returnDoorOf(
  tx: Tx,
  merchantId: MerchantId,
  rma: Pick<Rma, 'returnTerms'>,
): Promise<Doorstep | undefined> {
  const key = rma.returnTerms?.returnAddress;
  const row = key === undefined ? undefined : await rowOf(tx, merchantId, key);
  const known = row ?? (await defaultOf(tx, merchantId));
  if (!known) return undefined;
  const { name, phone, province, city, district, street } = known;
  return { name, phone, province, city, district, street };
}

async function defaultOf(tx: Tx, merchantId: MerchantId): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select ${columns} from return_address
    where merchant_id = ${merchantId} and is_default`.execute(tx);
  return rows[0];
}
