import { createHmac } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fromMs, parseInstant } from '../../../domain/time.ts';
import { startWoocommerce } from '../../../simulators/woocommerce/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import type { ChannelPort, IncomingPush, PushReading } from '../port.ts';
import { woocommerce } from './woocommerce.ts';

const shop = (now: () => ReturnType<typeof fromMs>): ChannelPort =>
  woocommerce({
    siteUrl: 'https://shop.example',
    consumerKey: 'ck',
    consumerSecret: 'cs',
    webhookSecret: 'wc_webhook_secret',
    timeoutMs: 1,
    now,
  });
const port = shop(() => parseInstant('2026-01-15T02:30:00Z') ?? expect.unreachable());
const read = (push: IncomingPush): PushReading => port.readPush?.(push) ?? expect.unreachable('no pushes are taken');

const pushOf = (text: string, changes: Record<string, string | undefined> = {}): IncomingPush => ({
  text,
  query: {},
  headers: {
    'x-wc-webhook-signature': createHmac('sha256', 'wc_webhook_secret').update(text).digest('base64'),
    'x-wc-webhook-topic': 'order.updated',
    'x-wc-webhook-delivery-id': 'd1',
    ...changes,
  },
});
const body = (changes: object = {}): string =>
  JSON.stringify({ id: 723, date_modified_gmt: '2026-01-15T02:29:00', refunds: [], ...changes });

describe('a push', () => {
  test('bears the published signature', () => {
    const text = '{"id":723,"status":"refunded","total":"29.35"}';
    const signature = '238aJ4B+t+liYFZPeyyBEuLwMDY0oSa4e+cddoP1UfQ=';
    const headers = { 'x-wc-webhook-signature': signature, 'x-wc-webhook-topic': 'order.deleted' };
    expect(read(pushOf(text, headers))).toMatchObject({
      kind: 'accepted',
      changes: [{ kind: 'order', externalId: '723' }],
    });
  });

  test('tells of an order, and of the refunds that it has', () => {
    expect(read(pushOf(body({ refunds: [{ id: 726 }, { id: 730 }] })))).toMatchObject({
      kind: 'accepted',
      changes: [
        { kind: 'order', externalId: '723' },
        { kind: 'refund', externalId: '723-726' },
        { kind: 'refund', externalId: '723-730' },
      ],
      answer: { status: 200 },
    });
  });

  test('of another topic changes nothing', () => {
    expect(read(pushOf('{"id":9}', { 'x-wc-webhook-topic': 'product.updated' }))).toMatchObject({
      kind: 'accepted',
      changes: [],
    });
  });

  test('that tries a new address is answered without a signature, and changes nothing', () => {
    expect(read({ text: 'webhook_id=17', headers: {}, query: {} })).toMatchObject({
      kind: 'accepted',
      changes: [],
      answer: { status: 200 },
    });
    expect(read({ text: 'webhook_id=17&id=723', headers: {}, query: {} })).toMatchObject({ kind: 'refused' });
  });

  test('is another delivery when another change came within the same second', () => {
    const idOf = (push: IncomingPush): string => {
      const reading = read(push);
      return reading.kind === 'accepted' ? reading.deliveryId : expect.unreachable(reading.reason);
    };
    expect(idOf(pushOf(body()))).toBe(idOf(pushOf(body())));
    expect(idOf(pushOf(body()))).not.toBe(idOf(pushOf(body({ refunds: [{ id: 726 }] }))));
  });

  test.each<[string, IncomingPush, number]>([
    ['a wrong signature', pushOf(body(), { 'x-wc-webhook-signature': 'AAAA' }), 401],
    ['no signature', pushOf(body(), { 'x-wc-webhook-signature': undefined }), 401],
    ['a body that was written anew', { ...pushOf(body()), text: body().replaceAll(':', ': ') }, 401],
    ['no id', pushOf(body(), { 'x-wc-webhook-delivery-id': undefined }), 400],
    ['a body that is no JSON', pushOf('id=1'), 400],
    ['a body that is no order', pushOf('{"status":"x"}'), 400],
    ['a change of long ago', pushOf(body({ date_modified_gmt: '2026-01-13T02:29:00' })), 200],
  ])('with %s is refused', (_, push, status) => {
    expect(read(push)).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/./), answer: { status } });
  });
});

describe('pushes of the simulator', () => {
  async function listening() {
    const [simulator, receiver] = await Promise.all([startWoocommerce(), cannedVendor('')]);
    onTestFinished(async () => {
      await simulator.close();
      await receiver.close();
    });
    const steer = steering(simulator.url);
    await steer('POST', 'webhooks', { url: `${receiver.url}/hook`, topic: 'order.updated' });
    const listener = shop(() => fromMs(simulator.clock.now()));
    await steer('POST', 'orders', { id: 801 });
    const refund = async () => {
      await steer('POST', 'orders/801/refund', { amount: '1.00' });
      // The first is the trial of the address.
      await expect.poll(() => receiver.seen.length).toBeGreaterThan(1);
      return receiver.seen.map((seen) =>
        listener.readPush?.({ text: seen.body.toString('utf8'), headers: seen.headers, query: {} }),
      );
    };
    return { steer, refund };
  }

  test('are read, and the trial of the address before them', async () => {
    const { refund } = await listening();
    expect(await refund()).toMatchObject([
      { kind: 'accepted', changes: [] },
      {
        kind: 'accepted',
        changes: [
          { kind: 'order', externalId: '801' },
          { kind: 'refund', externalId: expect.stringMatching(/^801-\d+$/) },
        ],
      },
    ]);
  });

  test.each(['push_wrong_hmac', 'push_reserialised'])('after %s are refused', async (kind) => {
    const { steer, refund } = await listening();
    await steer('POST', 'faults', { kind });
    expect((await refund())[1]).toMatchObject({ kind: 'refused', answer: { status: 401 } });
  });

  test('that come twice bear one id', async () => {
    const { steer, refund } = await listening();
    await steer('POST', 'faults', { kind: 'push_twice' });
    const [, first, ...repeats] = await refund();
    for (const repeat of repeats) expect(repeat).toEqual(first);
  });
});
