import type { AfterSale, Parcel, Status } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import { wireRelatedOrder } from './wire-order.ts';
import { type DouyinWorld, orderOf } from './world.ts';

const statusWords: Record<Status, string> = {
  6: '待商家处理',
  7: '待买家退货',
  8: '待商家发货',
  11: '待商家收货',
  12: '售后成功',
  13: '待买家收货',
  14: '售后成功',
  27: '商家拒绝售后',
  28: '售后关闭',
  29: '商家拒绝退货',
};

const typeWords: Readonly<Record<number, string>> = {
  0: '退货退款',
  1: '已发货仅退款',
  2: '未发货仅退款',
  3: '换货',
  6: '价保',
  7: '补寄',
  8: '维修',
};

/** A row of `afterSale.List`: ids as text, and other names than in the detail. */
export function wireListRow(world: DouyinWorld, afterSale: AfterSale): WireObject {
  return {
    aftersale_info: {
      aftersale_id: afterSale.after_sale_id,
      aftersale_order_type: afterSale.whole_order ? 2 : 1,
      aftersale_type: afterSale.after_sale_type,
      aftersale_status: afterSale.after_sale_status,
      related_id: afterSale.sku_order_id,
      apply_time: afterSale.apply_time,
      update_time: afterSale.update_time,
      status_deadline: afterSale.status_deadline,
      refund_amount: afterSale.refund_total_amount,
      refund_post_amount: afterSale.refund_post_amount,
      aftersale_num: afterSale.after_sale_apply_count,
      refund_status: afterSale.refund_status,
      arbitrate_status: afterSale.arbitrate_status,
      return_logistics_code: afterSale.return_parcel?.tracking_no ?? '',
      return_logistics_company_name: afterSale.return_parcel?.company_name ?? '',
      got_pkg: afterSale.got_pkg,
      remark: '',
    },
    order_info: {
      shop_order_id: afterSale.order_id,
      related_order_info: wireRelatedOrder(world, afterSale.after_sale_id),
    },
    text_part: {
      aftersale_status_text: statusWords[afterSale.after_sale_status],
      aftersale_type_text: typeWords[afterSale.after_sale_type] ?? '',
    },
    seller_logs: [],
  };
}

const wireParcel = (parcel: Parcel | undefined): WireObject =>
  parcel === undefined ? { tracking_no: '', company_name: '', company_code: '', logistics_time: 0 } : { ...parcel };

/** `data` of `afterSale.Detail`: ids as bare numbers. */
export function wireDetail(world: DouyinWorld, afterSale: AfterSale): WireObject {
  const { order, sku } = orderOf(world, afterSale);
  const isPaid = world.book.payments.has(afterSale.after_sale_id);
  const info: WireObject = {
    after_sale_id: BigInt(afterSale.after_sale_id),
    after_sale_status: afterSale.after_sale_status,
    after_sale_status_desc: statusWords[afterSale.after_sale_status],
    after_sale_type: afterSale.after_sale_type,
    after_sale_type_text: typeWords[afterSale.after_sale_type] ?? '',
    after_sale_order_type: afterSale.whole_order ? 2 : 1,
    refund_type: 0,
    refund_status: afterSale.refund_status,
    refund_total_amount: afterSale.refund_total_amount,
    refund_post_amount: afterSale.refund_post_amount,
    real_refund_amount: isPaid ? afterSale.refund_total_amount : 0,
    apply_time: afterSale.apply_time,
    update_time: afterSale.update_time,
    status_deadline: afterSale.status_deadline,
    reason: afterSale.reason,
    reason_code: afterSale.reason_code,
    reason_remark: afterSale.reason_remark,
    evidence: [],
    after_sale_apply_count: afterSale.after_sale_apply_count,
    need_return_count: afterSale.after_sale_type === 0 ? afterSale.after_sale_apply_count : 0,
    got_pkg: afterSale.got_pkg,
    part_type: 0,
    return_address_id: BigInt(afterSale.return_address_id),
    post_receiver: '',
    post_tel_sec: '',
  };
  return {
    process_info: {
      after_sale_info: info,
      arbitrate_info: { arbitrate_id: '', arbitrate_status: afterSale.arbitrate_status },
      logistics_info: {
        return: wireParcel(afterSale.return_parcel),
        exchange: wireParcel(afterSale.exchange_parcel),
        order: order.logistics_info.map(wireParcel),
        resend: null,
      },
      after_sale_shop_remarks: [],
      record_logs_list: [],
    },
    order_info: {
      shop_order_id: BigInt(order.order_id),
      sku_order_infos: (afterSale.whole_order ? order.sku_order_list : [sku]).map((line) => ({
        sku_order_id: BigInt(line.order_id),
        sku_id: BigInt(line.sku_id),
        product_id: BigInt(line.product_id),
        product_name: line.product_name,
        shop_sku_code: line.out_sku_id,
        item_quantity: line.item_num,
        pay_amount: line.pay_amount,
        post_amount: line.post_amount,
        order_status: line.order_status,
        after_sale_item_count: afterSale.whole_order ? line.item_num : afterSale.after_sale_apply_count,
        given_sku_details: [],
      })),
    },
  };
}
