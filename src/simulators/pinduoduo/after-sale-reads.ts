import { shanghaiText } from '../clock.ts';
import { type Api, targetOf } from './api.ts';
import { changeAfterSale } from './changes.ts';
import { waitsForMerchant } from './deadlines.ts';
import { afterSaleAbsent, body, invalid, popError } from './errors.ts';
import { page, windowIn } from './paging.ts';
import type { AfterSale } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import { fen, orderOf, type PinduoduoWorld } from './world.ts';

const statuses = new Set([
  0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 21, 22, 24, 25, 27, 31, 32, 33,
]);

const listIncrementGet: Api = {
  root: 'refund_increment_get_response',
  required: ['start_updated_at', 'end_updated_at', 'after_sales_type', 'after_sales_status'],
  numbers: ['start_updated_at', 'end_updated_at', 'after_sales_type', 'after_sales_status'],
  answer: (call) => {
    const { world, mall, params } = call;
    if (!world.mayList(mall.mall_id)) return popError(70031);
    const window = windowIn(call);
    if (window.kind === 'error') return window;
    const status = Number(params.get('after_sales_status'));
    const type = Number(params.get('after_sales_type'));
    const all = status === 1 && world.switches.statusOneIsAll;
    if (!all && !statuses.has(status)) return invalid('after_sales_status');
    if (type < 1 || type > 6) return invalid('after_sales_type');
    const orderSn = params.get('order_sn');
    const matches = (one: AfterSale): boolean => {
      if (one.mall_id !== mall.mall_id) return false;
      // The number of an order sets the other filters aside.
      if (orderSn) return one.order_sn === orderSn;
      if (one.updated_at < window.fromMs || one.updated_at > window.toMs) return false;
      return (all || one.after_sales_status === status) && (type === 1 || one.after_sales_type === type - 1);
    };
    const rows = [...world.book.afterSales.values()].filter(matches).sort(newestChangeFirst);
    const listed = page(call, { rows, touch: (one) => changeAfterSale(world, one, {}, undefined, window.toMs + 1) });
    if (listed.kind === 'error') return listed;
    const epoch = world.faults.take(['epoch_times'], { type: call.type }) !== undefined;
    return body({ refund_list: listed.rows.map((one) => row(world, one, epoch)), total_count: listed.total });
  },
};

/** Yuan as text; times as the wall clock shows them, or as a text of seconds: the platform has been seen to do both. */
function row(world: PinduoduoWorld, one: AfterSale, epoch: boolean): WireObject {
  const order = orderOf(world, one);
  const item = order.item_list.find(({ sku_id }) => sku_id === one.sku_id);
  const time = (ms: number): string => (epoch ? String(Math.floor(ms / 1000)) : shanghaiText(ms));
  return {
    id: BigInt(one.id),
    order_sn: one.order_sn,
    after_sales_status: one.after_sales_status,
    after_sales_type: one.after_sales_type,
    after_sale_reason: one.after_sales_reason,
    created_time: time(one.created_at),
    updated_time: time(one.updated_at),
    confirm_time: time(order.paid_at),
    order_amount: order.pay_amount,
    discount_amount: order.discount_amount,
    refund_amount: one.refund_amount,
    goods_price: item?.goods_price ?? '0.00',
    goods_number: String(one.goods_number),
    goods_id: item ? BigInt(item.goods_id) : 0,
    goods_name: item?.goods_name ?? '',
    good_image: '',
    sku_id: one.sku_id,
    outer_id: item?.outer_id ?? '',
    outer_goods_id: item?.outer_goods_id ?? '',
    tracking_number: one.tracking_number ?? '',
    shipping_name: one.shipping_name ?? '',
    speed_refund_flag: 0,
    speed_refund_status: '0',
    user_shipping_status: order.order_status === 1 ? '0' : '2',
    dispute_refund_status: one.join_or_not === '1' ? 1 : 0,
    refund_operator_role: one.refund_operator_role,
  };
}

/** Fen as whole numbers and times in ms, and no root. */
const informationGet: Api = {
  required: ['order_sn'],
  answer: (call) => {
    const { world, params } = call;
    const orderSn = params.get('order_sn') ?? '';
    const id = params.get('after_sales_id') || world.book.newest.get(orderSn)?.id;
    if (id === undefined || !/^\d+$/.test(id)) return afterSaleAbsent;
    const target = targetOf(call, id, orderSn);
    return target.kind === 'error' ? target : body(detail(world, target.afterSale));
  },
};

