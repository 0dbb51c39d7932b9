import type { SimulatorClock } from '../clock.ts';
import type { FaultBoard } from '../faults.ts';
import type { AlipayFault } from './fault-kinds.ts';
import type { Notifier } from './notify.ts';
import type { Refund, TradeBook } from './trade-book.ts';

/** All that the gateway knows and does while it runs. */
export type AlipayWorld = {
  clock: SimulatorClock;
  book: TradeBook;
  faults: FaultBoard<AlipayFault>;
  notifier: Notifier;
  /** From payment; the contract fixes it, a year for most. */
  refundWindowMs: number;
  /** A second refund of one trade within this time is refused. 0 = never. */
  minRefundGapMs: number;
  /** Bills that were offered, by day, and until when. */
  bills: Map<string, { file: Buffer; until: number }>;
  /** Where it listens. */
  base: string;
};

/** Moves the money of every refund that is due. Called before each request, so no reader sees a refund late. */
export function settleDue(world: AlipayWorld): void {
  for (const refund of world.book.unsettled()) if (refund.settle_at <= world.clock.now()) execute(world, refund);
}

function execute({ book, clock, notifier }: AlipayWorld, refund: Refund): void {
  const { trade_no, out_request_no } = refund;
  book.record({ type: 'refund_executed', trade_no, out_request_no, executed_at: clock.now() });
  const record = book.find({ trade_no });
  if (record?.trade.notify_url !== undefined) notifier.refunded(record, refund);
}
