import type { Permission } from '../people/permissions.ts';
import { amountAtStake } from './amount-at-stake.ts';
import { mayGrant, rejectedBy } from './approving.ts';
import { planNext } from './decide-refunds.ts';
import type { Context } from './decision.ts';
import { type PersonCommand, personGuards } from './guards.ts';
import type { Rejection } from './rejections.ts';
import type { Rma } from './rma.ts';

/** Which permission a person needs for each command on a return. Routes declare the same ones. */
export const commandPermissions: Record<PersonCommand, Permission> = {
  approve: 'rma:review',
  reject: 'rma:review',
  request_evidence: 'rma:review',
  add_evidence: 'rma:open',
  withdraw: 'rma:open',
  announce_parcel: 'parcel:write',
  receive_line: 'goods:receive',
  mark_missing: 'goods:receive',
  inspect_line: 'goods:inspect',
  dispose_line: 'goods:dispose',
  request_refund: 'refund:request',
  retry_refund: 'refund:retry',
  take: 'rma:review',
  assign: 'rma:review',
  release: 'rma:review',
  stop_automation: 'rma:review',
  resume_automation: 'rma:review',
  convert: 'rma:review',
  ship_replacement: 'parcel:write',
};

/** One button: allowed, or the reason it is not. */
export type Ability =
  | { command: PersonCommand; allowed: true }
  | { command: PersonCommand; allowed: false; because: Rejection };

/** @param context with whoever looks at the buttons; without it, approval levels are left out */
export function abilitiesOf(rma: Rma, held: ReadonlySet<Permission>, context?: Context): Ability[] {
  return (Object.keys(personGuards) as PersonCommand[]).map((command): Ability => {
    const permission = commandPermissions[command];
    if (!held.has(permission)) return { command, allowed: false, because: { code: 'not_permitted', permission } };
    const because = personGuards[command](rma, context?.who) ?? (context ? aboveLevel(rma, command, context) : null);
    return because ? { command, allowed: false, because } : { command, allowed: true };
  });
}

/** What of a decision is beyond the one who looks. */
function aboveLevel(rma: Rma, command: PersonCommand, context: Context): Rejection | null {
  if (!context.policy.approvals) return null;
  if (command === 'approve') return mayGrant(rma, amountAtStake(rma, context.order), rma.escalation, context);
  if (command === 'reject') return rejectedBy(rma, context);
  if (command !== 'request_refund') return null;
  const plan = planNext(rma, context);
  return plan?.ok ? mayGrant(rma, plan.value.total, undefined, context) : null;
}