function detail(world: PinduoduoWorld, one: AfterSale): WireObject {
  const order = orderOf(world, one);
  const item = order.item_list.find(({ sku_id }) => sku_id === one.sku_id);
  return {
    id: BigInt(one.id),
    order_sn: one.order_sn,
    after_sales_status: one.after_sales_status,
    after_sales_type: one.after_sales_type,
    after_sales_reason: one.after_sales_reason,
    remark: one.remark,
    order_amount: fen(order.pay_amount),
    goods_price: fen(item?.goods_price ?? '0.00'),
    discount_amount: fen(order.discount_amount),
    refund_amount: fen(one.refund_amount),
    goods_number: one.goods_number,
    sku_id: one.sku_id,
    images: [],
    exist_images: false,
    express_no: one.tracking_number ?? '',
    shipping_name: one.shipping_name ?? '',
    confirm_time: order.paid_at,
    recreated_at: one.created_at,
    expire_time: waitsForMerchant(one) ? (one.timeout ?? null) : null,
    updated_time: shanghaiText(one.updated_at),
    join_or_not: one.join_or_not,
    dispute_refund_status: one.join_or_not === '1' ? 1 : 0,
    part_after_sales_type: 0,
    part_after_sales_value: 0,
    shipping_status: order.order_status === 1 ? 0 : 1,
    speed_refund_flag: 0,
    user_shipping_status: order.order_status === 1 ? '0' : '2',
    refund_operator_role: one.refund_operator_role,
    exchange_shipping_detail: one.after_sales_type === 3 ? exchange(one, order) : undefined,
  };
}

/** The receiver leaves the platform as a cipher, beside a masked twin. */
const exchange = (one: AfterSale, order: { receiver_name_mask: string; receiver_phone_mask: string }): WireObject => ({
  customer_send_back_ship_id: one.tracking_number ? 1 : null,
  customer_send_back_trunk_number: one.tracking_number ?? '',
  exchange_goods_number: one.goods_number,
  exchange_receiver_province: '浙江省',
  merchant_exchange_detail_receiver: '~AgAAAAEexchangeName==~1~',
  merchant_exchange_detail_receiver_mask: order.receiver_name_mask,
  merchant_exchange_detail_phone: '$13*$AgAAAAEexchangePhone==$1$',
  merchant_exchange_detail_phone_mask: order.receiver_phone_mask,
  merchant_exchange_detail_address: '~AgAAAAEexchangeAddress==~1~',
  merchant_exchange_detail_address_mask: '文三路******',
  merchant_exchange_ship_id: one.exchange ? BigInt(one.exchange.ship_id) : null,
  merchant_exchange_trunk_number: one.exchange?.tracking_number ?? '',
  is_fast_exchange: false,
});

/** Which of the orders have an after-sale under way: to be asked before goods are shipped. */
const statusCheck: Api = {
  root: 'refund_status_check_response',
  required: ['order_sns'],
  answer: ({ world, mall, params }) => {
    const asked = new Set((params.get('order_sns') ?? '').split(','));
    const open = [...world.book.afterSales.values()].filter(
      (one) =>
        one.mall_id === mall.mall_id && asked.has(one.order_sn) && ![9, 11, 12, 13].includes(one.after_sales_status),
    );
    return body({
      order_sns_exists_refund: [...new Set(open.map(({ order_sn }) => order_sn))].map((order_sn) => ({ order_sn })),
    });
  },
};

const addressListGet: Api = {
  root: 'refund_address_list_get_response',
  required: [],
  answer: ({ world, mall }) =>
    body({
      refund_address_list: world.addresses.map(({ id, is_default, ...address }) => ({
        ...address,
        id: BigInt(id),
        mall_id: BigInt(mall.mall_id),
        refund_tel: '',
        is_default: is_default ? '1' : '0',
        is_legal: true,
        is_validated: true,
      })),
    }),
};

export const afterSaleReads: Record<string, Api> = {
  'pdd.refund.list.increment.get': listIncrementGet,
  'pdd.refund.information.get': informationGet,
  'pdd.refund.status.check': statusCheck,
  'pdd.refund.address.list.get': addressListGet,
};

const newestChangeFirst = (a: AfterSale, b: AfterSale): number =>
  b.updated_at - a.updated_at || (BigInt(a.id) < BigInt(b.id) ? 1 : -1);
