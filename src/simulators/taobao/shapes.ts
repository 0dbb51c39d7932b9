/** `id` is a 64-bit number on the wire and text in here: above 2^53 a JavaScript number loses digits. */
type Kind = 'id' | 'text' | 'price' | 'date' | 'number' | 'boolean';
export type Shape = Readonly<Record<string, Kind>>;
type ValueOf<K extends Kind> = K extends 'number' ? number : K extends 'boolean' ? boolean : string;
export type Shaped<S extends Shape> = { [Name in keyof S]?: ValueOf<S[Name]> };

/** What `taobao.trade.fullinfo.get` documents of a sub order. */
export const orderShape = {
  oid: 'id',
  title: 'text',
  num_iid: 'id',
  sku_id: 'text',
  outer_iid: 'text',
  outer_sku_id: 'text',
  sku_properties_name: 'text',
  num: 'number',
  price: 'price',
  total_fee: 'price',
  discount_fee: 'price',
  adjust_fee: 'price',
  payment: 'price',
  divide_order_fee: 'price',
  part_mjz_discount: 'price',
  status: 'text',
  refund_status: 'text',
  refund_id: 'id',
  logistics_company: 'text',
  invoice_no: 'text',
  consign_time: 'date',
  end_time: 'date',
  store_code: 'text',
} as const satisfies Shape;

export const tradeShape = {
  tid: 'id',
  status: 'text',
  type: 'text',
  created: 'date',
  pay_time: 'date',
  modified: 'date',
  consign_time: 'date',
  end_time: 'date',
  payment: 'price',
  total_fee: 'price',
  post_fee: 'price',
  discount_fee: 'price',
  received_payment: 'price',
  buyer_nick: 'text',
  buyer_open_uid: 'text',
  seller_nick: 'text',
  buyer_message: 'text',
  seller_memo: 'text',
  seller_flag: 'number',
  receiver_name: 'text',
  receiver_state: 'text',
  receiver_city: 'text',
  receiver_district: 'text',
  receiver_town: 'text',
  receiver_address: 'text',
  receiver_mobile: 'text',
  receiver_phone: 'text',
  oaid: 'text',
  shipping_type: 'text',
  has_yfx: 'boolean',
  yfx_fee: 'price',
} as const satisfies Shape;

export const promotionShape = {
  id: 'id',
  promotion_name: 'text',
  discount_fee: 'price',
  promotion_desc: 'text',
  promotion_id: 'text',
} as const satisfies Shape;

export const refundShape = {
  refund_id: 'text',
  tid: 'id',
  oid: 'id',
  alipay_no: 'text',
  seller_nick: 'text',
  buyer_nick: 'text',
  buyer_open_uid: 'text',
  title: 'text',
  num_iid: 'id',
  num: 'number',
  price: 'price',
  sku: 'text',
  outer_id: 'text',
  total_fee: 'price',
  refund_fee: 'price',
  payment: 'price',
  created: 'date',
  modified: 'date',
  good_return_time: 'date',
  end_time: 'date',
  status: 'text',
  order_status: 'text',
  good_status: 'text',
  has_good_return: 'boolean',
  dispute_type: 'text',
  refund_phase: 'text',
  refund_version: 'number',
  reason: 'text',
  desc: 'text',
  company_name: 'text',
  sid: 'text',
  address: 'text',
  shipping_type: 'text',
  operation_contraint: 'text',
  cs_status: 'number',
  advance_status: 'number',
  attribute: 'text',
} as const satisfies Shape;

/** What Tmall tells of an exchange. Its `biz_order_id` is a text on the wire. */
export const exchangeShape = {
  dispute_id: 'text',
  biz_order_id: 'text',
  status: 'text',
  num: 'number',
  title: 'text',
  price: 'price',
  reason: 'text',
  desc: 'text',
  created: 'date',
  modified: 'date',
  refund_version: 'number',
  refund_phase: 'text',
  cs_status: 'number',
  time_out: 'date',
  good_status: 'text',
  bought_sku: 'text',
  exchange_sku: 'text',
  buyer_logistic_name: 'text',
  buyer_logistic_no: 'text',
  seller_logistic_name: 'text',
  seller_logistic_no: 'text',
  seller_nick: 'text',
  buyer_nick: 'text',
  buyer_open_uid: 'text',
  buyer_name: 'text',
  buyer_phone: 'text',
  address: 'text',
} as const satisfies Shape;

export type RefundStatus =
  | 'WAIT_SELLER_AGREE'
  | 'WAIT_BUYER_RETURN_GOODS'
  | 'WAIT_SELLER_CONFIRM_GOODS'
  | 'SELLER_REFUSE_BUYER'
  | 'CLOSED'
  | 'SUCCESS';

export type Promotion = Shaped<typeof promotionShape>;
type Needs<T, Names extends keyof T> = T & Required<Pick<T, Names>>;

export type Order = Needs<
  Shaped<typeof orderShape>,
  'oid' | 'num' | 'price' | 'payment' | 'divide_order_fee' | 'status' | 'refund_status'
>;

export type Exchange = Needs<
  Shaped<typeof exchangeShape>,
  'dispute_id' | 'biz_order_id' | 'status' | 'created' | 'modified' | 'refund_version' | 'seller_nick'
> & {
  /** The sub order; an exchange does not show it. */
  oid: string;
};

export type Trade = Needs<
  Shaped<typeof tradeShape>,
  'tid' | 'status' | 'created' | 'modified' | 'payment' | 'post_fee' | 'seller_nick'
> & { orders: Order[]; promotion_details: Promotion[] };

export type Refund = Needs<
  Shaped<typeof refundShape>,
  | 'refund_id'
  | 'tid'
  | 'oid'
  | 'seller_nick'
  | 'refund_fee'
  | 'total_fee'
  | 'modified'
  | 'dispute_type'
  | 'refund_phase'
  | 'refund_version'
  | 'good_status'
> & {
  status: RefundStatus;
  /** When the platform acts in place of whoever is late, in ms. Shown as `refund_remind_timeout`. */
  timeout?: number;
  /** The Tmall review that has to come before a batch agreement where that is switched on. */
  reviewed?: boolean;
};
