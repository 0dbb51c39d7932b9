import { randomUUID } from 'node:crypto';
import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus } from '../../../domain/parcels/statuses.ts';
import { fromMs } from '../../../domain/time.ts';
import { startSf } from '../../../simulators/sf/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { describeCourier } from '../conformance.ts';
import { sf } from './sf.ts';

const codes: Partial<Record<ParcelStatus, string>> = {
  picked_up: '50',
  in_transit: '30',
  out_for_delivery: '44',
  delivered: '80',
};
const visitCodes: Record<PickupState, string> = {
  booked: '04-40037',
  courier_assigned: '04-40001',
  picked_up: '05-40003',
  failed: '04-40002-40031',
  cancelled: '00-2000',
};
const pushFaults = {
  twice: 'duplicate_push',
  wrong_sign: 'wrong_sign_push',
  unsigned: 'unsigned_push',
  overtaken: 'out_of_order_push',
  given_up: 'unsigned_push',
};
const callFaults = { busy: 'throttled', error: 'server_error', hang: 'hang', lost: 'hang_after' };
const pushKey = 'a-key-that-nobody-guesses-2026';

describeCourier('SF', async () => {
  const callback = await cannedVendor('{"return_code":"0000","return_msg":"成功"}');
  const callbackUrl = `${callback.url}/hooks/courier?key=${pushKey}`;
  const simulator = await startSf({ firstPushDelayMs: 3_600_000, pushUrl: callbackUrl });
  const steer = steering(simulator.url);
  let hangs = false;
  const config = {
    serviceUrl: `${simulator.url}/std/service`,
    partnerId: 'TESTPARTNER',
    checkword: 'TESTCHECKWORD0001',
    pushKey,
    monthlyCard: '7551234567',
    newRequestId: randomUUID,
    now: () => fromMs(simulator.clock.now()),
    get timeoutMs() {
      const timeoutMs = hangs ? 400 : 10_000;
      hangs = false;
      return timeoutMs;
    },
  };
  const { monthlyCard: _, ...bare } = { ...config, timeoutMs: 10_000 };
  return {
    port: sf(config),
    strangerPort: sf({ ...config, timeoutMs: 10_000, checkword: 'ANOTHERWORD' }),
    barePort: sf(bare),
    courier: 'shunfeng',
    waybill: 'SF1234567890123',
    callbackUrl,
    handIn: async (num, steps) => {
      const timeline = steps.map((status) => ({ code: codes[status] }));
      await steer('POST', 'parcels', { courier: 'SF', num, timeline });
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
    pushes: () =>
      callback.seen.map(({ body, form }) => ({
        text: body.toString('utf8'),
        query: form['key'] === undefined ? {} : { key: form['key'] },
      })),
    close: async () => {
      await simulator.close();
      await callback.close();
    },
  };
});
