import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import type { RoadBook, Step, TripRecord } from './road-book.ts';

export const pushFaults = ['unsigned_push', 'wrong_sign_push', 'duplicate_push', 'out_of_order_push'] as const;
export const callFaults = ['throttled', 'server_error', 'hang', 'drop_after', 'hang_after'] as const;
export const roadFaults = [...pushFaults, ...callFaults];
export type RoadFault = (typeof roadFaults)[number];

/** A vendor that lets parcels travel and couriers visit, and pushes to one address that stands in its console. */
export type Road = {
  clock: SimulatorClock;
  book: RoadBook;
  faults: FaultBoard<RoadFault>;
  switches: {
    /** Empty: nobody has entered an address. */
    pushUrl: string;
    firstPushDelayMs: number;
    pushRepeatDelayMs: number;
  };
};

/** Lets the scans happen whose time has come. */
export function scanDue({ book, clock }: Road): void {
  for (const record of book.trips()) {
    for (let step = nextStep(record); step !== undefined; step = nextStep(record)) {
      if (step.afterSeconds === undefined) break;
      const at = record.trip.startedAt + step.afterSeconds * 1000;
      if (at > clock.now()) break;
      scan(book, record, step, at);
    }
  }
}

export const nextStep = ({ trip, stepsDone }: TripRecord): Step | undefined => trip.timeline[stepsDone];

export function scan(book: RoadBook, { trip }: TripRecord, step: Step, at: number, scripted = true): void {
  const { afterSeconds: _, ...seen } = step;
  book.record({ type: 'scanned', num: trip.num, scan: { at, ...seen }, scripted });
}
