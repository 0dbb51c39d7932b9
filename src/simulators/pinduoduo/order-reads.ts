import { shanghaiText } from '../clock.ts';
import { type Api, numberIn } from './api.ts';
import { touchOrder } from './changes.ts';
import { body, invalid, orderAbsent } from './errors.ts';
import { page, windowIn } from './paging.ts';
import type { Order } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import type { PinduoduoWorld } from './world.ts';

const day = 86_400_000;

const numberListIncrementGet: Api = {
  root: 'order_sn_increment_get_response',
  required: ['start_updated_at', 'end_updated_at', 'order_status', 'refund_status', 'is_lucky_flag'],
  numbers: ['start_updated_at', 'end_updated_at', 'order_status', 'refund_status', 'is_lucky_flag'],
  answer: (call) => {
    const { world, mall, params, type } = call;
    const window = windowIn(call);
    if (window.kind === 'error') return window;
    const orderStatus = numberIn(call, 'order_status');
    const refundStatus = numberIn(call, 'refund_status');
    if (![1, 2, 3, 5].includes(orderStatus)) return invalid('order_status');
    if (![1, 2, 3, 4, 5].includes(refundStatus)) return invalid('refund_status');
    const oldest = world.clock.now() - 90 * day;
    const matches = (order: Order): boolean =>
      order.mall_id === mall.mall_id &&
      order.updated_at >= window.fromMs &&
      order.updated_at <= window.toMs &&
      order.created_at >= oldest &&
      (orderStatus === 5 || order.order_status === orderStatus) &&
      (refundStatus === 5 || refundStatusOf(world, order) === refundStatus);
    const rows = [...world.book.orders.values()].filter(matches).sort(newestChangeFirst);
    const listed = page(call, { rows, touch: (order) => touchOrder(world, order, {}, window.toMs + 1) });
    if (listed.kind === 'error') return listed;
    const inNumbers = world.faults.take(['number_money'], { type }) !== undefined;
    const order_sn_list = listed.rows.map((order) => wireOrder(world, order, inNumbers));
    return params.get('use_has_next') === 'true'
      ? body({ order_sn_list, has_next: listed.hasNext })
      : body({ order_sn_list, total_count: listed.total });
  },
};

const informationGet: Api = {
  root: 'order_info_get_response',
  required: ['order_sn'],
  answer: ({ world, mall, params, type }) => {
    const order = world.book.orders.get(params.get('order_sn') ?? '');
    if (order?.mall_id !== mall.mall_id) return orderAbsent;
    const inNumbers = world.faults.take(['number_money'], { type }) !== undefined;
    return body({ order_info: wireOrder(world, order, inNumbers) });
  },
};

/** Amounts are yuan as text; some of the platform's clients have seen them as numbers. */
function wireOrder(world: PinduoduoWorld, order: Order, inNumbers: boolean): WireObject {
  const yuan = (text: string): string | number => (inNumbers ? Number(text) : text);
  const time = (ms: number | undefined): string => (ms === undefined ? '' : shanghaiText(ms));
  return {
    order_sn: order.order_sn,
    order_status: order.order_status,
    refund_status: refundStatusOf(world, order),
    after_sales_status: world.book.newest.get(order.order_sn)?.after_sales_status ?? 0,
    confirm_status: order.confirm_status,
    group_status: 1,
    trade_type: 0,
    is_lucky_flag: 1,
    goods_amount: yuan(order.goods_amount),
    discount_amount: yuan(order.discount_amount),
    platform_discount: yuan(order.platform_discount),
    seller_discount: yuan(order.seller_discount),
    capital_free_discount: yuan('0.00'),
    postage: yuan(order.postage),
    pay_amount: yuan(order.pay_amount),
    pay_type: 'WEIXIN',
    pay_time: time(order.paid_at),
    confirm_time: time(order.paid_at),
    created_time: time(order.created_at),
    shipping_time: time(order.shipped_at),
    receive_time: time(order.received_at),
    updated_at: time(order.updated_at),
    logistics_id: order.logistics_id ? BigInt(order.logistics_id) : 0,
    tracking_number: order.tracking_number ?? '',
    // Of the receiver there is a cipher, which needs a grant of its own to be read, and a masked twin.
    receiver_name: `~AgAAAAEname${order.order_sn}~1~`,
    receiver_name_mask: order.receiver_name_mask,
    receiver_phone: `$AgAAAAEphone${order.order_sn}$1$`,
    receiver_phone_mask: order.receiver_phone_mask,
    receiver_address: `~AgAAAAEaddress${order.order_sn}~1~`,
    receiver_address_mask: '文三路******',
    address: `~AgAAAAEaddress${order.order_sn}~1~`,
    province: '浙江省',
    city: '杭州市',
    town: '西湖区',
    remark: order.remark,
    item_list: order.item_list.map((item) => ({
      ...item,
      goods_id: BigInt(item.goods_id),
      sku_id: BigInt(item.sku_id),
      goods_price: yuan(item.goods_price),
      goods_img: '',
    })),
  };
}

/** 1 none or closed, 2 under way, 3 refunding, 4 refunded. */
function refundStatusOf(world: PinduoduoWorld, order: Order): number {
  const status = world.book.newest.get(order.order_sn)?.after_sales_status ?? 0;
  if (status === 10) return 4;
  if (status === 4 || status === 5) return 3;
  return [0, 9, 11, 12, 13].includes(status) ? 1 : 2;
}

export const orderReads: Record<string, Api> = {
  'pdd.order.number.list.increment.get': numberListIncrementGet,
  'pdd.order.information.get': informationGet,
};

const newestChangeFirst = (a: Order, b: Order): number =>
  b.updated_at - a.updated_at || (a.order_sn < b.order_sn ? 1 : -1);
