import { z } from 'zod';
import type { Scan } from '../../../domain/parcels/scans.ts';
import { readAs } from '../../vendor-values.ts';
import type { CourierFault } from '../port.ts';
import { call, rejected } from './call.ts';
import type { SfConfig } from './config.ts';
import { route, scanOf } from './push.ts';

const routes = z.object({
  routeResps: z.array(z.object({ mailNo: z.string().min(1), routes: z.array(route) })),
});

/** What SF tells of a waybill, oldest first. Nothing: none yet, or the digits of the phone are wrong, and SF does not say which. */
export async function searchRoutes(
  config: SfConfig,
  waybill: string,
  phoneTail: string | undefined,
): Promise<{ kind: 'routes'; scans: Scan[] } | CourierFault> {
  const answer = await call(config, 'EXP_RECE_SEARCH_ROUTES', {
    language: '0',
    trackingType: '1',
    trackingNumber: [waybill],
    methodType: '1',
    ...(phoneTail ? { checkPhoneNo: phoneTail } : {}),
  });
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'refused') return rejected(answer);
  const reading = readAs(routes, answer.msgData);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const found = reading.value.routeResps.find(({ mailNo }) => mailNo === waybill)?.routes ?? [];
  return { kind: 'routes', scans: found.map(scanOf).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) };
}
