import { faultBoard } from '../faults.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, journalFile, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, type SteeringRoutes, steer } from '../steering.ts';
import { type Pusher, type PushForm, pusher } from './pusher.ts';
import { type Road, roadFaults, scanDue } from './road.ts';
import { openRoadBook } from './road-book.ts';

export type RoadOptions = StartOptions & {
  /** The address that stands in the vendor's console. */
  pushUrl?: string;
  firstPushDelayMs?: number;
  /** Between the repeats of a push that was not accepted. */
  pushRepeatDelayMs?: number;
};

/** A vendor's own part: its wire, its pushes and its steering. */
export type Vendor = {
  name: string;
  pushForm(road: Road): PushForm;
  steering(road: Road, pushes: Pusher): SteeringRoutes;
  answer(road: Road, call: Call, pushes: Pusher): Promise<Reply>;
};

/** Runs a vendor whose parcels travel by timelines. */
export async function startRoad(options: RoadOptions, vendor: Vendor): Promise<Simulator> {
  const clock = clockOf(options, vendor.name);
  const road: Road = {
    clock,
    book: openRoadBook(journalFile(options, vendor.name)),
    faults: faultBoard(roadFaults),
    switches: {
      pushUrl: options.pushUrl ?? '',
      firstPushDelayMs: options.firstPushDelayMs ?? 0,
      pushRepeatDelayMs: options.pushRepeatDelayMs ?? 30 * 60_000,
    },
  };
  const pushes = pusher(road, vendor.pushForm(road));
  const routes = vendor.steering(road, pushes);
  const server = await listen(options.port ?? 0, (call) => {
    scanDue(road);
    return isSteering(call) ? steer(routes, call) : vendor.answer(road, call, pushes);
  });
  const stopTicking = clock.onTick(() => {
    scanDue(road);
    void pushes.pushDue();
  });
  return {
    url: server.url,
    clock,
    close: async () => {
      stopTicking();
      await server.close();
      road.book.close();
    },
  };
}
