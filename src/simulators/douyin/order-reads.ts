import { type Api, numberOf, textOf } from './api.ts';
import { data, invalid } from './errors.ts';
import { pageOf } from './paging.ts';
import type { Order } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import { wireOrder } from './wire-order.ts';
import { nowSeconds, type ShopAddress, touchOrder } from './world.ts';

const day = 86_400;

const orderDetail: Api = {
  required: { shop_order_id: 'text' },
  // What an order that does not exist is answered with is not documented: here, nothing.
  answer: (call) => {
    const order = call.world.book.orders.get(textOf(call, 'shop_order_id') ?? '');
    return data({ shop_order_detail: order?.shop_id === call.shop.shop_id ? wireOrder(call.world, order) : null });
  },
};

const searchList: Api = {
  required: { page: 'int', size: 'int' },
  optional: {
    update_time_start: 'int',
    update_time_end: 'int',
    create_time_start: 'int',
    create_time_end: 'int',
    order_by: 'text',
    order_asc: 'boolean',
  },
  answer: (call) => {
    const { world, shop, params } = call;
    const orderBy = textOf(call, 'order_by') ?? 'create_time';
    if (orderBy !== 'create_time' && orderBy !== 'update_time') return invalid('order_by');
    const oldest = nowSeconds(world) - 90 * day;
    const isIn = (at: number, name: string): boolean =>
      at >= (numberOf(call, `${name}_start`) ?? 0) && at <= (numberOf(call, `${name}_end`) ?? Number.POSITIVE_INFINITY);
    const rows = [...world.book.orders.values()].filter(
      (order) =>
        order.shop_id === shop.shop_id &&
        order.create_time >= oldest &&
        isIn(order.update_time, 'update_time') &&
        isIn(order.create_time, 'create_time'),
    );
    rows.sort((a, b) => a[orderBy] - b[orderBy]);
    if (params['order_asc'] !== true) rows.reverse();
    const end = numberOf(call, 'update_time_end') ?? nowSeconds(world);
    const shown = pageOf<Order>(call, rows, ({ order_id }) => touchOrder(world, order_id, {}, end + 1));
    if (shown.kind === 'error') return shown;
    const { page, size, total } = shown;
    return data({ page, size, total, shop_order_list: shown.rows.map((order) => wireOrder(world, order)) });
  },
};

const addressList: Api = {
  required: { page_size: 'int', page_no: 'int', order_by: 'text', order_field: 'text' },
  answer: (call) => {
    const size = numberOf(call, 'page_size') ?? 10;
    const page = numberOf(call, 'page_no') ?? 1;
    if (page < 1) return invalid('page_no');
    if (size < 1 || size > 100) return invalid('page_size');
    const { addresses } = call.world;
    const shown = addresses.slice((page - 1) * size, page * size);
    return data({ total: addresses.length, page_size: size, page_no: page, address_list: shown.map(wireAddress) });
  },
};

const wireAddress = (address: ShopAddress): WireObject => ({
  ...address,
  address_id: BigInt(address.address_id),
  is_send_default: 0,
  remark: '',
});

export const orderReads: Record<string, Api> = {
  'order.orderDetail': orderDetail,
  'order.searchList': searchList,
  'address.list': addressList,
};
