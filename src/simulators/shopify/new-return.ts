import { SteeringError } from '../http-server.ts';
import { type Fields, fieldsOf, manyOf, optionalNumberIn, optionalTextIn, textIn } from '../steering-input.ts';
import { amountIn } from './new-order.ts';
import { type Order, type Return, type ReturnLine, returnReasons } from './shapes.ts';
import type { ShopifyWorld } from './world.ts';

/** What a buyer asks for on the shop's own pages: units of lines that were shipped. Without `lines`, the first line whole. */
export function newReturn(world: ShopifyWorld, fields: Fields): Return {
  const order = world.book.orders.get(textIn(fields, 'orderId'));
  if (!order) throw new SteeringError(404, 'there is no such order');
  if (order.fulfillments.length === 0) throw new SteeringError(409, 'nothing of the order was shipped');
  const earlier = [...world.book.returns.values()].filter((one) => one.orderId === order.id);
  const id = optionalTextIn(fields, 'id') ?? String(7_000_000_000 + world.book.returns.size);
  const given = fields['lines'] === undefined ? [{}] : manyOf(fields['lines']);
  const shippingFee = amountIn(fields, 'shippingFee');
  return {
    id,
    name: `${order.name}-R${earlier.length + 1}`,
    orderId: order.id,
    status: 'REQUESTED',
    createdAt: optionalNumberIn(fields, 'createdAt') ?? world.clock.now(),
    ...(shippingFee && shippingFee !== '0.00' ? { shippingFee } : {}),
    lines: given.map((line, index) => newLine(line, `${id}${index + 1}`, order, earlier)),
  };
}

function newLine(fields: Fields, id: string, order: Order, earlier: readonly Return[]): ReturnLine {
  const lineId = optionalTextIn(fields, 'lineId') ?? order.lines[0]?.id ?? '';
  const shipped = order.fulfillments.flatMap(({ lines }) => lines).find((one) => one.lineId === lineId);
  if (!shipped) throw new SteeringError(404, `line ${lineId} was not shipped with the order`);
  const quantity = optionalNumberIn(fields, 'quantity') ?? shipped.quantity;
  const claimed = earlier
    .filter(({ status }) => status !== 'DECLINED' && status !== 'CANCELED')
    .flatMap(({ lines }) => lines)
    .filter((line) => line.fulfillmentLineItemId === shipped.id)
    .reduce((sum, line) => sum + line.quantity, 0);
  if (quantity < 1 || quantity > shipped.quantity - claimed) {
    throw new SteeringError(409, `only ${shipped.quantity - claimed} units of line ${lineId} can be returned`);
  }
  const reason = returnReasons.find((one) => one === (optionalTextIn(fields, 'reason') ?? 'UNWANTED'));
  if (!reason) throw new SteeringError(400, `"reason" is none of ${returnReasons.join(', ')}`);
  const definition = fields['definition'] === undefined ? undefined : fieldsOf(fields['definition']);
  const restockingFee = amountIn(fields, 'restockingFee');
  return {
    id,
    fulfillmentLineItemId: shipped.id,
    quantity,
    processedQuantity: 0,
    refundedQuantity: 0,
    reason,
    ...(definition ? { definition: { handle: textIn(definition, 'handle'), name: textIn(definition, 'name') } } : {}),
    reasonNote: optionalTextIn(fields, 'reasonNote') ?? '',
    customerNote: optionalTextIn(fields, 'customerNote') ?? '',
    ...(restockingFee ? { restockingFee } : {}),
  };
}
