import { present } from '../assert.ts';
import { partId, rmaNumber } from '../ids.ts';
import { evaluate } from '../policy/evaluate.ts';
import { type Claim, factsOf } from '../policy/facts.ts';
import type { AdvanceMoment, Effects, PolicyDecision } from '../policy/policy.ts';
import type { Reason, Resolution } from '../policy/reasons.ts';
import { ok, reject } from '../result.ts';
import { localDate, plusHours } from '../time.ts';
import { mayBeAdvanced } from './advance-guards.ts';
import { amountAtStake } from './amount-at-stake.ts';
import { grantedBy, rejectedBy } from './approving.ts';
import { leftAfterGrant } from './channel-answers.ts';
import type { OpenRma } from './commands.ts';
import { autoRefund } from './decide-refunds.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { followOutbound } from './follow-outbound.ts';
import { forbiddenIn } from './forbidden-phrases.ts';
import { canAddEvidence, canApprove, canOpen, canReject, canRequestEvidence, canWithdraw } from './guards.ts';
import { interceptedByRule } from './intercept-by-rule.ts';
import { outboundFacts } from './outbound-guards.ts';
import { deliveryRefused, outboundParcels } from './refused-delivery.ts';
import { termsFor } from './return-terms.ts';
import { type Deadline, isAutomatic, type ReturnTerms, type Rma } from './rma.ts';

export function open(command: OpenRma, context: Context): Decision {
  const { order, policy, now } = context;
  const no = canOpen(order, command);
  if (no) return reject(no);
  const reviewDue: Deadline = command.platformDeadline
    ? { at: command.platformDeadline, source: 'platform' }
    : { at: plusHours(now, policy.reviewHours), source: 'rule' };
  const opened: RmaEvent = {
    type: 'rma_opened',
    rmaId: command.rmaId,
    number: rmaNumber(command.rmaId, localDate(now, policy.timeZone)),
    orderId: order.id,
    shopId: order.shopId,
    channel: order.channel,
    resolution: command.resolution,
    reason: command.reason,
    requested: command.requested,
    evidence: command.evidence,
    channelRef: command.channelRef,
    reviewDue,
    policyVersion: policy.version,
    openedAt: now,
    lines: command.lines.map(({ orderLineId, quantity }, i) => ({
      lineId: partId('rli', command.rmaId, i + 1),
      orderLineId,
      sku: present(
        order.lines.find((line) => line.id === orderLineId),
        'the claimed line',
      ).sku,
      quantity,
    })),
  };
  const asOpened = evolve(null, opened);
  const known: RmaEvent[] = [
    ...(command.intervention === 'open' ? [{ type: 'platform_intervened', at: now } as const] : []),
    ...outboundParcels(asOpened, context),
    ...followOutbound(asOpened, context),
  ];
  return ok([opened, ...known, ...judged(known.reduce<Rma>(evolve, asOpened), context)]);
}

/** Judged again after it has changed. Where a person has taken it over, a person looks at what has changed. */
export const judgedAnew = (rma: Rma, context: Context): RmaEvent[] =>
  isAutomatic(rma) ? judged(rma, context) : [{ type: 'rma_escalated', level: 1, ruleId: 'automation_off' }];

/** Applies the policy to a return under review: its trace, then what follows from its outcome. */
export function judged(rma: Rma, context: Context): RmaEvent[] {
  const decision = evaluate(context.policy, factsOf(context.order, claimOf(rma, context), context.policy, context.now));
  const applied: RmaEvent = { type: 'policy_applied', decision };
  const { outcome, effects = {} } = decision;
  switch (outcome.kind) {
    case 'approve': {
      const asked = interceptedByRule(rma, effects.interceptHours, context);
      if (asked === null) return [applied, escalated(rma, 1, decision, context)];
      const waiting = asked.reduce<Rma>(evolve, rma);
      const grant = { by: 'policy' as const, ...aheadOfGoods(rma, effects), ...termsFor(rma, effects, context.order) };
      return [applied, ...asked, ...granted(waiting, grant, context)];
    }
    case 'refund_without_return':
      return [applied, ...granted(rma, { by: 'policy', goodsStay: true }, context)];
    case 'ask_evidence':
      return [applied, { type: 'evidence_requested', by: 'policy', note: outcome.note, at: context.now }];
    case 'escalate':
      return [applied, escalated(rma, outcome.level, decision, context)];
  }
}

