import { SteeringError } from '../http-server.ts';
import { once, oneOf, rowsReply, type SteeringRoutes } from '../steering.ts';
import { type Fields, fieldsOf, manyOf, optionalTextIn, textIn } from '../steering-input.ts';
import { type OrderTag, tellOfOrder } from './messages.ts';
import { newOrder } from './new-order.ts';
import type { Order, SkuOrder } from './shapes.ts';
import { type DouyinWorld, nowSeconds, touchOrder } from './world.ts';

export const orderRoutes = (world: DouyinWorld): SteeringRoutes => ({
  'POST /orders': ({ body }) => manyOf(body).map((fields) => createOrder(world, fields)),
  'GET /orders': ({ query }) => rowsReply(query, [...world.book.orders.values()]),
  'GET /orders/:id': ({ path }) => orderAt(world, path['id']),
  'POST /orders/:id/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const company_name = textIn(fields, 'company_name');
    const parcel = {
      tracking_no: textIn(fields, 'tracking_no'),
      company_name,
      company_code: optionalTextIn(fields, 'company_code') ?? company_name,
      logistics_time: nowSeconds(world),
    };
    const order = orderAt(world, path['id']);
    const changes = { order_status: 3, main_status: 3, ship_time: nowSeconds(world), logistics_info: [parcel] };
    return move(world, order, changes, { order_status: 3 }, '102');
  },
  /** The courier hands the parcel over. */
  'POST /orders/:id/sign': ({ path }) =>
    move(world, orderAt(world, path['id']), {}, { logistics_receipt_time: nowSeconds(world) }),
  /** The buyer confirms, or the platform does it for him. */
  'POST /orders/:id/finish': ({ path }) => {
    const now = nowSeconds(world);
    const order = orderAt(world, path['id']);
    const changes = { order_status: 5, main_status: 5, finish_time: now };
    return move(world, order, changes, { order_status: 5, confirm_receipt_time: now }, '103');
  },
  'POST /orders/:id/cancel': ({ path }) => {
    const order = orderAt(world, path['id']);
    if (order.ship_time > 0) throw new SteeringError(409, `order ${order.order_id} is shipped`);
    const changes = { order_status: 4, main_status: 4, cancel_reason: '买家取消' };
    return move(world, order, changes, { order_status: 4 }, '106');
  },
});

const createOrder = (world: DouyinWorld, fields: Fields): Order =>
  once(world.book.orders, optionalTextIn(fields, 'order_id'), () => {
    const order = newOrder(world, fields);
    world.book.record({ type: 'order_created', order });
    tellOfOrder(world, order, order.order_status === 1 ? '100' : '101');
    return order;
  });

function move(
  world: DouyinWorld,
  order: Order,
  changes: Partial<Order>,
  skuChanges: Partial<SkuOrder>,
  tag?: OrderTag,
): Order {
  const { order_id } = order;
  for (const { order_id: sku_order_id } of order.sku_order_list) {
    world.book.record({ type: 'sku_changed', order_id, sku_order_id, changes: skuChanges });
  }
  touchOrder(world, order_id, changes);
  if (tag) tellOfOrder(world, order, tag);
  return order;
}

const orderAt = (world: DouyinWorld, id?: string): Order => oneOf(world.book.orders, 'order', id);
