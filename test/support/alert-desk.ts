import { sql } from 'kysely';
import { expect } from 'vitest';
import type { AlertRow, AlertView } from '../../src/contract/alerts.ts';
import { present } from '../../src/domain/assert.ts';
import type { ParcelId, RmaId } from '../../src/domain/ids.ts';
import { type Instant, plusHours, toMs, toWallClock } from '../../src/domain/time.ts';
import { lookAtParcels, lookRound } from '../../src/server/alerts/look-round.ts';
import { applyTracking } from '../../src/server/couriers/tracking.ts';
import { type Harness, placeOrder } from './app-harness.ts';
import { deskOf } from './returns-desk.ts';

type Scan = { status: 'picked_up' | 'in_transit' | 'problem' | 'damaged' | 'refused' | 'returning' | 'delivered' };

/** Parcels that go wrong, on a clock that a test moves, and the desk that sees to them. */
export function alertDesk(harness: Harness) {
  const { call, merchantId, program } = harness;
  const { app } = program;
  const { open, step } = deskOf(harness);
  let parcels = 0;
  const start = app.clock.now();
  let now = start;
  app.clock = { now: () => now };

  const daysPassed = () => (toMs(now) - toMs(start)) / 86_400_000;
  /** Rounds run as often as a worker would have run them. */
  const round = async () => {
    await lookRound(app, merchantId);
  };
  return {
    now: () => now,
    start,
    round,
    /** Hours go by, with a round in each. */
    async pass(hours: number): Promise<Instant> {
      for (let hour = 0; hour < hours; hour++) {
        now = plusHours(now, 1);
        await round();
      }
      return now;
    },
    async announced(facts: { courier?: string } = {}) {
      const waybill = `YT81${String(++parcels).padStart(10, '0')}`;
      const courier = facts.courier ?? 'yuantong';
      const opened = await open(await placeOrder(harness, { deliveredDaysAgo: 2 - daysPassed() }));
      const rma = await step(`/api/rmas/${opened.id}/parcels`, { courier, waybill });
      // The row is as old as the database's clock says, which is not the test's.
      const { rows } = await app.db.inMerchant(merchantId, (tx) =>
        sql<{ id: ParcelId }>`update parcel set look_at = ${plusHours(now, 1)}
          where merchant_id = ${merchantId} and waybill = ${waybill} returning parcel_id as id`.execute(tx),
      );
      return { rma, waybill, courier, parcelId: present(rows[0], 'the parcel').id };
    },
    /** A courier's service tells of a scan that is `hoursAgo` old. */
    async scan(
      parcel: { waybill: string; courier: string },
      status: Scan['status'],
      hoursAgo = 0,
      source = 'kuaidi100',
    ) {
      const at = plusHours(now, -hoursAgo);
      const scans = [
        { at, status, code: status, text: `${status} ${toWallClock(at, 'Asia/Shanghai')}`, location: '深圳市' },
      ];
      await applyTracking(app, merchantId, { ...parcel, extent: 'news', scans, ended: false }, source);
    },
    /** What the jobs after a command do. */
    looked: (rmaId: string) => lookAtParcels(app, { merchantId, rmaId: rmaId as RmaId }),
    async list(query = ''): Promise<AlertRow[]> {
      const { status, body } = await call<{ rows: AlertRow[] }>('GET', `/api/alerts?limit=200${query}`);
      expect(status, JSON.stringify(body)).toBe(200);
      return body.rows;
    },
    see: async (id: string) => (await call<AlertView>('GET', `/api/alerts/${id}`)).body,
    act: (id: string, verb: string, body: object = {}, headers: Record<string, string> = {}) =>
      call<AlertView & { code?: string }>('POST', `/api/alerts/${id}/${verb}`, body, headers),
    async notices(): Promise<{ id: string; title: string; severity: string; lines: string[] }[]> {
      const { rows } = await app.db.inMerchant(merchantId, (tx) =>
        sql<{ id: string; title: string; severity: string; lines: string[] }>`
          select notice_id as id, title, severity, lines from notice order by created_at, notice_id`.execute(tx),
      );
      return rows;
    },
  };
}
