import { type SimulatorClock, shanghaiText } from '../clock.ts';
import type { DouyinBook } from './book.ts';
import type { AfterSale, Order } from './shapes.ts';
import { type WireObject, wireJson } from './wire-json.ts';

type Teller = { clock: SimulatorClock; book: DouyinBook };

export type AfterSaleTag =
  | '200'
  | '201'
  | '202'
  | '203'
  | '204'
  | '205'
  | '206'
  | '207'
  | '208'
  | '209'
  | '211'
  | '212'
  | '216'
  | '227';

/** The name under which a message tells when its own event was. The others have `update_time` only. */
const momentNames: Partial<Record<AfterSaleTag, string>> = {
  '200': 'apply_time',
  '201': 'agree_time',
  '202': 'agree_time',
  '203': 'return_time',
  '204': 'refuse_time',
  '205': 'refuse_time',
  '206': 'success_time',
  '207': 'close_time',
  '208': 'modify_time',
};

/** Queues a message for the registered address; where there is none, nobody is told. */
export function tellOfAfterSale(world: Teller, afterSale: AfterSale, tag: AfterSaleTag): void {
  const now = Math.floor(world.clock.now() / 1000);
  const ids: WireObject = {
    aftersale_id: BigInt(afterSale.after_sale_id),
    aftersale_status: afterSale.after_sale_status,
    aftersale_type: afterSale.after_sale_type,
    p_id: BigInt(afterSale.order_id),
    s_id: BigInt(afterSale.sku_order_id),
    shop_id: BigInt(afterSale.shop_id),
  };
  if (tag === '209') {
    queue(world, tag, { ...ids, status_deadline: afterSale.status_deadline });
    return;
  }
  const moment = momentNames[tag];
  queue(world, tag, {
    ...ids,
    reason_code: afterSale.reason_code,
    refund_amount: afterSale.refund_total_amount,
    refund_post_amount: afterSale.refund_post_amount,
    refund_voucher_num: 0,
    ...(moment === undefined ? {} : { [moment]: now }),
    ...(tag === '203' && afterSale.return_parcel
      ? { logistics: { company: afterSale.return_parcel.company_code, code: afterSale.return_parcel.tracking_no } }
      : {}),
    update_time: `${shanghaiText(now * 1000).replace(' ', 'T')}+08:00`,
  });
}

export type OrderTag = '100' | '101' | '102' | '103' | '106';

const orderMoments: Record<OrderTag, string> = {
  '100': 'create_time',
  '101': 'pay_time',
  '102': 'update_time',
  '103': 'complete_time',
  '106': 'cancel_time',
};

export function tellOfOrder(world: Teller, order: Order, tag: OrderTag): void {
  queue(world, tag, {
    p_id: BigInt(order.order_id),
    s_ids: order.sku_order_list.map(({ order_id }) => BigInt(order_id)),
    shop_id: BigInt(order.shop_id),
    order_status: order.order_status,
    order_type: 0,
    biz: 2,
    [orderMoments[tag]]: Math.floor(world.clock.now() / 1000),
  });
}

/** The test of the connection; that its tag is 0 is recalled. */
export const tellTest = (world: Teller): void => queue(world, '0', { test: true });

function queue({ clock, book }: Teller, tag: string, data: WireObject): void {
  if (book.pushAddress() === null) return;
  const now = clock.now();
  const msg_id = `${69_100_001 + book.pushes.size}:0:${tag}:${Math.floor(now / 1000)}`;
  book.record({
    type: 'push_queued',
    push: { msg_id, tag, data: wireJson(data), attempts: 0, next_attempt_at: now, state: 'waiting' },
  });
}
