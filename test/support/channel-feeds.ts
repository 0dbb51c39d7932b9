import { afterAll } from 'vitest';
import type { ChannelPort } from '../../src/connectors/channel/port.ts';
import { steering } from '../../src/connectors/steering.ts';
import { present } from '../../src/domain/assert.ts';
import type { ShopId } from '../../src/domain/ids.ts';
import { seedDemoShops } from '../../src/server/demo/demo-shops.ts';
import { startSandbox } from '../../src/simulators/sandboxes.ts';
import type { Harness } from './app-harness.ts';

type Steer = ReturnType<typeof steering>;
type Asked = { order: string; refund: string };

/** The hands of a platform's buyers and of its staff, in one vocabulary; paths and fields are the platform's own. */
type Hands = {
  /** One unit of 100.00, delivered. */
  order(): Promise<string>;
  /** Asks to send it back; where a channel holds no requests, its staff books a refund. */
  ask(order: string): Promise<string>;
  /** The buyer changes his words: the request is another version, and asks for the same. */
  edit?(refund: string): Promise<unknown>;
  close?(refund: string): Promise<unknown>;
  shipBack?(refund: string, waybill: string): Promise<unknown>;
  /** How often the platform has paid it. */
  payments?(refund: string): Promise<number>;
};

type FeedKind = {
  vendor: string;
  down: string;
  revoked: string;
  /** Somebody else is quicker than our next write. */
  rival?: string;
  /** What its buyers cannot do, or only once the shop has agreed. */
  lacks?: 'requests' | 'withdrawals';
  hands(steer: Steer): Hands;
};

export type Feed = Hands & {
  vendor: string;
  shopId: ShopId;
  kind: FeedKind;
  url: string;
  steer: Steer;
  asked(): Promise<Asked>;
  fault(kind: string, count?: number): Promise<unknown>;
  mend(): Promise<unknown>;
  /** Platforms tell time by the second: what happens next happens in another one. */
  later(): Promise<unknown>;
  port(): Promise<ChannelPort>;
};

/** Connects a shop of the simulated platform, and hands over its buyers. */
export async function openFeed({ program, merchantId }: Harness, kind: FeedKind): Promise<Feed> {
  const sandbox = await startSandbox(kind.vendor);
  afterAll(() => sandbox.close());
  await seedDemoShops(program.app, merchantId, { [kind.vendor]: sandbox.account });
  program.app.shops.forget(merchantId);
  const shopId = `shop_demo${kind.vendor}` as const;
  const steer = steering(sandbox.url);
  const hands = kind.hands(steer);
  return {
    ...hands,
    vendor: kind.vendor,
    shopId,
    kind,
    url: sandbox.url,
    steer,
    asked: async () => {
      const order = await hands.order();
      return { order, refund: await hands.ask(order) };
    },
    fault: (fault, count) => steer('POST', 'faults', { kind: fault, ...(count === undefined ? {} : { count }) }),
    mend: () => steer('DELETE', 'faults'),
    later: () => steer('POST', 'clock', { shiftMs: 1_100 }),
    port: async () => present(await program.app.shops.channel(merchantId, shopId), `the shop on ${kind.vendor}`),
  };
}

/** What a simulator answered: its own fields. */
const first = (answer: unknown): Record<string, string> => (Array.isArray(answer) ? answer[0] : answer) as never;
const count = (rows: unknown, is: (row: Record<string, unknown>) => boolean): number =>
  (rows as Record<string, unknown>[]).filter(is).length;

const taobao: FeedKind = {
  vendor: 'taobao',
  down: 'bad_gateway',
  revoked: 'session_expired',
  rival: 'stale_version',
  hands: (steer) => ({
    order: async () => {
      const { tid } = first(await steer('POST', 'trades', { post_fee: '0.00', orders: [{ num: 1, price: '100.00' }] }));
      await steer('POST', `trades/${tid}/ship`, { company: '圆通速递', invoice_no: 'YT9876543210987' });
      await steer('POST', `trades/${tid}/sign`);
      return tid ?? '';
    },
    ask: async (tid) => {
      const wish = { tid, dispute_type: 'REFUND_AND_RETURN', reason: '其他', refund_fee: '100.00' };
      return first(await steer('POST', 'refunds', wish))['refund_id'] ?? '';
    },
    edit: (id) => steer('POST', `refunds/${id}/modify`, { desc: `改了说明 ${Math.random()}` }),
    close: (id) => steer('POST', `refunds/${id}/close`),
    shipBack: (id, sid) => steer('POST', `refunds/${id}/ship`, { company_name: '圆通速递', sid }),
    payments: async (id) => count(await steer('GET', 'ledger'), (row) => row['refund_id'] === id),
  }),
};

const jd: FeedKind = {
  vendor: 'jd',
  down: 'bad_gateway',
  revoked: 'session_expired',
  rival: 'stale_version',
  hands: (steer) => ({
    order: async () => {
      const order = { freightPrice: '0.00', itemInfoList: [{ jdPrice: '100.00' }] };
      const { orderId } = first(await steer('POST', 'orders', order));
      await steer('POST', `orders/${orderId}/ship`, { logisticsId: '20', waybill: 'YT9876543210987' });
      await steer('POST', `orders/${orderId}/finish`);
      return orderId ?? '';
    },
    ask: async (orderId) => {
      const wish = { orderId, customerExpect: 10, questionTypeCid2Name: '其他', amount: '100.00' };
      return first(await steer('POST', 'services', wish))['serviceId'] ?? '';
    },
    edit: (id) => steer('POST', `services/${id}/modify`, { questionDesc: `改了说明 ${Math.random()}` }),
    close: (id) => steer('POST', `services/${id}/cancel`),
    shipBack: (id, expressCode) => steer('POST', `services/${id}/ship`, { expressCompany: '圆通速递', expressCode }),
    payments: async (id) => count(await steer('GET', 'ledger'), (row) => row['refundId'] === id),
  }),
};

