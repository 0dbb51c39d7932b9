import { ok, reject } from '../result.ts';
import { escalationTo } from './approving.ts';
import { autoRefund } from './decide-refunds.ts';
import { judged } from './decide-review.ts';
import type { Context, Decision, Of } from './decision.ts';
import type { RmaEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { canAssign, canRelease, canResumeAutomation, canStopAutomation, canTake } from './guards.ts';
import { needsPerson } from './needs-person.ts';
import { isUnderReview, type Rma } from './rma.ts';

export function take(rma: Rma, { who }: Context): Decision {
  const no = canTake(rma, who);
  if (no || !who) return reject(no ?? { code: 'not_assigned' });
  return ok([{ type: 'rma_assigned', to: who.id, by: 'person', because: { code: 'taken' } }]);
}

/** By a colleague who hands it over, or by the system, which gives out only what is nobody's and needs somebody. */
export function assign(rma: Rma, { to, because }: Of<'assign'>, { who }: Context): Decision {
  if (!who) {
    if (rma.assignee || !needsPerson(rma)) return ok([]);
    return ok([{ type: 'rma_assigned', to, by: 'system', because }]);
  }
  const no = canAssign(rma, who);
  if (no) return reject(no);
  return rma.assignee === to ? ok([]) : ok([{ type: 'rma_assigned', to, by: 'person', because }]);
}

export function release(rma: Rma, { because }: Of<'release'>, { who }: Context): Decision {
  const no = canRelease(rma, who);
  if (no || !rma.assignee) return reject(no ?? { code: 'not_assigned' });
  return ok([{ type: 'rma_unassigned', from: rma.assignee, because }]);
}

/**
 * Nothing is decided or paid by rules from now on. A buyer who asks for a person (PIPL art. 24) gets one at once, also
 * where the rules were waiting for pictures.
 */
export function stopAutomation(rma: Rma, { because }: Of<'stop_automation'>, context: Context): Decision {
  const no = canStopAutomation(rma);
  if (no) return reject(no);
  const stopped: RmaEvent = { type: 'automation_stopped', because };
  if (because !== 'buyer_asked' || !isUnderReview(rma)) return ok([stopped]);
  return ok([stopped, { type: 'rma_escalated', ...escalationTo(rma, 1, context), ruleId: 'buyer_asked' }]);
}

/** Hands the case back: what is still under review is judged anew, and what is due is paid if the rules pay it. */
export function resumeAutomation(rma: Rma, context: Context): Decision {
  const no = canResumeAutomation(rma);
  if (no) return reject(no);
  const resumed: RmaEvent = { type: 'automation_resumed' };
  const again = evolve(rma, resumed);
  return ok([resumed, ...(isUnderReview(again) ? judged(again, context) : autoRefund(again, context))]);
}
