import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { asOwner, urlOfDatabase } from '../../../test/support/test-postgres.ts';
import { migrate, readMigrations } from './migrate.ts';

const { url } = await freshDatabase();

test('the notes of an older version become messages, each with who wrote it and by which way', async () => {
  await asOwner(url, 'create database with_notes');
  const older = urlOfDatabase(url, 'with_notes');
  await migrate(
    older,
    readMigrations().filter(({ name }) => name < '0010'),
  );
  const rma = {
    merchant_id: 'mer_a',
    rma_id: 'rma_1',
    number: 'R1',
    order_id: 'ord_1',
    order_external_id: 'T1',
    shop_id: 'shop_1',
    channel: 'own_shop',
    resolution: 'refund_only',
    reason: 'other',
    review: 'pending',
    stage: 'to_review',
    channel_push: 'none',
    automation: 'on',
    units: 1,
    currency: 'CNY',
    amount_minor: 1,
    refunded_minor: 0,
    opened_at: '2026-11-22T08:00:00Z',
    updated_at: '2026-11-22T08:00:00Z',
    opened_by_command: 'c',
    version: 1,
  };
  // What the return hangs on does not matter here, so its foreign keys rest.
  await asOwner(
    older,
    `set session_replication_role = replica;
    insert into rma select * from jsonb_populate_record(null::rma, '${JSON.stringify(rma)}');
    insert into rma_note (merchant_id, rma_id, note_id, author_kind, author_id, body) values
      ('mer_a', 'rma_1', 'note_1', 'buyer', 'ord_1', '开线了'),
      ('mer_a', 'rma_1', 'note_2', 'buyer', '', '质量问题'),
      ('mer_a', 'rma_1', 'note_3', 'staff', 'usr_1', '老客户')`,
  );
  expect((await migrate(older)).at(0)).toBe('0010_negotiation.sql');
  const { rows } = await asOwner(
    older,
    'select direction, via, author_kind, state, opening, body from rma_message order by message_id',
  );
  expect(rows).toEqual([
    { direction: 'in', via: 'portal', author_kind: 'buyer', state: 'received', opening: true, body: '开线了' },
    { direction: 'in', via: 'platform', author_kind: 'buyer', state: 'received', opening: true, body: '质量问题' },
    { direction: 'out', via: 'note', author_kind: 'staff', state: 'noted', opening: false, body: '老客户' },
  ]);
});
