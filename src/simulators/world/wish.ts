import { type Basket, lineAmount } from './basket.ts';
import type { Random } from './random.ts';

/** How far the goods had come when we first hear of the order. */
export type Delivery = 'unshipped' | 'on_the_way' | 'delivered' | 'delivered_long_ago';

export type Reason =
  | 'no_reason'
  | 'size_or_color'
  | 'quality_fault'
  | 'not_as_described'
  | 'wrong_item'
  | 'missing_part'
  | 'damaged_in_transit'
  | 'not_shipped'
  | 'not_received'
  | 'other';

/** What a buyer will want back, and how he will go about it. */
export type Wish = {
  reason: Reason;
  refundOnly: boolean;
  note: string;
  /** By the place in the basket. */
  lines: { index: number; quantity: number }[];
  /** Sends a picture with the request where the reason calls for one; otherwise perhaps when he is asked. */
  photoAtOnce: boolean;
  photoWhenAsked: boolean;
  withdraws: boolean;
  sends: boolean;
};

const afterDelivery: readonly (readonly [number, Reason])[] = [
  [30, 'no_reason'],
  [14, 'quality_fault'],
  [10, 'not_as_described'],
  [6, 'wrong_item'],
  [5, 'missing_part'],
  [8, 'damaged_in_transit'],
  [4, 'other'],
];

const inSizes = [...afterDelivery, [26, 'size_or_color'] as const];

const notes: Record<Reason, readonly string[]> = {
  no_reason: ['不太喜欢，没拆吊牌', '冲动消费，退了吧', '和想象的不一样，退货', ''],
  size_or_color: ['尺码偏大，穿着不合适', '颜色和图片有色差', '买小了一号'],
  quality_fault: ['用了一次就坏了', '有线头而且开线', '按键失灵，无法开机', '表面起球严重'],
  not_as_described: ['材质和详情页写的不一样', '容量和描述不符'],
  wrong_item: ['发错颜色了', '收到的不是我买的款式'],
  missing_part: ['少了一个配件', '说好的两件只收到一件'],
  damaged_in_transit: ['外箱压坏，里面也裂了', '瓶盖漏液，包装全湿'],
  not_shipped: ['等太久了，不要了', '地址填错，先退款'],
  not_received: ['物流好几天没更新', '显示派送但一直没收到'],
  other: ['家里人已经买了', '想换别的款，先退'],
};

const quality: ReadonlySet<Reason> = new Set<Reason>([
  'quality_fault',
  'not_as_described',
  'wrong_item',
  'missing_part',
  'damaged_in_transit',
]);

export const needsPhoto = (reason: Reason): boolean => quality.has(reason);

export function wishOf(random: Random, basket: Basket, delivery: Delivery): Wish {
  const main = random.pick([...basket.lines.keys()].filter((index) => lineAmount(lineAt(basket, index)) > 0));
  const reason = reasonFor(random, delivery, lineAt(basket, main).article.sized === true);
  const refundOnly = delivery === 'unshipped' || delivery === 'on_the_way';
  // What never came is claimed whole.
  const all = refundOnly || random.chance(0.25);
  const indexes = all ? [...basket.lines.keys()] : [main];
  const lines = indexes.map((index) => {
    const { quantity } = lineAt(basket, index);
    return { index, quantity: refundOnly || random.chance(0.5) ? quantity : random.int(1, quantity) };
  });
  return {
    reason,
    refundOnly,
    note: random.pick(notes[reason]),
    lines,
    photoAtOnce: random.chance(0.72),
    photoWhenAsked: random.chance(0.7),
    withdraws: random.chance(0.08),
    sends: random.chance(0.9),
  };
}

function reasonFor(random: Random, delivery: Delivery, sized: boolean): Reason {
  if (delivery === 'unshipped') return 'not_shipped';
  return delivery === 'on_the_way' ? 'not_received' : random.weighted(sized ? inSizes : afterDelivery);
}

function lineAt({ lines }: Basket, index: number): Basket['lines'][number] {
  const line = lines[index];
  if (!line) throw new Error(`the basket has no line ${index}`);
  return line;
}
