import { expect, test } from 'vitest';
import type { ChannelRefund } from '../../connectors/channel/port.ts';
import type { Reason } from '../../domain/policy/reasons.ts';
import { systemClock } from '../clock.ts';
import { vendorsOf } from '../vendors.ts';
import { reasonFrom } from './reasons.ts';

const { channels } = vendorsOf(systemClock);
const tableOf = (channel: string) => channels.find(({ id }) => id === channel)?.reasons ?? [];

type Said = { channel?: string; resolution?: ChannelRefund['resolution']; shipped?: boolean; mapped?: Reason };
const said = (reason: string, facts: Said = {}) => {
  const { channel = 'taobao', resolution = 'return_and_refund', shipped = true, mapped = null } = facts;
  const order = { shippedAt: shipped ? ('2026-11-11T00:00:00.000Z' as never) : null };
  return reasonFrom({ reason, resolution } as ChannelRefund, order, tableOf(channel), mapped);
};

test.each([
  ['taobao', '七天无理由退货', 'no_reason'],
  ['taobao', '尺码/颜色不合适', 'size_or_color'],
  ['taobao', '商品描述不符', 'not_as_described'],
  // A fault by what is said of it, though a size is named: the way back is the seller's.
  ['taobao', '大小/尺寸与商品描述不符', 'not_as_described'],
  ['jd', '卖家发错货', 'wrong_item'],
  ['pinduoduo', '少件/漏发', 'missing_part'],
  ['douyin', '收到商品时破损', 'damaged_in_transit'],
  ['jd', '质量问题', 'quality_fault'],
  ['pinduoduo', '未收到货', 'not_received'],
  ['douyin', '多拍/错拍/不想要', 'no_reason'],
  ['shopify', 'UNWANTED', 'no_reason'],
  ['shopify', 'SIZE_TOO_SMALL', 'size_or_color'],
  ['shopify', 'Size was too large', 'size_or_color'],
  ['shopify', 'DEFECTIVE', 'quality_fault'],
  ['shopify', 'WRONG_ITEM', 'wrong_item'],
  ['shopify', 'OTHER', 'other'],
  ['taobao', '其他', 'other'],
] as const)('on %s, %s is %s', (channel, words, reason) => {
  expect(said(words, { channel })).toEqual({ reason, understood: true });
});

test.each([
  ['taobao', '家里人已经买了'],
  ['shopify', 'Arrived too late'],
  ['woocommerce', '七天无理由'],
  ['shopify', 'not as described'],
])('on %s, nobody knows what %s stands for: it is another reason', (channel, words) => {
  expect(said(words, { channel })).toEqual({ reason: 'other', understood: false });
});

test('what the merchant says goes before the table', () => {
  expect(said('家里人已经买了', { mapped: 'no_reason' })).toEqual({ reason: 'no_reason', understood: true });
  expect(said('质量问题', { mapped: 'not_as_described' }).reason).toBe('not_as_described');
});

test('money back before shipment is that the goods were not shipped, whatever was clicked', () => {
  expect(said('质量问题', { resolution: 'refund_only', shipped: false }).reason).toBe('not_shipped');
  expect(said('质量问题', { resolution: 'refund_only' }).reason).toBe('quality_fault');
});

test('no table says two things of one text, and only published ones are verified', () => {
  for (const { id, reasons } of channels) {
    const texts = reasons.map(({ match, says }) => `${match} ${says}`);
    expect([id, texts.length]).toEqual([id, new Set(texts).size]);
    if (id !== 'shopify') expect([id, reasons.some(({ verified }) => verified)]).toEqual([id, false]);
  }
});
