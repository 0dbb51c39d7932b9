/** What somebody may do. A route declares one; a role or an API key holds some. */
export const permissions = [
  'order:read',
  'order:write',
  'rma:read',
  'rma:open',
  'rma:review',
  'rma:assign',
  'parcel:write',
  'goods:receive',
  'goods:inspect',
  'goods:dispose',
  'goods:supervise',
  'goods:undo_paid',
  'inspection:manage',
  'refund:read',
  'refund:request',
  'refund:retry',
  'claim:file',
  'claim:settle',
  'ledger:read',
  'stock:read',
  'stock:move',
  'stock:approve',
  'stock:manage',
  'report:read',
  'policy:read',
  'policy:edit',
  'policy:publish',
  'template:manage',
  'inbox:read',
  'inbox:retry',
  'person:reveal',
  'buyer:list',
  'shop:manage',
  'member:manage',
] as const;

export type Permission = (typeof permissions)[number];

export const roles = ['agent', 'supervisor', 'inspector', 'finance', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

const reading = ['order:read', 'rma:read', 'policy:read'] as const satisfies Permission[];
const serving = [
  ...reading,
  'rma:open',
  'rma:review',
  'parcel:write',
  'refund:read',
  'claim:file',
] as const satisfies Permission[];
const warehouse = [
  ...reading,
  'goods:receive',
  'goods:inspect',
  'goods:dispose',
  'parcel:write',
  'stock:read',
  'stock:move',
] as const satisfies Permission[];
const finance = [
  ...reading,
  'refund:read',
  'refund:request',
  'refund:retry',
  'claim:file',
  'claim:settle',
  'ledger:read',
  'report:read',
  'stock:read',
  'stock:approve',
] as const satisfies Permission[];

export const rolePermissions: Record<Role, readonly Permission[]> = {
  agent: serving,
  supervisor: [
    ...serving,
    'rma:assign',
    'refund:request',
    'inbox:read',
    'inbox:retry',
    'person:reveal',
    'buyer:list',
    'report:read',
    'policy:edit',
    'template:manage',
    'goods:supervise',
    'inspection:manage',
  ],
  inspector: warehouse,
  finance,
  manager: [
    ...new Set<Permission>([
      ...serving,
      ...warehouse,
      ...finance,
      'stock:manage',
      'rma:assign',
      'inbox:read',
      'inbox:retry',
      'person:reveal',
      'buyer:list',
      'policy:edit',
      'policy:publish',
      'template:manage',
      'goods:supervise',
      'goods:undo_paid',
      'inspection:manage',
    ]),
  ],
  admin: permissions,
};