const pinduoduo: FeedKind = {
  vendor: 'pinduoduo',
  down: 'bad_gateway',
  revoked: 'session_expired',
  rival: 'buyer_edits_first',
  hands: (steer) => {
    const idIn = (refund: string) => refund.split('@')[0];
    return {
      order: async () => {
        await steer('POST', 'switches', { statusOneIsAll: true });
        const { order_sn } = first(await steer('POST', 'orders', { item_list: [{ goods_price: '100.00' }] }));
        await steer('POST', `orders/${order_sn}/ship`, { tracking_number: 'YT9876543210987' });
        await steer('POST', `orders/${order_sn}/sign`);
        return order_sn ?? '';
      },
      ask: async (order_sn) => {
        const wish = { order_sn, after_sales_type: 2, refund_amount: '100.00', after_sales_reason: '其他' };
        return `${first(await steer('POST', 'after-sales', wish))['id']}@${order_sn}`;
      },
      edit: (refund) => steer('POST', `after-sales/${idIn(refund)}/modify`, { remark: `改了说明 ${Math.random()}` }),
      close: (refund) => steer('POST', `after-sales/${idIn(refund)}/close`),
      shipBack: (refund, tracking_number) =>
        steer('POST', `after-sales/${idIn(refund)}/ship`, { shipping_name: '圆通速递', tracking_number }),
      payments: async (refund) => count(await steer('GET', 'ledger'), (row) => row['after_sales_id'] === idIn(refund)),
    };
  },
};

const douyin: FeedKind = {
  vendor: 'douyin',
  down: 'bad_gateway',
  revoked: 'token_expired',
  rival: 'stale_version',
  hands: (steer) => ({
    order: async () => {
      const { order_id } = first(await steer('POST', 'orders', { sku_order_list: [{ origin_amount: 10_000 }] }));
      await steer('POST', `orders/${order_id}/ship`, { company_name: '圆通速递', tracking_no: 'YT9876543210987' });
      await steer('POST', `orders/${order_id}/sign`);
      await steer('POST', `orders/${order_id}/finish`);
      return order_id ?? '';
    },
    ask: async (order_id) => {
      const wish = { order_id, after_sale_type: 0, refund_total_amount: 10_000, reason: '其他' };
      return first(await steer('POST', 'aftersales', wish))['after_sale_id'] ?? '';
    },
    edit: (id) => steer('POST', `aftersales/${id}/modify`, { reason_remark: `改了说明 ${Math.random()}` }),
    close: (id) => steer('POST', `aftersales/${id}/close`),
    shipBack: (id, tracking_no) => steer('POST', `aftersales/${id}/ship`, { company_name: '圆通速递', tracking_no }),
    payments: async (id) => count(await steer('GET', 'ledger'), (row) => row['aftersale_id'] === id),
  }),
};

const shopify: FeedKind = {
  vendor: 'shopify',
  lacks: 'withdrawals',
  down: 'bad_gateway',
  revoked: 'token_revoked',
  hands: (steer) => ({
    order: async () => {
      const { id } = first(await steer('POST', 'orders', { lines: [{ price: '100.00' }] }));
      await steer('POST', `orders/${id}/ship`, { company: '圆通速递', number: 'YT9876543210987' });
      await steer('POST', `orders/${id}/deliver`);
      return id ?? '';
    },
    ask: async (orderId) => {
      const wish = { orderId, lines: [{ reason: 'OTHER', customerNote: '尺码不合适' }] };
      return first(await steer('POST', 'returns', wish))['id'] ?? '';
    },
    edit: (id) => steer('POST', `returns/${id}/modify`, { customerNote: `改了说明 ${Math.random()}` }),
    shipBack: (id, number) => steer('POST', `returns/${id}/ship`, { carrierName: '圆通速递', number }),
    payments: async (id) => count(await steer('GET', 'ledger'), (row) => row['returnId'] === id),
  }),
};

/** It holds no requests: what comes from it is what its staff has refunded. */
const woocommerce: FeedKind = {
  vendor: 'woocommerce',
  lacks: 'requests',
  down: 'bad_gateway',
  revoked: 'key_revoked',
  hands: (steer) => ({
    order: async () => {
      const { id } = first(await steer('POST', 'orders', { lines: [{ price: '100.00' }] }));
      await steer('POST', `orders/${id}/ship`, { company: '圆通速递', number: 'YT9876543210987' });
      await steer('POST', `orders/${id}/complete`);
      return String(id);
    },
    ask: async (order) => {
      const { lines } = (await steer('GET', `orders/${order}`)) as { lines?: { id: number }[] };
      const refund = await steer('POST', `orders/${order}/refund`, {
        amount: '100.00',
        reason: '其他',
        line_items: [{ id: lines?.[0]?.id, quantity: 1, refund_total: '100.00' }],
      });
      return `${order}-${first(refund)['id']}`;
    },
  }),
};

/** Every platform that Guilai is connected to. Own shops speak through the API instead. */
export const feedKinds: readonly FeedKind[] = [taobao, jd, pinduoduo, douyin, shopify, woocommerce];
