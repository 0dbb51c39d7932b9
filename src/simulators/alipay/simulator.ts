import { faultBoard } from '../faults.ts';
import { pageNotFound } from '../gateway-faults.ts';
import { listen, type Reply } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { faultStages } from './fault-kinds.ts';
import { answerGateway, type GatewayKeys } from './gateway.ts';
import { notifier } from './notify.ts';
import { privateKeyOf, publicKeyOf } from './signature.ts';
import { alipaySteering } from './steering.ts';
import { merchantPrivateKey, merchantPublicKey, platformPrivateKey } from './test-keys.ts';
import { openTradeBook } from './trade-book.ts';
import { type AlipayWorld, settleDue } from './world.ts';

export type AlipayOptions = StartOptions & {
  /** Public keys by `app_id`, PEM bodies without armour. Default: the throwaway test key for one app. */
  apps?: Record<string, string>;
  platformPrivateKey?: string;
  refundWindowDays?: number;
  minRefundGapMs?: number;
};

const day = 86_400_000;
const testAppId = '2021000000000001';
const sellerId = '2088000000000002';

/** A gateway at `<url>/gateway.do`, steered below `<url>/__sim`. */
export async function startAlipay(options: AlipayOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'alipay');
  const apps = options.apps ?? { [testAppId]: merchantPublicKey };
  const keys: GatewayKeys = {
    apps: new Map(Object.entries(apps).map(([appId, key]) => [appId, publicKeyOf(key)])),
    platformKey: privateKeyOf(options.platformPrivateKey ?? platformPrivateKey),
    wrongKey: privateKeyOf(merchantPrivateKey),
  };
  const refundWindowMs = (options.refundWindowDays ?? 365) * day;
  const faults = faultBoard(Object.values(faultStages).flat());
  const world: AlipayWorld = {
    clock,
    book: openTradeBook(journalFile(options, 'alipay')),
    faults,
    notifier: notifier({
      clock,
      faults,
      ...keys,
      appId: Object.keys(apps)[0] ?? testAppId,
      sellerId,
      refundWindowMs,
    }),
    refundWindowMs,
    minRefundGapMs: options.minRefundGapMs ?? 0,
    bills: new Map(),
    base: '',
  };
  const steering = alipaySteering(world);
  const server = await listen(options.port ?? 0, (call) => {
    if (isSteering(call)) return steer(steering, call);
    if (call.path === '/bill') return billFile(world, call.query.get('day') ?? '');
    return call.path === '/gateway.do' || call.path === '/' ? answerGateway(world, keys, call) : pageNotFound;
  });
  world.base = server.url;
  return running(server, world, () => {
    settleDue(world);
    void world.notifier.sendDue();
  });
}

function billFile({ bills, clock }: AlipayWorld, day: string): Reply {
  const bill = bills.get(day);
  if (!bill || bill.until < clock.now()) return pageNotFound;
  return { status: 200, contentType: 'application/zip', body: bill.file };
}
