import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus } from '../../../domain/parcels/statuses.ts';
import { fromMs } from '../../../domain/time.ts';
import { startKdniao } from '../../../simulators/kdniao/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { describeCourier } from '../conformance.ts';
import { kdniao } from './kdniao.ts';

const codes: Partial<Record<ParcelStatus, string>> = {
  ordered: '10',
  picked_up: '1',
  in_transit: '2',
  out_for_delivery: '202',
  delivered: '301',
};
const visitCodes: Record<PickupState, string> = {
  booked: '102',
  courier_assigned: '103',
  picked_up: '104',
  failed: '99',
  cancelled: '203',
};
const pushFaults = {
  twice: 'duplicate_push',
  wrong_sign: 'wrong_sign_push',
  unsigned: 'unsigned_push',
  overtaken: 'out_of_order_push',
  given_up: 'unsigned_push',
};
const callFaults = { busy: 'throttled', error: 'server_error', hang: 'hang', lost: 'hang_after' };

describeCourier('KDNiao', async () => {
  const callback = await cannedVendor(
    '{"EBusinessID":"test1000001","UpdateTime":"2026-09-25 10:15:30","Success":true,"Reason":""}',
  );
  const simulator = await startKdniao({ firstPushDelayMs: 3_600_000, pushUrl: `${callback.url}/hooks/courier` });
  const steer = steering(simulator.url);
  let hangs = false;
  const config = {
    baseUrl: simulator.url,
    businessId: 'test1000001',
    appKey: 'TESTAPPKEY0001',
    payType: '3' as const,
    now: () => fromMs(simulator.clock.now()),
    get timeoutMs() {
      const timeoutMs = hangs ? 400 : 10_000;
      hangs = false;
      return timeoutMs;
    },
  };
  return {
    port: kdniao(config),
    strangerPort: kdniao({ ...config, timeoutMs: 10_000, appKey: 'ANOTHERKEY' }),
    courier: 'yuantong',
    waybill: 'YT1234567890123',
    callbackUrl: `${callback.url}/hooks/courier`,
    handIn: async (num, steps) => {
      const timeline = steps.map((status) => ({ code: codes[status] }));
      await steer('POST', 'parcels', { courier: 'YTO', num, timeline });
    },
    advance: async (num) => {
      await steer('POST', 'clock', { shiftMs: 60_000 });
      await steer('POST', `parcels/${num}/advance`);
    },
    scanLate: async (num, status, agoMs) => {
      await steer('POST', `parcels/${num}/scan`, { code: codes[status], lateBySeconds: agoMs / 1000 });
    },
    scanStrangely: async (num, code, text) => {
      await steer('POST', 'clock', { shiftMs: 60_000 });
      await steer('POST', `parcels/${num}/scan`, { code, text });
    },
    faultNextPush: async (kind) => {
      await steer('POST', 'faults', { kind: pushFaults[kind], count: 1 });
    },
    faultNextCall: async (kind) => {
      hangs = kind === 'hang' || kind === 'lost';
      await steer('POST', 'faults', { kind: callFaults[kind], count: 1 });
    },
    moveVisit: async (bookingId, state) => {
      await steer('POST', `visits/${bookingId}/move`, { code: visitCodes[state] });
    },
    pushes: () => callback.seen.map(({ body }) => ({ text: body.toString('utf8'), query: {} })),
    close: async () => {
      await simulator.close();
      await callback.close();
    },
  };
});
