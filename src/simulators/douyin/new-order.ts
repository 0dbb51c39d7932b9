import { createHash } from 'node:crypto';
import { SteeringError } from '../http-server.ts';
import { type Fields, fieldsOf, manyOf, optionalTextIn } from '../steering-input.ts';
import { shapedInput } from './shape-input.ts';
import { type Order, orderShape, type SkuOrder, skuOrderShape } from './shapes.ts';
import { type DouyinWorld, nowSeconds } from './world.ts';

/** Above 2^53, as the vendor's numbers are: whoever reads them as JavaScript numbers shall notice. */
const firstOrderId = 6_912_345_678_901_234_567n;

/**
 * An order in the vendor's own field names; what is not given is made up to fit. `post_receiver` and `post_tel` come plain
 * and are kept masked only.
 */
export function newOrder(world: DouyinWorld, fields: Fields): Order {
  const { sku_order_list: given, post_receiver: _, post_tel: __, ...own } = fields;
  const wished = shapedInput(orderShape, own);
  const shop = world.shops.find(({ shop_id }) => wished.shop_id === undefined || shop_id === wished.shop_id);
  if (!shop) throw new SteeringError(400, `there is no shop ${wished.shop_id}`);
  const now = nowSeconds(world);
  const order_id = wished.order_id ?? String(firstOrderId + BigInt(world.book.orders.size) * 1000n);
  const order_status = wished.order_status ?? 2;
  const create_time = wished.create_time ?? now;
  const post_amount = wished.post_amount ?? 0;
  const lines = given === undefined ? [{}] : manyOf(given);
  const name = optionalTextIn(fields, 'post_receiver') ?? '李小明';
  const phone = optionalTextIn(fields, 'post_tel') ?? '13800000000';
  return {
    main_status: order_status,
    pay_time: order_status === 1 ? 0 : create_time,
    ship_time: 0,
    finish_time: 0,
    doudian_open_id: `1@#${createHash('sha256').update(order_id).digest('base64').slice(0, 24)}`,
    cancel_reason: '',
    mask_post_receiver: `${[...name][0] ?? ''}**`,
    mask_post_tel: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
    ...wished,
    order_id,
    shop_id: shop.shop_id,
    order_status,
    create_time,
    update_time: wished.update_time ?? now,
    post_amount,
    logistics_info: [],
    sku_order_list: lines.map((line, index) =>
      newSku(fieldsOf(line), { order_id, index, order_status, post_amount: index === 0 ? post_amount : 0 }),
    ),
  };
}

type Surroundings = { order_id: string; index: number; order_status: number; post_amount: number };

/** The first line bears the order's own number, as at the vendor, and the whole freight, which its payment includes. */
function newSku(fields: Fields, around: Surroundings): SkuOrder {
  const wished = shapedInput(skuOrderShape, fields);
  const item_num = wished.item_num ?? 1;
  const origin_amount = wished.origin_amount ?? 10_000;
  const promotion_shop_amount = wished.promotion_shop_amount ?? 0;
  const promotion_platform_amount = wished.promotion_platform_amount ?? 0;
  const post_amount = wished.post_amount ?? around.post_amount;
  const pay = origin_amount * item_num - promotion_shop_amount - promotion_platform_amount + post_amount;
  if (pay < 0) throw new SteeringError(400, 'the promotions are more than the price');
  return {
    product_id: '3512345678901234567',
    product_name: '示例商品',
    sku_id: String(1_712_345_678_901_234n + BigInt(around.index)),
    out_sku_id: `SKU-${around.index + 1}`,
    code: `SKU-${around.index + 1}`,
    logistics_receipt_time: 0,
    confirm_receipt_time: 0,
    shop_cost_amount: promotion_shop_amount,
    platform_cost_amount: promotion_platform_amount,
    ...wished,
    order_id: wished.order_id ?? String(BigInt(around.order_id) + BigInt(around.index)),
    item_num,
    origin_amount,
    promotion_shop_amount,
    promotion_platform_amount,
    post_amount,
    pay_amount: wished.pay_amount ?? pay,
    order_status: wished.order_status ?? around.order_status,
  };
}
