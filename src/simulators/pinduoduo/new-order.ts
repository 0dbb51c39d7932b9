import { parseShanghaiText, shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, manyOf, optionalNumberIn, optionalTextIn, present } from '../steering-input.ts';
import { onlyFields, optionalDateIn, optionalIdIn, optionalYuanIn } from '../steering-shapes.ts';
import { yuanOf } from '../yuan.ts';
import type { Item, Order } from './shapes.ts';
import { fen, type PinduoduoWorld } from './world.ts';

const orderFields = [
  ...['order_sn', 'mall_id', 'order_status', 'confirm_status', 'platform_discount', 'seller_discount', 'postage'],
  ...['created_time', 'pay_time', 'shipping_time', 'receive_time', 'updated_at', 'logistics_id', 'tracking_number'],
  ...['receiver_name', 'receiver_phone', 'remark', 'item_list'],
];
const itemFields = [
  ...['goods_id', 'sku_id', 'goods_name', 'goods_spec', 'goods_price', 'goods_count', 'outer_id', 'outer_goods_id'],
];

/** A paid order in the platform's own field names; what is not given is made up to fit. */
export function newOrder(world: PinduoduoWorld, fields: Fields): Order {
  onlyFields(fields, orderFields);
  const mallId = optionalIdIn(fields, 'mall_id') ?? world.malls[0]?.mall_id;
  const mall = world.malls.find(({ mall_id }) => mall_id === mallId);
  if (!mall) throw new SteeringError(400, `there is no mall ${mallId}`);
  const now = world.clock.now();
  const created_at = optionalTimeIn(fields, 'created_time') ?? now;
  const items = (fields['item_list'] === undefined ? [{}] : manyOf(fields['item_list'])).map(newItem);
  const goods = items.reduce((sum, item) => sum + fen(item.goods_price) * BigInt(item.goods_count), 0n);
  const platform_discount = optionalYuanIn(fields, 'platform_discount') ?? '0.00';
  const seller_discount = optionalYuanIn(fields, 'seller_discount') ?? '0.00';
  const postage = optionalYuanIn(fields, 'postage') ?? '0.00';
  const discount = fen(platform_discount) + fen(seller_discount);
  if (discount > goods) throw new SteeringError(409, 'the discounts are more than the goods');
  return {
    order_sn: optionalTextIn(fields, 'order_sn') ?? nextOrderSn(world, created_at),
    mall_id: mall.mall_id,
    order_status: oneOf([1, 2, 3] as const, optionalNumberIn(fields, 'order_status') ?? 1, 'order_status'),
    confirm_status: oneOf([0, 1, 2] as const, optionalNumberIn(fields, 'confirm_status') ?? 1, 'confirm_status'),
    goods_amount: yuanOf(goods),
    discount_amount: yuanOf(discount),
    platform_discount,
    seller_discount,
    postage,
    pay_amount: yuanOf(goods - discount + fen(postage)),
    created_at,
    paid_at: optionalTimeIn(fields, 'pay_time') ?? created_at,
    updated_at: optionalTimeIn(fields, 'updated_at') ?? now,
    ...present({
      shipped_at: optionalTimeIn(fields, 'shipping_time'),
      received_at: optionalTimeIn(fields, 'receive_time'),
      logistics_id: optionalIdIn(fields, 'logistics_id'),
      tracking_number: optionalTextIn(fields, 'tracking_number'),
    }),
    receiver_name_mask: masked(optionalTextIn(fields, 'receiver_name') ?? '张三', 1, 0),
    receiver_phone_mask: masked(optionalTextIn(fields, 'receiver_phone') ?? '13800005678', 3, 4),
    remark: optionalTextIn(fields, 'remark') ?? '',
    item_list: items,
  };
}

function newItem(fields: Fields, index: number): Item {
  onlyFields(fields, itemFields);
  const goods_count = optionalNumberIn(fields, 'goods_count') ?? 1;
  if (!Number.isInteger(goods_count) || goods_count < 1)
    throw new SteeringError(400, '"goods_count" must be 1 or more');
  return {
    goods_id: optionalIdIn(fields, 'goods_id') ?? '123456789',
    sku_id: optionalIdIn(fields, 'sku_id') ?? String(987_654_321 + index),
    goods_name: optionalTextIn(fields, 'goods_name') ?? '商品',
    goods_spec: optionalTextIn(fields, 'goods_spec') ?? '默认',
    goods_price: optionalYuanIn(fields, 'goods_price') ?? '100.00',
    goods_count,
    outer_id: optionalTextIn(fields, 'outer_id') ?? `SKU-${index + 1}`,
    outer_goods_id: optionalTextIn(fields, 'outer_goods_id') ?? `ITEM-${index + 1}`,
  };
}

function oneOf<const T extends number>(allowed: readonly T[], value: number, name: string): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new SteeringError(400, `"${name}" must be one of ${allowed.join(', ')}`);
  return found;
}

/** `260115-339507978993455`: the day, and fifteen digits. */
function nextOrderSn(world: PinduoduoWorld, createdAt: number): string {
  const day = shanghaiText(createdAt).slice(2, 10).replaceAll('-', '');
  return `${day}-${339_507_978_990_000 + world.book.orders.size}`;
}

/** Receivers leave the platform masked; the simulator does not even remember more. */
const masked = (text: string, head: number, tail: number): string =>
  text.includes('*') ? text : `${text.slice(0, head)}****${tail === 0 ? '' : text.slice(-tail)}`;

const optionalTimeIn = (fields: Fields, name: string): number | undefined =>
  parseShanghaiText(optionalDateIn(fields, name) ?? '');
