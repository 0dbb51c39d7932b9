import { toMoneyView } from '../../contract/common.ts';
import type { RmaView } from '../../contract/returns.ts';
import { amountAtStake } from '../../domain/returns/amount-at-stake.ts';
import { heldApprovals, needFor } from '../../domain/returns/approving.ts';
import { planNext, withOrdered } from '../../domain/returns/decide-refunds.ts';
import type { Context } from '../../domain/returns/decision.ts';
import { isUnderReview, type Rma } from '../../domain/returns/rma.ts';

type Looking = Context & { nameOf(actor: { id: string }): string };

/** What the next yes needs beyond anybody's, and who has said theirs. */
export function approvalView(rma: Rma, context: Looking): RmaView['approval'] {
  if (!context.policy.approvals) return null;
  const amount = nextAmount(rma, context);
  const need = amount && needFor(rma, amount, isUnderReview(rma) ? rma.escalation : undefined, context.policy);
  if (!need || (need.level === 1 && !need.fourEyes)) return null;
  return {
    amount: toMoneyView(amount),
    ...need,
    given: heldApprovals(rma, need, amount).map(({ by, level, amount: granted }) => ({
      by: { id: by, name: context.nameOf({ id: by }) },
      level,
      amount: toMoneyView(granted),
    })),
  };
}

function nextAmount(rma: Rma, context: Context) {
  if (isUnderReview(rma)) return amountAtStake(rma, context.order);
  if (!rma.lines.some((line) => line.settlement === 'due')) return null;
  const plan = planNext(rma, context);
  return plan?.ok ? withOrdered(rma, plan.value.total) : null;
}
