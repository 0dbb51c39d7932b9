import { z } from 'zod';
import { formatDecimal, parseDecimal } from '../../../domain/money.ts';
import { startWoocommerce } from '../../../simulators/woocommerce/simulator.ts';
import { describeChannel } from '../conformance.ts';
import type { ChannelBench, ChannelCall } from '../conformance-bench.ts';
import { simulatedPlatform } from '../conformance-platform.ts';
import { woocommerce } from './woocommerce.ts';

/** Refunds are found through the list of orders, and read below their order. */
const routes: Readonly<Partial<Record<ChannelCall, string>>> = {
  list_refunds: 'GET orders',
  list_orders: 'GET orders',
  read: 'GET refunds',
};

const orders = z.tuple([z.object({ id: z.int(), lines: z.array(z.object({ id: z.int() })) })]);
const order = z.object({ lines: z.tuple([z.object({ id: z.int() })], z.unknown()) });
const one = z.object({ id: z.int() });
const ledger = z.array(z.object({ id: z.int(), orderId: z.int(), amount: z.string(), refundedPayment: z.boolean() }));

async function openShop(): Promise<ChannelBench> {
  const simulator = await startWoocommerce();
  const platform = simulatedPlatform(simulator, {
    faults: { throttled: 'too_many_requests', session_expired: 'key_revoked' },
    filter: (call, refundId) => ({ route: routes[call], order: refundId?.split('-')[0] }),
  });
  const { steer, hands } = platform;
  return {
    port: woocommerce({
      siteUrl: simulator.url,
      consumerKey: 'ck_test_guilai',
      consumerSecret: 'cs_test_guilai',
      get timeoutMs() {
        return platform.timeoutMs();
      },
      now: hands.now,
      unverified: { pageSize: 4 },
    }),
    ...hands,
    deliveredOrder: async () => {
      const created = await steer('POST', 'orders', {
        shipping: '10.00',
        lines: [{ price: '60.00' }, { price: '20.00', quantity: 2 }],
      });
      const [{ id, lines }] = orders.parse(created);
      await steer('POST', `orders/${id}/ship`, { company: '圆通速递', number: 'YT9876543210987' });
      await steer('POST', `orders/${id}/complete`);
      return { externalId: String(id), lineIds: lines.map((line) => String(line.id)) };
    },
    askRefund: async (orderId, _, amount) => {
      const [line] = order.parse(await steer('GET', `orders/${orderId}`)).lines;
      const refund = await steer('POST', `orders/${orderId}/refund`, {
        amount: formatDecimal(amount),
        reason: '尺码不合适',
        line_items: [{ id: line.id, quantity: 1, refund_total: formatDecimal(amount) }],
      });
      return `${orderId}-${one.parse(refund).id}`;
    },
    buyerEdits: () => Promise.reject(new Error('no request to edit')),
    buyerShips: () => Promise.reject(new Error('no request to ship')),
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      return rows
        .filter((row) => row.refundedPayment && `${row.orderId}-${row.id}` === id)
        .flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
  };
}

describeChannel('WooCommerce', openShop, { acts: [], locks: false, longIds: false, deadlines: false, requests: false });
