/** Ids are numbers on the wire and text in here; amounts are yuan with two decimals; moments are ms. */
export type Item = {
  goods_id: string;
  sku_id: string;
  goods_name: string;
  goods_spec: string;
  goods_price: string;
  goods_count: number;
  outer_id: string;
  outer_goods_id: string;
};

export type Order = {
  order_sn: string;
  mall_id: string;
  /** 1 to ship, 2 shipped, 3 signed. */
  order_status: 1 | 2 | 3;
  /** 0 not confirmed, 1 confirmed, 2 cancelled. */
  confirm_status: 0 | 1 | 2;
  goods_amount: string;
  discount_amount: string;
  platform_discount: string;
  seller_discount: string;
  postage: string;
  pay_amount: string;
  created_at: number;
  paid_at: number;
  shipped_at?: number;
  received_at?: number;
  updated_at: number;
  logistics_id?: string;
  tracking_number?: string;
  receiver_name_mask: string;
  receiver_phone_mask: string;
  remark: string;
  item_list: Item[];
};

/** In the numbering of the detail: refund only, return and refund, exchange, resend, repair. */
export const afterSaleTypes = [1, 2, 3, 4, 5] as const;
export type AfterSaleType = (typeof afterSaleTypes)[number];

export type AfterSale = {
  id: string;
  order_sn: string;
  mall_id: string;
  after_sales_type: AfterSaleType;
  after_sales_status: number;
  after_sales_reason: string;
  remark: string;
  refund_amount: string;
  goods_number: number;
  sku_id: string;
  /** "1" where the platform has stepped in. */
  join_or_not: '0' | '1';
  refund_operator_role: number;
  created_at: number;
  updated_at: number;
  /** When the platform acts in place of whoever is late. */
  timeout?: number;
  /** When money that was agreed to arrives. */
  settles_at?: number;
  tracking_number?: string;
  shipping_name?: string;
  return_address_id?: string;
  exchange?: { ship_id: string; tracking_number: string };
};
