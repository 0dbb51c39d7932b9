import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint } from '../../contract/endpoint.ts';
import type { MerchantId } from '../../domain/ids.ts';
import { permissions, roles } from '../../domain/people/permissions.ts';
import { pushPath } from '../channels/take-push.ts';
import type { Program } from '../compose.ts';
import type { Config } from '../config.ts';
import { route } from '../http/route.ts';
import { createApiKey } from '../people/api-keys.ts';
import { DEMO_PASSWORD, demoEmail, seedDemoPeople } from '../people/demo-people.ts';
import { type Child, startChild } from './child-process.ts';
import { seedDemoNotices } from './demo-notices.ts';
import { seedDemoPlaces } from './demo-places.ts';
import { OWN_SHOP, seedDemoShops } from './demo-shops.ts';
import { seedDemoTeam } from './demo-team.ts';

const account = z.object({ settings: z.record(z.string(), z.string()), credentials: z.record(z.string(), z.string()) });
const sandbox = z.object({
  urls: z.record(z.string(), z.string()),
  accounts: z.record(z.string(), account),
});

/** Where the simulated vendors are, and the accounts that they know. */
export type Sandbox = z.infer<typeof sandbox>;

export const readSandbox = (line: string): Sandbox => sandbox.parse(JSON.parse(line));

export async function startSimulators({ dataDir, simulatorPort }: Config): Promise<Child & { sandbox: Sandbox }> {
  const child = await startChild('simulators/main.js', [
    `--first-port=${simulatorPort}`,
    `--data-dir=${join(dataDir, 'simulators')}`,
  ]);
  return { ...child, sandbox: readSandbox(child.firstLine) };
}

const demoAccounts = endpoint({
  method: 'GET',
  path: '/api/demo-accounts',
  access: 'public',
  tag: 'people',
  summary: 'The accounts of the demo merchant, for the sign-in page. There are none outside demo mode.',
  reply: z.object({
    password: z.string(),
    accounts: z.array(z.object({ role: z.enum(roles), email: z.string() })),
    portal: z.string(),
  }),
});

export type Demo = {
  merchantId: MerchantId;
  portalPath: string;
  apiKey: string;
  supervisorKey: string;
  ownShopId: string;
};

/** The demo merchant with its people, shops, accounts and a key for the simulated world. */
export async function seedDemo({ app, auth }: Program, { accounts }: Sandbox): Promise<Demo> {
  const merchantId = await seedDemoPeople(auth);
  const code = await seedDemoShops(app, merchantId, accounts);
  await seedDemoPlaces(app, merchantId);
  await seedDemoTeam(app, merchantId);
  await seedDemoNotices(app, merchantId, accounts);
  // Keys are kept as hashes only, so each start makes its own.
  const { key } = await createApiKey(auth, merchantId, 'world', [...permissions]);
  const supervisor = await createApiKey(auth, merchantId, 'world-supervisor', ['stock:read', 'stock:approve']);
  const portalPath = `/portal/?shop=${code}`;
  return { merchantId, portalPath, apiKey: key, supervisorKey: supervisor.key, ownShopId: OWN_SHOP };
}

/** Tells the simulated platforms where they may call, as a merchant does in a platform's console. */
export async function registerWebhooks({ app }: Program, merchantId: MerchantId, { urls }: Sandbox): Promise<void> {
  const told: Readonly<Record<string, { path: string; bodies: (url: string) => object[] }>> = {
    douyin: { path: 'push-address', bodies: (url) => [{ url }] },
    shopify: { path: 'webhooks', bodies: (url) => [{ url }] },
    woocommerce: {
      path: 'webhooks',
      bodies: (url) => ['order.created', 'order.updated'].map((topic) => ({ url, topic })),
    },
  };
  for (const [channel, { path, bodies }] of Object.entries(told)) {
    const vendor = urls[channel];
    if (vendor === undefined) continue;
    for (const body of bodies(`${app.config.publicUrl}${pushPath(merchantId, `shop_demo${channel}`)}`)) {
      const answer = await fetch(`${vendor}/__sim/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!answer.ok) app.log.warn({ channel, status: answer.status }, 'a simulated platform takes no address');
    }
  }
}

export function addDemoRoute(server: FastifyInstance, demo: Demo): void {
  route(server, demoAccounts, () => ({
    password: DEMO_PASSWORD,
    accounts: roles.map((role) => ({ role, email: demoEmail(role) })),
    portal: demo.portalPath,
  }));
}

/** Buyers, couriers and a warehouse that go on by themselves. The key goes through a pipe: arguments can be read by all. */
export const startWorld = (config: Config, demo: Demo, { urls }: Sandbox): Promise<Child> =>
  startChild(
    'simulators/world/main.js',
    [`--speed=${config.world}`, `--data-dir=${join(config.dataDir, 'simulators')}`],
    JSON.stringify({
      guilai: config.publicUrl,
      apiKey: demo.apiKey,
      supervisorKey: demo.supervisorKey,
      shopId: demo.ownShopId,
      portalPath: demo.portalPath,
      urls,
    }),
  );
