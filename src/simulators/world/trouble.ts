import type { Client } from './http.ts';
import { randomOf } from './random.ts';
import { anything } from './shapes.ts';
import type { World } from './world.ts';

type Trouble = { at: 'alipay' | 'taobao' | 'kuaidi100'; fault: Record<string, unknown> };

const vendorAt = (world: World, at: Trouble['at']): Client | undefined =>
  at === 'taobao' ? world.platforms.taobao : world[at];

/** What goes wrong at vendors now and then. Each heals by itself, by a repeat, or by somebody who tries again. */
const troubles: readonly (readonly [number, Trouble])[] = [
  [3, { at: 'alipay', fault: { kind: 'drop_after', count: 1 } }],
  [3, { at: 'alipay', fault: { kind: 'balance_not_enough', count: 2 } }],
  [2, { at: 'alipay', fault: { kind: 'pending', count: 1, settleAfterMs: 90_000 } }],
  [2, { at: 'alipay', fault: { kind: 'system_error', count: 1 } }],
  [2, { at: 'taobao', fault: { kind: 'throttle', count: 1, seconds: 5 } }],
  [1, { at: 'taobao', fault: { kind: 'bad_gateway', count: 1 } }],
  [1, { at: 'taobao', fault: { kind: 'duplicate_rows', count: 1 } }],
  [2, { at: 'kuaidi100', fault: { kind: 'duplicate_push', count: 2 } }],
  [2, { at: 'kuaidi100', fault: { kind: 'out_of_order_push', count: 2 } }],
];

const arm = (client: Client, fault: Record<string, unknown>) =>
  client({ method: 'POST', path: '/__sim/faults', body: fault, shape: anything });

export async function makeTrouble(world: World): Promise<void> {
  const { at, fault } = randomOf(world.seed, 'trouble', world.clock.now()).weighted(troubles);
  const vendor = vendorAt(world, at);
  if (vendor) await arm(vendor, fault);
}

/** A history has its share of everything, so that each lane has something to show. */
export async function historicTroubles({ alipay, kuaidi100 }: World): Promise<void> {
  await arm(alipay, { kind: 'balance_not_enough', count: 3 });
  await arm(alipay, { kind: 'drop_after', count: 1 });
  await arm(alipay, { kind: 'pending', count: 2, settleAfterMs: 240_000 });
  await arm(kuaidi100, { kind: 'duplicate_push', count: 2 });
  await arm(kuaidi100, { kind: 'out_of_order_push', count: 2 });
}
