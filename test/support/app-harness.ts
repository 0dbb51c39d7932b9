import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, expect } from 'vitest';
import type { MerchantId } from '../../src/domain/ids.ts';
import { type Permission, permissions } from '../../src/domain/people/permissions.ts';
import { systemClock } from '../../src/server/clock.ts';
import { compose, composeWeb, composeWorker, type Program } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';
import { OWN_SHOP, seedDemoShops } from '../../src/server/demo/demo-shops.ts';
import type { Worker } from '../../src/server/jobs/worker.ts';
import { createApiKey } from '../../src/server/people/api-keys.ts';
import { seedDemoPeople } from '../../src/server/people/demo-people.ts';
import { startKuaidi100 } from '../../src/simulators/kuaidi100/simulator.ts';
import { kuaidi100Account, startSandbox } from '../../src/simulators/sandboxes.ts';
import { freshDatabase } from './fresh-database.ts';

const secretKey = Buffer.alloc(32, 7);

export type Vendors = { alipay: string; taobao: string; kuaidi100: string };

/** The whole program over a database of its own and simulated vendors, with one merchant. */
export type Harness = {
  program: Program;
  databaseUrl: string;
  merchantId: MerchantId;
  server: FastifyInstance;
  vendors: Vendors;
  portalCode: string;
  /** Runs jobs until stopped. */
  startWorker(): Promise<Worker>;
  /** Calls the API with a key that may do everything. */
  call<Reply = Record<string, unknown>>(
    method: string,
    url: string,
    payload?: unknown,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Reply }>;
  keyWith(held: Permission[]): Promise<string>;
  /** Steers a simulator: POST with JSON. */
  steer(vendor: keyof Vendors, path: string, body?: unknown): Promise<unknown>;
  look(vendor: keyof Vendors, path: string): Promise<unknown>;
};

export async function startHarness(): Promise<Harness> {
  const { url: databaseUrl } = await freshDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'guilai-test-'));
  const [alipay, taobao, kuaidi100] = await Promise.all([
    startSandbox('alipay'),
    startSandbox('taobao'),
    startKuaidi100({ firstPushDelayMs: 0, pushRepeatDelayMs: 50 }),
  ]);
  const vendors = { alipay: alipay.url, taobao: taobao.url, kuaidi100: kuaidi100.url };
  const accounts = { alipay: alipay.account, taobao: taobao.account, kuaidi100: kuaidi100Account(kuaidi100.url) };
  const config = loadConfig([`--data-dir=${dataDir}`, '--port=0', '--world=off'], {});
  const log = pino({ level: 'silent' });
  const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log });
  const merchantId = await seedDemoPeople(program.auth);
  const portalCode = await seedDemoShops(program.app, merchantId, accounts);
  const { key } = await createApiKey(program.auth, merchantId, 'test', [...permissions]);
  await knowPictures(program, merchantId);
  const server = await composeWeb(program, { secretKey, checkReplies: true });
  // Couriers push to an address, so the server listens as well as being called directly.
  await server.listen({ port: 0, host: '127.0.0.1' });
  const address = server.server.address();
  program.app.config.publicUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;

  afterAll(async () => {
    await server.close();
    await program.close();
    await Promise.all([alipay.close(), taobao.close(), kuaidi100.close()]);
    rmSync(dataDir, { recursive: true, force: true });
  });

  return {
    program,
    databaseUrl,
    merchantId,
    server,
    vendors,
    portalCode,
    startWorker: () => composeWorker(program, databaseUrl),
    call: async (method, url, payload, headers = {}) => {
      const answer = await server.inject({
        method: method as 'GET',
        url,
        headers: { 'x-api-key': key, ...headers },
        ...(payload === undefined ? {} : { payload: payload as object }),
      });
      // The caller names the shape; the contract's own check of every reply has looked at it.
      return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as never };
    },
    keyWith: async (held) => (await createApiKey(program.auth, merchantId, 'limited', held)).key,
    steer: async (vendor, path, body = {}) => {
      const answer = await fetch(`${vendors[vendor]}/__sim/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect(answer.status, `${path}: ${await answer.clone().text()}`).toBeLessThan(300);
      return answer.json();
    },
    look: async (vendor, path) => (await fetch(`${vendors[vendor]}/__sim/${path}`)).json(),
  };
}

/** The pictures that made-up commands name: rows only, since nobody looks at them. */
const knowPictures = (program: Program, merchantId: MerchantId) =>
  program.app.db.inMerchant(merchantId, (tx) =>
    sql`insert into file (merchant_id, file_id, media_type, bytes, width, height, original_sha256, uploaded_by)
      select ${merchantId}, 'fil_' || n, 'image/jpeg', 1, 1, 1, '\\x00', 'test' from generate_series(1, 3) as n`.execute(
      tx,
    ),
  );

const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });

export type OrderFacts = {
  externalId?: string;
  quantity?: number;
  unitPriceMinor?: number;
  freightMinor?: number;
  unitCostMinor?: number;
  deliveredDaysAgo?: number;
  exclusion?: string;
  phone?: string;
  sku?: string;
};

let orders = 0;

/** An order of the own shop as its API takes it: one line, paid through Alipay, delivered two days ago. */
export function anOrder(facts: OrderFacts = {}) {
  const {
    quantity = 1,
    unitPriceMinor = 19_900,
    freightMinor = 0,
    unitCostMinor = 8_000,
    deliveredDaysAgo = 2,
  } = facts;
  const externalId = facts.externalId ?? `T${Date.now()}${++orders}`;
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const paid = quantity * unitPriceMinor + freightMinor;
  return {
    shopId: OWN_SHOP,
    order: {
      externalId,
      placedAt: daysAgo(deliveredDaysAgo + 3),
      paidAt: daysAgo(deliveredDaysAgo + 3),
      shippedAt: daysAgo(deliveredDaysAgo + 2),
      deliveredAt: daysAgo(deliveredDaysAgo),
      buyer: { token: `buyer-${externalId}`, nick: '测试买家', name: '王小明', phone: facts.phone ?? '13800001234' },
      freightPaid: cny(freightMinor),
      payments: [{ method: 'alipay', tradeNumber: `2026${externalId}`, paid: cny(paid) }],
      lines: [
        {
          externalId: `${externalId}-1`,
          sku: facts.sku ?? 'COAT-M',
          title: '羊毛大衣 M',
          quantity,
          unitPrice: cny(unitPriceMinor),
          unitCost: cny(unitCostMinor),
          goodsClass: 'textile_home',
          ...(facts.exclusion ? { exclusion: facts.exclusion } : {}),
        },
      ],
    },
  };
}

export type OrderReply = { id: string; externalId: string; lines: { id: string }[] };

/** The order in Guilai, and its payment known to the gateway. */
export async function placeOrder(harness: Harness, facts: OrderFacts = {}): Promise<OrderReply> {
  const request = anOrder(facts);
  const payment = request.order.payments[0];
  await harness.steer('alipay', 'trades', {
    trade_no: payment?.tradeNumber,
    out_trade_no: request.order.externalId,
    total_amount: (Number(payment?.paid.minor) / 100).toFixed(2),
    buyer_logon_id: '138****1234',
  });
  const { status, body } = await harness.call<OrderReply>('POST', '/api/orders', request);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}
