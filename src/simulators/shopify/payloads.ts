import type { Order, Refund, Return } from './shapes.ts';
import { gid, wireTime } from './views.ts';
import { financialStatus, soldLine } from './world.ts';

/** Webhooks speak the older REST form: numbers for ids, snake case, and the global id beside. */
export const orderPayload = (order: Order): object => ({
  id: Number(order.id),
  admin_graphql_api_id: gid('Order', order.id),
  name: order.name,
  created_at: wireTime(order.createdAt),
  updated_at: wireTime(order.updatedAt),
  currency: order.currency,
  email: order.email,
  financial_status: financialStatus(order).toLowerCase(),
  line_items: order.lines.map(({ id, title, quantity, price, sku }) => ({
    id: Number(id),
    title,
    quantity,
    price,
    sku,
  })),
});

export const returnPayload = (one: Return, order: Order): object => ({
  id: Number(one.id),
  admin_graphql_api_id: gid('Return', one.id),
  name: one.name,
  status: one.status.toLowerCase(),
  order: { id: Number(order.id), admin_graphql_api_id: gid('Order', order.id) },
  return_line_items: one.lines.map((line) => ({
    id: Number(line.id),
    admin_graphql_api_id: gid('ReturnLineItem', line.id),
    quantity: line.quantity,
    return_reason: line.reason.toLowerCase(),
    return_reason_note: line.reasonNote,
    customer_note: line.customerNote,
    fulfillment_line_item: {
      id: Number(line.fulfillmentLineItemId),
      line_item: { id: Number(soldLine(order, line).id) },
    },
  })),
});

export const refundPayload = (refund: Refund): object => ({
  id: Number(refund.id),
  admin_graphql_api_id: gid('Refund', refund.id),
  order_id: Number(refund.orderId),
  created_at: wireTime(refund.createdAt),
  return: refund.returnId
    ? { id: Number(refund.returnId), admin_graphql_api_id: gid('Return', refund.returnId) }
    : null,
});
