import { pino } from 'pino';
import { present } from '../../src/domain/assert.ts';
import type { MerchantId, OrderId, OrderLineId } from '../../src/domain/ids.ts';
import { formatDecimal, money, times } from '../../src/domain/money.ts';
import type { IncomingOrder } from '../../src/domain/orders/incoming-order.ts';
import { permissions } from '../../src/domain/people/permissions.ts';
import { defaultPolicy } from '../../src/domain/policy/default-policy.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { plusMs } from '../../src/domain/time.ts';
import { systemClock } from '../../src/server/clock.ts';
import { compose, type Program } from '../../src/server/compose.ts';
import { loadConfig } from '../../src/server/config.ts';
import type { Sandbox } from '../../src/server/demo/demo.ts';
import { OWN_SHOP, seedDemoShops } from '../../src/server/demo/demo-shops.ts';
import { takeOrders } from '../../src/server/orders/take-orders.ts';
import { createApiKey } from '../../src/server/people/api-keys.ts';
import { seedDemoPeople } from '../../src/server/people/demo-people.ts';
import { publishPolicy } from '../../src/server/policy/policy-shelf.ts';

/** One order to be sent back, with its only line. */
export type SeededOrder = { orderId: OrderId; orderLineId: OrderLineId };
export type Seeded = { merchantId: MerchantId; apiKey: string; orders: SeededOrder[] };
/** `dataDir`: where the program's keys lie, if not where it looks by itself. */
export type Target = { databaseUrl: string; secretKey: Buffer; sandbox: Sandbox; dataDir?: string };

const BATCH = 500;
/** As many as a small shop sells: returns of one SKU queue for its stock balance, as they would there. */
const SKUS = 500;
const PRICE_MINOR = 19_900;
const DAY_MS = 86_400_000;

/** How the orders stand when they are sent back, and by which rules. */
export type Scene = {
  policy: Policy;
  order: Pick<IncomingOrder, 'shippedAt' | 'deliveredAt'>;
  /** How many of each article were bought, and what one costs in fen, by the order's number. */
  units?: number;
  priceOf?: (serial: number) => number;
};

/** Delivered goods. Every request exceeds a limit of nothing, so a person decides; and no refund orders itself. */
const handled = (): Scene => ({
  policy: { ...defaultPolicy(2, money(0, 'CNY'), 'Asia/Shanghai'), autoRefundLimit: null },
  order: { shippedAt: plusMs(systemClock.now(), -4 * DAY_MS), deliveredAt: plusMs(systemClock.now(), -2 * DAY_MS) },
});

/** A merchant and its orders, each known to the gateway as a paid trade; its agents approve and refund by hand. */
export async function seed(target: Target, count: number, scene: Scene = handled()): Promise<Seeded> {
  const { policy, order, units = 1, priceOf = () => PRICE_MINOR } = scene;
  const place = target.dataDir === undefined ? [] : [`--data-dir=${target.dataDir}`];
  const config = loadConfig([...place, '--port=0', '--world=off'], {});
  const log = pino({ level: 'silent' });
  const { databaseUrl, secretKey } = target;
  const program = compose({ config, databaseUrl, secretKey, clock: systemClock, log });
  const merchantId = await seedDemoPeople(program.auth);
  // The gateway alone: no platform is asked for anything.
  const alipay = present(target.sandbox.accounts['alipay'], 'an account of the gateway');
  await seedDemoShops(program.app, merchantId, { alipay });
  await program.app.db.inMerchant(merchantId, (tx) => publishPolicy(tx, merchantId, policy, 'bench'));
  const { key: apiKey } = await createApiKey(program.auth, merchantId, 'bench', [...permissions]);
  const orders: SeededOrder[] = [];
  for (let first = 0; first < count; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - first) }, (_, i) => ({
      ...anOrder(first + i, units, priceOf(first + i)),
      ...order,
    }));
    await tellGateway(present(target.sandbox.urls['alipay'], 'the gateway'), batch);
    orders.push(...(await placeOrders(program, merchantId, batch)));
  }
  await program.close();
  return { merchantId, apiKey, orders };
}

async function placeOrders({ app }: Program, merchantId: MerchantId, batch: IncomingOrder[]): Promise<SeededOrder[]> {
  const shop = present(await app.shops.find(merchantId, OWN_SHOP), 'the own shop');
  return app.db.inMerchant(merchantId, async (tx) => {
    await takeOrders(tx, app, merchantId, shop, batch);
    const numbers = batch.map((order) => order.externalId);
    const rows = await tx
      .selectFrom('sales_order as o')
      .innerJoin('order_line as l', (join) =>
        join.onRef('l.merchant_id', '=', 'o.merchant_id').onRef('l.order_id', '=', 'o.order_id'),
      )
      .select(['o.order_id as orderId', 'l.line_id as orderLineId'])
      .where('o.merchant_id', '=', merchantId)
      .where('o.external_id', 'in', numbers)
      .execute();
    return rows.map(({ orderId, orderLineId }) => ({
      orderId: orderId as OrderId,
      orderLineId: orderLineId as OrderLineId,
    }));
  });
}

function anOrder(
  serial: number,
  quantity: number,
  priceMinor: number,
): Omit<IncomingOrder, 'shippedAt' | 'deliveredAt'> {
  const externalId = `B${serial}`;
  const now = systemClock.now();
  const price = money(priceMinor, 'CNY');
  const cost = money(8_000, 'CNY');
  return {
    externalId,
    version: 0n,
    currency: 'CNY',
    placedAt: plusMs(now, -5 * DAY_MS),
    paidAt: plusMs(now, -5 * DAY_MS),
    businessPurchase: false,
    buyer: { token: `buyer-${serial}`, nick: '测试买家', name: '王小明', phone: '13800001234', phoneTail: '' },
    freightPaid: money(0, 'CNY'),
    orderDiscounts: [],
    payments: [{ method: 'alipay', tradeNumber: tradeNumberOf(externalId), paid: times(price, quantity) }],
    lines: [
      {
        externalId: `${externalId}-1`,
        sku: `SKU-${serial % SKUS}`,
        title: '羊毛大衣 M',
        imageUrl: null,
        quantity,
        unitPrice: price,
        discounts: [],
        paid: null,
        unitCost: cost,
        vatBasisPoints: 1_300,
        goodsClass: 'textile_home',
        exclusion: null,
        exclusionConfirmed: false,
      },
    ],
  };
}

const tradeNumberOf = (externalId: string) => `2026${externalId}`;

async function tellGateway(
  alipayUrl: string,
  orders: readonly Pick<IncomingOrder, 'externalId' | 'payments'>[],
): Promise<void> {
  const trades = orders.map(({ externalId, payments: [payment] }) => ({
    trade_no: tradeNumberOf(externalId),
    out_trade_no: externalId,
    total_amount: formatDecimal(present(payment, 'a payment').paid),
  }));
  const answer = await fetch(`${alipayUrl}/__sim/trades`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(trades),
  });
  if (!answer.ok) throw new Error(`the gateway's simulator took no trades: ${await answer.text()}`);
}
