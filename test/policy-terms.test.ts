import { expect, test } from 'vitest';
import type { PolicyContent } from '../src/contract/policy-content.ts';
import { rolePermissions } from '../src/domain/people/permissions.ts';
import { startHarness } from './support/app-harness.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { call, keyWith, merchantId } = harness;
const { app } = harness.program;
const { db } = app;

type Draft = { id: string; revision: number; content: PolicyContent; verdict: { errors: object[] } };
type Problem = { code: string; rejection: { errors?: object[] } };
type Live = { version: number; content: PolicyContent; release: { seq: number } };

const live = async () => (await call<Live>('GET', '/api/policy')).body;
const newDraft = async (from: 'live' | 'default' = 'live') =>
  (await call<Draft>('POST', '/api/policy/drafts', { name: 'a draft', from })).body;
const save = (draft: Draft, content: Partial<PolicyContent>, headers = {}) =>
  call<Draft>(
    'PUT',
    `/api/policy/drafts/${draft.id}`,
    { revision: draft.revision, name: 'a draft', content: { ...draft.content, ...content } },
    headers,
  );
const publish = async ({ id, revision }: Draft, headers = {}) => {
  const body = { revision, seen: (await live()).release.seq };
  return call<{ version: number } & Problem>('POST', `/api/policy/drafts/${id}/publish`, body, headers);
};

const levelled = { over: { minor: '200000', currency: 'CNY' }, level: 3, fourEyes: true } as const;
const kept: Partial<PolicyContent> = {
  approvals: [{ over: { minor: '50000', currency: 'CNY' }, resolution: 'exchange', level: 2 }, levelled],
  autoActions: [
    { clock: 'review', hoursBefore: 4, action: 'escalate', level: 3 },
    { clock: 'review', hoursBefore: 1.5, action: 'approve', maxAmount: { minor: '3000', currency: 'CNY' } },
  ],
  clockHours: { ship: 96, pay: 12 },
};

test('approvals, automatic actions and hours go from a draft to the live rules and into the next draft (R-4, R-7, R-8)', async () => {
  const saved = await save(await newDraft(), kept);
  expect(saved.body.verdict.errors).toEqual([]);
  const { version } = (await publish(saved.body)).body;
  const now = await live();
  expect(now).toMatchObject({ version, content: kept });
  const next = await newDraft();
  expect(next.content).toEqual(now.content);
  // Publishing for another reason leaves them as they are.
  await publish((await save(next, { windowDays: 9 })).body);
  expect((await live()).content).toEqual({ ...now.content, windowDays: 9 });
  const policy = await db.inMerchant(merchantId, (tx) => app.policies.live(tx, merchantId));
  expect(policy.approvals?.[1]).toEqual({ over: { minor: 200_000n, currency: 'CNY' }, level: 3, fourEyes: true });
  // The default rules are only rules: who may grant how much stays the shop's own.
  expect((await newDraft('default')).content.approvals).toEqual(kept.approvals);
});

test('what is wrong in them is saved, named at its entry, and refused when published; a term left out is no request', async () => {
  const draft = await newDraft();
  const saved = await save(draft, {
    approvals: [levelled, { ...levelled, level: 6 }, { over: { minor: '1', currency: 'USD' }, level: 1 }],
    autoActions: [{ clock: 'review', hoursBefore: 0, action: 'remind' }],
    clockHours: { receive: 0 },
  });
  expect(saved.body.verdict.errors).toEqual([
    { code: 'approval_invalid', rule: 1, field: 'level' },
    { code: 'approval_invalid', rule: 2, field: 'over' },
    { code: 'auto_action_invalid', index: 0, field: 'hoursBefore' },
    { code: 'terms_invalid', field: 'clockHours', clock: 'receive' },
  ]);
  const refused = await publish(saved.body);
  expect([refused.body.code, refused.body.rejection.errors]).toEqual(['policy_invalid', saved.body.verdict.errors]);
  const { approvals: _, ...rest } = draft.content;
  const body = { revision: saved.body.revision, name: 'a draft', content: rest };
  const short = await call<{ errors: { path: string }[] }>('PUT', `/api/policy/drafts/${draft.id}`, body);
  expect([short.status, short.body.errors.map(({ path }) => path)]).toEqual([400, ['body.content.approvals']]);
});

test('a version without them leads to versions without them, and a draft of before there were any has its version’s', async () => {
  const bare = { approvals: null, autoActions: null, clockHours: null };
  await publish((await save(await newDraft(), kept)).body);
  const older = await newDraft();
  await asOwner(
    harness.databaseUrl,
    `update policy_draft set content = content - 'approvals' - 'autoActions' - 'clockHours' where draft_id = '${older.id}'`,
  );
  expect((await call<Draft>('GET', `/api/policy/drafts/${older.id}`)).body.content).toEqual(older.content);
  await publish((await save(await newDraft(), bare)).body);
  await publish(await newDraft());
  expect((await live()).content).toMatchObject(bare);
  const stored = await db.inMerchant(merchantId, (tx) => app.policies.live(tx, merchantId));
  for (const term of Object.keys(bare)) expect(stored).not.toHaveProperty(term);
  await publish(older);
  expect((await live()).content).toMatchObject(kept);
});

test('a manager may propose who grants how much; only who manages members puts it into force, also by going back (R-7)', async () => {
  const manager = { 'x-api-key': await keyWith([...rolePermissions.manager]) };
  const before = await live();
  const proposed = await save(await newDraft(), { approvals: [{ ...levelled, level: 2 }] }, manager);
  expect(proposed.status).toBe(200);
  const refused = await publish(proposed.body, manager);
  expect([refused.status, refused.body.rejection]).toEqual([
    409,
    { code: 'approvals_change', permission: 'member:manage' },
  ]);
  expect((await publish(proposed.body)).status).toBe(200);
  const seen = (await live()).release.seq;
  const back = { seen, change: { action: 'roll_back', version: before.version } };
  expect((await call<Problem>('POST', '/api/policy/releases', back, manager)).body.code).toBe('approvals_change');
  expect((await call('POST', '/api/policy/releases', back)).status).toBe(200);
  expect((await publish((await save(await newDraft(), { clockHours: { ship: 48 } })).body, manager)).status).toBe(200);
});
