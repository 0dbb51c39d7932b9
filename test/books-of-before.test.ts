import { expect, test } from 'vitest';
import { migrate, readMigrations } from '../src/server/db/migrate.ts';
import { freshDatabase } from './support/fresh-database.ts';
import { asOwner, urlOfDatabase } from './support/test-postgres.ts';

const { url: serverUrl } = await freshDatabase();
const NAME = 'before_books';

test('books of before have their days, accounts by role, and losses that wait (M-5)', async () => {
  await asOwner(serverUrl, `create database ${NAME}`);
  const url = urlOfDatabase(serverUrl, NAME);
  await migrate(
    url,
    readMigrations().filter(({ name }) => name < '0031'),
  );
  const insert = (merchantId: string, minor: number) => `
    insert into merchant (merchant_id, name) values ('${merchantId}', 'x');
    insert into account (merchant_id, code, role, name_zh, name_en, side) values
      ('${merchantId}', '1901', 'pending_loss', 'x', 'x', 'debit'), ('${merchantId}', '1406', 'goods_in_inspection', 'x', 'x', 'debit');
    insert into journal_entry (merchant_id, entry_id, kind, posted_on, rma_id, rma_seq, rma_number, currency)
      values ('${merchantId}', 'jnl_1', 'goods_scrapped', '2026-11-01', 'rma_1', 1, 'R1', 'CNY');
    insert into journal_line (merchant_id, entry_id, line_no, account_code, debit_minor, credit_minor) values
      ('${merchantId}', 'jnl_1', 1, '1901', ${minor}, 0), ('${merchantId}', 'jnl_1', 2, '1406', 0, ${minor});`;
  await asOwner(url, `begin; ${insert('mer_one', 100)} ${insert('mer_two', 200)} commit;`);
  await migrate(url);

  const items = await asOwner(
    url,
    'select merchant_id, account_code, item, balance_minor::int from open_item order by 1',
  );
  expect(items.rows).toEqual([
    { merchant_id: 'mer_one', account_code: '1901', item: 'R1', balance_minor: 100 },
    { merchant_id: 'mer_two', account_code: '1901', item: 'R1', balance_minor: 200 },
  ]);
  const lines = await asOwner(
    url,
    `select distinct l.posted_on = e.posted_on and e.occurred_on = e.posted_on as same
    from journal_line l join journal_entry e using (merchant_id, entry_id)`,
  );
  expect(lines.rows).toEqual([{ same: true }]);
  const roles = await asOwner(
    url,
    `select count(*)::int as n from account_role where merchant_id = 'mer_one'
    and role in ('pending_loss', 'right_to_goods', 'input_vat', 'selling_loss')`,
  );
  expect(roles.rows).toEqual([{ n: 4 }]);
});
