import { faultBoard } from '../faults.ts';
import { listen } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { openWooBook } from './book.ts';
import { faultStages, type WooFault } from './fault-kinds.ts';
import { answerGateway } from './gateway.ts';
import { pushes } from './pushes.ts';
import { wooSteering } from './steering.ts';
import { wireOrder } from './wire.ts';
import type { Keys, WooWorld } from './world.ts';

export type WoocommerceOptions = StartOptions & { keys?: Keys[] };

const testKeys: Keys[] = [
  { consumerKey: 'ck_test_guilai', consumerSecret: 'cs_test_guilai', permissions: 'read_write' },
  { consumerKey: 'ck_test_read', consumerSecret: 'cs_test_read', permissions: 'read' },
];

/** A shop at `<url>/wp-json/wc/v3`, steered below `<url>/__sim`. */
export async function startWoocommerce(options: WoocommerceOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'woocommerce');
  const book = openWooBook(journalFile(options, 'woocommerce'));
  const faults = faultBoard<WooFault>(Object.values(faultStages).flat());
  let url = '';
  const siteUrl = (): string => url;
  const orderBody = (orderId: number): string | undefined => {
    const order = book.orders.get(orderId);
    return order && JSON.stringify(wireOrder(world, order));
  };
  const world: WooWorld = {
    clock,
    book,
    faults,
    keys: options.keys ?? testKeys,
    siteUrl,
    pushes: pushes({ clock, book, faults, siteUrl, orderBody }),
  };
  const steering = wooSteering(world);
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answerGateway(world, call),
  );
  url = server.url;
  return running(server, world, () => void world.pushes.sendDue());
}
