import { expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { asOwner, urlOfDatabase } from '../../../test/support/test-postgres.ts';
import { migrate, readMigrations } from './migrate.ts';

const { url } = await freshDatabase();

test('postage and signing of an older version go to the parcel that they were of, also where its number was given out again', async () => {
  await asOwner(url, 'create database with_parcels');
  const older = urlOfDatabase(url, 'with_parcels');
  await migrate(
    older,
    readMigrations().filter(({ name }) => name < '0026'),
  );
  // What a return hangs on does not matter here, so foreign keys rest.
  await asOwner(
    older,
    `set session_replication_role = replica;
    insert into merchant (merchant_id, name) values ('mer_a', 'a');
    insert into parcel (merchant_id, parcel_id, courier, waybill, created_at, retired_at) values
      ('mer_a', 'pcl_1', 'yuantong', 'YT1', '2026-01-01', '2026-06-01'),
      ('mer_a', 'pcl_2', 'yuantong', 'YT1', '2026-10-01', null),
      ('mer_a', 'pcl_3', 'yuantong', 'YT3', '2026-10-01', null);
    insert into parcel_rma (merchant_id, parcel_id, rma_id) values
      ('mer_a', 'pcl_1', 'rma_1'), ('mer_a', 'pcl_2', 'rma_2');
    insert into postage (merchant_id, waybill, rma_id, currency, asked_minor, ours_minor, insurer_minor, twice_minor,
        insured, state, asked_by, asked_at, updated_at) values
      ('mer_a', 'YT1', 'rma_1', 'CNY', 1200, 0, 0, 0, false, 'asked', 'buyer', '2026-01-05', '2026-01-05'),
      ('mer_a', 'YT3', 'rma_9', 'CNY', 1200, 0, 0, 0, false, 'asked', 'buyer', '2026-10-05', '2026-10-05');
    insert into parcel_handling (merchant_id, waybill, step, actor_kind, actor_id, command_id, occurred_at, recorded_at) values
      ('mer_a', 'YT1', 'signed', 'staff', 'usr_1', 'cmd_1', '2026-01-06', '2026-01-06'),
      ('mer_a', 'YT3', 'signed', 'staff', 'usr_1', 'cmd_2', '2026-09-30', '2026-09-30'),
      ('mer_a', 'YT9', 'signed', 'staff', 'usr_1', 'cmd_3', '2026-09-30', '2026-09-30')`,
  );
  expect(await migrate(older)).toContain('0028_parcels_by_parcel.sql');
  const postage = await asOwner(older, 'select rma_id, parcel_id from postage order by rma_id');
  expect(postage.rows).toEqual([
    { rma_id: 'rma_1', parcel_id: 'pcl_1' },
    { rma_id: 'rma_9', parcel_id: 'pcl_3' },
  ]);
  const handled = await asOwner(
    older,
    'select waybill, parcel_id, retired_at is not null as retired from parcel_handling order by waybill',
  );
  expect(handled.rows).toEqual([
    { waybill: 'YT1', parcel_id: 'pcl_1', retired: true },
    { waybill: 'YT3', parcel_id: 'pcl_3', retired: false },
    { waybill: 'YT9', parcel_id: null, retired: false },
  ]);
});
