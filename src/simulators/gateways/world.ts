import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import type { GatewayFault } from './fault-kinds.ts';
import type { Notifier, Outgoing } from './notices.ts';
import type { Payment, Refund, RefundBook, RefundState } from './refund-book.ts';

/** All that such a gateway knows and does while it runs. */
export type GatewayWorld = {
  clock: SimulatorClock;
  book: RefundBook;
  faults: FaultBoard<GatewayFault>;
  notifier: Notifier;
  /** How long a refund takes that nothing holds up. */
  settleAfterMs: number;
  /** The notice of a refund as the vendor words and signs it. */
  wording: NoticeWording;
};

/** How a notice is spoiled; `none` for most. */
export type Spoiling = 'none' | 'forged' | 'tampered' | 'stranger';
export type NoticeWording = (refund: Refund, state: RefundState, serial: number, spoiling: Spoiling) => Outgoing;

const MANY = 15;
const LATE_MS = 3_600_000;
let serial = 0;

/** Ends every refund that is due. Called before each request, so that no reader sees a refund late. */
export function settleDue(world: GatewayWorld): void {
  for (const refund of world.book.refunds.values())
    if (refund.state === 'pending' && refund.settleAt <= world.clock.now()) settle(world, refund);
}

export function settle(world: GatewayWorld, refund: Refund): void {
  const { number, ending } = refund;
  world.book.record({ type: 'refund_settled', number, state: ending, at: world.clock.now() });
  announce(world, refund);
}

function announce({ faults, notifier, wording }: GatewayWorld, refund: Refund): void {
  const { noticeUrl: url, number, paymentId } = refund;
  const facts = { refund: number, payment: paymentId };
  if (url === undefined || faults.take(['notify_never'], facts)) return;
  const spoiling: Spoiling = faults.take(['notify_forged'], facts)
    ? 'forged'
    : faults.take(['notify_tampered'], facts)
      ? 'tampered'
      : faults.take(['notify_stranger'], facts)
        ? 'stranger'
        : 'none';
  serial += 1;
  const own = serial;
  const { state } = refund;
  const copies = faults.take(['notify_many'], facts) ? MANY : 1;
  const late = faults.take(['notify_late'], facts);
  for (let copy = 0; copy < copies; copy += 1)
    notifier.add({ url, build: () => wording(refund, state, own, spoiling) }, late ? (late.delayMs ?? LATE_MS) : 0);
  if (!faults.take(['notify_old_state'], facts)) return;
  // What was true before arrives after what is true now.
  serial += 1;
  const older = serial;
  notifier.add({ url, build: () => wording(refund, 'pending', older, 'none') }, 200);
}

export type Taking = {
  number: string;
  /** The gateway's own number for it. */
  id: string;
  amount: number;
  noticeUrl?: string | undefined;
  extra?: Record<string, string>;
};

/** Takes a refund on; the vendor's checks come before. */
export function takeOn(world: GatewayWorld, payment: Payment, taking: Taking): Refund {
  const { clock, book, faults } = world;
  const facts = { refund: taking.number, payment: payment.id };
  const held = faults.take(['pending'], facts);
  const abnormal = faults.take(['ends_abnormal'], facts);
  const closed = faults.take(['ends_closed'], facts);
  const wait = held ? (held.settleAfterMs ?? 60_000) : world.settleAfterMs;
  book.record({
    type: 'refund_taken',
    refund: {
      number: taking.number,
      id: taking.id,
      paymentId: payment.id,
      amount: taking.amount,
      currency: payment.currency,
      acceptedAt: clock.now(),
      settleAt: clock.now() + wait,
      ending: abnormal ? 'abnormal' : closed ? 'closed' : 'succeeded',
      state: 'pending',
      extra: taking.extra ?? {},
      ...(taking.noticeUrl ? { noticeUrl: taking.noticeUrl } : {}),
    },
  });
  settleDue(world);
  const refund = book.refunds.get(taking.number);
  if (!refund) throw new Error(`refund ${taking.number} was taken on and is not there`);
  return refund;
}
