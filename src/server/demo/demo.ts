import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint } from '../../contract/endpoint.ts';
import { permissions, roles } from '../../domain/people/permissions.ts';
import type { Program } from '../compose.ts';
import type { Config } from '../config.ts';
import { route } from '../http/route.ts';
import { createApiKey } from '../people/api-keys.ts';
import { DEMO_PASSWORD, demoEmail, seedDemoPeople } from '../people/demo-people.ts';
import { type Child, startChild } from './child-process.ts';
import { OWN_SHOP, seedDemoShops } from './demo-shops.ts';

const account = z.object({ settings: z.record(z.string(), z.string()), credentials: z.record(z.string(), z.string()) });
const sandbox = z.object({
  alipay: z.string(),
  taobao: z.string(),
  kuaidi100: z.string(),
  accounts: z.object({ alipay: account, taobao: account, kuaidi100: account }),
});

/** Where the simulated vendors are, and the accounts that they know. */
export type Sandbox = z.infer<typeof sandbox>;

export const readSandbox = (line: string): Sandbox => sandbox.parse(JSON.parse(line));

export async function startSimulators({
  dataDir,
  simulatorPorts: ports,
}: Config): Promise<Child & { sandbox: Sandbox }> {
  const child = await startChild('simulators/main.js', [
    `--alipay-port=${ports.alipay}`,
    `--taobao-port=${ports.taobao}`,
    `--kuaidi100-port=${ports.kuaidi100}`,
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

export type Demo = { portalPath: string; apiKey: string; ownShopId: string };

/** The demo merchant with its people, shops, accounts and a key for the simulated world. */
export async function seedDemo({ app, auth }: Program, { accounts }: Sandbox): Promise<Demo> {
  const merchantId = await seedDemoPeople(auth);
  const code = await seedDemoShops(app, merchantId, accounts);
  // Keys are kept as hashes only, so each start makes its own.
  const { key } = await createApiKey(auth, merchantId, 'world', [...permissions]);
  return { portalPath: `/portal/?shop=${code}`, apiKey: key, ownShopId: OWN_SHOP };
}

export function addDemoRoute(server: FastifyInstance, demo: Demo): void {
  route(server, demoAccounts, () => ({
    password: DEMO_PASSWORD,
    accounts: roles.map((role) => ({ role, email: demoEmail(role) })),
    portal: demo.portalPath,
  }));
}

/** Buyers, couriers and a warehouse that go on by themselves. The key goes through a pipe: arguments can be read by all. */
export const startWorld = (config: Config, demo: Demo, { accounts: _, ...addresses }: Sandbox): Promise<Child> =>
  startChild(
    'simulators/world/main.js',
    [`--speed=${config.world}`, `--data-dir=${join(config.dataDir, 'simulators')}`],
    JSON.stringify({
      guilai: config.publicUrl,
      apiKey: demo.apiKey,
      shopId: demo.ownShopId,
      portalPath: demo.portalPath,
      ...addresses,
    }),
  );
