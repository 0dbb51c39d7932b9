import { z } from 'zod';
import { formatDecimal, parseDecimal } from '../../../domain/money.ts';
import { fromMs } from '../../../domain/time.ts';
import { startTaobao } from '../../../simulators/taobao/simulator.ts';
import { steering } from '../../steering.ts';
import { describeChannel } from '../conformance.ts';
import type { ChannelBench, ChannelCall, ChannelFaultKind } from '../conformance-bench.ts';
import { taobao } from './taobao.ts';

const methods: Readonly<Record<ChannelCall, string>> = {
  list_refunds: 'taobao.refunds.receive.get',
  list_orders: 'taobao.trades.sold.increment.get',
  read: 'taobao.refund.get',
  agree_return: 'taobao.rp.returngoods.agree',
  refuse: 'taobao.refund.refuse',
  agree_refund: 'taobao.rp.refunds.agree',
};
const faults: Readonly<Record<ChannelFaultKind, string>> = {
  throttled: 'throttle',
  session_expired: 'session_expired',
  bad_gateway_before: 'bad_gateway',
  hang_before: 'hang_before',
  bad_gateway_after: 'bad_gateway_after',
  hang_after: 'hang_after',
  drop_after: 'drop_after',
  half_body_after: 'half_body',
  pages_shift: 'rows_shift',
  rows_repeat: 'duplicate_rows',
  rival: 'stale_version',
};
const lasting: ReadonlySet<ChannelFaultKind> = new Set(['pages_shift', 'rows_repeat']);

const trades = z.tuple([z.object({ tid: z.string(), orders: z.array(z.object({ oid: z.string() })) })]);
const refund = z.object({ refund_id: z.string() });
const ledger = z.array(z.object({ refund_id: z.string(), amount: z.string() }));

type Shop = { shopKind: 'taobao' | 'tmall'; session: string; sellerNick: string; simplify: boolean };

async function openShop({ shopKind, session, sellerNick, simplify }: Shop): Promise<ChannelBench> {
  const simulator = await startTaobao();
  const steer = steering(simulator.url);
  await steer('POST', 'switches', { tmallReview: true });
  let hangs = false;
  return {
    port: taobao({
      gatewayUrl: `${simulator.url}/router/rest`,
      appKey: '12345678',
      appSecret: 'test_secret_0123456789abcdef',
      session,
      shopKind,
      // Only who waits in vain may be impatient: on a busy machine any answer can be late.
      get timeoutMs() {
        return hangs ? 400 : 10_000;
      },
      now: () => fromMs(simulator.clock.now()),
      unverified: { simplify, pageSize: 4 },
    }),
    now: () => fromMs(simulator.clock.now()),
    pass: async (ms) => {
      await steer('POST', 'clock', { shiftMs: ms });
    },
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
    fault: async (kind, call, { waitMs, refundId } = {}) => {
      hangs = kind.startsWith('hang');
      await steer('POST', 'faults', {
        kind: faults[kind],
        ...(lasting.has(kind) ? {} : { count: 1 }),
        filter: { method: methods[call], ...(refundId ? { refund_id: refundId } : {}) },
        ...(waitMs ? { seconds: waitMs / 1000 } : {}),
      });
    },
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      return rows.filter((row) => row.refund_id === id).flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
    close: () => simulator.close(),
  };
}

const onTaobao = { shopKind: 'taobao', session: '6100000test_session', sellerNick: '归来测试店' } as const;
const onTmall = { shopKind: 'tmall', session: '6100000tmall_session', sellerNick: '归来旗舰店' } as const;

describeChannel('Taobao', () => openShop({ ...onTaobao, simplify: false }));
describeChannel('Tmall, in the flat form,', () => openShop({ ...onTmall, simplify: true }));
