import { type ClockId, clockEnds, clockRules } from '../policy/clocks.ts';
import { type ClockKind, type ClockSource, kindFacts } from '../policy/deadlines.ts';
import { type Instant, localDate } from '../time.ts';
import type { Rma } from './rma.ts';

type DisputeClock = {
  kind: ClockKind;
  of: 'seller' | 'buyer';
  source: ClockSource;
  from: Instant;
  at: Instant;
  article: string;
};

/** A clock of the published rules, and whether the moment it counts from is what a document does not tell. */
const rules = {
  dispute_answer: 'jd_answer',
  dispute_call: 'jd_buyer_may_call',
  dispute_evidence: 'jd_evidence',
  dispute_execution: 'jd_execution',
  dispute_appeal: 'jd_appeal',
} as const satisfies Partial<Record<ClockKind, ClockId>>;

/**
 * The clocks of JD's disputes (京东纠纷总则); other platforms send theirs or publish none. No call of JD's tells when a step
 * was taken: what a person has read at JD counts by the rule, what we saw in a list is an estimate.
 */
export function disputeClocks(rma: Rma, timeZone: string): DisputeClock[] {
  const { dispute, intervention } = rma;
  if (rma.channel !== 'jd' || !dispute || dispute.endedAt) return [];
  const run = (kind: keyof typeof rules, from: Instant | undefined) => started(kind, from, dispute.by, timeZone);
  const { openedAt, evidenceAskedAt, answeredAt, decidedAt } = dispute;
  if (intervention === 'open') {
    const wantsEvidence = evidenceAskedAt !== undefined && (answeredAt === undefined || answeredAt < evidenceAskedAt);
    return [
      ...(answeredAt === undefined ? [...run('dispute_answer', openedAt), ...run('dispute_call', openedAt)] : []),
      ...(wantsEvidence ? run('dispute_evidence', evidenceAskedAt) : []),
    ];
  }
  // Only who has lost has something to do, or to appeal against.
  if (rma.ruling !== 'refunded') return [];
  const isPaid = rma.review === 'approved' && rma.lines.every(({ settlement }) => settlement === 'settled');
  return [...(isPaid ? [] : run('dispute_execution', decidedAt)), ...run('dispute_appeal', decidedAt)];
}

function started(
  kind: keyof typeof rules,
  from: Instant | undefined,
  by: 'person' | 'document',
  timeZone: string,
): DisputeClock[] {
  const rule = clockRules[rules[kind]];
  if (from === undefined || localDate(from, timeZone) < rule.inForceFrom) return [];
  const source: ClockSource = by === 'person' ? 'rule' : 'estimate';
  const at = clockEnds(rules[kind], from, timeZone);
  return [{ kind, of: kindFacts[kind].of, source, from, at, article: rule.article }];
}
