import { expect, test } from 'vitest';
import { type Permission, permissions, type Role, rolePermissions, roles } from './permissions.ts';

const everyone: Role[] = ['agent', 'supervisor', 'inspector', 'finance', 'manager', 'admin'];

test.each<[Permission, Role[]]>([
  ['order:read', everyone],
  ['rma:read', everyone],
  ['policy:read', everyone],
  ['order:write', ['admin']],
  ['rma:open', ['agent', 'supervisor', 'manager', 'admin']],
  ['rma:review', ['agent', 'supervisor', 'manager', 'admin']],
  ['rma:assign', ['supervisor', 'manager', 'admin']],
  ['parcel:write', ['agent', 'supervisor', 'inspector', 'manager', 'admin']],
  ['goods:receive', ['inspector', 'manager', 'admin']],
  ['goods:inspect', ['inspector', 'manager', 'admin']],
  ['goods:dispose', ['inspector', 'manager', 'admin']],
  ['refund:read', ['agent', 'supervisor', 'finance', 'manager', 'admin']],
  ['refund:request', ['supervisor', 'finance', 'manager', 'admin']],
  ['refund:retry', ['finance', 'manager', 'admin']],
  ['ledger:read', ['finance', 'manager', 'admin']],
  ['stock:read', ['inspector', 'finance', 'manager', 'admin']],
  ['report:read', ['supervisor', 'finance', 'manager', 'admin']],
  ['inbox:read', ['supervisor', 'manager', 'admin']],
  ['inbox:retry', ['supervisor', 'manager', 'admin']],
  ['person:reveal', ['supervisor', 'manager', 'admin']],
  ['shop:manage', ['admin']],
  ['member:manage', ['admin']],
])('%s is held by: %s', (permission, held) => {
  expect(roles.filter((role) => rolePermissions[role].includes(permission))).toEqual(held);
});

test('nobody holds a permission twice, and there is none that does not exist', () => {
  for (const role of roles) {
    expect(new Set(rolePermissions[role]).size, role).toBe(rolePermissions[role].length);
    expect(rolePermissions[role].every((held) => permissions.includes(held))).toBe(true);
  }
});

test('who judges the goods does not order the money, and who pays does not judge (segregation of duties)', () => {
  expect(rolePermissions.inspector.some((held) => held.startsWith('refund:'))).toBe(false);
  expect(rolePermissions.finance.some((held) => held.startsWith('goods:') || held === 'rma:review')).toBe(false);
});
