import { type SimulatorClock, shanghaiText } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import { fenOf, yuanOf } from '../yuan.ts';
import { orderIn, type Payment, type TaobaoBook } from './book.ts';
import { deadlineMs } from './deadlines.ts';
import type { TaobaoFault } from './fault-kinds.ts';
import { tellOfRefund, tellOfTrade, topicOfChange, tradePartlyRefunded } from './notices.ts';
import type { Order, Refund, Trade } from './shapes.ts';

/** A shop. Tmall asks for phase, version and proof where Taobao does not. */
export type Seller = {
  session: string;
  nick: string;
  kind: 'taobao' | 'tmall';
  /** Absent for a merchant's own app, whose token cannot be refreshed. */
  refresh_token?: string;
  /** Of the message service; absent = the default one. */
  group?: string;
};

export type SellerAddress = {
  contact_id: string;
  contact_name: string;
  province: string;
  city: string;
  /** The district; the vendor's own slip. */
  country: string;
  addr: string;
  zip_code: string;
  mobile_phone: string;
  cancel_def: boolean;
};

export type TaobaoWorld = {
  clock: SimulatorClock;
  book: TaobaoBook;
  faults: FaultBoard<TaobaoFault>;
  /** Secrets by `app_key`. */
  apps: ReadonlyMap<string, string>;
  sellers: readonly Seller[];
  addresses: readonly SellerAddress[];
  nextRequestId(): string;
  /** Messages that were handed out, and when they come again unless they are confirmed, in ms. */
  hiddenUntil: Map<string, number>;
  switches: {
    /** The platform acts by itself when a deadline passes. */
    autoAgree: boolean;
    /** `taobao.rp.refunds.agree` must be preceded by `taobao.rp.refund.review` on Tmall. */
    tmallReview: boolean;
    /** A call that pays more than this in all needs the code that was texted to the seller. */
    smsAboveFen: number | null;
    smsCode: string;
    /** How long a message hides that was handed out and is not confirmed. Commonly said to be 5 to 10 minutes. */
    redeliverAfterMs: number;
  };
};

export function tradeOf(world: TaobaoWorld, refund: Refund): { trade: Trade; order: Order } {
  const trade = world.book.trades.get(refund.tid);
  if (!trade) throw new Error(`refund ${refund.refund_id} belongs to no trade`);
  return { trade, order: orderIn(trade, refund.oid) };
}

/**
 * Every change to a refund: `refund_version` grows strictly, even within one millisecond, and `modified` is the same
 * moment in whole seconds. A new status starts its own deadline.
 */
export function changeRefund(world: TaobaoWorld, refund: Refund, changes: Partial<Refund>, notBefore = 0): void {
  const { book, clock } = world;
  const refund_version = Math.max(clock.now(), refund.refund_version + 1, notBefore);
  const next = { ...refund, ...changes };
  const deadline = changes.status === undefined ? undefined : deadlineMs(next, tradeOf(world, refund).order);
  book.record({
    type: 'refund_changed',
    refund_id: refund.refund_id,
    changes: {
      ...changes,
      refund_version,
      modified: shanghaiText(refund_version),
      ...(deadline === undefined ? {} : { timeout: clock.now() + deadline }),
    },
  });
  if (changes.status !== undefined) changeOrder(world, refund.tid, refund.oid, { refund_status: changes.status });
  tellOfRefund(world, refund, topicOfChange(changes));
}

/** A change to a sub order modifies its trade. */
export function changeOrder(world: TaobaoWorld, tid: string, oid: string, changes: Partial<Order>): void {
  world.book.record({ type: 'order_changed', tid, oid, changes });
  touchTrade(world, tid, {});
}

export function touchTrade(world: TaobaoWorld, tid: string, changes: Partial<Trade>, notBefore = 0): void {
  const modified = shanghaiText(Math.max(world.clock.now(), notBefore));
  world.book.record({ type: 'trade_changed', tid, changes: { ...changes, modified } });
  const trade = world.book.trades.get(tid);
  if (trade && changes.status !== undefined) tellOfTrade(world, trade);
}

/** Pays the buyer back. The journal has the payment before the status: a crash between them must not pay again. */
export function payRefund(world: TaobaoWorld, refund: Refund, by: Payment['by']): void {
  const { book, clock } = world;
  const { refund_id, tid, oid, refund_fee } = refund;
  if (!book.payments.has(refund_id)) {
    const payment = { refund_id, tid, oid, amount: refund_fee, paid_at: clock.now(), by };
    book.record({ type: 'refund_paid', payment });
  }
  changeRefund(world, refund, { status: 'SUCCESS', end_time: shanghaiText(clock.now()) });
  tellOfTrade(world, tradeOf(world, refund).trade, tradePartlyRefunded);
  closeIfRefunded(world, refund);
}

function closeIfRefunded(world: TaobaoWorld, refund: Refund): void {
  const { trade, order } = tradeOf(world, refund);
  const end_time = shanghaiText(world.clock.now());
  const refunded = [...world.book.payments.values()]
    .filter((payment) => payment.oid === order.oid && payment.tid === trade.tid)
    .reduce((sum, payment) => sum + fen(payment.amount), 0n);
  if (refunded < fen(order.payment)) return;
  changeOrder(world, trade.tid, order.oid, { status: 'TRADE_CLOSED', end_time });
  if (trade.orders.every(({ status }) => status === 'TRADE_CLOSED')) {
    touchTrade(world, trade.tid, { status: 'TRADE_CLOSED', end_time });
  }
}

/** Amounts in the book were checked when they came in. */
export const fen = (yuan: string): bigint => fenOf(yuan) ?? 0n;

export const stays = (refund: { total_fee: string; refund_fee: string }): string =>
  yuanOf(fen(refund.total_fee) - fen(refund.refund_fee));
