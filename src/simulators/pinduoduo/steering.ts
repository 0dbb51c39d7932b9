import { SteeringError } from '../http-server.ts';
import { commonRoutes, ledgerRoutes, once, oneOf, rowsReply, type SteeringRoutes, switchRoutes } from '../steering.ts';
import {
  type Fields,
  fieldsOf,
  manyOf,
  optionalBooleanIn,
  optionalNumberIn,
  optionalTextIn,
  present,
  textIn,
} from '../steering-input.ts';
import { onlyFields, optionalYuanIn } from '../steering-shapes.ts';
import { accessOf } from './access.ts';
import { changeAfterSale, moveOrder, touchOrder } from './changes.ts';
import { afterSaleMessage, orderMessage, recordMessage } from './messages.ts';
import { newAfterSale } from './new-after-sale.ts';
import { newOrder } from './new-order.ts';
import type { AfterSale, Order } from './shapes.ts';
import type { Stream } from './stream.ts';
import { agreeRefund, buyerShips, close, firstStatus, isOpen, passDeadlines } from './transitions.ts';
import { fen, orderOf, type PinduoduoWorld } from './world.ts';

/** What buyers, the platform and the merchant's own console do: steered by tests and by the demo world. */
export const pinduoduoSteering = (world: PinduoduoWorld, stream: Stream): SteeringRoutes => ({
  ...commonRoutes(world),
  ...switchRoutes(world.switches, {
    autoAgree: optionalBooleanIn,
    settleAfterMs: optionalNumberIn,
    statusOneIsAll: optionalBooleanIn,
  }),
  ...orderRoutes(world),
  ...afterSaleRoutes(world),
  ...disputeRoutes(world),
  ...messageRoutes(world, stream),
  'POST /tokens/expire': () => {
    for (const mall of world.malls) {
      const tokens = { ...accessOf(world, mall), mall_id: mall.mall_id, expires_at: world.clock.now() };
      world.book.record({ type: 'tokens_issued', tokens });
    }
  },
  ...ledgerRoutes(world.book, () => passDeadlines(world)),
});

const orderRoutes = (world: PinduoduoWorld): SteeringRoutes => ({
  'POST /orders': ({ body }) => manyOf(body).map((fields) => createOrder(world, fields)),
  'GET /orders/:sn': ({ path }) => order(world, path['sn']),
  'POST /orders/:sn/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const target = order(world, path['sn']);
    const logistics_id = optionalTextIn(fields, 'logistics_id') ?? '85';
    const tracking_number = textIn(fields, 'tracking_number');
    const shipped_at = world.clock.now();
    moveOrder(world, target, { order_status: 2, shipped_at, logistics_id, tracking_number }, 'TradeSellerShip');
    return target;
  },
  'POST /orders/:sn/sign': ({ path }) => {
    const target = order(world, path['sn']);
    moveOrder(world, target, { order_status: 3, received_at: world.clock.now() }, 'TradeSuccess');
    return target;
  },
  'POST /orders/:sn/cancel': ({ path }) => {
    const target = order(world, path['sn']);
    touchOrder(world, target, { confirm_status: 2 });
    return target;
  },
  'POST /orders/:sn/modify': ({ path, body }) => {
    const target = order(world, path['sn']);
    moveOrder(world, target, { remark: textIn(fieldsOf(body), 'remark') }, 'TradeMemoModified');
    return target;
  },
});

const afterSaleRoutes = (world: PinduoduoWorld): SteeringRoutes => ({
  'POST /after-sales': ({ body }) => {
    const fields = fieldsOf(body);
    return once(world.book.afterSales, optionalTextIn(fields, 'id'), () => {
      const created = newAfterSale(world, fields);
      world.book.record({ type: 'after_sale_created', afterSale: created });
      touchOrder(world, orderOf(world, created), {});
      afterSaleMessage(world, created, 'RefundCreated');
      return created;
    });
  },
  'GET /after-sales': ({ query }) => rowsReply(query, [...world.book.afterSales.values()]),
  'GET /after-sales/:id': ({ path }) => {
    passDeadlines(world);
    return afterSale(world, path['id']);
  },
  'POST /after-sales/:id/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const target = inStatus(world, path['id'], [7]);
    buyerShips(world, target, textIn(fields, 'shipping_name'), textIn(fields, 'tracking_number'));
    return target;
  },
  'POST /after-sales/:id/close': ({ path }) => {
    const target = openAfterSale(world, path['id']);
    close(world, target, 11);
    return target;
  },
  'POST /after-sales/:id/modify': ({ path, body }) => modify(world, openAfterSale(world, path['id']), fieldsOf(body)),
  'POST /after-sales/:id/confirm': ({ path }) => {
    const target = inStatus(world, path['id'], [18]);
    changeAfterSale(world, target, { after_sales_status: 16 });
    return target;
  },
});

