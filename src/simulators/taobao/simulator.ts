import { faultBoard } from '../faults.ts';
import { pageNotFound } from '../gateway-faults.ts';
import { listen } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { openTaobaoBook } from './book.ts';
import { faultStages } from './fault-kinds.ts';
import { answerGateway } from './gateway.ts';
import { taobaoSteering } from './steering.ts';
import { passDeadlines } from './transitions.ts';
import type { Seller, SellerAddress, TaobaoWorld } from './world.ts';

export type TaobaoOptions = StartOptions & {
  /** Secrets by `app_key`. */
  apps?: Record<string, string>;
  sellers?: Seller[];
  addresses?: SellerAddress[];
};

const testSellers: Seller[] = [
  { session: '6100000test_session', nick: '归来测试店', kind: 'taobao', refresh_token: '6101000test_refresh' },
  { session: '6100000tmall_session', nick: '归来旗舰店', kind: 'tmall' },
];

const testAddresses: SellerAddress[] = [
  {
    contact_id: '90000000001',
    contact_name: '退货仓',
    province: '浙江省',
    city: '杭州市',
    country: '余杭区',
    addr: '某路1号',
    zip_code: '311100',
    mobile_phone: '13900000001',
    cancel_def: true,
  },
  {
    contact_id: '90000000002',
    contact_name: '北方退货仓',
    province: '天津',
    city: '天津市',
    country: '武清区',
    addr: '某街2号',
    zip_code: '301700',
    mobile_phone: '13900000002',
    cancel_def: false,
  },
];

/** A gateway at `<url>/router/rest`, steered below `<url>/__sim`. */
export async function startTaobao(options: TaobaoOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'taobao');
  let served = 0;
  const world: TaobaoWorld = {
    clock,
    book: openTaobaoBook(journalFile(options, 'taobao')),
    faults: faultBoard(Object.values(faultStages).flat()),
    apps: new Map(Object.entries(options.apps ?? { '12345678': 'test_secret_0123456789abcdef' })),
    sellers: options.sellers ?? testSellers,
    addresses: options.addresses ?? testAddresses,
    nextRequestId: () => {
      served += 1;
      return `16f8b5x${served.toString(36).padStart(6, '0')}`;
    },
    hiddenUntil: new Map(),
    switches: {
      autoAgree: false,
      tmallReview: false,
      smsAboveFen: null,
      smsCode: '123456',
      redeliverAfterMs: 5 * 60_000,
    },
  };
  const steering = taobaoSteering(world);
  const server = await listen(options.port ?? 0, (call) => {
    if (isSteering(call)) return steer(steering, call);
    return call.path === '/router/rest' || call.path === '/' ? answerGateway(world, call) : pageNotFound;
  });
  return running(server, world, () => passDeadlines(world));
}
