import { createHash, createHmac } from 'node:crypto';
import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import type { WooBook } from './book.ts';
import { faultStages, type WooFault } from './fault-kinds.ts';
import type { Webhook } from './shapes.ts';
import type { Push, Pushes } from './world.ts';

type Options = {
  clock: SimulatorClock;
  book: WooBook;
  faults: FaultBoard<WooFault>;
  siteUrl(): string;
  /** How an order stands, as the REST interface would answer it; undefined when it is gone. */
  orderBody(orderId: number): string | undefined;
};

type Due = { webhookId: number; topic: string; orderId: number };

/** After so many bad answers in a row the webhook is switched off. */
const MAX_FAILURES = 5;

/** WooCommerce sends once and repeats nothing. */
export function pushes({ clock, book, faults, siteUrl, orderBody }: Options): Pushes {
  let waiting: Due[] = [];
  const sent: Push[] = [];

  const deliver = async ({ webhookId, topic, orderId }: Due): Promise<void> => {
    const webhook = book.webhooks.get(webhookId);
    if (webhook?.status !== 'active') return;
    const fault = faults.take(faultStages.push, { topic })?.kind;
    if (fault === 'push_never') return;
    const body = topic === 'order.deleted' ? JSON.stringify({ id: orderId }) : orderBody(orderId);
    if (body === undefined) return;
    const headers = headersOf(webhook, topic, body, fault === 'push_wrong_hmac');
    // A proxy on the way that reads JSON and writes it again: the same content, and another signature.
    const sentBody = fault === 'push_reserialised' ? JSON.stringify(JSON.parse(body), null, 1) : body;
    for (let copy = 0; copy < (fault === 'push_twice' ? 2 : 1); copy += 1) {
      const status = await answerOf(webhook.deliveryUrl, sentBody, headers);
      sent.push({ topic, deliveryId: headers['X-WC-Webhook-Delivery-ID'], status });
      countFailure(book, webhookId, status >= 200 && status < 303);
    }
  };

  const headersOf = (webhook: Webhook, topic: string, body: string, wrong: boolean) => {
    const [resource = '', event = ''] = topic.split('.');
    const secret = wrong ? `${webhook.secret}?` : webhook.secret;
    return {
      'Content-Type': 'application/json',
      'X-WC-Webhook-Source': `${siteUrl()}/`,
      'X-WC-Webhook-Topic': topic,
      'X-WC-Webhook-Resource': resource,
      'X-WC-Webhook-Event': event,
      'X-WC-Webhook-Signature': createHmac('sha256', secret).update(body).digest('base64'),
      'X-WC-Webhook-ID': String(webhook.id),
      // Made of the webhook and the second, as the vendor makes it: two within a second bear the same.
      'X-WC-Webhook-Delivery-ID': createHash('md5')
        .update(`${webhook.id}${Math.floor(clock.now() / 1000)}`)
        .digest('hex'),
    };
  };

  return {
    send: (topic, orderId) => {
      for (const webhook of book.webhooks.values()) {
        if (webhook.topic === topic) waiting.push({ webhookId: webhook.id, topic, orderId });
      }
    },
    sendDue: async () => {
      const due = waiting;
      waiting = [];
      for (const one of due) await deliver(one);
    },
    log: () => sent,
  };
}

function countFailure(book: WooBook, webhookId: number, accepted: boolean): void {
  const webhook = book.webhooks.get(webhookId);
  if (!webhook || (accepted && webhook.failures === 0)) return;
  const failures = accepted ? 0 : webhook.failures + 1;
  const status = failures >= MAX_FAILURES ? 'disabled' : webhook.status;
  book.record({ type: 'webhook_saved', webhook: { ...webhook, failures, status } });
}

/** The trial of a new webhook's address: a form without a signature. True when it was answered with 200. */
export const ping = async ({ id, deliveryUrl }: Webhook): Promise<boolean> =>
  (await answerOf(deliveryUrl, `webhook_id=${id}`, { 'Content-Type': 'application/x-www-form-urlencoded' })) === 200;

/** No answer counts as 0. */
async function answerOf(url: string, body: string, headers: Record<string, string>): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