/** What has no API: the merchant's console, and the platform in a dispute. */
const disputeRoutes = (world: PinduoduoWorld): SteeringRoutes => ({
  'POST /after-sales/:id/refuse': ({ path }) => {
    const target = inStatus(world, path['id'], [2, 3]);
    changeAfterSale(world, target, { after_sales_status: 6 });
    return target;
  },
  'POST /after-sales/:id/platform-refund': ({ path }) => {
    const target = openAfterSale(world, path['id']);
    agreeRefund(world, target, 'platform');
    return target;
  },
  'POST /after-sales/:id/intervene': ({ path }) => {
    const target = openAfterSale(world, path['id']);
    changeAfterSale(world, target, { after_sales_status: 8, join_or_not: '1' });
    return target;
  },
  'POST /after-sales/:id/decide': ({ path, body }) => {
    const target = inStatus(world, path['id'], [8]);
    const favour = textIn(fieldsOf(body), 'favour');
    if (favour !== 'buyer' && favour !== 'merchant') throw new SteeringError(400, '"favour" must be buyer or merchant');
    if (favour === 'buyer') agreeRefund(world, target, 'platform');
    else close(world, target, 9);
    return target;
  },
});

const messageRoutes = (world: PinduoduoWorld, stream: Stream): SteeringRoutes => ({
  'GET /messages': ({ query }) => {
    const { messages, waiting } = world.book;
    return rowsReply(
      query,
      [...messages.values()].map((one) => ({ ...one, acknowledged: !waiting.has(one.id) })),
    );
  },
  'POST /messages': ({ body }) => {
    const fields = fieldsOf(body);
    const mallId = optionalTextIn(fields, 'mall_id') ?? world.malls[0]?.mall_id ?? '';
    return { id: recordMessage(world, mallId, textIn(fields, 'type'), textIn(fields, 'content')) };
  },
  'GET /stream': () => ({ connections: stream.connections() }),
  'POST /stream/cut': () => stream.cut(),
});

const createOrder = (world: PinduoduoWorld, fields: Fields): Order =>
  once(world.book.orders, optionalTextIn(fields, 'order_sn'), () => {
    const created = newOrder(world, fields);
    world.book.record({ type: 'order_created', order: created });
    orderMessage(world, created, 'TradeConfirmed');
    return created;
  });

/** The buyer edits. After a refusal that is a new application; otherwise the status stays. */
function modify(world: PinduoduoWorld, target: AfterSale, fields: Fields): AfterSale {
  onlyFields(fields, ['refund_amount', 'after_sales_reason', 'remark']);
  const refund_amount = optionalYuanIn(fields, 'refund_amount');
  if (fen(refund_amount ?? '0.00') > fen(orderOf(world, target).pay_amount)) {
    throw new SteeringError(409, 'more than was paid');
  }
  const edits = present({
    refund_amount,
    after_sales_reason: optionalTextIn(fields, 'after_sales_reason'),
    remark: optionalTextIn(fields, 'remark'),
  });
  const again = target.after_sales_status === 6 ? { after_sales_status: firstStatus[target.after_sales_type] } : {};
  changeAfterSale(world, target, { ...edits, ...again }, 'RefundBuyerModifyAgreement');
  return target;
}

const order = (world: PinduoduoWorld, sn?: string): Order => oneOf(world.book.orders, 'order', sn);
const afterSale = (world: PinduoduoWorld, id?: string): AfterSale => oneOf(world.book.afterSales, 'after-sale', id);

function openAfterSale(world: PinduoduoWorld, id?: string): AfterSale {
  const found = afterSale(world, id);
  if (!isOpen(found)) throw conflict(found);
  return found;
}

function inStatus(world: PinduoduoWorld, id: string | undefined, statuses: readonly number[]): AfterSale {
  const found = afterSale(world, id);
  if (!statuses.includes(found.after_sales_status)) throw conflict(found);
  return found;
}

const conflict = ({ id, after_sales_status }: AfterSale): SteeringError =>
  new SteeringError(409, `after-sale ${id} is in ${after_sales_status}`);
