import { createHash } from 'node:crypto';
import { describeWebhook, type WebhookBench } from './conformance-telling.ts';
import type { ChannelCapabilities, IncomingPush, PushReading } from './port.ts';

// The smallest shop that keeps the promises of a webhook: a suite that no adapter could pass would be found here.
const capabilities: ChannelCapabilities = {
  requests: true,
  agreeReturn: false,
  refuse: false,
  agreeRefund: false,
  recordRefund: false,
  extend: false,
  message: false,
  push: 'webhook',
};

const sign = (text: string): string => createHash('sha256').update(`secret${text}`).digest('hex');
const dayMs = 86_400_000;

async function openShop(): Promise<WebhookBench> {
  const arrived: IncomingPush[] = [];
  let now = 1_768_444_200_000;
  const call = (delivery: number): void => {
    const text = JSON.stringify({ delivery, at: now, refund: 500 + delivery });
    arrived.push({ text, headers: { 'x-sign': sign(text) }, query: {} });
  };
  const readPush = ({ text, headers }: IncomingPush): PushReading => {
    const refused = (reason: string): PushReading => ({ kind: 'refused', reason, answer: { status: 401, text: 'no' } });
    if (headers['x-sign'] !== sign(text)) return refused('the signature is wrong');
    const { delivery, at, refund } = JSON.parse(text);
    if (now - at >= dayMs) return refused('the call is too old');
    return {
      kind: 'accepted',
      deliveryId: String(delivery),
      changes: [{ kind: 'refund', externalId: String(refund) }],
      answer: { status: 200, text: 'ok' },
    };
  };
  return {
    port: { capabilities, readPush },
    change: async () => {
      const delivery = arrived.length + 1;
      call(delivery);
      return { kind: 'refund', externalId: String(500 + delivery) };
    },
    arrived: async () => arrived,
    repeat: async () => call(arrived.length),
    pass: async (ms) => {
      now += ms;
    },
    close: async () => {},
  };
}

describeWebhook('A shop of nothing but pushes', openShop, { timed: true });
