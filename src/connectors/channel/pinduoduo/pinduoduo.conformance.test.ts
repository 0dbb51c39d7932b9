import { z } from 'zod';
import { formatDecimal, parseDecimal } from '../../../domain/money.ts';
import { startPinduoduo } from '../../../simulators/pinduoduo/simulator.ts';
import { describeChannel } from '../conformance.ts';
import type { ChannelBench, ChannelCall, ChannelTraits } from '../conformance-bench.ts';
import { simulatedPlatform } from '../conformance-platform.ts';
import { pinduoduo } from './pinduoduo.ts';
import { externalIdOf, refundKeyOf } from './refund-key.ts';

const types: Readonly<Record<Exclude<ChannelCall, 'refuse'>, string>> = {
  list_refunds: 'pdd.refund.list.increment.get',
  list_orders: 'pdd.order.number.list.increment.get',
  read: 'pdd.refund.information.get',
  agree_return: 'pdd.refund.returngoods.agree',
  agree_refund: 'pdd.refund.agree',
};

/** No call refuses, no write names a version, and the numbers are short. */
const traits: ChannelTraits = { acts: ['agree_return', 'agree_refund'], locks: false, longIds: false, deadlines: true };

const orders = z.tuple([z.object({ order_sn: z.string(), item_list: z.array(z.object({ sku_id: z.string() })) })]);
const afterSale = z.object({ id: z.string(), order_sn: z.string() });
const ledger = z.array(z.object({ after_sales_id: z.string(), amount: z.string() }));

const idIn = (externalId: string): string => refundKeyOf(externalId)?.afterSalesId ?? '';

async function openMall(): Promise<ChannelBench> {
  const simulator = await startPinduoduo();
  const platform = simulatedPlatform(simulator, {
    faults: { rival: 'buyer_edits_first' },
    filter: (call, refundId) => ({
      type: call === 'refuse' ? 'there is no such call' : types[call],
      after_sales_id: refundId && idIn(refundId),
    }),
  });
  const { steer, hands } = platform;
  return {
    port: pinduoduo({
      gatewayUrl: `${simulator.url}/api/router`,
      messageUrl: simulator.messageUrl,
      clientId: '0123456789abcdef0123456789abcdef',
      clientSecret: 'test_secret_0123456789abcdef',
      mallId: '171504183',
      accessToken: 'test_access_token_pdd',
      get timeoutMs() {
        return platform.timeoutMs();
      },
      now: hands.now,
      get unverified() {
        return { pageSize: 4, throttleMs: platform.throttleMs() };
      },
    }),
    ...hands,
    deliveredOrder: async () => {
      const created = await steer('POST', 'orders', {
        postage: '10.00',
        receiver_name: '张三丰',
        receiver_phone: '13812345678',
        item_list: [{ goods_price: '60.00' }, { goods_price: '20.00', goods_count: 2 }],
      });
      const [order] = orders.parse(created);
      await steer('POST', `orders/${order.order_sn}/ship`, { tracking_number: 'YT9876543210987' });
      await steer('POST', `orders/${order.order_sn}/sign`);
      return { externalId: order.order_sn, lineIds: order.item_list.map(({ sku_id }) => sku_id) };
    },
    askRefund: async (order_sn, kind, amount) => {
      const after_sales_type = kind === 'refund_only' ? 1 : 2;
      const wish = { order_sn, after_sales_type, refund_amount: formatDecimal(amount) };
      const { id } = afterSale.parse(await steer('POST', 'after-sales', wish));
      return externalIdOf({ afterSalesId: id, orderSn: order_sn });
    },
    buyerEdits: async (id) => {
      await steer('POST', `after-sales/${idIn(id)}/modify`, { remark: '改了说明' });
    },
    buyerShips: async (id, waybill) => {
      await steer('POST', `after-sales/${idIn(id)}/ship`, { shipping_name: '圆通速递', tracking_number: waybill });
    },
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      return rows
        .filter(({ after_sales_id }) => after_sales_id === idIn(id))
        .flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
  };
}

describeChannel('Pinduoduo', openMall, traits);
