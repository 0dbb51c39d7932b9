import { faultBoard } from '../faults.ts';
import { listen } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { openDouyinBook } from './book.ts';
import { faultStages } from './fault-kinds.ts';
import { answerGateway } from './gateway.ts';
import { passTime } from './platform.ts';
import { pusher } from './pusher.ts';
import { douyinSteering } from './steering.ts';
import { openTokens } from './tokens.ts';
import type { DouyinWorld, Shop, ShopAddress } from './world.ts';

export type DouyinOptions = StartOptions & {
  /** Secrets by `app_key`; pushes are signed with the first. */
  apps?: Record<string, string>;
  shops?: Shop[];
  addresses?: ShopAddress[];
};

const testShops: Shop[] = [
  {
    shop_id: '4463798',
    shop_name: '归来抖音店',
    access_token: 'test-access-token-4463798',
    refresh_token: 'test-refresh-token-4463798',
  },
];

const testAddresses: ShopAddress[] = [
  {
    address_id: '90000000001',
    reciever_name: '退货仓',
    receiver_provinc: '浙江省',
    receiver_city: '杭州市',
    receiver_district: '余杭区',
    receiver_street: '',
    receiver_detail: '某路1号',
    is_default: 1,
  },
  {
    address_id: '90000000002',
    reciever_name: '北方退货仓',
    receiver_provinc: '天津',
    receiver_city: '天津市',
    receiver_district: '武清区',
    receiver_street: '',
    receiver_detail: '某街2号',
    is_default: 0,
  },
];

/** The platform's gateway, one path for each method (`/afterSale/List`), steered below `/__sim`. */
export async function startDouyin(options: DouyinOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'douyin');
  let served = 0;
  const world: DouyinWorld = {
    clock,
    book: openDouyinBook(journalFile(options, 'douyin')),
    faults: faultBoard(Object.values(faultStages).flat()),
    apps: new Map(Object.entries(options.apps ?? { '7000000000000000001': '11111111-2222-3333-4444-555555555555' })),
    shops: options.shops ?? testShops,
    addresses: options.addresses ?? testAddresses,
    nextLogId: () => {
      served += 1;
      return `20260115103000${served.toString(16).toUpperCase().padStart(10, '0')}`;
    },
    rate: { second: 0, calls: 0 },
    switches: { autoAgree: false, callsPerSecond: null, pushRepeatDelayMs: 60_000, pushRepeats: 10 },
  };
  openTokens(world);
  const pushes = pusher(world);
  const steering = douyinSteering(world, pushes);
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answerGateway(world, call),
  );
  return running(server, world, () => {
    passTime(world);
    void pushes.pushDue();
  });
}
