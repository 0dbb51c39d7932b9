import type { PaymentPort, RefundRequest } from '../../../connectors/payment/port.ts';
import { fromMs, type Instant, toMs } from '../../../domain/time.ts';
import type { App } from '../../app.ts';
import { newIdWith } from '../../new-id.ts';

/** The program as of another day: what it does for the merchant of the real data happens when the file says it did. */
export const appAt = (app: App, at: Instant): App => {
  const clock = { now: () => at };
  return {
    ...app,
    clock,
    newId: newIdWith(clock),
    shops: {
      ...app.shops,
      payment: async (merchantId, method) => {
        const port = await app.shops.payment(merchantId, method);
        return port && inYuan(port);
      },
    },
  };
};

/**
 * The simulated gateway knows yuan only, as Alipay does at home. A pound of this file is a yuan there, to the last digit,
 * on the payments as on the refunds.
 */
const inYuan = (port: PaymentPort): PaymentPort => {
  const asYuan = (request: RefundRequest) => ({
    ...request,
    amount: { ...request.amount, currency: 'CNY' },
    paid: { ...request.paid, currency: 'CNY' },
  });
  return {
    ...port,
    refund: (request) => port.refund(asYuan(request)),
    queryRefund: (request) => port.queryRefund(asYuan(request)),
  };
};

/** The simulated Alipay behind the world: its clock and its trades. */
export type Gateway = {
  setClock(at: Instant): Promise<void>;
  addTrades(trades: readonly Trade[]): Promise<void>;
};

export type Trade = { trade_no: string; out_trade_no: string; total_amount: string; paid_at: string };

export function gatewayAt(url: string): Gateway {
  const post = async (path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${url}/__sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`the gateway answered ${answer.status} to ${path}: ${await answer.text()}`);
  };
  return {
    setClock: (at) => post('clock', { now: toMs(at) }),
    addTrades: (trades) => (trades.length > 0 ? post('trades', trades) : Promise.resolve()),
  };
}

export const endOfMinute = (at: Instant): Instant => fromMs(toMs(at) + 60_000);
