import { shanghaiText } from '../clock.ts';
import { remindTypes } from './deadlines.ts';
import {
  type Order,
  orderShape,
  type Promotion,
  promotionShape,
  type Refund,
  refundShape,
  type Shape,
  type Trade,
  tradeShape,
} from './shapes.ts';
import { isOpen } from './transitions.ts';
import { type WireObject, wireList } from './wire-json.ts';
import { stays, type TaobaoWorld, tradeOf } from './world.ts';

/** The `fields` parameter: only what it names comes back. `orders` asks for whole sub orders, `orders.oid` for one field. */
export type Wanted = (name: string) => boolean;

export function wantedFields(fields: string): Wanted {
  const names = new Set(fields.split(',').map((name) => name.trim()));
  return (name) => names.has(name);
}

const within =
  (wanted: Wanted, parent: string): Wanted =>
  (name) =>
    wanted(parent) || wanted(`${parent}.${name}`);

export function selected(shape: Shape, record: Readonly<Record<string, unknown>>, wanted: Wanted): WireObject {
  const fields: Record<string, string | bigint | number | boolean> = {};
  for (const [name, kind] of Object.entries(shape)) {
    const value = record[name];
    if (!wanted(name)) continue;
    if (typeof value === 'string') fields[name] = kind === 'id' ? BigInt(value) : value;
    if (typeof value === 'number' || typeof value === 'boolean') fields[name] = value;
  }
  return fields;
}

export function wireTrade(trade: Trade, wanted: Wanted): WireObject {
  const orders = trade.orders.map((order) => wireOrder(order, within(wanted, 'orders')));
  return {
    ...selected(tradeShape, trade, wanted),
    tid_str: wanted('tid_str') ? trade.tid : undefined,
    // On a trade of several lines the vendor's `num` means nothing; it is left out there.
    num: wanted('num') && trade.orders.length === 1 ? trade.orders[0]?.num : undefined,
    orders: orders.some((order) => Object.keys(order).length > 0) ? wireList('order', orders) : undefined,
    promotion_details: wanted('promotion_details')
      ? wireList('promotion_detail', trade.promotion_details.map(wirePromotion))
      : undefined,
  };
}

const wireOrder = (order: Order, wanted: Wanted): WireObject => ({
  ...selected(orderShape, order, wanted),
  ...(wanted('oid_str') ? { oid_str: order.oid } : {}),
});

const wirePromotion = (promotion: Promotion): WireObject => selected(promotionShape, promotion, () => true);

export function wireRefund(world: TaobaoWorld, refund: Refund, wanted: Wanted): WireObject {
  const { timeout, status } = refund;
  const live = { ...refund, payment: stays(refund), order_status: tradeOf(world, refund).order.status };
  const reminds = isOpen(refund) && timeout !== undefined;
  return {
    ...selected(refundShape, live, wanted),
    refund_remind_timeout: wanted('refund_remind_timeout')
      ? {
          exist_timeout: reminds,
          remind_type: reminds ? remindTypes[status] : undefined,
          timeout: reminds ? shanghaiText(timeout) : undefined,
        }
      : undefined,
  };
}
