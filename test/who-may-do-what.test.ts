import { expect, test } from 'vitest';
import { type Permission, permissions, type Role, rolePermissions, roles } from '../src/domain/people/permissions.ts';
import { commandPermissions } from '../src/domain/returns/abilities.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { letThrough } from './support/refusals.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, keyWith, server } = harness;
const { open, see } = deskOf(harness);

const needed = (access: string): Permission | undefined => permissions.find((permission) => permission === access);
const guarded = server.routeTable.flatMap(({ method, path, access, endpoint }) => {
  const permission = needed(access);
  // A stream of events does not end, so nobody can wait for its answer here.
  const answers = method !== 'HEAD' && endpoint?.produces !== 'text/event-stream';
  return permission && answers ? [{ method, path, permission }] : [];
});

/** Parameters that name nothing: whoever may call gets as far as "not found" or "invalid", whoever may not, does not. */
const filledIn = (path: string): string =>
  path.replace(/:(\w+)/g, (_, name: string) => {
    const prefix = { rmaId: 'rma_', lineId: 'rli_', refundId: 'rfd_', orderId: 'ord_', fileId: 'fil_' }[name] ?? 'x_';
    return `${prefix}nothing`;
  });

test.each(roles)('%s may call what the role holds, and nothing else', async (role: Role) => {
  const held = rolePermissions[role];
  const headers = { 'x-api-key': await keyWith([...held]) };
  const wrong: string[] = [];
  for (const { method, path, permission } of guarded) {
    const answer = await server.inject({ method: method as 'GET', url: filledIn(path), headers });
    const refused = answer.statusCode === 403;
    if (refused === held.includes(permission)) wrong.push(`${method} ${path} (${permission}): ${answer.statusCode}`);
  }
  expect(wrong).toEqual([]);
});

test('every command on a return has a route that asks for the permission its button asks for', () => {
  const asked = new Set(
    guarded.filter(({ path }) => path.startsWith('/api/rmas/:rmaId/')).map((route) => route.permission),
  );
  for (const permission of Object.values(commandPermissions)) expect([...asked]).toContain(permission);
});

test('nobody unknown, nobody without the permission and no unknown field gets through any route of the whole program', async () => {
  const withPermissions = async (held: readonly Permission[]) => ({ 'x-api-key': await keyWith([...held]) });
  expect(await letThrough(server, { withPermissions })).toEqual([]);
});

test('whoever is refused a command has changed nothing', async () => {
  const rma = await open(await placeOrder(harness), { reason: 'other' });
  const before = await see(rma.id);
  const headers = { 'x-api-key': await keyWith(['rma:read', 'order:read']) };
  for (const verb of ['approve', 'withdraw', 'refund']) {
    const answer = await call(
      'POST',
      `/api/rmas/${rma.id}/${verb}`,
      verb === 'withdraw' ? { cause: 'x' } : {},
      headers,
    );
    expect(answer.status).toBe(403);
  }
  expect(await see(rma.id)).toEqual(before);
});

test('the buttons of a role are those its routes let through', async () => {
  const rma = await open(await placeOrder(harness), { reason: 'other' });
  for (const role of roles) {
    const headers = { 'x-api-key': await keyWith([...rolePermissions[role]]) };
    const { body } = await call<{ abilities: { command: string; allowed: boolean; because?: { code: string } }[] }>(
      'GET',
      `/api/rmas/${rma.id}`,
      undefined,
      headers,
    );
    const approve = body.abilities.find((ability) => ability.command === 'approve');
    expect([role, approve?.allowed]).toEqual([role, rolePermissions[role].some((held) => held === 'rma:review')]);
  }
});
