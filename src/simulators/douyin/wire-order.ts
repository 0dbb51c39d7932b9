import { createHash } from 'node:crypto';
import type { Order, Parcel, SkuOrder } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import { type DouyinWorld, orderOf } from './world.ts';

const statusWords: Readonly<Record<number, string>> = {
  1: '待支付',
  105: '已支付',
  2: '备货中',
  101: '部分发货',
  3: '已发货',
  4: '已取消',
  5: '已完成',
};

/** Receivers leave the platform as ciphers and masked; the simulator does not even remember more. */
const cipherOf = (text: string): string => `#${createHash('sha256').update(text).digest('base64').slice(0, 22)}#1##`;

export function wireOrder(world: DouyinWorld, order: Order): WireObject {
  const { sku_order_list: skus, logistics_info: parcels, shop_id, ...own } = order;
  const total = (amount: (sku: SkuOrder) => number): number => skus.reduce((sum, sku) => sum + amount(sku), 0);
  const goods = total(({ origin_amount, item_num }) => origin_amount * item_num);
  const receiver = {
    post_receiver: cipherOf(`${order.order_id}name`),
    encrypt_post_receiver: cipherOf(`${order.order_id}name`),
    post_tel: cipherOf(`${order.order_id}tel`),
    encrypt_post_tel: cipherOf(`${order.order_id}tel`),
  };
  return {
    ...own,
    ...receiver,
    shop_id: BigInt(shop_id),
    shop_name: world.shops.find((shop) => shop.shop_id === shop_id)?.shop_name ?? '',
    order_level: 2,
    biz: 2,
    order_type: 0,
    order_status_desc: statusWords[order.order_status] ?? '',
    pay_type: 2,
    order_amount: goods + order.post_amount,
    pay_amount: total(({ pay_amount }) => pay_amount),
    promotion_amount: total((sku) => sku.promotion_shop_amount + sku.promotion_platform_amount),
    promotion_shop_amount: total((sku) => sku.promotion_shop_amount),
    promotion_platform_amount: total((sku) => sku.promotion_platform_amount),
    shop_cost_amount: total((sku) => sku.shop_cost_amount),
    platform_cost_amount: total((sku) => sku.platform_cost_amount),
    post_addr: { province: { name: '浙江省', id: '33' }, detail: '', encrypt_detail: cipherOf(order.order_id) },
    mask_post_addr: { province: { name: '浙江省', id: '33' }, detail: '****' },
    logistics_info: parcels.map((parcel) => wireParcel(parcel, skus)),
    sku_order_list: skus.map((sku) => wireSku(world, order, sku)),
  };
}

const wireParcel = (
  { tracking_no, company_name, company_code, logistics_time }: Parcel,
  skus: SkuOrder[],
): WireObject => ({
  tracking_no,
  company: company_code,
  company_name,
  ship_time: logistics_time,
  product_info: skus.map(({ order_id, product_name, item_num }) => ({
    sku_order_id: order_id,
    product_name,
    product_count: item_num,
  })),
});

function wireSku(world: DouyinWorld, order: Order, sku: SkuOrder): WireObject {
  const last = world.book
    .afterSalesOf(order.order_id)
    .findLast(({ sku_order_id, whole_order }) => whole_order || sku_order_id === sku.order_id);
  return {
    ...sku,
    product_id: BigInt(sku.product_id),
    product_id_str: sku.product_id,
    sku_id: BigInt(sku.sku_id),
    parent_order_id: order.order_id,
    order_level: 3,
    sum_amount: sku.origin_amount * sku.item_num,
    promotion_amount: sku.promotion_shop_amount + sku.promotion_platform_amount,
    create_time: order.create_time,
    update_time: order.update_time,
    pay_time: order.pay_time,
    ship_time: order.ship_time,
    finish_time: order.finish_time,
    mask_post_receiver: order.mask_post_receiver,
    mask_post_tel: order.mask_post_tel,
    after_sale_info: last
      ? {
          after_sale_status: last.after_sale_status,
          after_sale_type: last.after_sale_type,
          refund_status: last.refund_status,
        }
      : null,
  };
}

/** A line as the list of after-sales shows it. */
export function wireRelatedOrder(world: DouyinWorld, afterSaleId: string): WireObject[] {
  const afterSale = world.book.afterSales.get(afterSaleId);
  if (!afterSale) return [];
  const { order, sku } = orderOf(world, afterSale);
  const lines = afterSale.whole_order ? order.sku_order_list : [sku];
  return lines.map((line) => ({
    sku_order_id: line.order_id,
    order_status: line.order_status,
    pay_amount: line.pay_amount,
    post_amount: line.post_amount,
    item_num: line.item_num,
    product_id: BigInt(line.product_id),
    product_name: line.product_name,
    shop_sku_code: line.out_sku_id,
    aftersale_item_num: afterSale.whole_order ? line.item_num : afterSale.after_sale_apply_count,
    price: line.origin_amount,
  }));
}
