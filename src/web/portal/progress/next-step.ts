import type { MyReturn } from '../shapes.ts';

/** What the buyer does next, or waits for: the answer at the top of the progress page. A key of the text table. */
export type NextStep =
  | 'add_photos'
  | 'send_parcel'
  | 'wait_for_review'
  | 'wait_for_parcel'
  | 'wait_for_check'
  | 'wait_for_goods'
  | 'on_its_way'
  | 'wait_for_money'
  | 'money_late'
  | 'refunded'
  | 'finished'
  | 'rejected'
  | 'withdrawn';

const byStage: Record<string, NextStep> = {
  to_review: 'wait_for_review',
  awaiting_buyer: 'wait_for_parcel',
  in_transit: 'wait_for_parcel',
  to_inspect: 'wait_for_check',
  to_dispose: 'wait_for_check',
  to_refund: 'wait_for_money',
  to_ship: 'wait_for_goods',
  refunding: 'wait_for_money',
  refund_problem: 'money_late',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
};

/** A thing to do comes before a thing to wait for. */
export function nextStep(of: MyReturn): NextStep {
  if (of.review === 'evidence_requested' && of.canAddPhotos) return 'add_photos';
  if (of.canSend && of.parcels.length === 0) return 'send_parcel';
  if (of.stage !== 'closed') return byStage[of.stage] ?? 'wait_for_review';
  if (of.lines.some((line) => line.shipment)) return 'on_its_way';
  return of.refunds.some((refund) => refund.state === 'succeeded') ? 'refunded' : 'finished';
}

const calm: ReadonlySet<NextStep> = new Set<NextStep>(['refunded', 'finished', 'on_its_way']);
const own: ReadonlySet<NextStep> = new Set<NextStep>(['add_photos', 'send_parcel']);

/** How loud the head of the page is: the buyer has to act, waits, is done, or the way has ended. */
export function toneOf(step: NextStep): 'act' | 'wait' | 'done' | 'over' {
  if (own.has(step)) return 'act';
  if (calm.has(step)) return 'done';
  return step === 'rejected' || step === 'withdrawn' ? 'over' : 'wait';
}
