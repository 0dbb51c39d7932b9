import { expect, test } from 'vitest';
import type { ChannelRefund } from '../../connectors/channel/port.ts';
import type { Order } from '../../domain/orders/order.ts';
import { reasonFrom } from './reasons.ts';

const said = (reason: string, resolution: ChannelRefund['resolution'] = 'return_and_refund', shipped = true) =>
  reasonFrom(
    { reason, resolution } as ChannelRefund,
    { shippedAt: shipped ? '2026-11-11T00:00:00.000Z' : null } as Order,
  );

test.each([
  ['七天无理由退货', 'no_reason'],
  ['尺码/颜色不合适', 'size_or_color'],
  ['商品描述不符', 'not_as_described'],
  ['卖家发错货', 'wrong_item'],
  ['少件/漏发', 'missing_part'],
  ['收到商品时破损', 'damaged_in_transit'],
  ['质量问题', 'quality_fault'],
  ['未收到货', 'not_received'],
  ['UNWANTED', 'no_reason'],
  ['SIZE_TOO_SMALL', 'size_or_color'],
  ['DEFECTIVE', 'quality_fault'],
  ['WRONG_ITEM', 'wrong_item'],
  ['OTHER', 'other'],
  ['家里人已经买了', 'other'],
])('%s is %s', (words, reason) => {
  expect(said(words)).toBe(reason);
});

test('money back before shipment is that the goods were not shipped, whatever was clicked', () => {
  expect(said('质量问题', 'refund_only', false)).toBe('not_shipped');
  expect(said('质量问题', 'refund_only', true)).toBe('quality_fault');
});
