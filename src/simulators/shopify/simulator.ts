import { faultBoard } from '../faults.ts';
import { listen } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';
import { openShopifyBook } from './book.ts';
import { faultStages, type ShopifyFault } from './fault-kinds.ts';
import { answerGateway, type Bucket } from './gateway.ts';
import { shopifySteering } from './steering.ts';
import { webhooks } from './webhooks.ts';
import type { ShopifyWorld, Token } from './world.ts';

export type ShopifyOptions = StartOptions & { shopDomain?: string; tokens?: Token[]; appSecret?: string };

const testTokens: Token[] = [
  { token: 'shpat_test_token', scopes: ['read_returns', 'write_returns', 'read_orders', 'write_orders'] },
  { token: 'shpat_test_read_only', scopes: ['read_returns', 'read_orders'] },
];

/** A shop at `<url>/admin/api/{version}/graphql.json`, steered below `<url>/__sim`. */
export async function startShopify(options: ShopifyOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'shopify');
  const book = openShopifyBook(journalFile(options, 'shopify'));
  const faults = faultBoard<ShopifyFault>(Object.values(faultStages).flat());
  const shopDomain = options.shopDomain ?? 'guilai-demo.myshopify.com';
  const appSecret = options.appSecret ?? 'shpss_test_secret';
  const world: ShopifyWorld = {
    clock,
    book,
    faults,
    shopDomain,
    tokens: options.tokens ?? testTokens,
    appSecret,
    webhooks: webhooks({ clock, book, faults, shopDomain, appSecret }),
    switches: { bucketSize: 2_000, restoreRate: 100 },
  };
  const steering = shopifySteering(world);
  const buckets = new Map<string, Bucket>();
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answerGateway(world, buckets, call),
  );
  return running(server, world, () => void world.webhooks.sendDue());
}
