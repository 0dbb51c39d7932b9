import type { Instant } from '../time.ts';

/** The moments of a return that steps run between; null: not reached. */
export type ReturnMoments = {
  openedAt: Instant;
  respondedAt: Instant | null;
  decidedAt: Instant | null;
  approvedAt: Instant | null;
  shippedAt: Instant | null;
  receivedAt: Instant | null;
  inspectedAt: Instant | null;
  refundedAt: Instant | null;
  /** Since when nothing more is to be done. */
  overAt: Instant | null;
};

type Moment = Exclude<keyof ReturnMoments, 'overAt'>;
type SpanFacts = { from: Moment; to: Moment; of: 'all' | 'goods' | 'money' };

/**
 * Each step, between which moments it runs, and on whose cases: all, those whose goods come back, those with money due. A
 * case takes part once the step has begun, unless it ended without it. What couriers' clocks put before the beginning took no
 * time.
 */
export const returnSpans = {
  first_response: { from: 'openedAt', to: 'respondedAt', of: 'all' },
  review: { from: 'openedAt', to: 'decidedAt', of: 'all' },
  ship: { from: 'approvedAt', to: 'shippedAt', of: 'goods' },
  transit: { from: 'shippedAt', to: 'receivedAt', of: 'goods' },
  inspect: { from: 'receivedAt', to: 'inspectedAt', of: 'goods' },
  refund: { from: 'inspectedAt', to: 'refundedAt', of: 'money' },
  received_to_refund: { from: 'receivedAt', to: 'refundedAt', of: 'money' },
  request_to_refund: { from: 'openedAt', to: 'refundedAt', of: 'money' },
} as const satisfies Record<string, SpanFacts>;

export type ReturnSpan = keyof typeof returnSpans;
export const spanCodes = Object.keys(returnSpans) as ReturnSpan[];

/** The steps that follow one another from the request to the money. */
export const waterfall = ['review', 'ship', 'transit', 'inspect', 'refund'] as const satisfies readonly ReturnSpan[];
