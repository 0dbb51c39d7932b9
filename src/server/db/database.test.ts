import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import type { Tx } from './database.ts';
import { leaveToCommit } from './transaction.ts';

const { db, asOwner } = await freshDatabase();
await asOwner(`
  create table note (merchant_id text not null, id text not null, primary key (merchant_id, id));
  alter table note enable row level security;
  alter table note force row level security;
  create policy of_merchant on note using (merchant_id = current_merchant()) with check (merchant_id = current_merchant());
  create table counter (name text primary key, value int not null);
  insert into counter values ('a', 0), ('b', 0);`);

const addNote = (merchantId: string, id: string, tx: Tx) =>
  sql`insert into note values (${merchantId}, ${id})`.execute(tx);
const noteIds = async (tx: Tx) => (await sql<{ id: string }>`select id from note order by id`.execute(tx)).rows;
const addOne = (name: string, tx: Tx) => sql`update counter set value = value + 1 where name = ${name}`.execute(tx);

test('a merchant sees and writes only its own rows', async () => {
  await db.inMerchant('mer_1', (tx) => addNote('mer_1', 'a', tx));
  expect(await db.inMerchant('mer_1', noteIds)).toEqual([{ id: 'a' }]);
  expect(await db.inMerchant('mer_2', noteIds)).toEqual([]);
  expect(await db.acrossMerchants(noteIds)).toEqual([]);
  await expect(db.inMerchant('mer_2', (tx) => addNote('mer_1', 'b', tx))).rejects.toThrow('row-level security');
});

test('a merchant id that is none is a value like any other, and sees nothing', async () => {
  expect(await db.inMerchant(`mer_1', true); drop table note; --`, noteIds)).toEqual([]);
});

test('nothing the program sends gives it the rights of the owner back', async () => {
  const whoAmI = (tx: Tx) => sql`select current_user::text as name`.execute(tx);
  await db.acrossMerchants((tx) => sql`reset role`.execute(tx));
  expect((await db.acrossMerchants(whoAmI)).rows).toEqual([{ name: 'guilai_app' }]);
});

