import { SteeringError } from '../http-server.ts';
import { type Fields, optionalBooleanIn, textIn } from '../steering-input.ts';
import { deadlineFrom, isOpen } from './deadlines.ts';
import { shapedInput } from './shape-input.ts';
import { type AfterSale, afterSaleShape } from './shapes.ts';
import { type DouyinWorld, nowSeconds } from './world.ts';

const firstAfterSaleId = 7_130_712_345_678_901_234n;
const types = [0, 1, 2, 3, 6, 7, 8];
/** A resend, a repair or an exchange moves no money. */
const withoutMoney: ReadonlySet<number> = new Set([3, 7, 8]);

/** What a buyer asks for, in the names of `afterSale.Detail`; `order_id` names a sub order, `whole_order` all of them. */
export function newAfterSale(world: DouyinWorld, fields: Fields): AfterSale {
  const wished = shapedInput(afterSaleShape, fields, ['order_id', 'whole_order', 'manual_only']);
  const id = textIn(fields, 'order_id');
  const order = world.book.orderWithLine(id);
  const sku = order?.sku_order_list.find(({ order_id }) => order_id === id);
  if (!order || !sku) throw new SteeringError(404, `no order line ${id}`);
  if (order.order_status === 1) throw new SteeringError(409, 'the order is not paid');
  const whole_order = optionalBooleanIn(fields, 'whole_order') ?? false;
  const lines = whole_order ? order.sku_order_list : [sku];
  const isUnderWay = world.book
    .afterSalesOf(order.order_id)
    .some(
      (other) =>
        isOpen(other) &&
        (whole_order || other.whole_order || lines.some(({ order_id }) => order_id === other.sku_order_id)),
    );
  if (isUnderWay) throw new SteeringError(409, 'the order line has an after-sale under way');
  const after_sale_type = wished.after_sale_type ?? (order.ship_time > 0 ? 0 : 2);
  if (!types.includes(after_sale_type)) throw new SteeringError(400, `buyers do not ask for type ${after_sale_type}`);
  const paid = lines.reduce((sum, { pay_amount }) => sum + pay_amount, 0);
  const refund_total_amount = wished.refund_total_amount ?? (withoutMoney.has(after_sale_type) ? 0 : paid);
  if (refund_total_amount > paid) throw new SteeringError(409, 'more is asked for than was paid');
  const now = nowSeconds(world);
  return {
    refund_post_amount: 0,
    status_deadline: deadlineFrom(now, 6),
    reason: order.ship_time > 0 ? '不喜欢/效果不好' : '多拍/错拍/不想要',
    reason_code: order.ship_time > 0 ? 6 : 1,
    reason_remark: '',
    got_pkg: order.ship_time > 0 ? 1 : 0,
    after_sale_apply_count: sku.item_num,
    arbitrate_status: 0,
    apply_time: now,
    ...wished,
    after_sale_id: wished.after_sale_id ?? String(firstAfterSaleId + BigInt(world.book.afterSales.size) * 1000n),
    after_sale_type,
    refund_total_amount,
    shop_id: order.shop_id,
    order_id: order.order_id,
    sku_order_id: sku.order_id,
    whole_order,
    after_sale_status: 6,
    refund_status: 1,
    update_time: now,
    return_address_id: '0',
    extended: false,
    manual_only: optionalBooleanIn(fields, 'manual_only') ?? false,
  };
}
