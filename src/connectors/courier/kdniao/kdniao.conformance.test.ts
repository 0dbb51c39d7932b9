import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus } from '../../../domain/parcels/statuses.ts';
import { startKdniao } from '../../../simulators/kdniao/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { describeCourier } from '../conformance.ts';
import { simulatedCourier } from '../conformance-courier.ts';
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

describeCourier('KDNiao', async () => {
  const callback = await cannedVendor(
    '{"EBusinessID":"test1000001","UpdateTime":"2026-09-25 10:15:30","Success":true,"Reason":""}',
  );
  const simulator = await startKdniao({ firstPushDelayMs: 3_600_000, pushUrl: `${callback.url}/hooks/courier` });
  const courier = simulatedCourier(simulator, { codes });
  const config = {
    baseUrl: simulator.url,
    businessId: 'test1000001',
    appKey: 'TESTAPPKEY0001',
    payType: '3' as const,
    now: courier.now,
    get timeoutMs() {
      return courier.timeoutMs();
    },
  };
  return {
    port: kdniao(config),
    strangerPort: kdniao({ ...config, timeoutMs: 10_000, appKey: 'ANOTHERKEY' }),
    courier: 'yuantong',
    waybill: 'YT1234567890123',
    callbackUrl: `${callback.url}/hooks/courier`,
    ...courier.hands,
    handIn: (num, steps) => courier.handIn({ courier: 'YTO', num }, steps),
    scanStrangely: (num, code, text) => courier.scanStrangely(num, { code, text }),
    moveVisit: async (bookingId, state) => {
      await courier.steer('POST', `visits/${bookingId}/move`, { code: visitCodes[state] });
    },
    pushes: () => callback.seen.map(({ body }) => ({ text: body.toString('utf8'), query: {} })),
    close: async () => {
      await simulator.close();
      await callback.close();
    },
  };
});
