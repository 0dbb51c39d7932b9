import { SteeringError } from '../http-server.ts';
import { commonRoutes, once, oneOf, rowsReply, type SteeringRoutes } from '../steering.ts';
import { fieldsOf, manyOf, optionalNumberIn, optionalTextIn, textIn } from '../steering-input.ts';
import { bookRefund } from './book-refund.ts';
import { addWebhook } from './gateway.ts';
import { newOrder } from './new-order.ts';
import type { Order } from './shapes.ts';
import { saveOrder, type WooWorld } from './world.ts';

/** What buyers and the shop's own staff do: steered by tests and by the demo world. */
export const wooSteering = (world: WooWorld): SteeringRoutes => ({
  ...commonRoutes(world),
  ...orderRoutes(world),
  ...webhookRoutes(world),
  // Whether the shop paid through its gateway, or only booked what was paid elsewhere.
  'GET /ledger': ({ query }) => rowsReply(query, [...world.book.refunds.values()]),
});

const orderRoutes = (world: WooWorld): SteeringRoutes => ({
  'POST /orders': ({ body }) =>
    manyOf(body).map((fields) =>
      once(world.book.orders, optionalNumberIn(fields, 'id'), () => {
        const order = newOrder(world, fields);
        world.book.record({ type: 'order_saved', order });
        world.pushes.send('order.created', order.id);
        return order;
      }),
    ),
  'GET /orders': ({ query }) => rowsReply(query, [...world.book.orders.values()]),
  'GET /orders/:id': ({ path }) => order(world, path['id']),
  // By the plug-in for shipments that most shops have.
  'POST /orders/:id/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const item = {
      tracking_provider: textIn(fields, 'company'),
      custom_tracking_provider: '',
      tracking_number: textIn(fields, 'number'),
      date_shipped: Math.floor(world.clock.now() / 1000),
    };
    const target = order(world, path['id']);
    const others = target.meta.filter(({ key }) => key !== '_wc_shipment_tracking_items');
    const meta = { id: world.book.nextId(), key: '_wc_shipment_tracking_items', value: [item] };
    return saveOrder(world, target, { meta: [...others, meta] });
  },
  'POST /orders/:id/complete': ({ path }) =>
    saveOrder(world, order(world, path['id']), { status: 'completed', completedAt: world.clock.now() }),
  'POST /orders/:id/pay': ({ path }) => {
    const target = order(world, path['id']);
    if (target.paidAt !== undefined) throw new SteeringError(409, `order ${target.id} is paid`);
    return saveOrder(world, target, { status: 'processing', paidAt: world.clock.now() });
  },
  'POST /orders/:id/cancel': ({ path }) => saveOrder(world, order(world, path['id']), { status: 'cancelled' }),
  'POST /orders/:id/note': ({ path, body }) =>
    saveOrder(world, order(world, path['id']), { customerNote: textIn(fieldsOf(body), 'note') }),
  /** A member of the shop's staff refunds in the shop's own pages; the fields are those of the REST interface. */
  'POST /orders/:id/refund': ({ path, body }) => {
    const reply = bookRefund(world, order(world, path['id']), fieldsOf(body));
    if (reply.status !== 201) throw new SteeringError(409, String(reply.body));
    return JSON.parse(String(reply.body));
  },
});

const webhookRoutes = (world: WooWorld): SteeringRoutes => ({
  'POST /webhooks': ({ body }) => {
    const fields = fieldsOf(body);
    return addWebhook(world, {
      topic: textIn(fields, 'topic'),
      deliveryUrl: textIn(fields, 'url'),
      secret: optionalTextIn(fields, 'secret'),
    });
  },
  'GET /webhooks': () => ({ webhooks: [...world.book.webhooks.values()], sent: world.pushes.log() }),
  /** Tells once more how an order stands, and waits for the answer. */
  'POST /webhooks/send': async ({ body }) => {
    const fields = fieldsOf(body);
    world.pushes.send(optionalTextIn(fields, 'topic') ?? 'order.updated', Number(textIn(fields, 'orderId')));
    await world.pushes.sendDue();
    return world.pushes.log().at(-1);
  },
});

const order = (world: WooWorld, id?: string): Order => oneOf(world.book.orders, 'order', Number(id));
