import { z } from 'zod';
import { formatDecimal, parseDecimal } from '../../../domain/money.ts';
import { startTaobao } from '../../../simulators/taobao/simulator.ts';
import { describeChannel } from '../conformance.ts';
import { type ChannelBench, type ChannelCall, MARKETPLACE, yuan } from '../conformance-bench.ts';
import { simulatedPlatform } from '../conformance-platform.ts';
import { describeStream, type StreamBench, type StreamTrouble } from '../conformance-telling.ts';
import { taobao } from './taobao.ts';

const methods: Readonly<Record<ChannelCall, string>> = {
  list_refunds: 'taobao.refunds.receive.get',
  list_orders: 'taobao.trades.sold.increment.get',
  read: 'taobao.refund.get',
  agree_return: 'taobao.rp.returngoods.agree',
  refuse: 'taobao.refund.refuse',
  agree_refund: 'taobao.rp.refunds.agree',
};

const trades = z.tuple([z.object({ tid: z.string(), orders: z.array(z.object({ oid: z.string() })) })]);
const refund = z.object({ refund_id: z.string() });
const ledger = z.array(z.object({ refund_id: z.string(), amount: z.string() }));

const troubles: Readonly<Record<StreamTrouble, { kind: string; count?: number }>> = {
  repeated: { kind: 'messages_twice' },
  out_of_order: { kind: 'messages_reversed' },
  broken: { kind: 'drop_after', count: 1 },
};
const notices = z.object({
  permitted: z.array(z.string()),
  unconfirmed: z.array(z.object({ nick: z.string() })),
});

type Shop = { shopKind: 'taobao' | 'tmall'; session: string; sellerNick: string; simplify: boolean };

async function openShop({ shopKind, session, sellerNick, simplify }: Shop): Promise<ChannelBench & StreamBench> {
  const simulator = await startTaobao();
  const platform = simulatedPlatform(simulator, {
    filter: (call, refundId) => ({ method: methods[call], refund_id: refundId }),
  });
  const { steer, hands } = platform;
  await steer('POST', 'switches', { tmallReview: true });
  const look = async () => notices.parse(await steer('GET', 'notices'));
  const bench: ChannelBench & Omit<StreamBench, 'change'> = {
    port: taobao({
      gatewayUrl: `${simulator.url}/router/rest`,
      appKey: '12345678',
      appSecret: 'test_secret_0123456789abcdef',
      session,
      shopKind,
      get timeoutMs() {
        return platform.timeoutMs();
      },
      now: hands.now,
      stream: { sellerNick },
      unverified: { simplify, pageSize: 4, streamIdleMs: 20 },
    }),
    ...hands,
    deliveredOrder: async () => {
      const created = await steer('POST', 'trades', {
        seller_nick: sellerNick,
        post_fee: '10.00',
        receiver_name: '张三丰',
        receiver_mobile: '13812345678',
        orders: [{ price: '60.00' }, { price: '20.00', num: 2 }],
      });
      const [trade] = trades.parse(created);
      await steer('POST', `trades/${trade.tid}/ship`, { company: '圆通速递', invoice_no: 'YT9876543210987' });
      await steer('POST', `trades/${trade.tid}/finish`);
      return { externalId: trade.tid, lineIds: trade.orders.map(({ oid }) => oid) };
    },
    askRefund: async (tid, kind, amount) => {
      const dispute_type = kind === 'refund_only' ? 'REFUND' : 'REFUND_AND_RETURN';
      const wish = { tid, dispute_type, refund_fee: formatDecimal(amount), reason: '尺码不合适' };
      return refund.parse(await steer('POST', 'refunds', wish)).refund_id;
    },
    buyerEdits: async (id) => {
      await steer('POST', `refunds/${id}/modify`, { desc: '改了说明' });
    },
    buyerShips: async (id, waybill) => {
      await steer('POST', `refunds/${id}/ship`, { company_name: '圆通速递', sid: waybill });
    },
    buyerSays: async (id, content) => {
      await steer('POST', `refunds/${id}/messages`, { content });
    },
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      return rows.filter((row) => row.refund_id === id).flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
    heard: async () => (await look()).permitted.includes(sellerNick),
    unconfirmed: async () => (await look()).unconfirmed.filter(({ nick }) => nick === sellerNick).length,
    sayAgain: async () => {
      await steer('POST', 'clock', { shiftMs: 10 * 60_000 });
    },
    trouble: async (kind) => {
      await steer('POST', 'faults', { ...troubles[kind], filter: { method: 'taobao.tmc.messages.consume' } });
    },
    stray: async () => {
      const topic = 'taobao_refund_RefundCreated';
      const other = sellerNick === '归来测试店' ? '归来旗舰店' : '归来测试店';
      const about = (id: string, seller = sellerNick) =>
        JSON.stringify({ refund_id: id, tid: '1', seller_nick: seller });
      await steer('POST', 'notices', [
        { nick: other, topic, content: about('901', other) },
        { nick: other, topic, content: about('902') },
        { nick: sellerNick, topic, content: about('903', other) },
        { nick: sellerNick, topic: 'taobao_item_ItemUpdate', content: about('904') },
        { nick: sellerNick, topic: 'toString', content: about('905') },
        { nick: sellerNick, topic, content: about('906').slice(0, -1) },
        { nick: sellerNick, topic, content: '{"refund_id":{"id":"907"}}' },
        { nick: sellerNick, topic, content: '' },
      ]);
      return ['901', '902', '903', '904', '905', '906', '907', '1'];
    },
  };
  return {
    ...bench,
    // Its trade changes before anybody asks for a refund: only the refund is counted on.
    change: async () => {
      const { externalId } = await bench.deliveredOrder();
      return { kind: 'refund', externalId: await bench.askRefund(externalId, 'refund_only', yuan(60)) };
    },
  };
}

const onTaobao = { shopKind: 'taobao', session: '6100000test_session', sellerNick: '归来测试店' } as const;
const onTmall = { shopKind: 'tmall', session: '6100000tmall_session', sellerNick: '归来旗舰店' } as const;

const talking = { ...MARKETPLACE, talks: true };
describeChannel('Taobao', () => openShop({ ...onTaobao, simplify: false }), talking);
describeChannel('Tmall, in the flat form,', () => openShop({ ...onTmall, simplify: true }), talking);

describeStream('Taobao', () => openShop({ ...onTaobao, simplify: false }));
describeStream('Tmall, in the flat form,', () => openShop({ ...onTmall, simplify: true }));
