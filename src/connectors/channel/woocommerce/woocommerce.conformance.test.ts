import { z } from 'zod';
import { formatDecimal, parseDecimal } from '../../../domain/money.ts';
import { fromMs } from '../../../domain/time.ts';
import { startWoocommerce } from '../../../simulators/woocommerce/simulator.ts';
import { steering } from '../../steering.ts';
import { describeChannel } from '../conformance.ts';
import type { ChannelBench, ChannelCall, ChannelFaultKind } from '../conformance-bench.ts';
import { woocommerce } from './woocommerce.ts';

/** Refunds are found through the list of orders, and read below their order. */
const routes: Readonly<Partial<Record<ChannelCall, string>>> = {
  list_refunds: 'GET orders',
  list_orders: 'GET orders',
  read: 'GET refunds',
};
const faults: Readonly<Partial<Record<ChannelFaultKind, string>>> = {
  throttled: 'too_many_requests',
  session_expired: 'key_revoked',
  bad_gateway_before: 'bad_gateway',
  hang_before: 'hang_before',
  half_body_after: 'half_body',
  pages_shift: 'rows_shift',
  rows_repeat: 'duplicate_rows',
};
const lasting: ReadonlySet<ChannelFaultKind> = new Set(['pages_shift', 'rows_repeat']);

const orders = z.tuple([z.object({ id: z.int(), lines: z.array(z.object({ id: z.int() })) })]);
const order = z.object({ lines: z.tuple([z.object({ id: z.int() })], z.unknown()) });
const one = z.object({ id: z.int() });
const ledger = z.array(z.object({ id: z.int(), orderId: z.int(), amount: z.string(), refundedPayment: z.boolean() }));

async function openShop(): Promise<ChannelBench> {
  const simulator = await startWoocommerce();
  const steer = steering(simulator.url);
  let hangs = false;
  return {
    port: woocommerce({
      siteUrl: simulator.url,
      consumerKey: 'ck_test_guilai',
      consumerSecret: 'cs_test_guilai',
      // Only who waits in vain may be impatient: on a busy machine any answer can be late.
      get timeoutMs() {
        return hangs ? 400 : 10_000;
      },
      now: () => fromMs(simulator.clock.now()),
      unverified: { pageSize: 4 },
    }),
    now: () => fromMs(simulator.clock.now()),
    pass: async (ms) => {
      await steer('POST', 'clock', { shiftMs: ms });
    },
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
    fault: async (kind, call, { waitMs, refundId } = {}) => {
      hangs = kind.startsWith('hang');
      await steer('POST', 'faults', {
        kind: faults[kind],
        ...(lasting.has(kind) ? {} : { count: 1 }),
        filter: { route: routes[call], ...(refundId ? { order: refundId.split('-')[0] } : {}) },
        ...(waitMs ? { seconds: waitMs / 1000 } : {}),
      });
    },
    paidFor: async (id) => {
      const rows = ledger.parse(await steer('GET', 'ledger'));
      return rows
        .filter((row) => row.refundedPayment && `${row.orderId}-${row.id}` === id)
        .flatMap(({ amount }) => parseDecimal(amount, 'CNY') ?? []);
    },
    close: () => simulator.close(),
  };
}

describeChannel('WooCommerce', openShop, { acts: [], locks: false, longIds: false, deadlines: false, requests: false });
