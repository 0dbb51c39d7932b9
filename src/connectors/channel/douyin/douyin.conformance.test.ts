import { z } from 'zod';
import { money } from '../../../domain/money.ts';
import { startDouyin } from '../../../simulators/douyin/simulator.ts';
import { describeChannel } from '../conformance.ts';
import type { ChannelBench, ChannelCall } from '../conformance-bench.ts';
import { simulatedPlatform } from '../conformance-platform.ts';
import { douyin } from './douyin.ts';

/** All decisions go through one method. */
const methods: Readonly<Record<ChannelCall, string>> = {
  list_refunds: 'afterSale.List',
  list_orders: 'order.searchList',
  read: 'afterSale.Detail',
  agree_return: 'afterSale.operate',
  refuse: 'afterSale.operate',
  agree_refund: 'afterSale.operate',
};

const orders = z.tuple([
  z.object({ order_id: z.string(), sku_order_list: z.array(z.object({ order_id: z.string() })) }),
]);
const afterSale = z.object({ after_sale_id: z.string() });
const ledger = z.array(z.object({ aftersale_id: z.string(), amount: z.int() }));

async function openShop(): Promise<ChannelBench> {
  const simulator = await startDouyin();
  const platform = simulatedPlatform(simulator, {
    faults: { session_expired: 'token_expired' },
    filter: (call, refundId) => ({ method: methods[call], aftersale_id: refundId }),
  });
  const { steer, hands } = platform;
  return {
    port: douyin({
      gatewayUrl: simulator.url,
      appKey: '7000000000000000001',
      appSecret: '11111111-2222-3333-4444-555555555555',
      accessToken: 'test-access-token-4463798',
      refreshToken: 'test-refresh-token-4463798',
      shopId: '4463798',
      get timeoutMs() {
        return platform.timeoutMs();
      },
      now: hands.now,
      publish: async () => 'https://files.example/proof.png',
      get unverified() {
        return { pageSize: 4, throttleMs: platform.throttleMs() };
      },
    }),
    ...hands,
    deliveredOrder: async () => {
      const created = await steer('POST', 'orders', {
        post_amount: 1000,
        post_receiver: '张三丰',
        post_tel: '13812345678',
        sku_order_list: [{ origin_amount: 6000 }, { origin_amount: 2000, item_num: 2 }],
      });
      const [order] = orders.parse(created);
      await steer('POST', `orders/${order.order_id}/ship`, {
        company_name: '圆通速递',
        tracking_no: 'YT9876543210987',
      });
      await steer('POST', `orders/${order.order_id}/sign`);
      await steer('POST', `orders/${order.order_id}/finish`);
      return { externalId: order.order_id, lineIds: order.sku_order_list.map(({ order_id }) => order_id) };
    },
    askRefund: async (order_id, kind, amount) => {
      const after_sale_type = kind === 'refund_only' ? 1 : 0;
      const wish = { order_id, after_sale_type, refund_total_amount: Number(amount.minor), reason: '尺码不合适' };
      return afterSale.parse(await steer('POST', 'aftersales', wish)).after_sale_id;
    },
    buyerEdits: async (id) => {
      await steer('POST', `aftersales/${id}/modify`, { reason_remark: '改了说明' });
    },
    buyerShips: async (id, waybill) => {
      await steer('POST', `aftersales/${id}/ship`, { company_name: '圆通速递', tracking_no: waybill });
    },
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      return rows.filter((row) => row.aftersale_id === id).map(({ amount }) => money(amount, 'CNY'));
    },
  };
}

describeChannel('Douyin', openShop);
