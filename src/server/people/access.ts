import { createAccessControl } from 'better-auth/plugins/access';
import { permissions, type Role, rolePermissions } from '../../domain/people/permissions.ts';

/** What better-auth itself asks about before it changes members, invitations or API keys. */
const ownStatements = {
  organization: ['update', 'delete'],
  member: ['create', 'update', 'delete'],
  invitation: ['create', 'cancel'],
  apiKey: ['create', 'read', 'update', 'delete'],
} as const;

/** Our permissions stand under one name: better-auth wants a resource and its actions. */
export const PERMISSIONS_KEY = 'guilai';

export const accessControl = createAccessControl({ ...ownStatements, [PERMISSIONS_KEY]: permissions });

const managing = { member: ownStatements.member, invitation: ownStatements.invitation, apiKey: ownStatements.apiKey };
const notManaging = { member: [], invitation: [], apiKey: [] };

const roleOf = (role: Role) => {
  const held = rolePermissions[role];
  const own = held.includes('member:manage') ? managing : notManaging;
  return accessControl.newRole({ ...own, [PERMISSIONS_KEY]: [...held] });
};

/** Our roles in better-auth's terms: who holds `member:manage` may do there what concerns members. */
export const accessRoles: Record<Role, ReturnType<typeof roleOf>> = {
  agent: roleOf('agent'),
  supervisor: roleOf('supervisor'),
  inspector: roleOf('inspector'),
  finance: roleOf('finance'),
  manager: roleOf('manager'),
  admin: roleOf('admin'),
};
