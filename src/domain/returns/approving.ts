import type { Money } from '../money.ts';
import { type ApprovalNeed, approvalNeed } from '../policy/approvals.ts';
import { ok, type Result, reject } from '../result.ts';
import type { Context } from './decision.ts';
import type { RmaEvent } from './events.ts';
import type { Rejection } from './rejections.ts';
import type { Approval, Rma } from './rma.ts';

/** What somebody's yes comes to: what is recorded of it, and whether it is enough to act on. */
type Said = { events: RmaEvent[]; enough: boolean; level: number };

/** Approvals that still hold: of the level, and for no less than is now asked for. */
export const heldApprovals = (rma: Rma, need: ApprovalNeed, amount: Money): Approval[] =>
  (rma.approvals ?? []).filter((given) => given.level >= need.level && covers(given.amount, amount));

const covers = (given: Money, amount: Money): boolean =>
  given.currency === amount.currency && given.minor >= amount.minor;

const isSpecial = (need: ApprovalNeed): boolean => need.fourEyes || need.level > 1;

/**
 * Why the one who asks may not grant the sum, or null. Also what the console's buttons ask.
 * @param escalation the level of the escalation, where it binds
 */
export function mayGrant(
  rma: Rma,
  amount: Money,
  escalation: number | undefined,
  { policy, who }: Pick<Context, 'policy' | 'who'>,
): Rejection | null {
  const need = needFor(rma, amount, escalation, policy);
  // Nobody behind the command: the system acts on deadlines, and platforms decide by themselves.
  if (!need || !who) return null;
  if (who.level < need.level) return { code: 'approval_level_needed', level: need.level };
  if (!need.fourEyes) return null;
  const held = heldApprovals(rma, need, amount);
  const isSecond = held.some(({ by }) => by !== who.id);
  const hasSpoken = held.some(({ by }) => by === who.id);
  return who.isProgram || (hasSpoken && !isSecond) ? { code: 'second_person_needed', level: need.level } : null;
}

/** Records the yes of the one who asks. Of two that are needed, the first is kept and the case goes on waiting. */
export function grantedBy(
  rma: Rma,
  amount: Money,
  escalation: number | undefined,
  context: Context,
): Result<Said, Rejection> {
  const no = mayGrant(rma, amount, escalation, context);
  if (no) return reject(no);
  const { who } = context;
  const need = needFor(rma, amount, escalation, context.policy);
  const level = need?.level ?? 1;
  if (!need || !who || !isSpecial(need)) return ok({ events: [], enough: true, level });
  const held = heldApprovals(rma, need, amount);
  const events: RmaEvent[] = held.some(({ by }) => by === who.id)
    ? []
    : [{ type: 'approval_given', by: who.id, level: who.level, amount }];
  const enough = !need.fourEyes || held.some(({ by }) => by !== who.id);
  // The case must go to somebody else now, so it does not stay in the first one's hands.
  if (!enough && rma.assignee === who.id) {
    events.push({ type: 'rma_unassigned', from: who.id, because: 'second_person_needed' });
  }
  return ok({ events, enough, level });
}

/** A level that was asked for before stays asked for, and binds where the policy has levels. */
export const escalationTo = (rma: Rma, level: number, { policy }: Pick<Context, 'policy'>) => ({
  level: Math.max(level, rma.escalation ?? 1),
  ...(policy.approvals ? ({ binding: true } as const) : {}),
});

/** Why the one who asks may not refuse, or null: what was escalated to a level is refused by that level too. */
export function rejectedBy(rma: Rma, { policy, who }: Pick<Context, 'policy' | 'who'>): Rejection | null {
  const level = policy.approvals ? (rma.escalation ?? 1) : 1;
  return who && who.level < level ? { code: 'approval_level_needed', level } : null;
}

/** Whether people have granted a sum as the rules ask, so that it may be paid without asking one again. */
export function isGranted(rma: Rma, amount: Money, { policy }: Pick<Context, 'policy'>): boolean {
  const need = needFor(rma, amount, undefined, policy);
  if (!need || !isSpecial(need)) return true;
  const people = new Set(heldApprovals(rma, need, amount).map(({ by }) => by));
  return people.size >= (need.fourEyes ? 2 : 1);
}

export const needFor = (
  { resolution }: Rma,
  amount: Money,
  escalation: number | undefined,
  { approvals }: Context['policy'],
): ApprovalNeed | null =>
  approvalNeed(approvals, { amount, resolution, ...(escalation === undefined ? {} : { escalation }) });
