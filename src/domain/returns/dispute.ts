import type { Instant } from '../time.ts';

/** Where the platform's own staff stand in a dispute. Absent: they have not stepped in. */
export type Intervention = 'open' | 'decided';

export type Ruling = 'refunded' | 'closed' | 'refused' | 'withdrawn' | 'none';

/**
 * The steps of a platform's dispute, with the moments from which its clocks count. `by`: a person has read them at the
 * platform; a document only tells us when we first saw it.
 */
export type Dispute = {
  by: 'person' | 'document';
  openedAt?: Instant;
  evidenceAskedAt?: Instant;
  answeredAt?: Instant;
  decidedAt?: Instant;
  endedAt?: Instant;
};

export const disputeSteps = ['opened', 'evidence_asked', 'answered', 'decided', 'ended'] as const;
export type DisputeStep = (typeof disputeSteps)[number];

/** `outcome`: of a decision. */
export type RecordDispute = { type: 'record_dispute'; step: DisputeStep; at: Instant; outcome?: Ruling };

export type DisputeEvent =
  /** Absent moments: events of earlier versions. */
  | { type: 'platform_intervened'; at?: Instant; by?: 'person' }
  | { type: 'platform_decided'; outcome: Ruling; at?: Instant; by?: 'person' }
  | { type: 'dispute_evidence_asked'; at: Instant }
  /** The shop has said or shown at the platform what was wanted. */
  | { type: 'dispute_answered'; at: Instant }
  /** Nothing more is to be done in it: no appeal is made, or it was none. */
  | { type: 'dispute_ended'; at: Instant };

/** Which steps may follow: the console offers these and no others. */
export function nextSteps(intervention: Intervention | null, isEnded: boolean): DisputeStep[] {
  if (intervention === 'open') return ['evidence_asked', 'answered', 'decided', 'ended'];
  return intervention === 'decided' && !isEnded ? ['ended', 'opened'] : ['opened'];
}
