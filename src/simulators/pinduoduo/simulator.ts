import { faultBoard } from '../faults.ts';
import { pageNotFound } from '../gateway-faults.ts';
import { listen } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { openPinduoduoBook } from './book.ts';
import { faultStages } from './fault-kinds.ts';
import { answerGateway } from './gateway.ts';
import { rateLimit } from './rates.ts';
import { pinduoduoSteering } from './steering.ts';
import { openStream } from './stream.ts';
import { passDeadlines } from './transitions.ts';
import type { Mall, PinduoduoWorld, ReturnAddress } from './world.ts';

export type PinduoduoOptions = StartOptions & {
  /** 0 or absent: any free port. The platform, too, has the message channel at an address of its own. */
  messagePort?: number;
  /** Secrets by `client_id`. */
  clients?: Record<string, string>;
  malls?: Mall[];
  addresses?: ReturnAddress[];
};

export type PinduoduoSimulator = Simulator & { messageUrl: string };

const testMalls: Mall[] = [
  {
    mall_id: '171504183',
    name: '归来测试店',
    access_token: 'test_access_token_pdd',
    refresh_token: 'test_refresh_token_pdd',
    denied: [],
  },
];

const testAddresses: ReturnAddress[] = [
  {
    id: '90000000001',
    refund_address_id: '90000000001',
    refund_name: '退货仓',
    refund_phone: '13900000001',
    province_name: '浙江省',
    city_name: '杭州市',
    district_name: '余杭区',
    refund_address: '某路1号',
    is_default: true,
  },
  {
    id: '90000000002',
    refund_address_id: '90000000002',
    refund_name: '北方退货仓',
    refund_phone: '13900000002',
    province_name: '天津市',
    city_name: '天津市',
    district_name: '武清区',
    refund_address: '某街2号',
    is_default: false,
  },
];

/** A gateway at `<url>/api/router`, messages at `<messageUrl>/message/…`, steered below `<url>/__sim`. */
export async function startPinduoduo(options: PinduoduoOptions = {}): Promise<PinduoduoSimulator> {
  const clock = clockOf(options, 'pinduoduo');
  let served = 0;
  const world: PinduoduoWorld = {
    clock,
    book: openPinduoduoBook(journalFile(options, 'pinduoduo')),
    faults: faultBoard(Object.values(faultStages).flat()),
    clients: new Map(
      Object.entries(options.clients ?? { '0123456789abcdef0123456789abcdef': 'test_secret_0123456789abcdef' }),
    ),
    malls: options.malls ?? testMalls,
    addresses: options.addresses ?? testAddresses,
    nextRequestId: () => {
      served += 1;
      return `${clock.now()}${String(served).padStart(4, '0')}`;
    },
    mayList: rateLimit(() => clock.now()),
    switches: { autoAgree: false, settleAfterMs: 0, statusOneIsAll: false },
  };
  const stream = await openStream(world, options.messagePort ?? 0);
  const steering = pinduoduoSteering(world, stream);
  const server = await listen(options.port ?? 0, (call) => {
    if (isSteering(call)) return steer(steering, call);
    return call.path === '/api/router' ? answerGateway(world, call) : pageNotFound;
  });
  const close = async (): Promise<void> => {
    await stream.close();
    await server.close();
  };
  return { ...running({ url: server.url, close }, world, () => passDeadlines(world)), messageUrl: stream.url };
}
