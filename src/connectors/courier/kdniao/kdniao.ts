import { type CourierFault, type CourierPort, type Followed, withoutService } from '../port.ts';
import { call, faultOf } from './call.ts';
import { type KdniaoConfig, presumed } from './config.ts';
import { shippers } from './couriers.ts';
import { decodeHistory } from './decode.ts';
import { bookPickup, cancelPickup } from './pickup.ts';
import { readPush } from './push.ts';

/** Tracking and visits through KDNiao (快递鸟). It pushes to the one address that stands in its own console. */
export const kdniao = (config: KdniaoConfig): CourierPort => ({
  capabilities: {
    follows: 'all',
    pushes: 'whole',
    pushProof: 'signature',
    pushAddress: 'at_vendor',
    tellsGivingUp: false,
    // No pause is documented; the day's quota is.
    queryPauseMs: 10 * 60_000,
    bookPickup: true,
    buyerPays: true,
    cancelPickup: true,
    // No public document names such a question.
    findPickup: false,
    intercept: false,
  },
  subscribe: (request) => subscribe(config, request),
  query: (request) => query(config, request),
  readPush: (push) => readPush(push, config),
  bookPickup: (order) => bookPickup(config, order),
  cancelPickup: (booking) => cancelPickup(config, booking),
  findPickup: withoutService,
  intercept: withoutService,
});

async function subscribe(config: KdniaoConfig, request: Followed): Promise<{ kind: 'subscribed' } | CourierFault> {
  const { subscribeType } = { ...presumed, ...config.unverified };
  const answer = await call(config, '/api/dist', subscribeType, parcelOf(request));
  if (answer.kind === 'unknown') return answer;
  return answer.kind === 'refused' ? faultOf(answer) : { kind: 'subscribed' };
}

async function query(config: KdniaoConfig, request: Followed): ReturnType<CourierPort['query']> {
  const { queryType } = { ...presumed, ...config.unverified };
  const answer = await call(config, '/Ebusiness/EbusinessOrderHandle.aspx', queryType, parcelOf(request));
  if (answer.kind === 'unknown') return answer;
  if (answer.kind === 'refused') return faultOf(answer);
  const history = decodeHistory(answer.body);
  if (history.kind === 'unreadable') return { kind: 'unknown', cause: history.reason };
  return history.value.scans.length === 0 ? { kind: 'nothing_yet' } : { kind: 'tracking', tracking: history.value };
}

/** The order of the fields is that of the published example, whose signature is known. */
const parcelOf = ({ courier, waybill, phoneTail }: Followed) => ({
  OrderCode: '',
  CustomerName: phoneTail ?? '',
  ShipperCode: shippers.theirs(courier),
  LogisticCode: waybill,
});
