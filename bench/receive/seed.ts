import pg from 'pg';
import { pino } from 'pino';
import type { MerchantId } from '../../src/domain/ids.ts';
import { systemClock } from '../../src/server/clock.ts';
import { compose } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';
import { createApiKey } from '../../src/server/people/api-keys.ts';
import { seedDemoPeople } from '../../src/server/people/demo-people.ts';
import { saveConnection } from '../../src/server/shops/shops.ts';
import { seedReturnsOf } from '../queue/seed.ts';
import { SALT } from './pushes.ts';

export type Seeded = { merchantId: MerchantId; apiKey: string };

/** Nobody is at this address: of a push only what we do with it is measured. */
const NOWHERE = 'http://127.0.0.1:9';

/** A merchant with so many granted returns, each with a parcel on the road and its scans. */
export async function seed(databaseUrl: string, secretKey: Buffer, parcels: number): Promise<Seeded> {
  const config = loadConfig(['--port=0', '--world=off'], {});
  const log = pino({ level: 'silent' });
  const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log });
  const { app } = program;
  const merchantId = await seedDemoPeople(program.auth);
  await app.db.inMerchant(merchantId, async (tx) => {
    const settings = { pollBaseUrl: NOWHERE, apiBaseUrl: NOWHERE, customer: 'BENCH' };
    const credentials = { key: 'BENCH', salt: SALT, secret: 'BENCH' };
    await saveConnection(tx, app.secrets, merchantId, 'courier', 'kuaidi100', { settings, credentials }, 1);
  });
  const { key: apiKey } = await createApiKey(program.auth, merchantId, 'bench', ['goods:receive', 'rma:read']);
  await program.close();
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  await seedReturnsOf(owner, merchantId, parcels);
  await seedParcels(owner, merchantId, parcels);
  await owner.query('vacuum analyze');
  await owner.end();
  return { merchantId, apiKey };
}

export const waybillOf = (serial: number): string => `YT${String(8_000_000_000_000 + serial)}`;
export const numberOf = (serial: number): string => `R${100_000_000 + serial}`;

const WAYBILL = `'YT' || (8000000000000 + n)`;
const ID = `lpad(n::text, 12, '0')`;

/** The events that a return with a parcel on the road has, and the parcel. */
async function seedParcels(owner: pg.Client, merchantId: MerchantId, count: number): Promise<void> {
  const run = (text: string) => owner.query(text, [merchantId, count]);
  const events: Record<number, [type: string, data: string]> = {
    1: [
      'rma_opened',
      `jsonb_build_object('rmaId', 'rma_' || ${ID}, 'number', 'R' || (100000000 + n), 'orderId', 'ord_' || ${ID},
        'shopId', 'shop_1', 'channel', 'own_shop', 'resolution', 'return_and_refund', 'reason', 'no_reason',
        'requested', null, 'evidence', '[]'::jsonb, 'channelRef', null, 'reviewDue', null, 'policyVersion', 1,
        'openedAt', '2026-11-10T08:00:00.000Z', 'lines', jsonb_build_array(jsonb_build_object('lineId', 'rli_' || n,
          'orderLineId', 'oli_' || n, 'sku', 'SKU-' || n % 5000, 'quantity', 1)))`,
    ],
    2: ['rma_approved', `'{"by":"policy","at":"2026-11-10T08:00:00.000Z"}'::jsonb`],
    3: [
      'parcel_announced',
      `jsonb_build_object('courier', 'yuantong', 'waybill', ${WAYBILL}, 'at', '2026-11-11T08:00:00.000Z')`,
    ],
  };
  for (const [seq, [type, data]] of Object.entries(events)) {
    await run(`insert into rma_event (merchant_id, rma_id, seq, type, data, actor_kind, actor_id, command_id, command_hash,
        occurred_at)
      select $1, 'rma_' || ${ID}, ${seq}, '${type}', ${data}, 'system', 'bench', 'cmd_' || n || '_${seq}', '\\x00', now()
      from generate_series(1, $2::int) n`);
  }
  await run(`update rma set version = 3 where merchant_id = $1 and $2::int > 0`);
  await run(`insert into parcel (merchant_id, parcel_id, courier, waybill, status, vendor, last_scan_at)
    select $1, 'pcl_' || ${ID}, 'yuantong', ${WAYBILL}, 'in_transit', 'kuaidi100', now() - interval '1 day'
    from generate_series(1, $2::int) n`);
  await run(`insert into parcel_rma (merchant_id, parcel_id, rma_id)
    select $1, 'pcl_' || ${ID}, 'rma_' || ${ID} from generate_series(1, $2::int) n`);
  for (const [position, status] of ['picked_up', 'in_transit'].entries()) {
    await run(`insert into parcel_scan (merchant_id, parcel_id, position, at, status, code, text, location, source)
      select $1, 'pcl_' || ${ID}, ${position}, now() - interval '${3 - position} days', '${status}', '${position}',
        '快件已到达 杭州转运中心', '浙江 杭州', 'kuaidi100' from generate_series(1, $2::int) n`);
  }
}
