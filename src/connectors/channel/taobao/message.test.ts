import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { fromMs } from '../../../domain/time.ts';
import { startTaobao } from '../../../simulators/taobao/simulator.ts';
import { type CannedAnswer, type CannedVendor, silence } from '../../canned-vendor.ts';
import { steering } from '../../steering.ts';
import * as canned from './canned-shop.ts';
import { appSecret, error, version, wire } from './canned-shop.ts';
import { taobao } from './taobao.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

const ref = { externalId: '212345678901234567', version, phase: 'aftersale' };
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3);
const added = wire({ refund_message_add_response: { refund_message: { id: 7, created: '2026-01-15 10:30:00' } } });

async function shopAnswering(...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering({}, ...answers);
  vendor = shop.vendor;
  return shop;
}

/** The messages of the refund as the platform shows them. */
const standing = (...list: object[]): string =>
  wire({ refund_messages_get_response: { refund_messages: { refund_message: list }, request_id: 'r' } });
const ours = { id: 7, owner_role: 2, content: '请补一张照片', created: '2026-01-15 10:30:01' };

describe('a message', () => {
  test('goes out with its picture, which is not signed', async () => {
    const { port, seen } = await shopAnswering(added);
    expect(await port.message?.(ref, '请补一张照片', png)).toEqual({ kind: 'done' });
    const data = await new Response(new Uint8Array(seen[0]?.body ?? []), {
      headers: { 'content-type': seen[0]?.headers['content-type'] ?? '' },
    }).formData();
    const image = data.get('image');
    expect(data.get('method')).toBe('taobao.refund.message.add');
    expect(data.get('content')).toBe('请补一张照片');
    expect(data.get('refund_id')).toBe('212345678901234567');
    expect(image instanceof Blob && image.type).toBe('image/png');
  });

  test.each<[string, string, Uint8Array | undefined]>([
    ['message_empty', ' ', png],
    ['message_too_long', '好'.repeat(134), png],
    ['picture_missing', '好', undefined],
    ['picture_not_an_image', '好', Uint8Array.of(1, 2, 3, 4)],
    ['picture_too_large', '好', Uint8Array.from([0xff, 0xd8, 0xff, ...new Uint8Array(512_000)])],
  ])('that cannot pass is refused here: %s', async (code, text, picture) => {
    const { port, seen } = await shopAnswering(added);
    expect(await port.message?.(ref, text, picture)).toMatchObject({ kind: 'refused', code, stale: false });
    expect(seen).toEqual([]);
  });

  test.each<[string, CannedAnswer, object]>([
    ['done, when it stands there', standing(ours), { kind: 'done' }],
    ['unknown, when it does not', standing(), { kind: 'unknown' }],
    ['unknown, when the buyer said the same', standing({ ...ours, owner_role: 1 }), { kind: 'unknown' }],
    ['unknown, when it was said long ago', standing({ ...ours, created: '2026-01-15 10:00:00' }), { kind: 'unknown' }],
    ['unknown, when the messages cannot be read', error(15, 'isv.no'), { kind: 'unknown' }],
  ])('whose answer is lost is %s', async (_, look, outcome) => {
    const { port, seen } = await shopAnswering({ status: 502, body: '<html>' }, look);
    expect(await port.message?.(ref, '请补一张照片', png)).toMatchObject(outcome);
    expect(seen[1]?.form).toMatchObject({ method: 'taobao.refund.messages.get', refund_phase: 'aftersale' });
  });

  test('that is refused is not looked for', async () => {
    const { port, seen } = await shopAnswering(error(15, 'isv.refund-not-exist'), silence);
    expect(await port.message?.(ref, '请补一张照片', png)).toMatchObject({ kind: 'refused' });
    expect(seen).toHaveLength(1);
  });
});

test.each(['taobao', 'tmall'] as const)(
  'what was said on %s stands there once, though the answer was lost',
  async (shopKind) => {
    const simulator = await startTaobao();
    onTestFinished(() => simulator.close());
    const steer = steering(simulator.url);
    const port = taobao({
      gatewayUrl: `${simulator.url}/router/rest`,
      appKey: '12345678',
      appSecret,
      session: shopKind === 'tmall' ? '6100000tmall_session' : '6100000test_session',
      shopKind,
      timeoutMs: 10_000,
      now: () => fromMs(simulator.clock.now()),
    });
    const seller_nick = shopKind === 'tmall' ? '归来旗舰店' : '归来测试店';
    const [{ tid }] = z.tuple([z.object({ tid: z.string() })]).parse(await steer('POST', 'trades', { seller_nick }));
    const { refund_id } = z.object({ refund_id: z.string() }).parse(await steer('POST', 'refunds', { tid }));
    await steer('POST', 'faults', { kind: 'drop_after', count: 1, filter: { method: 'taobao.refund.message.add' } });
    const said = await port.message?.({ externalId: refund_id, version: 1, phase: 'onsale' }, '请补一张照片', png);
    expect(said).toEqual({ kind: 'done' });
    expect(await steer('GET', `refunds/${refund_id}/messages`)).toMatchObject([
      { content: '请补一张照片', imageBytes: 7 },
    ]);
  },
);
