import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fromMs, type Instant } from '../../../domain/time.ts';
import { startDouyin } from '../../../simulators/douyin/simulator.ts';
import { cannedVendor } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import { describeWebhook, type WebhookBench } from '../conformance-telling.ts';
import type { IncomingPush, PushReading } from '../port.ts';
import { appKey, appSecret, shanghai } from './canned-shop.ts';
import { douyin } from './douyin.ts';

const noon = shanghai('2026-01-15 10:30:00');

const portAt = (now: Instant, shopId?: string) =>
  douyin({
    gatewayUrl: 'http://127.0.0.1:9',
    appKey,
    appSecret,
    accessToken: 'token',
    timeoutMs: 100,
    now: () => now,
    ...(shopId ? { shopId } : {}),
  });

const signed = (text: string): IncomingPush => ({
  text,
  headers: { 'event-sign': createHash('md5').update(`${appKey}${text}${appSecret}`).digest('hex') },
  query: {},
});
const read = (push: IncomingPush, now: Instant = noon, shopId?: string): PushReading =>
  portAt(now, shopId).readPush?.(push) ?? expect.unreachable();

const created = { aftersale_id: '#7130712345678901234', p_id: '#6912345678901234567', shop_id: 12345 };
/** Content is JSON within the JSON, with bare 64-bit numbers. */
const message = (tag: string, data: object, id = `1:0:${tag}:1768444200`) => ({
  tag,
  msg_id: id,
  data: JSON.stringify(data).replaceAll(/"#(\d+)"/g, '$1'),
});
const push = (...messages: object[]) => signed(JSON.stringify(messages));

const vectorBody =
  '[{"tag":"200","msg_id":"69100001:0:200:1768444200","data":"{\\"aftersale_id\\":7130712345678901234,\\"aftersale_status\\":6,\\"aftersale_type\\":0,\\"apply_time\\":1768444200,\\"p_id\\":6912345678901234567,\\"s_id\\":6912345678901234567,\\"shop_id\\":12345,\\"refund_amount\\":9900}"}]';

