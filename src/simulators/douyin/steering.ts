import { SteeringError } from '../http-server.ts';
import { commonRoutes, ledgerRoutes, once, oneOf, rowsReply, type SteeringRoutes, switchRoutes } from '../steering.ts';
import {
  type Fields,
  fieldsOf,
  optionalBooleanIn,
  optionalLimitIn,
  optionalNumberIn,
  optionalTextIn,
  textIn,
} from '../steering-input.ts';
import { isOpen } from './deadlines.ts';
import { tellOfAfterSale } from './messages.ts';
import { newAfterSale } from './new-after-sale.ts';
import { orderRoutes } from './order-steering.ts';
import { buyerEdits, buyerShips, close, passTime } from './platform.ts';
import type { Pusher } from './pusher.ts';
import { shapedInput } from './shape-input.ts';
import { type AfterSale, afterSaleShape } from './shapes.ts';
import { changeAfterSale, type DouyinWorld, nowSeconds, orderOf, payRefund, touchOrder } from './world.ts';

/** What buyers and the platform do: steered by tests and by the demo world. Ids are texts here, amounts fen. */
export const douyinSteering = (world: DouyinWorld, pushes: Pusher): SteeringRoutes => ({
  ...commonRoutes(world),
  ...switchRoutes(world.switches, {
    autoAgree: optionalBooleanIn,
    callsPerSecond: optionalLimitIn,
    pushRepeatDelayMs: optionalNumberIn,
    pushRepeats: optionalNumberIn,
  }),
  ...tokenRoutes(world),
  ...orderRoutes(world),
  ...afterSaleRoutes(world),
  ...platformRoutes(world),
  ...pushRoutes(world, pushes),
  ...ledgerRoutes(world.book, () => passTime(world)),
});

const tokenRoutes = (world: DouyinWorld): SteeringRoutes => ({
  'GET /tokens': () => [...world.book.tokens.values()],
  'POST /tokens/:token/expire': ({ path, body }) => {
    const { access_token } = oneOf(world.book.tokens, 'token', path['token']);
    const expires_at = nowSeconds(world) + (optionalNumberIn(fieldsOf(body), 'in_seconds') ?? 0);
    world.book.record({ type: 'tokens_changed', access_token, changes: { expires_at } });
    return world.book.tokens.get(access_token);
  },
});

const afterSaleRoutes = (world: DouyinWorld): SteeringRoutes => ({
  'POST /aftersales': ({ body }) => {
    const fields = fieldsOf(body);
    return once(world.book.afterSales, optionalTextIn(fields, 'after_sale_id'), () => {
      const afterSale = newAfterSale(world, fields);
      world.book.record({ type: 'aftersale_created', afterSale });
      touchOrder(world, afterSale.order_id, {});
      tellOfAfterSale(world, afterSale, '200');
      return afterSale;
    });
  },
  'GET /aftersales': ({ query }) => rowsReply(query, [...world.book.afterSales.values()]),
  'GET /aftersales/:id': ({ path }) => afterSaleAt(world, path['id']),
  'POST /aftersales/:id/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const target = afterSaleAt(world, path['id']);
    if (target.after_sale_status !== 7) throw conflict(target);
    const company_name = textIn(fields, 'company_name');
    const company_code = optionalTextIn(fields, 'company_code') ?? company_name;
    buyerShips(world, target, { company_name, company_code, tracking_no: textIn(fields, 'tracking_no') });
    return target;
  },
  'POST /aftersales/:id/modify': ({ path, body }) => {
    const target = openAfterSale(world, path['id']);
    buyerEdits(world, target, editsIn(world, target, fieldsOf(body)));
    return target;
  },
  'POST /aftersales/:id/close': ({ path }) => {
    const target = openAfterSale(world, path['id']);
    close(world, target);
    return target;
  },
  'POST /aftersales/:id/receive': ({ path }) => {
    const target = afterSaleAt(world, path['id']);
    if (target.after_sale_status !== 13) throw conflict(target);
    changeAfterSale(world, target, { after_sale_status: 14 });
    return target;
  },
});

const platformRoutes = (world: DouyinWorld): SteeringRoutes => ({
  'POST /aftersales/:id/platform-refund': ({ path }) => {
    const target = openAfterSale(world, path['id']);
    payRefund(world, target, 'platform');
    return target;
  },
  'POST /aftersales/:id/arbitrate': ({ path, body }) => {
    const target = afterSaleAt(world, path['id']);
    const arbitrate_status = optionalNumberIn(fieldsOf(body), 'arbitrate_status');
    if (arbitrate_status === undefined || ![0, 1, 2, 3, 4, 5, 6, 255].includes(arbitrate_status)) {
      throw new SteeringError(400, '"arbitrate_status" is 0 to 6, or 255');
    }
    changeAfterSale(world, target, { arbitrate_status });
    const isOver = [2, 3, 6].includes(arbitrate_status);
    if (arbitrate_status === 1 || isOver) tellOfAfterSale(world, target, isOver ? '216' : '212');
    return target;
  },
});

const pushRoutes = (world: DouyinWorld, pushes: Pusher): SteeringRoutes => ({
  'GET /push-address': () => ({ url: world.book.pushAddress() }),
  'POST /push-address': ({ body }) => {
    const fields = fieldsOf(body);
    const url = fields['url'] === null ? null : textIn(fields, 'url');
    world.book.record({ type: 'push_address_set', url });
    return { url };
  },
  'POST /push-test': () => pushes.pushTest(),
  'GET /pushes': ({ query }) => rowsReply(query, [...world.book.pushes.values()]),
  'POST /pushes/:id/resend': ({ path }) => {
    const { msg_id } = oneOf(world.book.pushes, 'push', path['id']);
    const changes = { state: 'waiting', next_attempt_at: world.clock.now() } as const;
    world.book.record({ type: 'push_changed', msg_id, changes });
    return pushes.pushDue();
  },
});

const editable = [
  'refund_total_amount',
  'reason',
  'reason_code',
  'reason_remark',
  'after_sale_type',
  'status_deadline',
];

function editsIn(world: DouyinWorld, target: AfterSale, fields: Fields): Partial<AfterSale> {
  const stranger = Object.keys(fields).find((name) => !editable.includes(name));
  if (stranger !== undefined) throw new SteeringError(400, `a buyer cannot change "${stranger}"`);
  const edits = shapedInput(afterSaleShape, fields);
  const { order, sku } = orderOf(world, target);
  const lines = target.whole_order ? order.sku_order_list : [sku];
  const paid = lines.reduce((sum, { pay_amount }) => sum + pay_amount, 0);
  if ((edits.refund_total_amount ?? 0) > paid) throw new SteeringError(409, 'more than was paid');
  return edits;
}

function afterSaleAt(world: DouyinWorld, id?: string): AfterSale {
  passTime(world);
  return oneOf(world.book.afterSales, 'after-sale', id);
}

function openAfterSale(world: DouyinWorld, id?: string): AfterSale {
  const found = afterSaleAt(world, id);
  if (!isOpen(found)) throw conflict(found);
  return found;
}

const conflict = ({ after_sale_id, after_sale_status }: AfterSale): SteeringError =>
  new SteeringError(409, `after-sale ${after_sale_id} is in ${after_sale_status}`);
