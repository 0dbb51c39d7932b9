import type { FastifyInstance } from 'fastify';
import * as contract from '../../contract/return-addresses.ts';
import { placeFor } from '../../domain/parcels/return-place.ts';
import { ok, reject } from '../../domain/result.ts';
import type { App } from '../app.ts';
import { notFound } from '../http/reply.ts';
import { route } from '../http/route.ts';
import { addressText, saveBook } from './address-book.ts';
import { readBook } from './return-places.ts';

export function addReturnAddressRoutes(server: FastifyInstance, app: App): void {
  route(server, contract.getReturnAddresses, ({ principal: { merchantId } }) =>
    app.db.inMerchant(merchantId, (tx) => readBook(tx, merchantId)),
  );
  route(server, contract.saveReturnAddresses, async ({ body, principal: { merchantId } }) => {
    const keys = new Set(body.addresses.map(({ key }) => key));
    if (keys.size < body.addresses.length) return reject({ code: 'address_key_twice' } as const);
    const named = [...body.rules.map(({ key }) => key), ...(body.defaultKey === null ? [] : [body.defaultKey])];
    const unknown = named.find((key) => !keys.has(key));
    if (unknown !== undefined) return reject({ code: 'address_key_unknown', key: unknown } as const);
    const empty = body.rules.findIndex(({ shopId, goodsClass }) => shopId === null && goodsClass === null);
    if (empty >= 0) return reject({ code: 'address_rule_empty', rule: empty } as const);
    const shops = await app.shops.all(merchantId);
    const elsewhere = body.rules.find(({ shopId }) => shopId !== null && !shops.some(({ id }) => id === shopId));
    if (elsewhere) return notFound;
    const saved = await app.db.inMerchant(merchantId, async (tx) => {
      await saveBook(tx, merchantId, body);
      return readBook(tx, merchantId);
    });
    app.returnPlaces.forget(merchantId);
    return ok(saved);
  });
  route(server, contract.tryReturnAddress, async ({ body, principal: { merchantId } }) => {
    const shop = await app.shops.find(merchantId, body.shopId);
    if (!shop) return notFound;
    const book = await app.db.inMerchant(merchantId, (tx) => readBook(tx, merchantId));
    const place = placeFor(book.rules, book.defaultKey, body);
    const chosen = book.addresses.find(({ key }) => key === place?.key);
    if (place && chosen) {
      return { key: place.key, rule: place.rule, name: chosen.name, phone: chosen.phone, address: addressText(chosen) };
    }
    const { name = '', phone = '', address = '' } = shop.returnAddress ?? {};
    return { key: null, rule: null, name, phone, address };
  });
}
