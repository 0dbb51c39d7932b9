import type { Permission } from '../people/permissions.ts';
import { amountAtStake } from './amount-at-stake.ts';
import { mayGrant, rejectedBy } from './approving.ts';
import { planNext, withOrdered } from './decide-refunds.ts';
import type { Context } from './decision.ts';
import { type PersonCommand, personGuards } from './guards.ts';
import { mustWaitForParcel } from './outbound-guards.ts';
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
  find_line: 'goods:receive',
  report_difference: 'goods:receive',
  settle_difference: 'rma:review',
  inspect_line: 'goods:inspect',
  dispose_line: 'goods:dispose',
  request_refund: 'refund:request',
  give_in_kind: 'refund:request',
  retry_refund: 'refund:retry',
  take: 'rma:review',
  assign: 'rma:review',
  release: 'rma:review',
  stop_automation: 'rma:review',
  resume_automation: 'rma:review',
  convert: 'rma:review',
  ship_replacement: 'parcel:write',
  extend_deadline: 'rma:review',
  make_offer: 'rma:review',
  tell_again: 'rma:review',
  record_dispute: 'rma:review',
  book_pickup: 'parcel:write',
  cancel_pickup: 'parcel:write',
  intercept_outbound: 'rma:review',
  end_intercept_wait: 'rma:review',
  look_again: 'goods:inspect',
  resolve_second_look: 'goods:supervise',
  approve_scrap: 'goods:supervise',
  refuse_scrap: 'goods:supervise',
  undo_disposition: 'goods:supervise',
  undo_inspection: 'goods:supervise',
  file_claim: 'claim:file',
  record_claim_answer: 'claim:settle',
  record_claim_payment: 'claim:settle',
  appeal_claim: 'claim:file',
  close_claim: 'claim:settle',
  ask_postage: 'claim:file',
  record_insurance: 'claim:settle',
  pay_postage: 'claim:settle',
  decline_postage: 'claim:settle',
  recover_postage: 'claim:settle',
};

/** One button: allowed, or the reason it is not. */
export type Ability =
  | { command: PersonCommand; allowed: true }
  | { command: PersonCommand; allowed: false; because: Rejection };

/** Whoever looks at the buttons, and whether the platform of the return gives more time when it is asked. */
export type Looking = Context & { channelExtends?: boolean };

/** @param looking without it, approval levels are left out and no platform gives more time */
export function abilitiesOf(rma: Rma, held: ReadonlySet<Permission>, looking?: Looking): Ability[] {
  return (Object.keys(personGuards) as PersonCommand[]).map((command): Ability => {
    const permission = commandPermissions[command];
    if (!held.has(permission)) return { command, allowed: false, because: { code: 'not_permitted', permission } };
    const because =
      personGuards[command](rma, looking?.who) ??
      (command === 'extend_deadline' && !looking?.channelExtends ? notOffered(rma) : null) ??
      (looking ? onTheRoad(rma, command, looking) : null) ??
      (looking ? aboveLevel(rma, command, looking) : null);
    return because ? { command, allowed: false, because } : { command, allowed: true };
  });
}

/** What the parcel that went out forbids at this moment. */
function onTheRoad(rma: Rma, command: PersonCommand, { now, order }: Looking): Rejection | null {
  if (command === 'intercept_outbound') return order.shippedAt === null ? { code: 'nothing_to_intercept' } : null;
  return command === 'request_refund' ? mustWaitForParcel(rma, now) : null;
}

const notOffered = ({ channel }: Rma): Rejection => ({ code: 'extension_not_offered', channel });

/** What of a decision is beyond the one who looks. */
function aboveLevel(rma: Rma, command: PersonCommand, context: Context): Rejection | null {
  if (!context.policy.approvals) return null;
  if (command === 'approve') return mayGrant(rma, amountAtStake(rma, context.order), rma.escalation, context);
  if (command === 'reject') return rejectedBy(rma, context);
  if (command !== 'request_refund') return null;
  const plan = planNext(rma, context);
  return plan?.ok ? mayGrant(rma, withOrdered(rma, plan.value.total), undefined, context) : null;
}
