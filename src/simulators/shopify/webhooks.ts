import { createHmac, randomUUID } from 'node:crypto';
import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import type { ShopifyBook, Subscription } from './book.ts';
import { faultStages, type ShopifyFault } from './fault-kinds.ts';
import { orderPayload, refundPayload, returnPayload } from './payloads.ts';
import { wireTime } from './views.ts';
import type { Subject, Webhooks } from './world.ts';

type Delivery = { url: string; body: string; headers: Record<string, string>; sends: number; dueAt: number };

type Options = {
  clock: SimulatorClock;
  book: ShopifyBook;
  faults: FaultBoard<ShopifyFault>;
  shopDomain: string;
  appSecret: string;
};

const minute = 60_000;
/** Eight repeats within four hours, as is commonly said; the vendor publishes no times. */
const repeatAfterMs = [1, 2, 5, 12, 25, 45, 70, 80].map((minutes) => minutes * minute);

export function webhooks({ clock, book, faults, shopDomain, appSecret }: Options): Webhooks {
  const waiting = new Set<Delivery>();
  const sent: { topic: string; url: string; webhookId: string; status: number }[] = [];

  const post = async (delivery: Delivery): Promise<void> => {
    const status = await answerOf(delivery);
    sent.push({
      topic: delivery.headers['X-Shopify-Topic'] ?? '',
      url: delivery.url,
      webhookId: delivery.headers['X-Shopify-Webhook-Id'] ?? '',
      status,
    });
    const wait = repeatAfterMs[delivery.sends];
    delivery.sends += 1;
    if ((status >= 200 && status < 300) || wait === undefined) return;
    delivery.dueAt = clock.now() + wait;
    waiting.add(delivery);
  };

  const deliver = (topic: string, body: string, { url }: Subscription): void => {
    const fault = faults.take(faultStages.push, { topic, url })?.kind;
    if (fault === 'push_never') return;
    const secret = fault === 'push_wrong_hmac' ? `${appSecret}?` : appSecret;
    const headers = {
      'Content-Type': 'application/json',
      'X-Shopify-Topic': topic,
      'X-Shopify-Shop-Domain': shopDomain,
      'X-Shopify-Hmac-Sha256': createHmac('sha256', secret).update(body).digest('base64'),
      'X-Shopify-API-Version': '2026-04',
      'X-Shopify-Webhook-Id': randomUUID(),
      'X-Shopify-Event-Id': randomUUID(),
      'X-Shopify-Triggered-At': wireTime(clock.now()),
    };
    // A proxy on the way that reads JSON and writes it again: the same content, and another signature.
    const sentBody = fault === 'push_reserialised' ? JSON.stringify(JSON.parse(body), null, 1) : body;
    for (let copy = 0; copy < (fault === 'push_twice' ? 2 : 1); copy += 1) {
      waiting.add({ url, body: sentBody, headers, sends: 0, dueAt: clock.now() });
    }
  };

  return {
    send: (topic, subject) => {
      const body = payloadOf(book, subject);
      if (body === undefined) return;
      for (const subscription of book.subscriptions.values()) {
        const { topics } = subscription;
        if (topics.length === 0 || topics.includes(topic)) deliver(topic, JSON.stringify(body), subscription);
      }
    },
    sendDue: async () => {
      const due = [...waiting].filter(({ dueAt }) => dueAt <= clock.now());
      for (const delivery of due) waiting.delete(delivery);
      await Promise.all(due.map(post));
    },
    log: () => sent,
  };
}

function payloadOf(book: ShopifyBook, { orderId, returnId, refundId }: Subject): object | undefined {
  const refund = book.refunds.find(({ id }) => id === refundId);
  if (refund) return refundPayload(refund);
  const one = book.returns.get(returnId ?? '');
  const order = book.orders.get(one?.orderId ?? orderId ?? '');
  if (!order) return undefined;
  return one ? returnPayload(one, order) : orderPayload(order);
}

/** Shopify waits five seconds; no answer counts as 0. */
async function answerOf({ url, body, headers }: Delivery): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
