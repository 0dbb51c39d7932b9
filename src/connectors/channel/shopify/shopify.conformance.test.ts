import { z } from 'zod';
import { formatDecimal, parseDecimal, subtract } from '../../../domain/money.ts';
import { startShopify } from '../../../simulators/shopify/simulator.ts';
import { describeChannel } from '../conformance.ts';
import { type ChannelBench, type ChannelCall, MARKETPLACE, yuan } from '../conformance-bench.ts';
import { simulatedPlatform } from '../conformance-platform.ts';
import { shopify } from './shopify.ts';

const operations: Readonly<Record<ChannelCall, string>> = {
  list_refunds: 'ListReturns',
  list_orders: 'ListOrders',
  read: 'ReadReturn',
  agree_return: 'ApproveReturn',
  refuse: 'DeclineReturn',
  // The suite agrees to refunds of requests for money alone.
  agree_refund: 'ApproveAndRefund',
};

const orders = z.tuple([z.object({ id: z.string(), lines: z.array(z.object({ id: z.string() })) })]);
const one = z.object({ id: z.string() });
const ledger = z.array(z.object({ returnId: z.string(), amount: z.string() }));
const keepGoods = { handle: 'arrived-broken', name: '收到商品时破损' };

async function openShop(): Promise<ChannelBench> {
  const simulator = await startShopify();
  const platform = simulatedPlatform(simulator, {
    faults: { session_expired: 'token_revoked' },
    filter: (call, refundId) => ({ operation: operations[call], id: refundId }),
  });
  const { steer, hands } = platform;
  return {
    port: shopify({
      shopDomain: 'guilai-demo.myshopify.com',
      apiUrl: simulator.url,
      accessToken: 'shpat_test_token',
      refundOnlyReasons: [keepGoods.handle],
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
        receiver: { name: '张三丰', phone: '13812345678' },
        lines: [{ price: '60.00' }, { price: '20.00', quantity: 2 }],
      });
      const [order] = orders.parse(created);
      await steer('POST', `orders/${order.id}/ship`, { company: '圆通速递', number: 'YT9876543210987' });
      await steer('POST', `orders/${order.id}/deliver`);
      return { externalId: order.id, lineIds: order.lines.map(({ id }) => id) };
    },
    askRefund: async (orderId, kind, amount) => {
      const wish = {
        orderId,
        // A buyer asks for goods to go back, not for a sum: the fee for the way back makes the difference.
        shippingFee: formatDecimal(subtract(yuan(60), amount)),
        lines: [{ ...(kind === 'refund_only' ? { definition: keepGoods } : {}), customerNote: '尺码不合适' }],
      };
      return one.parse(await steer('POST', 'returns', wish)).id;
    },
    buyerEdits: async (id) => {
      await steer('POST', `returns/${id}/modify`, { customerNote: '改了说明' });
    },
    buyerShips: async (id, waybill) => {
      await steer('POST', `returns/${id}/ship`, { carrierName: '圆通速递', number: waybill });
    },
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      return rows.filter((row) => row.returnId === id).flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
  };
}

describeChannel('Shopify', openShop, { ...MARKETPLACE, locks: false, longIds: false, deadlines: false });
