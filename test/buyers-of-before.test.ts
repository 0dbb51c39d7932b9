import { expect, test } from 'vitest';
import type { MerchantId } from '../src/domain/ids.ts';
import { openDatabase } from '../src/server/db/database.ts';
import { migrate, readMigrations } from '../src/server/db/migrate.ts';
import { saveParties } from '../src/server/orders/parties.ts';
import { orderParts } from './support/a-merchant.ts';
import { freshDatabase } from './support/fresh-database.ts';
import { asOwner, urlOfDatabase } from './support/test-postgres.ts';

const { url: serverUrl } = await freshDatabase();
const NAME = 'before_buyers';

const indexOf = (phone: string, merchantId: MerchantId) => orderParts.secrets.index(phone, merchantId).toString('hex');

test('whoever had ordered before buyers were joined is joined by phone, each merchant for itself (R-10)', async () => {
  await asOwner(serverUrl, `create database ${NAME}`);
  const url = urlOfDatabase(serverUrl, NAME);
  await migrate(
    url,
    readMigrations().filter(({ name }) => name < '0011'),
  );
  const insert = (merchantId: MerchantId) => {
    const phone = (text: string) => `decode('${indexOf(text, merchantId)}', 'hex')`;
    return `
      insert into merchant (merchant_id, name) values ('${merchantId}', 'x');
      insert into shop (merchant_id, shop_id, channel, name, external_id)
        select '${merchantId}', 'shop_' || n, 'own_shop', n, n from unnest(array['a', 'b']) n;
      insert into party (merchant_id, party_id, shop_id, token, phone_index) values
        ('${merchantId}', 'pty_1', 'shop_a', 't1', ${phone('13800000001')}),
        ('${merchantId}', 'pty_2', 'shop_b', 't2', ${phone('13800000001')}),
        ('${merchantId}', 'pty_3', 'shop_b', 't3', ${phone('13800000003')}),
        ('${merchantId}', 'pty_4', 'shop_a', 't4', null), ('${merchantId}', 'pty_5', 'shop_a', 't5', null);
      insert into party (merchant_id, party_id, shop_id, token, phone_index)
        select '${merchantId}', 'pty_crowd' || n, 'shop_a', 'c' || n, ${phone('13700000000')} from generate_series(1, 21) n;`;
  };
  await asOwner(url, insert('mer_one') + insert('mer_two'));
  await migrate(url);

  const joined = async (merchantId: string) => {
    const { rows } = await asOwner(url, `select party_id, buyer_id from party where merchant_id = '${merchantId}'`);
    return new Map(rows.map((row: { party_id: string; buyer_id: string }) => [row.party_id, row.buyer_id]));
  };
  for (const merchantId of ['mer_one', 'mer_two']) {
    const buyers = await joined(merchantId);
    expect(buyers.get('pty_2')).toBe(buyers.get('pty_1'));
    expect(new Set(buyers.values()).size).toBe(5 - 1 + 21);
  }

  // Their next order enters the account, and finds whom the migration has made.
  const db = openDatabase(url, { poolSize: 1 });
  const person = (token: string, phone: string | null) => ({ token, nick: '', name: null, phone, phoneTail: '' });
  await db.inMerchant('mer_one', async (tx) => {
    await saveParties(tx, orderParts, 'mer_one', { id: 'shop_a', account: 'app' }, [person('t4', null)]);
    await saveParties(tx, orderParts, 'mer_one', { id: 'shop_b', account: 'app' }, [
      person('t4', null),
      person('new', '13800000003'),
    ]);
  });
  await db.close();
  const { rows } = await asOwner(
    url,
    `select token, count(distinct buyer_id)::int as buyers from party where merchant_id = 'mer_one'
      and (token = 't4' or token in ('t3', 'new')) group by token = 't4', token order by token`,
  );
  expect(rows.map(({ buyers }: { buyers: number }) => buyers)).toEqual([1, 1, 1]);
  const after = await asOwner(
    url,
    `select count(distinct buyer_id)::int as n from party where merchant_id = 'mer_one' and token in ('t3', 'new')`,
  );
  expect(after.rows).toEqual([{ n: 1 }]);
  // The database goes with the server.
});
