import { sql } from 'kysely';
import type { Doorstep } from '../../connectors/courier/port.ts';
import type { AddressBook } from '../../contract/return-addresses.ts';
import type { MerchantId, ShopId } from '../../domain/ids.ts';
import type { PlaceRule } from '../../domain/parcels/return-place.ts';
import { toMs } from '../../domain/time.ts';
import type { Clock } from '../clock.ts';
import type { Tx } from '../db/database.ts';

/** An address as it stands in the database. */
export type AddressRow = Doorstep & {
  key: string;
  postcode: string;
  platformIds: Partial<Record<ShopId, string>>;
  isDefault: boolean;
  retired: boolean;
};

export const addressColumns = sql`address_key as key, name, phone, province, city, district, street, postcode,
  platform_ids as "platformIds", is_default as "isDefault", retired`;

/** The merchant's addresses and the rules by which one is chosen. */
export async function readBook(tx: Tx, merchantId: MerchantId): Promise<AddressBook> {
  const addresses = await sql<AddressRow>`select ${addressColumns} from return_address
    where merchant_id = ${merchantId} and not retired order by position, address_key`.execute(tx);
  const rules = await sql<PlaceRule>`select shop_id as "shopId", goods_class as "goodsClass", address_key as key
    from return_address_rule where merchant_id = ${merchantId} order by position`.execute(tx);
  return {
    addresses: addresses.rows.map(({ isDefault: _, retired: __, ...address }) => address),
    rules: rules.rows,
    defaultKey: addresses.rows.find(({ isDefault }) => isDefault)?.key ?? null,
  };
}

/** The books that were read last, for grants: a round trip for each of them would be felt. */
export type ReturnPlaces = {
  of(tx: Tx, merchantId: MerchantId): Promise<AddressBook>;
  /** After a change here. Other processes see it within seconds. */
  forget(merchantId: MerchantId): void;
};

const FRESH_MS = 5_000;

export function returnPlaces(clock: Clock): ReturnPlaces {
  const read = new Map<MerchantId, { book: AddressBook; atMs: number }>();
  return {
    of: async (tx, merchantId) => {
      const nowMs = toMs(clock.now());
      const known = read.get(merchantId);
      if (known && Math.abs(nowMs - known.atMs) < FRESH_MS) return known.book;
      const book = await readBook(tx, merchantId);
      read.set(merchantId, { book, atMs: nowMs });
      return book;
    },
    forget: (merchantId) => {
      read.delete(merchantId);
    },
  };
}
