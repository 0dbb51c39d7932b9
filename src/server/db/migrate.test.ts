import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { asOwner, urlOfDatabase } from '../../../test/support/test-postgres.ts';
import { migrate, readMigrations } from './migrate.ts';

const { url } = await freshDatabase();

/** An empty database beside the migrated one. It goes with the server. */
async function emptyDatabase(name: string): Promise<string> {
  await asOwner(url, `create database ${name}`);
  return urlOfDatabase(url, name);
}

const oneTable = (name: string, sql: string) => ({ name, sql, sha256: sql });

test('a migrated database has nothing left to apply', async () => {
  expect(await migrate(url)).toEqual([]);
});

test('of two processes that start at once, one migrates and the other waits', async () => {
  const empty = await emptyDatabase('two_at_once');
  const [first, second] = await Promise.all([migrate(empty), migrate(empty)]);
  expect([first, second].map((applied) => applied.length).sort((a, b) => a - b)).toEqual([0, readMigrations().length]);
});

test('a migration that was edited after it had been applied is named', async () => {
  const [first, ...rest] = readMigrations();
  if (!first) throw new Error('there are migrations');
  await expect(migrate(url, [{ ...first, sha256: 'another' }, ...rest])).rejects.toThrow(
    `The migration ${first.name} was changed after this database had applied it`,
  );
});

test('a database of a newer version is left alone', async () => {
  await expect(migrate(url, readMigrations().slice(0, -1))).rejects.toThrow('was migrated by a newer Guilai');
});

test('a migration that fails leaves nothing behind, and its name and line are told', async () => {
  const empty = await emptyDatabase('failing');
  const migrations = [
    ...readMigrations(),
    oneTable('9000_fine.sql', 'create table fine (id int)'),
    oneTable('9001_broken.sql', 'create table half_done (id int);\nselect nonsense;'),
  ];
  await expect(migrate(empty, migrations)).rejects.toThrow(
    'The migration 9001_broken.sql failed: column "nonsense" does not exist (line 2).',
  );
  const { rows } = await asOwner(empty, `select to_regclass('fine') as fine, to_regclass('half_done') as half_done`);
  expect(rows).toEqual([{ fine: 'fine', half_done: null }]);
});
