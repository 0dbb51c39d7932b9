import { afterEach, describe, expect, test } from 'vitest';
import type { CannedAnswer, CannedVendor } from '../../canned-vendor.ts';
import type { ChannelChange } from '../port.ts';
import * as canned from './canned-shop.ts';
import { error, wire } from './canned-shop.ts';
import type { TaobaoConfig } from './config.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

const permitted = wire({ tmc_user_permit_response: { is_success: true, request_id: 'r' } });
const confirmed = wire({ tmc_messages_confirm_response: { is_success: true, request_id: 'r' } });
const throttled = error(7, 'accesscontrol.limited-by-api-access-count', 'This ban will last for 3 more seconds');

const told = (id: string, content: string, changes: object = {}) => ({
  id: `#${id}`,
  topic: 'taobao_refund_RefundCreated',
  content,
  user_id: 1,
  user_nick: '归来旗舰店',
  pub_time: '2026-01-15 10:12:00',
  pub_app_key: '12497914',
  ...changes,
});
const refundContent = '{"refund_id":212345678901234567,"tid":2212345678901234567,"seller_nick":"归来旗舰店"}';
const messages = (...list: object[]): string =>
  wire({ tmc_messages_consume_response: { messages: { tmc_message: list }, request_id: 'r' } });

/** Listens to a platform with these answers until it says no, and tells what was kept and what was called, in turn. */
async function hear(changes: Partial<TaobaoConfig>, ...answers: CannedAnswer[]) {
  const stream = { sellerNick: '归来旗舰店' };
  const shop = await canned.shopAnswering({ stream, ...changes }, ...answers);
  vendor = shop.vendor;
  const kept: ChannelChange[][] = [];
  const calledBeforeKeep: number[] = [];
  const fault = await shop.port.listen?.(async (some) => {
    calledBeforeKeep.push(shop.seen.length);
    kept.push([...some]);
  }, new AbortController().signal);
  const calls = shop.seen.map(({ form }) => form);
  return { fault, kept, calls, methods: calls.map((form) => form['method']), calledBeforeKeep };
}

describe('listening', () => {
  test('subscribes the shop, takes, keeps and then confirms, the latter without a session', async () => {
    const { kept, calls, methods, calledBeforeKeep } = await hear(
      {},
      permitted,
      messages(told('4130300001234567890', refundContent)),
      confirmed,
      throttled,
    );
    expect(methods).toEqual([
      'taobao.tmc.user.permit',
      'taobao.tmc.messages.consume',
      'taobao.tmc.messages.confirm',
      'taobao.tmc.messages.consume',
    ]);
    expect(kept).toEqual([[{ kind: 'refund', externalId: '212345678901234567' }]]);
    expect(calledBeforeKeep).toEqual([2]);
    expect(calls[0]).toMatchObject({ session: '6100000test_session' });
    expect(calls[0]).not.toHaveProperty('topics');
    expect(calls[1]).toMatchObject({ quantity: '100' });
    expect(calls[1]).not.toHaveProperty('session');
    expect(calls[1]).not.toHaveProperty('group_name');
    expect(calls[2]).toMatchObject({ s_message_ids: '4130300001234567890' });
    expect(calls[2]).not.toHaveProperty('session');
  });

  test('names the group that the shop is in', async () => {
    const stream = { sellerNick: '归来旗舰店', group: 'guilai' };
    const { calls } = await hear({ stream }, permitted, messages(told('1', refundContent)), confirmed, throttled);
    expect(calls.slice(1).map((form) => form['group_name'])).toEqual(['guilai', 'guilai', 'guilai']);
  });

  test('hands over once what is said twice, and trades beside refunds', async () => {
    const trade = told('3', '{"tid":"2212345678901234567"}', { topic: 'taobao_trade_TradeSuccess' });
    const { kept, calls } = await hear(
      {},
      permitted,
      messages(told('1', refundContent), told('1', refundContent), told('2', refundContent), trade),
      confirmed,
      throttled,
    );
    expect(kept).toEqual([
      [
        { kind: 'refund', externalId: '212345678901234567' },
        { kind: 'order', externalId: '2212345678901234567' },
      ],
    ]);
    expect(calls[2]?.['s_message_ids']).toBe('1,2,3');
  });

  test.each<[string, string]>([
    ['in a list', messages(told('1', refundContent))],
    [
      'as a single object',
      wire({ tmc_messages_consume_response: { messages: { tmc_message: told('1', refundContent) }, request_id: 'r' } }),
    ],
    ['in the flat form', wire({ messages: [told('1', refundContent)], request_id: 'r' })],
  ])('reads a message %s', async (_, answer) => {
    expect((await hear({}, permitted, answer, confirmed, throttled)).kept).toHaveLength(1);
  });

  test.each<[string, object]>([
    ['about what does not concern us', { topic: 'taobao_item_ItemUpdate' }],
    ['that cannot be read', { content: '<xml>' }],
    ['without content', { content: null }],
    ['that names another seller inside', { content: '{"refund_id":1,"seller_nick":"别人的店"}' }],
  ])('confirms a message %s, keeping nothing', async (_, changes) => {
    const { kept, methods } = await hear(
      {},
      permitted,
      messages(told('1', refundContent, changes)),
      confirmed,
      throttled,
    );
    expect(kept).toEqual([]);
    expect(methods).toContain('taobao.tmc.messages.confirm');
  });

  test('leaves the messages of other shops for those', async () => {
    const foreign = told('1', refundContent, { user_nick: '别人的店' });
    const config = { unverified: { streamIdleMs: 1 } };
    const { kept, methods } = await hear(config, permitted, messages(foreign), throttled);
    expect(kept).toEqual([]);
    expect(methods).not.toContain('taobao.tmc.messages.confirm');
  });

  test.each<[string, string[], object]>([
    [
      'may not subscribe',
      [error(27, 'isv.session-expired')],
      { kind: 'unauthorised', code: 'isv.session-expired', message: 'm' },
    ],
    ['is not subscribed', [wire({ tmc_user_permit_response: { is_success: false, request_id: 'r' } })], {}],
    ['is throttled', [permitted, throttled], { kind: 'throttled', retryAfterMs: 3000 }],
    ['cannot read the batch', [permitted, wire({ tmc_messages_consume_response: { messages: 'x' } })], {}],
    [
      'is not heard when it confirms',
      [
        permitted,
        messages(told('1', refundContent)),
        wire({ tmc_messages_confirm_response: { is_success: false, request_id: 'r' } }),
      ],
      {},
    ],
  ])('ends when it %s', async (_, answers, fault) => {
    expect((await hear({}, ...answers)).fault).toMatchObject({ kind: 'unknown', ...fault });
  });

  test('passes on why something could not be kept, and confirms nothing', async () => {
    const stream = { sellerNick: '归来旗舰店' };
    const shop = await canned.shopAnswering({ stream }, permitted, messages(told('1', refundContent)), confirmed);
    vendor = shop.vendor;
    const keep = () => Promise.reject(new Error('the disk is full'));
    await expect(shop.port.listen?.(keep, new AbortController().signal)).rejects.toThrow('the disk is full');
    expect(shop.seen.map(({ form }) => form['method'])).not.toContain('taobao.tmc.messages.confirm');
  });
});

test('a shop without a stream has nothing to listen to', async () => {
  const shop = await canned.shopAnswering({}, '');
  vendor = shop.vendor;
  expect(shop.port.capabilities.push).toBe('none');
  expect(shop.port.listen).toBeUndefined();
});
