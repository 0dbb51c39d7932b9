import type { Permission } from '../people/permissions.ts';
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
};

/** One button: allowed, or the reason it is not. */
export type Ability =
  | { command: PersonCommand; allowed: true }
  | { command: PersonCommand; allowed: false; because: Rejection };

export function abilitiesOf(rma: Rma, held: ReadonlySet<Permission>): Ability[] {
  return (Object.keys(personGuards) as PersonCommand[]).map((command): Ability => {
    const permission = commandPermissions[command];
    if (!held.has(permission)) return { command, allowed: false, because: { code: 'not_permitted', permission } };
    const because = personGuards[command](rma);
    return because ? { command, allowed: false, because } : { command, allowed: true };
  });
}
