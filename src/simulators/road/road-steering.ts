import { SteeringError } from '../http-server.ts';
import { commonRoutes, type SteeringRoutes, switchRoutes } from '../steering.ts';
import { type Fields, fieldsOf, manyOf, optionalNumberIn, optionalTextIn, present, textIn } from '../steering-input.ts';
import type { Pusher } from './pusher.ts';
import { nextStep, type Road, scan } from './road.ts';
import type { Step, TripRecord, VisitRecord } from './road-book.ts';

/** The vendor's own list of codes, with its words for each. */
export type Words = Readonly<Record<string, string>>;

/** What tests and the demo world may do to parcels and visits. `push` in an answer tells what became of the push. */
export const roadSteering = (road: Road, pusher: Pusher, words: { scans: Words; visits: Words }): SteeringRoutes => ({
  ...commonRoutes(road),
  ...switchRoutes(road.switches, {
    pushUrl: optionalTextIn,
    firstPushDelayMs: optionalNumberIn,
    pushRepeatDelayMs: optionalNumberIn,
  }),
  'POST /parcels': ({ body }) => {
    for (const fields of manyOf(body)) startTrip(road, fields, words.scans);
  },
  'GET /parcels/:num': ({ path }) => tripOf(road, path['num'] ?? ''),
  'POST /parcels/:num/advance': async ({ path }) => {
    const record = tripOf(road, path['num'] ?? '');
    const step = nextStep(record);
    if (!step) throw new SteeringError(409, 'the timeline has ended');
    scan(road.book, record, step, road.clock.now());
    return { push: await pusher.push({ about: 'parcel', id: record.trip.num }) };
  },
  'POST /parcels/:num/scan': async ({ path, body }) => {
    const record = tripOf(road, path['num'] ?? '');
    const fields = fieldsOf(body);
    const lateBySeconds = optionalNumberIn(fields, 'lateBySeconds') ?? 0;
    scan(road.book, record, stepOf(fields, words.scans), road.clock.now() - lateBySeconds * 1000, false);
    return { push: await pusher.push({ about: 'parcel', id: record.trip.num }) };
  },
  'GET /visits/:orderId': ({ path }) => visitOf(road, path['orderId'] ?? ''),
  'POST /visits/:orderId/move': async ({ path, body }) => {
    const { visit } = visitOf(road, path['orderId'] ?? '');
    const { code, text } = stepOf(fieldsOf(body), words.visits);
    road.book.record({ type: 'visit_moved', orderId: visit.orderId, state: { at: road.clock.now(), code, text } });
    return { push: await pusher.push({ about: 'visit', id: visit.orderId }) };
  },
});

/** Sending a parcel twice is no fault: a world that is set up again after a restart repeats itself. */
function startTrip({ book, clock }: Road, fields: Fields, words: Words): void {
  const courier = textIn(fields, 'courier');
  const num = textIn(fields, 'num');
  const existing = book.trip(num);
  if (existing && existing.trip.courier !== courier)
    throw new SteeringError(409, `${num} travels with another courier`);
  if (existing) return;
  const timeline =
    fields['timeline'] === undefined ? [] : manyOf(fields['timeline']).map((step) => stepOf(step, words));
  const trip = {
    courier,
    num,
    startedAt: clock.now(),
    timeline,
    ...present({ phone: optionalTextIn(fields, 'phone') }),
  };
  book.record({ type: 'trip_started', trip });
}

/** A code that the vendor does not list needs its own words. */
function stepOf(fields: Fields, words: Words): Step {
  const code = textIn(fields, 'code');
  const text = optionalTextIn(fields, 'text') ?? words[code];
  if (text === undefined) throw new SteeringError(400, `"${code}" is no code here; give a text with it`);
  return {
    code,
    text,
    ...present({
      afterSeconds: optionalNumberIn(fields, 'afterSeconds'),
      location: optionalTextIn(fields, 'location'),
    }),
  };
}

function tripOf({ book }: Road, num: string): TripRecord {
  const record = book.trip(num);
  if (!record) throw new SteeringError(404, `no parcel ${num}`);
  return record;
}

function visitOf({ book }: Road, orderId: string): VisitRecord {
  const record = book.visit(orderId);
  if (!record) throw new SteeringError(404, `no visit ${orderId}`);
  return record;
}
