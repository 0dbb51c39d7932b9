import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import type { OrderBook } from './order-book.ts';
import type { ParcelBook, ParcelRecord, TimelineStep } from './parcel-book.ts';

export const pushFaults = [
  'abort',
  'carrier_changed',
  'unsigned_push',
  'wrong_sign_push',
  'duplicate_push',
  'out_of_order_push',
] as const;
export const queryFaults = ['server_busy', 'server_error', 'hang'] as const;
/** The order was taken, and its answer never arrives. */
export const orderFaults = ['drop_after', 'hang_after'] as const;
type Kuaidi100Fault = (typeof pushFaults)[number] | (typeof queryFaults)[number] | (typeof orderFaults)[number];

export type Kuaidi100World = {
  clock: SimulatorClock;
  book: ParcelBook;
  orders: OrderBook;
  faults: FaultBoard<Kuaidi100Fault>;
  /** The contract with the vendor. */
  account: { key: string; customer: string; secret: string };
  switches: {
    /** The vendor locks a key that asks for one waybill twice within half an hour. */
    queryLock: boolean;
    firstPushDelayMs: number;
    pushRepeatDelayMs: number;
  };
  /** When each waybill was last asked for; not worth remembering over a restart. */
  queriedAt: Map<string, number>;
};

/** Lets the scans happen whose time has come. */
export function scanDue(world: Kuaidi100World): void {
  for (const record of world.book.parcels()) {
    for (let step = nextStep(record); step !== undefined; step = nextStep(record)) {
      if (step.afterSeconds === undefined) break;
      const at = record.parcel.created_at + step.afterSeconds * 1000;
      if (at > world.clock.now()) break;
      scan(world, record, step, at);
    }
  }
}

export const nextStep = ({ parcel, stepsDone }: ParcelRecord): TimelineStep | undefined => parcel.timeline[stepsDone];

export function scan(
  world: Kuaidi100World,
  record: ParcelRecord,
  step: TimelineStep,
  at: number,
  scripted = true,
): void {
  const { afterSeconds: _, ...seen } = step;
  world.book.record({ type: 'scanned', num: record.parcel.num, scan: { at, ...seen }, scripted });
}
