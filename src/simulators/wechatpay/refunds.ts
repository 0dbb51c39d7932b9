import type { Refund } from '../gateways/refund-book.ts';
import { type GatewayWorld, settleDue, takeOn } from '../gateways/world.ts';
import { type Failure, failures, refundObject } from './wire.ts';

/** Every refusal costs one of these; more than so many in a second and even good calls are refused. */
const FAILING_CALLS_PER_SECOND = 6;
const YEAR_MS = 365 * 86_400_000;
const MOST_PARTS = 50;

export type Rules = {
  /** A second part of one order within this time is refused; 0: never. */
  minRefundGapMs: number;
  /** Failing calls by the moment; refuses all when there are too many. */
  limitFailing: boolean;
};

export type WechatWorld = GatewayWorld & {
  rules: Rules;
  failing: number[];
  /** Files by day, as they were told of last. */
  bills: Map<string, string>;
};

export type Answer = { body: object } | { failure: Failure };

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isFen = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

/** More failing calls in a second than are borne. */
export function isTooFast(world: WechatWorld): boolean {
  const now = world.clock.now();
  world.failing = world.failing.filter((at) => at > now - 1_000);
  return world.rules.limitFailing && world.failing.length >= FAILING_CALLS_PER_SECOND;
}

type Asked = {
  transaction_id?: unknown;
  out_trade_no?: unknown;
  out_refund_no?: unknown;
  notify_url?: unknown;
  amount?: { refund?: unknown; total?: unknown; currency?: unknown };
};

/** `POST /v3/refund/domestic/refunds`. One `out_refund_no` is refunded once, however often it is sent. */
export function createRefund(world: WechatWorld, asked: Asked): Answer {
  const { book } = world;
  const { out_refund_no: number, amount } = asked;
  if (!isText(number) || !/^[\w|*@-]{1,64}$/.test(number) || !isFen(amount?.refund) || amount.currency !== 'CNY')
    return { failure: failures.parameter };
  book.record({ type: 'refund_called', number });
  const payment = isText(asked.transaction_id)
    ? book.payments.get(asked.transaction_id)
    : [...book.payments.values()].find(({ outNumber }) => outNumber === asked.out_trade_no);
  if (!payment) return { failure: failures.unknown };
  if (amount.total !== payment.total) return { failure: failures.total };
  const earlier = book.refunds.get(number);
  if (earlier) {
    const same = earlier.paymentId === payment.id && earlier.amount === amount.refund;
    return same ? { body: refundObject(earlier, payment) } : { failure: failures.different };
  }
  const parts = book.ofPayment(payment.id);
  const refused = refusalOf(world, payment.paidAt, parts, amount.refund > book.remaining(payment));
  if (refused) return { failure: refused };
  const refund = takeOn(world, payment, {
    number,
    id: `5030000038${String(world.clock.now())}${String(book.refunds.size).padStart(5, '0')}`,
    amount: amount.refund,
    noticeUrl: isText(asked.notify_url) ? asked.notify_url : undefined,
  });
  return { body: refundObject(refund, payment) };
}

function refusalOf(world: WechatWorld, paidAt: number, parts: readonly Refund[], isTooMuch: boolean) {
  const now = world.clock.now();
  if (now > paidAt + YEAR_MS) return failures.tooOld;
  if (parts.length >= MOST_PARTS) return failures.tooMany;
  if (isTooMuch) return failures.tooMuch;
  const last = Math.max(0, ...parts.map(({ acceptedAt }) => acceptedAt));
  if (world.rules.minRefundGapMs > 0 && now < last + world.rules.minRefundGapMs) return failures.frequency;
  return world.faults.take(['balance_not_enough'], {}) ? failures.balance : undefined;
}

/** `GET /v3/refund/domestic/refunds/{out_refund_no}` */
export function readRefund(world: WechatWorld, number: string): Answer {
  settleDue(world);
  const refund = world.book.refunds.get(number);
  const payment = refund && world.book.payments.get(refund.paymentId);
  return refund && payment ? { body: refundObject(refund, payment) } : { failure: failures.unknown };
}

/** `POST …/{refund_id}/apply-abnormal-refund`: only what is abnormal goes to another account. */
export function applyAbnormal(world: WechatWorld, id: string, asked: { out_refund_no?: unknown }): Answer {
  const refund = [...world.book.refunds.values()].find((one) => one.id === id);
  const payment = refund && world.book.payments.get(refund.paymentId);
  if (!refund || !payment || refund.number !== asked.out_refund_no) return { failure: failures.unknown };
  if (refund.state !== 'abnormal') return { failure: failures.notAbnormal };
  const at = world.clock.now() + Math.max(world.settleAfterMs, 1);
  world.book.record({ type: 'refund_redirected', number: refund.number, at });
  return { body: refundObject(refund, payment) };
}
