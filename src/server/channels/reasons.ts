import type { ChannelRefund } from '../../connectors/channel/port.ts';
import type { Order } from '../../domain/orders/order.ts';
import type { Reason } from '../../domain/policy/reasons.ts';

/**
 * Platforms send a reason as the buyer read it. These words are recalled from what platforms show, not from a published
 * list, so what none of them fits is `other` and goes to a person.
 */
const words: readonly (readonly [RegExp, Reason])[] = [
  [/七天无理由|7天无理由|不喜欢|不想要|拍错|多拍|效果不好/, 'no_reason'],
  [/尺码|尺寸|颜色|大小.*不(合适|符)/, 'size_or_color'],
  [/描述不符|材质不符|做工|与商品描述/, 'not_as_described'],
  [/发错|错发/, 'wrong_item'],
  [/少件|漏发|缺件|少发/, 'missing_part'],
  [/破损|污渍|包装.*损/, 'damaged_in_transit'],
  [/质量|瑕疵|假冒|变质|开线|起球|故障/, 'quality_fault'],
  [/未收到|没收到|空包|快递.*(停滞|丢失|无记录)/, 'not_received'],
  [/未(按约定)?.*发货|缺货|未发货/, 'not_shipped'],
  // Shopify's ReturnReason, a published list: OTHER and UNKNOWN are nothing else here either.
  [/^UNWANTED$/, 'no_reason'],
  [/^(SIZE_TOO_SMALL|SIZE_TOO_LARGE|STYLE|COLOR)$/, 'size_or_color'],
  [/^NOT_AS_DESCRIBED$/, 'not_as_described'],
  [/^WRONG_ITEM$/, 'wrong_item'],
  [/^DEFECTIVE$/, 'quality_fault'],
];

export function reasonFrom(refund: ChannelRefund, order: Order): Reason {
  if (refund.resolution === 'refund_only' && !order.shippedAt) return 'not_shipped';
  return words.find(([pattern]) => pattern.test(refund.reason))?.[1] ?? 'other';
}
