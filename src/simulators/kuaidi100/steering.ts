import { SteeringError } from '../http-server.ts';
import { commonRoutes, type SteeringRoutes, switchRoutes } from '../steering.ts';
import {
  type Fields,
  fieldsOf,
  manyOf,
  optionalBooleanIn,
  optionalNumberIn,
  optionalTextIn,
  present,
  textIn,
} from '../steering-input.ts';
import { carriers, statuses } from './codes.ts';
import type { OrderRecord } from './order-book.ts';
import type { OrderPusher } from './order-push.ts';
import type { ParcelRecord, TimelineStep } from './parcel-book.ts';
import type { Pusher } from './push.ts';
import { type Kuaidi100World, nextStep, scan } from './world.ts';

/** What tests and the demo world may do to parcels on their way. `push` in an answer tells what became of the push. */
export const kuaidi100Steering = (world: Kuaidi100World, pusher: Pusher, orderPushes: OrderPusher): SteeringRoutes => ({
  ...commonRoutes(world),
  ...switchRoutes(world.switches, {
    queryLock: optionalBooleanIn,
    firstPushDelayMs: optionalNumberIn,
    pushRepeatDelayMs: optionalNumberIn,
  }),
  'POST /parcels': ({ body }) => {
    for (const fields of manyOf(body)) send(world, fields);
  },
  'GET /parcels/:num': ({ path }) => known(world, path['num'] ?? ''),
  'POST /parcels/:num/advance': async ({ path }) => {
    const record = known(world, path['num'] ?? '');
    const step = nextStep(record);
    if (!step) throw new SteeringError(409, 'the timeline has ended');
    scan(world, record, step, world.clock.now());
    return { push: await pusher.push(record.parcel.num) };
  },
  'POST /parcels/:num/scan': async ({ path, body }) => {
    const record = known(world, path['num'] ?? '');
    const fields = fieldsOf(body);
    const lateBySeconds = optionalNumberIn(fields, 'lateBySeconds') ?? 0;
    scan(world, record, stepOf(fields), world.clock.now() - lateBySeconds * 1000, false);
    return { push: await pusher.push(record.parcel.num) };
  },
  'GET /orders/:thirdOrderId': ({ path }) => orderOf(world, path['thirdOrderId'] ?? ''),
  'POST /orders/:thirdOrderId/move': async ({ path, body }) => {
    const { order } = orderOf(world, path['thirdOrderId'] ?? '');
    return { accepted: await orderPushes.move(order.taskId, textIn(fieldsOf(body), 'status')) };
  },
  'POST /intercepts/:num/settle': async ({ path, body }) => ({
    accepted: await orderPushes.settle(path['num'] ?? '', textIn(fieldsOf(body), 'status')),
  }),
  'POST /parcels/:num/push': async ({ path }) => ({ push: await pusher.push(path['num'] ?? '') }),
});

/** Sending a parcel twice is no fault: a world that is set up again after a restart repeats itself. */
function send(world: Kuaidi100World, fields: Fields): void {
  const com = textIn(fields, 'com');
  const num = textIn(fields, 'num');
  if (!carriers[com]) throw new SteeringError(400, `"${com}" is no carrier here`);
  const existing = world.book.parcel(num);
  if (existing && existing.parcel.com !== com) throw new SteeringError(409, `${num} travels with another carrier`);
  if (existing) return;
  const timeline = fields['timeline'] === undefined ? [] : manyOf(fields['timeline']).map(stepOf);
  world.book.record({
    type: 'parcel_created',
    parcel: {
      com,
      num,
      created_at: world.clock.now(),
      timeline,
      ...present({ phone: optionalTextIn(fields, 'phone') }),
    },
  });
}

function stepOf(fields: Fields): TimelineStep {
  const statusCode = textIn(fields, 'statusCode');
  const state = optionalTextIn(fields, 'state') ?? statuses[statusCode]?.state;
  if (state === undefined) throw new SteeringError(400, `"${statusCode}" is no status code; give a state with it`);
  return {
    statusCode,
    state,
    context: optionalTextIn(fields, 'context') ?? statuses[statusCode]?.name ?? '',
    ...present({
      afterSeconds: optionalNumberIn(fields, 'afterSeconds'),
      location: optionalTextIn(fields, 'location'),
    }),
  };
}

function known(world: Kuaidi100World, num: string): ParcelRecord {
  const record = world.book.parcel(num);
  if (!record) throw new SteeringError(404, `no parcel ${num}`);
  return record;
}

function orderOf({ orders, clock }: Kuaidi100World, thirdOrderId: string): OrderRecord {
  const record = orders.placedAs(thirdOrderId, clock.now());
  if (!record) throw new SteeringError(404, `no order ${thirdOrderId}`);
  return record;
}