test('what throws leaves nothing behind, and the connection stays usable', async () => {
  const failing = db.inMerchant('mer_3', async (tx) => {
    await addNote('mer_3', 'a', tx);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await db.inMerchant('mer_3', noteIds)).toEqual([]);
});

test('a statement that failed cannot be swallowed: the transaction does not pretend to be committed', async () => {
  const swallowing = db.inMerchant('mer_4', async (tx) => {
    await addNote('mer_4', 'a', tx);
    await sql`select 1 / 0`.execute(tx).catch(() => 'ignored');
  });
  await expect(swallowing).rejects.toThrow('rolled back');
});

test('a command of one statement costs two round trips', async () => {
  const before = { ...db.counts };
  await db.inMerchant('mer_5', (tx) => addNote('mer_5', 'a', tx));
  expect(db.counts.roundTrips - before.roundTrips).toBe(2);
  expect(db.counts.statements - before.statements).toBe(4);
  expect(db.counts.commits - before.commits).toBe(1);
});

test('queries that do not wait for one another share a round trip', async () => {
  const before = { ...db.counts };
  await db.inMerchant('mer_6', (tx) => Promise.all([addNote('mer_6', 'a', tx), addNote('mer_6', 'b', tx)]));
  expect(db.counts.roundTrips - before.roundTrips).toBe(2);
  expect(db.counts.statements - before.statements).toBe(5);
  expect(await db.inMerchant('mer_6', noteIds)).toEqual([{ id: 'a' }, { id: 'b' }]);
});

test('of queries that travel together the one that failed is named, and none of them counts', async () => {
  const failing = db.inMerchant('mer_7', (tx) =>
    Promise.all([addNote('mer_7', 'a', tx), sql`select 1 / 0`.execute(tx), addNote('mer_7', 'b', tx)]),
  );
  await expect(failing).rejects.toThrow('division by zero');
  expect(await db.inMerchant('mer_7', noteIds)).toEqual([]);
});

test('writes that are left to the commit travel with it', async () => {
  const before = { ...db.counts };
  await db.inMerchant('mer_9', async (tx) => {
    leaveToCommit(tx, Promise.all([addNote('mer_9', 'a', tx), addNote('mer_9', 'b', tx)]));
  });
  expect(db.counts.roundTrips - before.roundTrips).toBe(1);
  expect(await db.inMerchant('mer_9', noteIds)).toEqual([{ id: 'a' }, { id: 'b' }]);
});

test('a write that was left to the commit and fails undoes the transaction, and names the reason', async () => {
  const failing = (after: (tx: Tx) => Promise<unknown>) =>
    db.inMerchant('mer_10', async (tx) => {
      leaveToCommit(tx, Promise.all([addNote('mer_10', 'a', tx), sql`select 1 / 0`.execute(tx)]));
      return after(tx);
    });
  await expect(failing(async () => 'done')).rejects.toThrow('division by zero');
  await expect(failing(noteIds)).rejects.toThrow('division by zero');
  expect(await db.inMerchant('mer_10', noteIds)).toEqual([]);
});

test('a connection that breaks under the last writes fails them all, and the next transaction works', async () => {
  const broken = db.inMerchant('mer_11', async (tx) => {
    const end = sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
    leaveToCommit(tx, Promise.all([addNote('mer_11', 'a', tx), end, addNote('mer_11', 'b', tx)]));
  });
  await expect(broken).rejects.toThrow();
  expect(await db.inMerchant('mer_11', noteIds)).toEqual([]);
});

test('no query slips in after its transaction has ended', async () => {
  const escaped = await db.inMerchant('mer_8', async (tx) => tx);
  await expect(addNote('mer_8', 'a', escaped)).rejects.toThrow('after its transaction has ended');
});

test('two transactions that wait for each other both succeed: the one PostgreSQL stops is run again', async () => {
  const reached: Record<string, () => void> = {};
  const bothHoldOne = Promise.all(['a', 'b'].map((name) => new Promise<void>((done) => (reached[name] = done))));
  const takeBoth = (first: string, second: string) =>
    db.acrossMerchants(async (tx) => {
      await addOne(first, tx);
      reached[first]?.();
      await bothHoldOne;
      await addOne(second, tx);
    });
  await Promise.all([takeBoth('a', 'b'), takeBoth('b', 'a')]);
  const { rows } = await asOwner('select name, value from counter order by name');
  expect(rows).toEqual([
    { name: 'a', value: 2 },
    { name: 'b', value: 2 },
  ]);
});

test.each([
  [`12345678901234567.89::numeric`, '12345678901234567.89'],
  [`9007199254740993::int8`, 9007199254740993n],
  [`array[1, null, 2]::int8[]`, [1n, null, 2n]],
  [`timestamptz '2026-11-22 16:30:00+08'`, '2026-11-22T08:30:00.000Z'],
  [`timestamptz '2026-11-22 08:30:00.1+00'`, '2026-11-22T08:30:00.100Z'],
  [`timestamptz '2026-11-22 08:30:00.123999+00'`, '2026-11-22T08:30:00.123Z'],
  [`array[timestamptz '2026-11-22 16:30:00+08']`, ['2026-11-22T08:30:00.000Z']],
  [`date '2026-11-22'`, '2026-11-22'],
  [`'{"amount": {"minor": "5"}}'::jsonb`, { amount: { minor: '5' } }],
  [`7::int4`, 7],
])('%s keeps its exact value', async (expression, value) => {
  const { rows } = await db.acrossMerchants((tx) => sql.raw<{ it: unknown }>(`select ${expression} as it`).execute(tx));
  expect(rows[0]?.it).toEqual(value);
});
