import { faultBoard } from '../faults.ts';
import { readForm } from '../form.ts';
import { pageNotFound } from '../gateway-faults.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { openOrderBook } from './order-book.ts';
import { type OrderPusher, orderPusher } from './order-push.ts';
import { answerOrder } from './orders.ts';
import { jsonReply } from './param.ts';
import { openParcelBook } from './parcel-book.ts';
import { pusher } from './push.ts';
import { answerQuery } from './query.ts';
import { kuaidi100Steering } from './steering.ts';
import { answerSubscription, recognised } from './subscribe.ts';
import { failure } from './wire.ts';
import { type Kuaidi100World, orderFaults, pushFaults, queryFaults, scanDue } from './world.ts';

export type Kuaidi100Options = StartOptions & {
  key?: string;
  customer?: string;
  secret?: string;
  /** The vendor waits 15 minutes to 4 hours before its first push. */
  firstPushDelayMs?: number;
  /** Between the repeats of a push that was not accepted. */
  pushRepeatDelayMs?: number;
};

/** All the vendor's hosts in one: `/poll`, `/poll/query.do`, `/autonumber/auto`, `/order/borderapi.do`, `/label/order`; steered below `/__sim`. */
export async function startKuaidi100(options: Kuaidi100Options = {}): Promise<Simulator> {
  const clock = clockOf(options, 'kuaidi100');
  const world: Kuaidi100World = {
    clock,
    book: openParcelBook(journalFile(options, 'kuaidi100')),
    orders: openOrderBook(journalFile(options, 'kuaidi100-orders')),
    faults: faultBoard([...pushFaults, ...queryFaults, ...orderFaults]),
    account: {
      key: options.key ?? 'TESTKEY0001',
      customer: options.customer ?? 'TESTCUSTOMER0001',
      secret: options.secret ?? 'TESTSECRET0001',
    },
    switches: {
      queryLock: false,
      firstPushDelayMs: options.firstPushDelayMs ?? 0,
      pushRepeatDelayMs: options.pushRepeatDelayMs ?? 30 * 60_000,
    },
    queriedAt: new Map(),
  };
  const pushes = pusher(world);
  const orderPushes = orderPusher(world);
  const steering = kuaidi100Steering(world, pushes, orderPushes);
  const server = await listen(options.port ?? 0, (call) => {
    scanDue(world);
    return isSteering(call) ? steer(steering, call) : answer(world, call, orderPushes);
  });
  const book = {
    close: () => {
      world.book.close();
      world.orders.close();
    },
  };
  return running(server, { clock, book }, () => {
    scanDue(world);
    void pushes.pushDue();
    void orderPushes.pushDue();
  });
}

async function answer(world: Kuaidi100World, call: Call, orderPushes: OrderPusher): Promise<Reply> {
  switch (`${call.method} ${call.path}`) {
    case 'POST /poll':
      // Form fields only: the vendor rejects JSON bodies.
      return jsonReply(answerSubscription(world, (await readForm(call)).params));
    case 'POST /poll/query.do':
      return answerQuery(world, (await readForm(call)).params);
    case 'POST /order/borderapi.do':
    case 'POST /label/order':
      return answerOrder(world, (await readForm(call)).params, orderPushes.move);
    case 'GET /autonumber/auto':
      return answerRecognition(world, call.query);
    default:
      return pageNotFound;
  }
}

/** The likeliest carrier first; a parcel that is on its way is known for certain. */
function answerRecognition({ account, book }: Kuaidi100World, query: URLSearchParams): Reply {
  const num = query.get('num') ?? '';
  if (query.get('key') !== account.key) return jsonReply(failure('601', 'POLL:KEY已过期'));
  const travelling = book.parcel(num)?.parcel.com;
  const coms = new Set([...(travelling === undefined ? [] : [travelling]), ...recognised(num)]);
  return jsonReply([...coms].map((comCode) => ({ comCode, lengthPre: num.length })));
}
