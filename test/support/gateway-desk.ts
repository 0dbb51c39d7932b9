import { afterAll, expect } from 'vitest';
import { present } from '../../src/domain/assert.ts';
import { saveConnection } from '../../src/server/shops/shops.ts';
import { startSandbox } from '../../src/simulators/sandboxes.ts';
import { anOrder, type Harness, type OrderFacts, type OrderReply } from './app-harness.ts';

export type GatewayId = 'wechat' | 'unionpay' | 'stripe';

/** One of the other gateways beside the harness: connected, steered, and asked for its own books. */
export async function gatewayDesk(harness: Harness, id: GatewayId, options: object = {}) {
  const sandbox = await startSandbox(id, options);
  afterAll(() => sandbox.close());
  const { app } = harness.program;
  const { merchantId } = harness;
  const connect = (account: typeof sandbox.account) =>
    app.db.inMerchant(merchantId, (tx) => saveConnection(tx, app.secrets, merchantId, 'payment', id, account));
  await connect(sandbox.account);
  app.shops.forget(merchantId);
  const steer = async (path: string, body: object = {}) => {
    const answer = await fetch(`${sandbox.url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
    expect(answer.status, `${path}: ${await answer.clone().text()}`).toBeLessThan(300);
    return answer.json();
  };
  const tradeOf = (order: OrderReply) => (id === 'stripe' ? `pi_${order.externalId}` : `4200${order.externalId}`);
  return {
    steer,
    account: sandbox.account,
    look: async (path: string) => (await fetch(`${sandbox.url}/__sim/${path}`)).json(),
    tradeOf,
    /** An order that was paid through this gateway. */
    order: async (facts: OrderFacts = {}): Promise<OrderReply> => {
      const body = anOrder(facts);
      const payment = present(body.order.payments[0], 'a payment');
      const trade = id === 'stripe' ? `pi_${body.order.externalId}` : `4200${body.order.externalId}`;
      await steer('payments', { id: trade, total: Number(payment.paid.minor), currency: payment.paid.currency });
      const order = { ...body.order, payments: [{ ...payment, method: id, tradeNumber: trade }] };
      const answer = await harness.call<OrderReply>('POST', '/api/orders', { ...body, order });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer.body;
    },
    /** Money that has moved, by the gateway's own books. */
    paidOut: async (order: OrderReply) =>
      (
        (await (await fetch(`${sandbox.url}/__sim/ledger`)).json()) as {
          payment: string;
          number: string;
          amount: number;
        }[]
      )
        .filter(({ payment }) => payment === tradeOf(order))
        .map(({ number, amount }) => [number, amount]),
  };
}
