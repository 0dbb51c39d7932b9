import { SteeringError } from '../http-server.ts';
import { type Fields, optionalNumberIn, optionalTextIn, textIn } from '../steering-input.ts';
import { onlyFields, optionalIdIn, optionalYuanIn } from '../steering-shapes.ts';
import { yuanOf } from '../yuan.ts';
import { waitMs } from './deadlines.ts';
import { type AfterSale, afterSaleTypes, type Item, type Order } from './shapes.ts';
import { firstStatus, isOpen } from './transitions.ts';
import { fen, type PinduoduoWorld } from './world.ts';

const firstId = 7_381_745_730n;
const names = [
  ...['id', 'order_sn', 'sku_id', 'after_sales_type', 'after_sales_reason', 'remark', 'refund_amount', 'goods_number'],
];

/** What a buyer asks for, in the platform's own field names; `refund_amount` in yuan. */
export function newAfterSale(world: PinduoduoWorld, fields: Fields): AfterSale {
  onlyFields(fields, names);
  const order = world.book.orders.get(textIn(fields, 'order_sn'));
  const skuId = optionalIdIn(fields, 'sku_id') ?? order?.item_list[0]?.sku_id;
  const item = order?.item_list.find(({ sku_id }) => sku_id === skuId);
  if (!order || !item) throw new SteeringError(404, 'no such order, or no such item in it');
  const earlier = world.book.newest.get(order.order_sn);
  if (earlier && isOpen(earlier)) throw new SteeringError(409, 'the order has an after-sale under way');
  const asked = optionalNumberIn(fields, 'after_sales_type') ?? (order.order_status === 1 ? 1 : 2);
  const after_sales_type = afterSaleTypes.find((one) => one === asked);
  if (after_sales_type === undefined) throw new SteeringError(400, '"after_sales_type" must be 1 to 5');
  const isMoney = after_sales_type <= 2;
  const refund_amount = optionalYuanIn(fields, 'refund_amount') ?? (isMoney ? paidFor(order, item) : '0.00');
  if (fen(refund_amount) > fen(order.pay_amount)) throw new SteeringError(409, 'more is asked for than was paid');

  const now = world.clock.now();
  const afterSale: AfterSale = {
    id: optionalIdIn(fields, 'id') ?? String(firstId + BigInt(world.book.afterSales.size)),
    order_sn: order.order_sn,
    mall_id: order.mall_id,
    after_sales_type,
    after_sales_status: firstStatus[after_sales_type],
    after_sales_reason: optionalTextIn(fields, 'after_sales_reason') ?? '七天无理由',
    remark: optionalTextIn(fields, 'remark') ?? '',
    refund_amount,
    goods_number: optionalNumberIn(fields, 'goods_number') ?? item.goods_count,
    sku_id: item.sku_id,
    join_or_not: '0',
    refund_operator_role: 0,
    created_at: now,
    updated_at: now,
  };
  const wait = waitMs(afterSale);
  return wait === undefined ? afterSale : { ...afterSale, timeout: now + wait };
}

/** An item's part of what was paid for the goods. */
function paidFor(order: Order, { goods_price, goods_count }: Item): string {
  const goods = fen(order.goods_amount);
  const own = fen(goods_price) * BigInt(goods_count);
  return yuanOf(goods === 0n ? 0n : ((fen(order.pay_amount) - fen(order.postage)) * own) / goods);
}
