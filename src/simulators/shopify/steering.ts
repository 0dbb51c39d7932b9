import { SteeringError } from '../http-server.ts';
import { commonRoutes, once, oneOf, rowsReply, type SteeringRoutes, switchRoutes } from '../steering.ts';
import { type Fields, fieldsOf, manyOf, optionalNumberIn, optionalTextIn, present, textIn } from '../steering-input.ts';
import { mutations } from './mutations.ts';
import { amountIn, newOrder } from './new-order.ts';
import { newReturn } from './new-return.ts';
import type { Order, Return } from './shapes.ts';
import { gid } from './views.ts';
import { fen, orderOf, payBack, type ShopifyWorld, saveOrder, saveReturn } from './world.ts';

/** What buyers, couriers and the shop's own staff do: steered by tests and by the demo world. */
export const shopifySteering = (world: ShopifyWorld): SteeringRoutes => ({
  ...commonRoutes(world),
  ...orderRoutes(world),
  ...returnRoutes(world),
  ...webhookRoutes(world),
  ...switchRoutes(world.switches, { bucketSize: optionalNumberIn, restoreRate: optionalNumberIn }),
  'GET /ledger': ({ query }) => {
    const { refunds, askings } = world.book;
    return rowsReply(
      query,
      refunds.map((one) => ({ ...one, calls: askings.get(one.returnId ?? '') ?? 0 })),
    );
  },
});

const orderRoutes = (world: ShopifyWorld): SteeringRoutes => ({
  'POST /orders': ({ body }) =>
    manyOf(body).map((fields) =>
      once(world.book.orders, optionalTextIn(fields, 'id'), () => {
        const order = newOrder(world, fields);
        world.book.record({ type: 'order_saved', order });
        world.webhooks.send('orders/create', { orderId: order.id });
        return order;
      }),
    ),
  'GET /orders': ({ query }) => rowsReply(query, [...world.book.orders.values()]),
  'GET /orders/:id': ({ path }) => order(world, path['id']),
  'POST /orders/:id/ship': ({ path, body }) => ship(world, order(world, path['id']), fieldsOf(body)),
  'POST /orders/:id/deliver': ({ path }) => {
    const target = order(world, path['id']);
    const deliveredAt = world.clock.now();
    const fulfillments = target.fulfillments.map((one) => ({ deliveredAt, ...one }));
    return changed(world, target, { fulfillments });
  },
  'POST /orders/:id/cancel': ({ path }) => changed(world, order(world, path['id']), { cancelledAt: world.clock.now() }),
  // What other apps do all day: it changes the order and nothing that matters to a return.
  'POST /orders/:id/tag': ({ path, body }) => {
    const target = order(world, path['id']);
    return changed(world, target, { tags: [...target.tags, textIn(fieldsOf(body), 'tag')] });
  },
});

const returnRoutes = (world: ShopifyWorld): SteeringRoutes => ({
  'POST /returns': ({ body }) => {
    const fields = fieldsOf(body);
    return once(world.book.returns, optionalTextIn(fields, 'id'), () =>
      saveReturn(world, newReturn(world, fields), {}, 'returns/request'),
    );
  },
  'GET /returns': ({ query }) => rowsReply(query, [...world.book.returns.values()]),
  'GET /returns/:id': ({ path }) => oneReturn(world, path['id']),
  /** The buyer changes his words; a request that was decided stays as it is. */
  'POST /returns/:id/modify': ({ path, body }) => {
    const target = oneReturn(world, path['id']);
    if (target.status !== 'REQUESTED') throw conflict(target);
    const customerNote = textIn(fieldsOf(body), 'customerNote');
    return saveReturn(
      world,
      target,
      { lines: target.lines.map((line) => ({ ...line, customerNote })) },
      'returns/update',
    );
  },
  'POST /returns/:id/ship': ({ path, body }) => {
    const target = oneReturn(world, path['id']);
    if (target.status !== 'OPEN') throw conflict(target);
    const fields = fieldsOf(body);
    const tracking = { carrierName: textIn(fields, 'carrierName'), number: textIn(fields, 'number') };
    return saveReturn(world, target, { tracking }, 'reverse_deliveries/attach_deliverable');
  },
  'POST /returns/:id/cancel': ({ path }) => {
    const target = oneReturn(world, path['id']);
    const { userErrors } = mutations(world).returnCancel({ id: gid('Return', target.id) });
    if (userErrors.length > 0) throw conflict(target);
    return oneReturn(world, target.id);
  },
  /** A member of the shop's staff pays in Shopify's own pages, and may choose the amount. */
  'POST /returns/:id/refund': ({ path, body }) => {
    const target = oneReturn(world, path['id']);
    if (target.status !== 'OPEN') throw conflict(target);
    const amount = amountIn(fieldsOf(body), 'amount');
    const payment = orderOf(world, target).transactions.find(({ kind }) => kind === 'SALE');
    if (!amount || !payment) throw new SteeringError(400, '"amount" is missing, or the order is not paid');
    payBack(world, orderOf(world, target), [{ parentId: payment.id, fen: fen(amount) }], {
      by: 'admin',
      returnId: target.id,
    });
    const lines = target.lines.map((line) => ({
      ...line,
      processedQuantity: line.quantity,
      refundedQuantity: line.quantity,
    }));
    return saveReturn(world, target, { lines, status: 'CLOSED', closedAt: world.clock.now() }, 'returns/process');
  },
});

const webhookRoutes = (world: ShopifyWorld): SteeringRoutes => ({
  'POST /webhooks': ({ body }) => {
    const fields = fieldsOf(body);
    const topics = Array.isArray(fields['topics']) ? fields['topics'].map(String) : [];
    const subscription = { url: textIn(fields, 'url'), topics };
    world.book.record({ type: 'subscribed', subscription });
    return subscription;
  },
  'GET /webhooks': () => ({ subscriptions: [...world.book.subscriptions.values()], sent: world.webhooks.log() }),
  'DELETE /webhooks': () => {
    for (const url of [...world.book.subscriptions.keys()]) world.book.record({ type: 'unsubscribed', url });
  },
  /** Sends once more how one thing stands, asked for or not, and waits for the answer. */
  'POST /webhooks/send': async ({ body }) => {
    const fields = fieldsOf(body);
    world.webhooks.send(
      textIn(fields, 'topic'),
      present({ orderId: optionalTextIn(fields, 'orderId'), returnId: optionalTextIn(fields, 'returnId') }),
    );
    await world.webhooks.sendDue();
    return world.webhooks.log().at(-1);
  },
});

function ship(world: ShopifyWorld, target: Order, fields: Fields): Order {
  if (target.fulfillments.length > 0) throw new SteeringError(409, `order ${target.id} is shipped`);
  const id = `6${target.id}`;
  return changed(world, target, {
    fulfillments: [
      {
        id,
        createdAt: world.clock.now(),
        company: textIn(fields, 'company'),
        number: textIn(fields, 'number'),
        lines: target.lines.map((line, i) => ({ id: `${id}${i + 1}`, lineId: line.id, quantity: line.quantity })),
      },
    ],
  });
}

function changed(world: ShopifyWorld, target: Order, changes: Partial<Order>): Order {
  const saved = saveOrder(world, target, changes);
  world.webhooks.send('orders/updated', { orderId: saved.id });
  return saved;
}

const order = (world: ShopifyWorld, id?: string): Order => oneOf(world.book.orders, 'order', id);
const oneReturn = (world: ShopifyWorld, id?: string): Return => oneOf(world.book.returns, 'return', id);

const conflict = ({ id, status }: Return): SteeringError => new SteeringError(409, `return ${id} is ${status}`);
