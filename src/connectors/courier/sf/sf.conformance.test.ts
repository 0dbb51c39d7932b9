import { randomUUID } from 'node:crypto';
import type { PickupState } from '../../../domain/parcels/pickups.ts';
import type { ParcelStatus } from '../../../domain/parcels/statuses.ts';
import { startSf } from '../../../simulators/sf/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { describeCourier } from '../conformance.ts';
import { simulatedCourier } from '../conformance-courier.ts';
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
const pushKey = 'a-key-that-nobody-guesses-2026';

describeCourier('SF', async () => {
  const callback = await cannedVendor('{"return_code":"0000","return_msg":"成功"}');
  const callbackUrl = `${callback.url}/hooks/courier?key=${pushKey}`;
  const simulator = await startSf({ firstPushDelayMs: 3_600_000, pushUrl: callbackUrl });
  const courier = simulatedCourier(simulator, { codes });
  const config = {
    serviceUrl: `${simulator.url}/std/service`,
    partnerId: 'TESTPARTNER',
    checkword: 'TESTCHECKWORD0001',
    pushKey,
    monthlyCard: '7551234567',
    newRequestId: randomUUID,
    now: courier.now,
    get timeoutMs() {
      return courier.timeoutMs();
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
    ...courier.hands,
    handIn: (num, steps) => courier.handIn({ courier: 'SF', num }, steps),
    scanStrangely: (num, code, text) => courier.scanStrangely(num, { code, text }),
    moveVisit: async (bookingId, state) => {
      await courier.steer('POST', `visits/${bookingId}/move`, { code: visitCodes[state] });
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