/** A rule may want an answer sooner than usual; a platform's own clock is never put off by one. */
function escalated(rma: Rma, level: number, { ruleId, effects }: PolicyDecision, { now, policy }: Context): RmaEvent {
  const hours = effects?.deadlineHours;
  const binding = policy.approvals ? ({ binding: true } as const) : {};
  if (hours === undefined) return { type: 'rma_escalated', level, ruleId, ...binding };
  const due: Deadline = { at: plusHours(now, hours), source: 'rule' };
  const platform = rma.reviewDue?.source === 'platform' ? rma.reviewDue : null;
  return { type: 'rma_escalated', level, ruleId, due: platform && platform.at <= due.at ? platform : due, ...binding };
}

export function claimOf(rma: Rma, { order, buyer }: Context): Claim {
  const lines = rma.lines.map((line) => ({
    quantity: line.quantity,
    bought: present(
      order.lines.find((bought) => bought.id === line.orderLineId),
      'the claimed line',
    ),
  }));
  const claim: { resolution: Resolution; reason: Reason } = rma;
  const refused = deliveryRefused(rma);
  return {
    resolution: claim.resolution,
    reason: claim.reason,
    evidenceCount: rma.evidence.length,
    amount: amountAtStake(rma, order),
    lines,
    fromPlatform: rma.channelRef !== null,
    platformDeadline: rma.reviewDue?.source === 'platform' ? rma.reviewDue.at : null,
    ...(refused === undefined ? {} : { deliveryRefused: refused }),
    ...outboundFacts(rma),
    ...(buyer ? { buyer } : {}),
  };
}

type Grant = {
  by: 'policy' | 'person';
  goodsStay?: true;
  terms?: ReturnTerms;
  instantRefund?: AdvanceMoment;
};

/** A platform pays its orders by its own rules. */
const aheadOfGoods = (rma: Rma, { instantRefund }: Effects): Pick<Grant, 'instantRefund'> =>
  instantRefund && mayBeAdvanced(rma) && !rma.channelRef ? { instantRefund } : {};

/** The request is granted: what follows from it, up to the money. */
export function granted(rma: Rma, grant: Grant, context: Context, pay = autoRefund): RmaEvent[] {
  const approved: RmaEvent = { type: 'rma_approved', at: context.now, ...grant };
  return [approved, ...leftAfterGrant(rma), ...pay(evolve(rma, approved), context)];
}

export function approve(rma: Rma, context: Context): Decision {
  const no = canApprove(rma);
  if (no) return reject(no);
  const said = grantedBy(rma, amountAtStake(rma, context.order), rma.escalation, context);
  if (!said.ok || !said.value.enough) return said.ok ? ok(said.value.events) : said;
  const known = said.value.events.reduce<Rma>(evolve, rma);
  return ok([...said.value.events, ...granted(known, { by: 'person', ...termsFor(rma, {}, context.order) }, context)]);
}

export function refuse(rma: Rma, command: Of<'reject'>, context: Context): Decision {
  const no = canReject(rma) ?? rejectedBy(rma, context) ?? forbiddenIn(command.note);
  return no ? reject(no) : ok([{ ...command, type: 'rma_rejected' }]);
}

export function requestEvidence(rma: Rma, command: Of<'request_evidence'>, { now }: Context): Decision {
  const no = canRequestEvidence(rma) ?? forbiddenIn(command.note);
  return no ? reject(no) : ok([{ type: 'evidence_requested', by: 'person', note: command.note, at: now }]);
}

/** New pictures end the waiting; a person looks at them. */
export function addEvidence(rma: Rma, command: Of<'add_evidence'>): Decision {
  const no = canAddEvidence(rma);
  return no ? reject(no) : ok([{ type: 'evidence_added', files: command.files }]);
}

export function withdraw(rma: Rma, command: Of<'withdraw'>): Decision {
  const no = canWithdraw(rma);
  return no ? reject(no) : ok([{ type: 'rma_withdrawn', cause: command.cause }]);
}
