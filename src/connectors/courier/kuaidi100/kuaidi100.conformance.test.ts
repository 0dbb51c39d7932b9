import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus } from '../../../domain/parcels/statuses.ts';
import { startKuaidi100 } from '../../../simulators/kuaidi100/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { describeCourier } from '../conformance.ts';
import { simulatedCourier } from '../conformance-courier.ts';
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

describeCourier('Kuaidi100', async () => {
  const simulator = await startKuaidi100({ firstPushDelayMs: 3_600_000 });
  const courier = simulatedCourier(simulator, {
    codes,
    codeField: 'statusCode',
    busy: 'server_busy',
    givenUp: 'abort',
  });
  const callback = await cannedVendor('{"result":true,"returnCode":"200","message":"成功"}');
  const config = {
    pollBaseUrl: simulator.url,
    apiBaseUrl: simulator.url,
    customer: 'TESTCUSTOMER0001',
    key: 'TESTKEY0001',
    secret: 'TESTSECRET0001',
    salt: 's4lt',
    now: courier.now,
    get timeoutMs() {
      return courier.timeoutMs();
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
    ...courier.hands,
    handIn: (num, steps) => courier.handIn({ com: 'yuantong', num }, steps),
    scanStrangely: (num, statusCode, context) => courier.scanStrangely(num, { statusCode, context, state: '77' }),
    moveVisit: async (bookingId, state) => {
      await courier.steer('POST', `orders/${bookingId}/move`, { status: visitCodes[state] });
    },
    settleIntercept: async (num, done) => {
      await courier.steer('POST', `intercepts/${num}/settle`, { status: done ? 'SUCCESS' : 'FAIL' });
    },
    pushes: () => callback.seen.map(({ body }) => ({ text: body.toString('utf8'), query: {} })),
    close: async () => {
      await simulator.close();
      await callback.close();
    },
  };
});
