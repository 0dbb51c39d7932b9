import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { asOwner, urlOfDatabase } from '../../../test/support/test-postgres.ts';
import { migrate, readMigrations } from './migrate.ts';

const { url } = await freshDatabase();

test('filters of an older version that share a name are all kept, the oldest under its name', async () => {
  await asOwner(url, 'create database with_views');
  const older = urlOfDatabase(url, 'with_views');
  await migrate(
    older,
    readMigrations().filter(({ name }) => name < '0014'),
  );
  const long = '很'.repeat(40);
  await asOwner(
    older,
    `insert into merchant (merchant_id, name) values ('mer_a', 'a');
    insert into saved_view (merchant_id, user_id, view_id, name, query, created_at) values
      ('mer_a', 'usr_1', 'view_1', '待审', 'q=1', '2026-11-03'),
      ('mer_a', 'usr_1', 'view_2', '待审', 'q=2', '2026-11-01'),
      ('mer_a', 'usr_1', 'view_3', '待审', 'q=3', '2026-11-03'),
      ('mer_a', 'usr_1', 'view_4', '待审 (2)', 'q=4', '2026-11-05'),
      ('mer_a', 'usr_1', 'view_5', '${long}', 'q=5', '2026-11-01'),
      ('mer_a', 'usr_1', 'view_6', '${long}', 'q=6', '2026-11-02'),
      ('mer_a', 'usr_2', 'view_1', '待审', 'q=7', '2026-11-02')`,
  );
  expect((await migrate(older)).at(0)).toBe('0014_saved_views.sql');
  const { rows } = await asOwner(older, 'select user_id, query, name from saved_view order by user_id, query');
  expect(rows.map(({ user_id, query, name }) => [user_id, query, name])).toEqual([
    ['usr_1', 'q=1', '待审 (3)'],
    ['usr_1', 'q=2', '待审'],
    ['usr_1', 'q=3', '待审 (4)'],
    ['usr_1', 'q=4', '待审 (2)'],
    ['usr_1', 'q=5', long],
    ['usr_1', 'q=6', `${long.slice(0, 36)} (2)`],
    ['usr_2', 'q=7', '待审'],
  ]);
});
