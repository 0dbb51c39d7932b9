import type { RmaView } from '../../../contract/returns.ts';
import type { PersonCommand } from '../../../domain/returns/guards.ts';
import type { Stage } from '../../../domain/returns/rma.ts';

export type Todo =
  | 'approve'
  | 'evidence'
  | 'send'
  | 'transit'
  | 'arrived'
  | 'inspect'
  | 'dispose'
  | 'refund'
  | 'ship'
  | 'refunding'
  | 'retry'
  | 'closed'
  | 'rejected'
  | 'withdrawn';

/** What is to be done now, and the button that does it; null where one can only wait. */
type Step = { todo: Todo; command: PersonCommand | null };

const steps: Record<Stage, Step> = {
  to_review: { todo: 'approve', command: 'approve' },
  awaiting_buyer: { todo: 'send', command: 'announce_parcel' },
  in_transit: { todo: 'transit', command: 'receive_line' },
  to_inspect: { todo: 'inspect', command: 'inspect_line' },
  to_dispose: { todo: 'dispose', command: 'dispose_line' },
  to_refund: { todo: 'refund', command: 'request_refund' },
  to_ship: { todo: 'ship', command: 'ship_replacement' },
  refunding: { todo: 'refunding', command: null },
  refund_problem: { todo: 'retry', command: 'retry_refund' },
  closed: { todo: 'closed', command: null },
  rejected: { todo: 'rejected', command: null },
  withdrawn: { todo: 'withdrawn', command: null },
};

export function stepOf(rma: Pick<RmaView, 'stage' | 'review' | 'parcels'>): Step {
  if (rma.review === 'evidence_requested') return { todo: 'evidence', command: 'add_evidence' };
  // Signed for at our door and not booked in: the parcel lies somewhere in the house.
  const arrived = rma.parcels.some((parcel) => parcel.status === 'delivered');
  return rma.stage === 'in_transit' && arrived ? { todo: 'arrived', command: 'receive_line' } : steps[rma.stage];
}
