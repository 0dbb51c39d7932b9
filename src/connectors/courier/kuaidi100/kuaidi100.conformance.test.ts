import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus } from '../../../domain/parcels/statuses.ts';
import { fromMs } from '../../../domain/time.ts';
import { startKuaidi100 } from '../../../simulators/kuaidi100/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { describeCourier } from '../conformance.ts';
import { kuaidi100 } from './kuaidi100.ts';

const codes: Partial<Record<ParcelStatus, string>> = {
  ordered: '101',
  picked_up: '103',
  in_transit: '1002',
  out_for_delivery: '5',
  delivered: '301',
};
const visitCodes: Record<PickupState, string> = {
  booked: '0',
  courier_assigned: '1',
  picked_up: '10',
  failed: '11',
  cancelled: '99',
};
const pushFaults = {
  twice: 'duplicate_push',
  wrong_sign: 'wrong_sign_push',
  unsigned: 'unsigned_push',
  overtaken: 'out_of_order_push',
  given_up: 'abort',
};
const callFaults = { busy: 'server_busy', error: 'server_error', hang: 'hang', lost: 'hang_after' };

describeCourier('Kuaidi100', async () => {
  const simulator = await startKuaidi100({ firstPushDelayMs: 3_600_000 });
  const steer = steering(simulator.url);
  const callback = await cannedVendor('{"result":true,"returnCode":"200","message":"成功"}');
  let hangs = false;
  const config = {
    pollBaseUrl: simulator.url,
    apiBaseUrl: simulator.url,
    customer: 'TESTCUSTOMER0001',
    key: 'TESTKEY0001',
    secret: 'TESTSECRET0001',
    salt: 's4lt',
    now: () => fromMs(simulator.clock.now()),
    // Only who waits in vain may be impatient: on a busy machine any answer can be late.
    get timeoutMs() {
      const timeoutMs = hangs ? 400 : 10_000;
      hangs = false;
      return timeoutMs;
    },
  };
  const { secret: _, ...bare } = { ...config, timeoutMs: 10_000 };
  return {
    port: kuaidi100(config),
    strangerPort: kuaidi100({ ...config, timeoutMs: 10_000, key: 'ANOTHERKEY' }),
    barePort: kuaidi100(bare),
    courier: 'yuantong',
    waybill: 'YT1234567890123',
    callbackUrl: `${callback.url}/hooks/courier`,
    handIn: async (num, steps) => {
      const timeline = steps.map((status) => ({ statusCode: codes[status] }));
      await steer('POST', 'parcels', { com: 'yuantong', num, timeline });
    },
    // A minute between scans, so that each has its own time.
    advance: async (num) => {
      await steer('POST', 'clock', { shiftMs: 60_000 });
      await steer('POST', `parcels/${num}/advance`);
    },
    scanLate: async (num, status, agoMs) => {
      await steer('POST', `parcels/${num}/scan`, { statusCode: codes[status], lateBySeconds: agoMs / 1000 });
    },
    scanStrangely: async (num, statusCode, context) => {
      await steer('POST', 'clock', { shiftMs: 60_000 });
      await steer('POST', `parcels/${num}/scan`, { statusCode, context, state: '77' });
    },
    faultNextPush: async (kind) => {
      await steer('POST', 'faults', { kind: pushFaults[kind], count: 1 });
    },
    faultNextCall: async (kind) => {
      hangs = kind === 'hang' || kind === 'lost';
      await steer('POST', 'faults', { kind: callFaults[kind], count: 1 });
    },
    moveVisit: async (bookingId, state) => {
      await steer('POST', `orders/${bookingId}/move`, { status: visitCodes[state] });
    },
    settleIntercept: async (num, done) => {
      await steer('POST', `intercepts/${num}/settle`, { status: done ? 'SUCCESS' : 'FAIL' });
    },
    pushes: () => callback.seen.map(({ body }) => ({ text: body.toString('utf8'), query: {} })),
    close: async () => {
      await simulator.close();
      await callback.close();
    },
  };
});
