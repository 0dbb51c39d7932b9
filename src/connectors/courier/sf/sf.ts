import { type CourierFault, type CourierPort, type Followed, withoutService } from '../port.ts';
import { call, rejected } from './call.ts';
import { presumed, type SfConfig } from './config.ts';
import { findPickup } from './find-pickup.ts';
import { bookPickup, cancelPickup, intercept } from './pickup.ts';

import { isOver, readPush } from './push.ts';
import { searchRoutes } from './routes.ts';

/** SF by its own platform (顺丰丰桥): its own parcels only, pushed route by route to the address in its console. */
export function sf(config: SfConfig): CourierPort {
  const { monthlyCard } = config;
  const paying = monthlyCard === undefined ? undefined : { ...config, monthlyCard };
  return {
    capabilities: {
      follows: ['shunfeng'],
      pushes: 'news',
      pushProof: 'address',
      pushAddress: 'at_vendor',
      tellsGivingUp: false,
      queryPauseMs: 10 * 60_000,
      bookPickup: paying !== undefined,
      buyerPays: paying !== undefined,
      cancelPickup: paying !== undefined,
      findPickup: paying !== undefined,
      intercept: paying !== undefined,
    },
    subscribe: (request) => subscribe(config, request),
    query: (request) => query(config, request),
    readPush: (push) => readPush(push, config.pushKey),
    bookPickup: paying ? (order) => bookPickup(paying, order) : withoutService,
    cancelPickup: paying ? (booking) => cancelPickup(paying, booking) : withoutService,
    findPickup: paying ? (booking) => findPickup(paying, booking) : withoutService,
    intercept: paying ? (request) => intercept(paying, request) : withoutService,
  };
}

async function subscribe(config: SfConfig, request: Followed): Promise<{ kind: 'subscribed' } | CourierFault> {
  const { routeRegistration } = { ...presumed, ...config.unverified };
  const { waybill, phoneTail = '' } = request;
  const answer = await call(config, 'EXP_RECE_REGISTER_ROUTE', routeRegistration({ waybill, phoneTail }));
  if (answer.kind === 'unknown') return answer;
  return answer.kind === 'answered' ? { kind: 'subscribed' } : rejected(answer);
}

async function query(config: SfConfig, { waybill, phoneTail }: Followed): ReturnType<CourierPort['query']> {
  const answer = await searchRoutes(config, waybill, phoneTail);
  if (answer.kind !== 'routes') return answer;
  const { scans } = answer;
  // No routes: none yet, or the digits of the phone are wrong, and SF does not say which.
  if (scans.length === 0) return { kind: 'nothing_yet' };
  return {
    kind: 'tracking',
    tracking: { courier: 'shunfeng', waybill, extent: 'whole', scans, ended: isOver(scans) },
  };
}
