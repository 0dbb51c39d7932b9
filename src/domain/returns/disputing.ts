import { ok, reject } from '../result.ts';
import type { Instant } from '../time.ts';
import type { Context, Decision } from './decision.ts';
import { type Dispute, type DisputeEvent, nextSteps, type RecordDispute, type Ruling } from './dispute.ts';
import type { RmaEvent } from './events.ts';
import type { Rejection } from './rejections.ts';
import type { Rma } from './rma.ts';

/** What a person reads at the platform is written down for cases that lie there, also after a refusal. */
export function canRecordDispute(rma: Rma): Rejection | null {
  if (!rma.channelRef) return { code: 'no_platform_case' };
  return rma.review === 'withdrawn' ? { code: 'review_is_over', review: rma.review } : null;
}

export function recordDispute(rma: Rma, { step, at, outcome }: RecordDispute, { now }: Context): Decision {
  const no = canRecordDispute(rma);
  if (no) return reject(no);
  if (!nextSteps(rma.intervention ?? null, rma.dispute?.endedAt !== undefined).includes(step)) {
    return reject(
      step === 'opened' ? { code: 'platform_has_stepped_in_before' } : { code: 'platform_has_not_stepped_in' },
    );
  }
  if (at > now) return reject({ code: 'moment_in_future' });
  const { openedAt } = rma.dispute ?? {};
  if (step !== 'opened' && openedAt !== undefined && at < openedAt) return reject({ code: 'moment_before_dispute' });
  switch (step) {
    case 'opened':
      return ok([{ type: 'platform_intervened', at, by: 'person' }]);
    case 'evidence_asked':
      return ok([{ type: 'dispute_evidence_asked', at }]);
    case 'answered':
      return ok([{ type: 'dispute_answered', at }]);
    case 'decided':
      return outcome
        ? ok([{ type: 'platform_decided', outcome, at, by: 'person' }])
        : reject({ code: 'ruling_missing' });
    case 'ended':
      return ok([
        ...(rma.intervention === 'open'
          ? [{ type: 'platform_decided', outcome: 'withdrawn', at, by: 'person' } as const]
          : []),
        { type: 'dispute_ended', at },
      ]);
  }
}

type Read = { intervention?: 'open' | 'decided' | 'none'; ending?: Exclude<Ruling, 'withdrawn'> };

/**
 * What a document tells of the platform's staff. Its silence ends what a document told of, and not what a person has
 * read there, unless the document itself is over; nor does a mark that still stands reopen what he has seen decided.
 */
export function disputeRead(rma: Rma, { intervention: read, ending = 'none' }: Read, at: Instant): RmaEvent[] {
  const { intervention, ruling, dispute } = rma;
  const byPerson = dispute?.by === 'person';
  switch (read) {
    case 'open':
      return intervention === 'open' || (intervention === 'decided' && byPerson)
        ? []
        : [{ type: 'platform_intervened', at }];
    case 'decided':
      // The decision may be read before what became of the document is.
      return intervention === 'decided' && (ruling === ending || ending === 'none')
        ? []
        : [{ type: 'platform_decided', outcome: ending, at }];
    case 'none': {
      if (intervention !== 'open' || (byPerson && ending !== 'refunded' && ending !== 'closed')) return [];
      return [{ type: 'platform_decided', outcome: ending === 'none' ? 'withdrawn' : ending, at }];
    }
    default:
      return [];
  }
}

export const isOfDispute = <E extends { type: string }>(event: E | DisputeEvent): event is DisputeEvent =>
  event.type === 'platform_intervened' || event.type === 'platform_decided' || event.type.startsWith('dispute_');

export function disputeMoved(rma: Rma, event: DisputeEvent): Rma {
  const { dispute } = rma;
  switch (event.type) {
    case 'platform_intervened':
      return withDispute({ ...rma, intervention: 'open' }, event.at && { by: by(event), openedAt: event.at });
    case 'platform_decided': {
      const decided: Rma = { ...rma, intervention: 'decided', ruling: event.outcome };
      return withDispute(decided, event.at && { ...dispute, by: by(event), decidedAt: event.at });
    }
    case 'dispute_evidence_asked':
      return withDispute(rma, { by: 'person', ...dispute, evidenceAskedAt: event.at });
    case 'dispute_answered':
      return withDispute(rma, { by: 'person', ...dispute, answeredAt: event.at });
    case 'dispute_ended':
      return withDispute(rma, { by: 'person', ...dispute, endedAt: event.at });
  }
}

const by = (event: { by?: 'person' }): Dispute['by'] => event.by ?? 'document';

const withDispute = (rma: Rma, dispute: Dispute | undefined): Rma => (dispute ? { ...rma, dispute } : rma);
