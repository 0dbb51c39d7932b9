import type { Shape, Shaped } from './shape-input.ts';

/** What `order.orderDetail` documents of a sub order, as far as a return can depend on it. */
export const skuOrderShape = {
  order_id: 'id',
  product_id: 'id',
  product_name: 'text',
  sku_id: 'id',
  out_sku_id: 'text',
  code: 'text',
  item_num: 'number',
  origin_amount: 'fen',
  pay_amount: 'fen',
  post_amount: 'fen',
  promotion_shop_amount: 'fen',
  promotion_platform_amount: 'fen',
  shop_cost_amount: 'fen',
  platform_cost_amount: 'fen',
  order_status: 'number',
  logistics_receipt_time: 'second',
  confirm_receipt_time: 'second',
} as const satisfies Shape;

export const orderShape = {
  order_id: 'id',
  shop_id: 'id',
  order_status: 'number',
  main_status: 'number',
  create_time: 'second',
  update_time: 'second',
  pay_time: 'second',
  ship_time: 'second',
  finish_time: 'second',
  post_amount: 'fen',
  doudian_open_id: 'text',
  mask_post_receiver: 'text',
  mask_post_tel: 'text',
  cancel_reason: 'text',
} as const satisfies Shape;

/** What a buyer says when asking. The names are those of `afterSale.Detail`. */
export const afterSaleShape = {
  after_sale_id: 'id',
  after_sale_type: 'number',
  refund_total_amount: 'fen',
  refund_post_amount: 'fen',
  apply_time: 'second',
  status_deadline: 'second',
  reason: 'text',
  reason_code: 'number',
  reason_remark: 'text',
  got_pkg: 'number',
  after_sale_apply_count: 'number',
  arbitrate_status: 'number',
} as const satisfies Shape;

export type SkuOrder = Required<Shaped<typeof skuOrderShape>>;
export type Parcel = { tracking_no: string; company_name: string; company_code: string; logistics_time: number };
/** Moments in seconds; 0 = not yet. */
export type Order = Required<Shaped<typeof orderShape>> & { logistics_info: Parcel[]; sku_order_list: SkuOrder[] };

export const statuses = [6, 7, 8, 11, 12, 13, 14, 27, 28, 29] as const;
export type Status = (typeof statuses)[number];

export type AfterSale = Required<Shaped<typeof afterSaleShape>> & {
  shop_id: string;
  order_id: string;
  /** Of a request for the whole order, its first line. */
  sku_order_id: string;
  whole_order: boolean;
  after_sale_status: Status;
  refund_status: number;
  update_time: number;
  return_address_id: string;
  return_parcel?: Parcel;
  exchange_parcel?: Parcel;
  /** The seller has had more time once. */
  extended: boolean;
  /** The platform lets no program decide it. */
  manual_only: boolean;
  /** When a refund that is under way is paid, in ms. */
  settle_at?: number;
};
