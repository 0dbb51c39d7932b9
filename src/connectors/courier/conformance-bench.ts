import { expect } from 'vitest';
import { type ParcelState, parcelState } from '../../domain/parcels/parcel-state.ts';
import type { PickupState } from '../../domain/parcels/pickups.ts';
import { type SourcedScan, withReport } from '../../domain/parcels/scans.ts';
import type { ParcelStatus } from '../../domain/parcels/statuses.ts';
import type {
  CourierNews,
  CourierPort,
  CourierPush,
  Doorstep,
  IncomingPush,
  PickupOrder,
  TrackingNews,
} from './port.ts';

/** A vendor to test against: the adapter, and the hand that moves the parcels and the couriers behind it. */
export type CourierBench = {
  port: CourierPort;
  /** The same adapter with a key that the vendor does not know. */
  strangerPort: CourierPort;
  /** The same adapter as it is opened without what visits and intercepts need; absent where they need nothing more. */
  barePort?: CourierPort;
  courier: string;
  /** A number that this courier takes for its own. */
  waybill: string;
  /** Where the bench collects pushes; every push is answered as the port says. */
  callbackUrl: string;
  /** Hands a parcel in that will be scanned, step by step, with these statuses. */
  handIn(waybill: string, steps: ParcelStatus[]): Promise<void>;
  /** The next scan happens and is pushed. */
  advance(waybill: string): Promise<void>;
  /** A scan that happened `agoMs` ago comes to light only now, and is pushed. */
  scanLate(waybill: string, status: ParcelStatus, agoMs: number): Promise<void>;
  /** A scan with a code that no document knows. */
  scanStrangely(waybill: string, code: string, text: string): Promise<void>;
  /** What the next push suffers: sent twice, proved wrongly or not at all, followed by an older one, given up. */
  faultNextPush(kind: 'twice' | 'wrong_sign' | 'unsigned' | 'overtaken' | 'given_up'): Promise<void>;
  /** What the next call suffers: too many, a server that breaks, silence; or it is served and its answer is lost. */
  faultNextCall(kind: 'busy' | 'error' | 'hang' | 'lost'): Promise<void>;
  /** A visit that was booked comes to this state, and its orderer is told. */
  moveVisit(bookingId: string, state: PickupState): Promise<void>;
  /** The courier has an intercepted parcel, or has not. Absent where only the tracking tells. */
  settleIntercept?(waybill: string, done: boolean): Promise<void>;
  /** All pushes so far, as they came. */
  pushes(): IncomingPush[];
  close(): Promise<void>;
};

export const journey: ParcelStatus[] = ['picked_up', 'in_transit', 'out_for_delivery', 'delivered'];

export const subscribe = ({ port, courier, waybill, callbackUrl }: CourierBench) =>
  port.subscribe({ courier, waybill, callbackUrl });
export const query = ({ port, courier, waybill }: CourierBench) => port.query({ courier, waybill });

export async function advance(bench: CourierBench, times: number): Promise<void> {
  for (let time = 0; time < times; time++) await bench.advance(bench.waybill);
}

/** A push that must be genuine and readable. */
export function read({ port }: CourierBench, incoming: IncomingPush | undefined): CourierPush {
  const push = port.readPush(incoming ?? { text: '', query: {} });
  return push.kind === 'news' ? push : expect.unreachable(`the push is ${push.kind}`);
}

const newsOf = (bench: CourierBench, incoming: readonly IncomingPush[]): CourierNews[] =>
  incoming.flatMap((push) => read(bench, push).news);

export const trackingNews = (bench: CourierBench, incoming: readonly IncomingPush[]): TrackingNews[] =>
  newsOf(bench, incoming).filter((news): news is TrackingNews => news.kind === 'tracking');

export const pickupNews = (bench: CourierBench) =>
  newsOf(bench, bench.pushes()).flatMap((news) => (news.kind === 'pickup' ? [news] : []));

export const interceptNews = (bench: CourierBench) =>
  newsOf(bench, bench.pushes()).flatMap((news) => (news.kind === 'intercept' ? [news] : []));

/** What pushes add up to, in the order given. */
export const stateAfter = (bench: CourierBench, incoming: readonly IncomingPush[]): ParcelState =>
  parcelState(
    trackingNews(bench, incoming).reduce<SourcedScan[]>(
      (known, { tracking }) => withReport(known, { source: 'vendor', ...tracking }),
      [],
    ),
  );

const buyer: Doorstep = {
  name: '王小明',
  phone: '13800001234',
  province: '上海市',
  city: '上海市',
  district: '浦东新区',
  street: '测试路 2 号',
};
export const warehouse: Doorstep = {
  name: '退货仓',
  phone: '13900000001',
  province: '浙江省',
  city: '杭州市',
  district: '余杭区',
  street: '文一西路 969 号',
};

export const visitOf = ({ courier, callbackUrl }: CourierBench, bookingId: string): PickupOrder => ({
  bookingId,
  courier,
  sender: buyer,
  receiver: warehouse,
  goods: '退货商品',
  weightGrams: 1200,
  remark: 'a b*c~d (é) 退',
  callbackUrl,
});