describe('a push', () => {
  test('with the published signature is read, with every digit of its number', () => {
    const headers = { 'event-sign': 'da0e9ef23dde8d2761de4c25e9e8f6e5' };
    expect(read({ text: vectorBody, headers, query: {} })).toEqual({
      kind: 'accepted',
      deliveryId: '69100001:0:200:1768444200',
      changes: [{ kind: 'refund', externalId: '7130712345678901234' }],
      answer: { status: 200, text: '{"code":0,"msg":"success"}', contentType: 'application/json' },
    });
  });

  test.each<[string, (push: IncomingPush) => IncomingPush]>([
    ['one byte more', (genuine) => ({ ...genuine, text: `${genuine.text} ` })],
    ['another number', (genuine) => ({ ...genuine, text: genuine.text.replace('8901234,', '8901235,') })],
    [
      'the content written anew',
      (genuine) => ({ ...genuine, text: JSON.stringify(JSON.parse(genuine.text), null, 1) }),
    ],
    ['no signature', (genuine) => ({ ...genuine, headers: {} })],
    ['two signatures', (genuine) => ({ ...genuine, headers: { 'event-sign': ['a', 'b'] } })],
    ['the signature of another secret', (genuine) => ({ ...genuine, headers: { 'event-sign': 'a'.repeat(32) } })],
  ])('with %s is refused', (_, forge) => {
    const reading = read(forge(signed(vectorBody)));
    expect(reading).toMatchObject({ kind: 'refused', answer: { status: 401 } });
  });

  test('of several messages tells of each document once', () => {
    const reading = read(
      push(
        message('200', created, 'a'),
        message('206', created, 'b'),
        message('101', { p_id: '#6912345678901234999', s_ids: [], shop_id: 12345 }, 'c'),
      ),
    );
    expect(reading).toMatchObject({
      kind: 'accepted',
      deliveryId: 'a,b,c',
      changes: [
        { kind: 'refund', externalId: '7130712345678901234' },
        { kind: 'order', externalId: '6912345678901234999' },
      ],
    });
  });

  test('that comes twice has the same number twice', () => {
    const twice = [push(message('200', created)), push(message('200', created))].map((one) => read(one));
    expect(twice[0]).toEqual(twice[1]);
  });

  test('that tests the connection is answered well and tells of nothing', () => {
    expect(read(push({ tag: '0', msg_id: 'test', data: '{"test":true}' }))).toMatchObject({
      kind: 'accepted',
      changes: [],
      answer: { status: 200, text: '{"code":0,"msg":"success"}' },
    });
  });

  test.each([
    ['seconds', { apply_time: 1_768_444_200 }],
    ['a text with a zone', { update_time: '2026-01-15T10:30:00+08:00' }],
  ])('whose event, told in %s, lies a day back is refused, and not asked for again', (_, time) => {
    const genuine = push(message('208', { ...created, ...time }));
    expect(read(genuine, fromMs(1_768_444_200_000 + 86_399_000))).toMatchObject({ kind: 'accepted' });
    expect(read(genuine, fromMs(1_768_444_200_000 + 86_400_000))).toMatchObject({
      kind: 'refused',
      answer: { status: 200, text: '{"code":0,"msg":"success"}' },
    });
  });

  test('that names no time is taken at any age', () => {
    const genuine = push(message('209', { ...created, status_deadline: 1_768_615_800 }));
    expect(read(genuine, fromMs(1_800_000_000_000))).toMatchObject({ kind: 'accepted' });
  });

  test('for another shop of the same app tells of nothing', () => {
    const both = push(
      message('200', created, 'a'),
      message('200', { ...created, aftersale_id: '#7', shop_id: 9 }, 'b'),
    );
    expect(read(both, noon, '9')).toMatchObject({ changes: [{ externalId: '7' }] });
  });

  test('with a message that cannot be read tells of the others', () => {
    const reading = read(push({ tag: 200, msg_id: 'a', data: '{"half' }, message('200', created, 'b')));
    expect(reading).toMatchObject({ changes: [{ kind: 'refund', externalId: '7130712345678901234' }] });
  });

  test.each([['{}'], ['"text"'], ['[{"tag":"200"}]'], ['[']])('that is signed but reads %s is refused', (text) => {
    expect(read(signed(text))).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/^the push: ./) });
  });
});

const orders = z.tuple([z.object({ order_id: z.string() })]);
const afterSale = z.object({ after_sale_id: z.string() });
const pushes = z.array(z.object({ msg_id: z.string() }));

async function openShop(): Promise<WebhookBench> {
  const simulator = await startDouyin();
  const steer = steering(simulator.url);
  const receiver = await cannedVendor('{"code":0,"msg":"success"}');
  const waiting: string[] = [];
  // Orders tell of themselves too; they are there before anybody listens.
  for (let n = 0; n < 3; n++) {
    const [order] = orders.parse(await steer('POST', 'orders', {}));
    waiting.push(order.order_id);
  }
  await steer('POST', 'push-address', { url: receiver.url });
  return {
    port: douyin({
      gatewayUrl: simulator.url,
      appKey,
      appSecret,
      accessToken: 'test-access-token-4463798',
      shopId: '4463798',
      timeoutMs: 10_000,
      now: () => fromMs(simulator.clock.now()),
    }),
    pass: async (ms) => {
      await steer('POST', 'clock', { shiftMs: ms });
    },
    change: async () => {
      const asked = await steer('POST', 'aftersales', { order_id: waiting.pop(), after_sale_type: 2 });
      return { kind: 'refund', externalId: afterSale.parse(asked).after_sale_id };
    },
    arrived: async () =>
      receiver.seen.map(({ headers, body }) => ({ text: body.toString('utf8'), headers, query: {} })),
    repeat: async () => {
      const last = pushes.parse(await steer('GET', 'pushes')).at(-1);
      await steer('POST', `pushes/${last?.msg_id}/resend`);
    },
    close: async () => {
      await simulator.close();
      await receiver.close();
    },
  };
}

describeWebhook('Douyin', openShop, { timed: true });
