import { startKuaidi100 } from '../../../simulators/kuaidi100/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { describeCourier } from '../conformance.ts';
import type { ParcelStatus } from '../port.ts';
import { kuaidi100 } from './kuaidi100.ts';

const codes: Partial<Record<ParcelStatus, string>> = {
  ordered: '101',
  picked_up: '103',
  in_transit: '1002',
  out_for_delivery: '5',
  delivered: '301',
};
const pushFaults = {
  twice: 'duplicate_push',
  wrong_sign: 'wrong_sign_push',
  unsigned: 'unsigned_push',
  overtaken: 'out_of_order_push',
  given_up: 'abort',
};

describeCourier('Kuaidi100', async () => {
  const simulator = await startKuaidi100({ firstPushDelayMs: 3_600_000 });
  const steer = steering(simulator.url);
  const callback = await cannedVendor('{"result":true,"returnCode":"200","message":"成功"}');
  let hangs = false;
  const config = {
    pollBaseUrl: simulator.url,
    customer: 'TESTCUSTOMER0001',
    key: 'TESTKEY0001',
    salt: 's4lt',
    // Only who waits in vain may be impatient: on a busy machine any answer can be late.
    get timeoutMs() {
      return hangs ? 400 : 10_000;
    },
  };
  return {
    port: kuaidi100(config),
    strangerPort: kuaidi100({ ...config, key: 'ANOTHERKEY' }),
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
    faultNextPush: async (kind) => {
      await steer('POST', 'faults', { kind: pushFaults[kind], count: 1 });
    },
    faultNextQuery: async (kind) => {
      hangs = kind === 'hang';
      await steer('POST', 'faults', { kind: kind === 'busy' ? 'server_busy' : 'hang', count: 1 });
    },
    pushes: () => callback.seen.map(({ body }) => body.toString('utf8')),
    close: async () => {
      await simulator.close();
      await callback.close();
    },
  };
});
