import { expect, test } from 'vitest';
import { replay } from '../src/server/returns/replay.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';
import { type Person, teamDeskOf } from './support/team-desk.ts';

const harness = await startHarness();
const { call, merchantId, program, server } = harness;
const { app } = program;
const desk = deskOf(harness);
const { person, seat } = teamDeskOf(harness);

const ann = await person('ann', 'agent');
const bob = await person('bob', 'agent');
const chief = await person('chief', 'supervisor');
const boss = await person('boss', 'manager');
const admin = await person('root', 'admin');

type Case = Rma & {
  version: number;
  assignee: { id: string; name: string } | null;
  automation: string;
  approval: { level: number; fourEyes: boolean; given: { by: { name: string } }[] } | null;
  abilities: { command: string; allowed: boolean; because?: { code: string } }[];
};
type Refusal = { code: string; rejection: { code: string; [fact: string]: unknown } };

/** A case that the rules hand to a person. */
const escalated = async (facts: Parameters<typeof placeOrder>[1] = {}) =>
  desk.open(await placeOrder(harness, facts), { reason: 'other' });
const see = async (rmaId: string): Promise<Case> => (await call<Case>('GET', `/api/rmas/${rmaId}`)).body;
const act = (who: Person, rmaId: string, verb: string, body: object = {}, headers: Record<string, string> = {}) =>
  who.call<Case & Refusal>('POST', `/api/rmas/${rmaId}/${verb}`, body, headers);
const codeOf = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];

const rulesOf = async () =>
  (await call<{ version: number; rules: unknown[] | null }>('GET', '/api/policy/approvals')).body;
const setRules = async (rules: object[] | null) => {
  const { version } = await rulesOf();
  const answer = await call('PUT', '/api/policy/approvals', { version, rules });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};
const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });

test('who may not, may not: set levels or rules, move what is another’s, hand to strangers, be away from nothing (R-7)', async () => {
  const rma = await escalated();
  const settings = { level: 5, skills: { resolutions: [], reasons: [], channels: [] }, shops: [], shift: null };
  const refused = [
    await ann.call('PUT', `/api/team/${ann.id}`, { ...settings, takesCases: true, maxOpen: 5 }),
    await chief.call('PUT', '/api/policy/approvals', { version: 1, rules: [] }),
    await act(bob, rma.id, 'assign', { to: ann.id }),
    await act(ann, rma.id, 'release'),
    await act(chief, rma.id, 'assign', { to: 'usr_nobody' }),
    await act(ann, rma.id, 'take', { for: 'me' }),
    await ann.call('POST', '/api/team/me/away', { until: null }),
    await call('POST', '/api/team/me/away', { until: null }),
    await call('POST', `/api/rmas/${rma.id}/take`, {}),
    await admin.call('PUT', '/api/team/usr_nobody', { ...settings, takesCases: true, maxOpen: 5 }),
    await act(ann, 'rma_nothing', 'take'),
    await act(ann, rma.id, 'resume-automation'),
  ];
  expect(refused.map((answer) => codeOf(answer as { status: number; body: Refusal }))).toEqual([
    [403, 'not_permitted'],
    [403, 'not_permitted'],
    [409, 'not_permitted'],
    [409, 'not_assigned'],
    [404, 'colleague_not_found'],
    [400, 'invalid_input'],
    [409, 'not_in_team'],
    [409, 'not_a_person'],
    [409, 'not_a_person'],
    [404, 'not_found'],
    [404, 'rma_not_found'],
    [409, 'automation_is_on'],
  ]);
  expect((await see(rma.id)).assignee).toBeNull();
});

test('what is wrong in the settings of a colleague or in a rule is named by its field (R-7)', async () => {
  type Invalid = { errors: { path: string }[] };
  const hours = [{ weekday: 8, from: '9:00', to: '25:00' }];
  const settings = await admin.call<Invalid>('PUT', `/api/team/${ann.id}`, {
    level: 6,
    skills: { resolutions: ['nothing'], reasons: [], channels: [] },
    shops: [],
    shift: { hours, daysOff: ['2026-02-30'] },
    takesCases: true,
    maxOpen: 0,
  });
  expect(settings.status).toBe(400);
  expect(settings.body.errors.map(({ path }) => path).sort()).toEqual([
    'body.level',
    'body.maxOpen',
    'body.shift.daysOff.0',
    'body.shift.hours.0.from',
    'body.shift.hours.0.to',
    'body.shift.hours.0.weekday',
    'body.skills.resolutions.0',
  ]);
  const { version } = await rulesOf();
  const rule = { over: { minor: '100', currency: 'USD' }, level: 2, fourEyes: false };
  const answer = await admin.call<Refusal>('PUT', '/api/policy/approvals', { version, rules: [rule] });
  expect([answer.status, answer.body.rejection]).toEqual([409, { code: 'approval_invalid', rule: 0, field: 'over' }]);
  const late = await admin.call<Refusal>('PUT', '/api/policy/approvals', { version: version - 1, rules: [] });
  expect([late.status, late.body.code]).toEqual([409, 'policy_has_changed']);
});

test('a case is taken, handed over and given back, and each list shows whose it is (R-7)', async () => {
  const rma = await escalated();
  const taken = await act(ann, rma.id, 'take');
  expect([taken.status, taken.body.assignee]).toEqual([200, { id: ann.id, name: 'ann' }]);
  expect(codeOf(await act(bob, rma.id, 'take'))).toEqual([409, 'assigned_to_another']);
  expect(codeOf(await act(bob, rma.id, 'release'))).toEqual([409, 'not_permitted']);
  expect(codeOf(await act(bob, rma.id, 'assign', { to: bob.id }))).toEqual([409, 'not_permitted']);

  type Page = { rows: { id: string; assignee: { name: string } | null }[] };
  const ids = async (who: Person, assignee: string) =>
    (await who.call<Page>('GET', `/api/rmas?limit=200&assignee=${assignee}`)).body.rows.map((row) => row.id);
  expect(await ids(ann, 'me')).toEqual([rma.id]);
  expect(await ids(bob, 'me')).toEqual([]);
  expect(await ids(bob, ann.id)).toEqual([rma.id]);
  expect(await ids(bob, 'none')).not.toContain(rma.id);

  const handed = await act(ann, rma.id, 'assign', { to: bob.id });
  expect(handed.body.assignee?.name).toBe('bob');
  expect((await act(chief, rma.id, 'assign', { to: ann.id })).body.assignee?.name).toBe('ann');
  const back = await act(ann, rma.id, 'release');
  expect(back.body.assignee).toBeNull();
  expect(await ids(bob, 'none')).toContain(rma.id);
  const told = back.body.timeline.filter(({ type }) => /assigned/.test(type)).map(({ data }) => data);
  expect(told).toEqual([
    { to: 'ann', by: 'person', because: 'taken' },
    { to: 'bob', by: 'person', because: 'handed_over' },
    { to: 'ann', by: 'person', because: 'handed_over' },
    { from: 'ann', because: 'given_back' },
  ]);
});

test('many cases are taken or handed over at once, each with a verdict of its own (R-7)', async () => {
  const [one, two] = [await escalated(), await escalated()];
  await act(bob, two.id, 'take');
  type Reply = { verdicts: { rmaId: string; ok: boolean; rejection?: { code: string } }[] };
  const rmaIds = [one.id, two.id];
  const taken = await ann.call<Reply>('POST', '/api/rmas/bulk-assign', { action: 'take', rmaIds });
  expect(taken.body.verdicts).toEqual([
    { rmaId: one.id, ok: true },
    { rmaId: two.id, ok: false, rejection: { code: 'assigned_to_another', assignee: bob.id } },
  ]);
  const moved = await chief.call<Reply>('POST', '/api/rmas/bulk-assign', { action: 'assign', rmaIds, to: chief.id });
  expect(moved.body.verdicts.map(({ ok }) => ok)).toEqual([true, true]);
  const back = await chief.call<Reply>('POST', '/api/rmas/bulk-assign', { action: 'release', rmaIds });
  expect(back.body.verdicts.map(({ ok }) => ok)).toEqual([true, true]);
  const nobody = await ann.call('POST', '/api/rmas/bulk-assign', { action: 'assign', rmaIds, to: 'usr_x' });
  expect(nobody.status).toBe(404);
});

test('two clerks at once: the second sees what the first has done, and may go on (R-7)', async () => {
  const rma = await escalated();
  const { version } = await see(rma.id);
  const seen = { 'expected-version': String(version) };
  expect((await act(ann, rma.id, 'request-evidence', { note: '请拍全身照' }, seen)).status).toBe(200);
  const second = await act(bob, rma.id, 'approve', {}, seen);
  expect([second.status, second.body.code]).toEqual([409, 'case_has_changed']);
  expect(second.body.rejection).toMatchObject({
    version: version + 1,
    since: [{ type: 'evidence_requested', actor: { kind: 'staff', name: 'ann' }, data: { note: '请拍全身照' } }],
  });
  expect(JSON.stringify(second.body)).not.toContain('commandHash');
  expect((await see(rma.id)).review).toBe('evidence_requested');
  // One's own doing is no news, and whoever has seen it may go on.
  const note = { note: '再拍一张' };
  expect((await act(ann, rma.id, 'request-evidence', note, seen)).status).toBe(200);
  const goesOn = await act(bob, rma.id, 'approve', {}, { 'expected-version': String(version + 2) });
  expect(goesOn.body.review).toBe('approved');
  const bad = await act(bob, rma.id, 'approve', {}, { 'expected-version': 'soon' });
  expect(bad.body).toMatchObject({ status: 400, errors: [{ path: 'headers.expected-version' }] });
});

test('the same press sent twice is done once, even when it names an older version (R-7)', async () => {
  const rma = await escalated();
  const { version } = await see(rma.id);
  const press = { 'expected-version': String(version), 'idempotency-key': `press-${rma.id}` };
  expect((await act(ann, rma.id, 'approve', {}, press)).status).toBe(200);
  expect((await act(ann, rma.id, 'approve', {}, press)).status).toBe(200);
  expect((await see(rma.id)).timeline.filter(({ type }) => type === 'rma_approved')).toHaveLength(1);
});

test('out of automation an inspected coat is not paid by itself; handed back, it is (R-7)', async () => {
  const rma = await desk.open(await placeOrder(harness));
  expect(rma.review).toBe('approved');
  const stopped = await act(ann, rma.id, 'stop-automation');
  expect([stopped.body.automation, stopped.body.review]).toEqual(['off', 'approved']);
  const inspected = await desk.takeIn(rma);
  expect([inspected.stage, inspected.refunds]).toEqual(['to_refund', []]);
  const resumed = await act(ann, rma.id, 'resume-automation');
  expect(resumed.body.refunds.map(({ state }) => state)).toEqual(['requested']);
});

test('a buyer asks for a person and gets one at once, whatever the rules were waiting for (R-7)', async () => {
  const order = await placeOrder(harness);
  const rma = await desk.open(order, { reason: 'quality_fault' });
  expect(rma.review).toBe('evidence_requested');
  const proved = await server.inject({
    method: 'POST',
    url: '/api/portal/session',
    payload: { shop: harness.portalCode, orderNumber: order.externalId, phoneTail: '1234' },
  });
  const headers = { authorization: `Bearer ${proved.json().token}` };
  const portal = (method: 'GET' | 'POST', path: string) =>
    server.inject({ method, url: `/api/portal/rmas/${path}`, headers, ...(method === 'POST' ? { payload: {} } : {}) });
  expect((await portal('GET', rma.id)).json()).toMatchObject({ person: 'can_ask' });
  expect((await portal('POST', `${(await escalated()).id}/person`)).statusCode).toBe(404);
  expect((await portal('POST', `${rma.id}/person`)).statusCode).toBe(200);
  expect((await portal('POST', `${rma.id}/person`)).statusCode).toBe(409);
  expect((await portal('GET', rma.id)).json()).toMatchObject({ person: 'is_on_it', review: 'escalated' });
  const { automation, review, timeline } = await see(rma.id);
  expect([automation, review]).toEqual(['off', 'escalated']);
  expect(timeline.at(-1)).toMatchObject({ type: 'rma_escalated', data: { ruleId: 'buyer_asked' } });
});

test('levels: who may grant how much, and two people where two must (R-7)', async () => {
  await setRules([
    { over: cny(30_000), level: 2, fourEyes: false },
    { over: cny(100_000), level: 2, fourEyes: true },
  ]);
  const opened = await escalated({ unitPriceMinor: 20_000 });
  expect((await act(ann, opened.id, 'approve')).body.review).toBe('approved');

  const middle = await escalated({ unitPriceMinor: 40_000 });
  const low = await act(ann, middle.id, 'approve');
  expect([low.status, low.body.rejection]).toEqual([409, { code: 'approval_level_needed', level: 2 }]);
  const shown = (await ann.call<Case>('GET', `/api/rmas/${middle.id}`)).body;
  expect(shown.approval).toMatchObject({ level: 2, fourEyes: false, given: [] });
  expect(shown.abilities.find(({ command }) => command === 'approve')).toMatchObject({
    allowed: false,
    because: { code: 'approval_level_needed', level: 2 },
  });
  expect((await act(chief, middle.id, 'approve')).body.review).toBe('approved');

  const large = await escalated({ unitPriceMinor: 120_000 });
  expect((await act(chief, large.id, 'take')).status).toBe(200);
  const first = await act(chief, large.id, 'approve');
  expect([first.status, first.body.review, first.body.assignee]).toEqual([200, 'escalated', null]);
  expect(first.body.approval).toMatchObject({ level: 2, fourEyes: true, given: [{ by: { name: 'chief' } }] });
  const again = await act(chief, large.id, 'approve');
  expect([again.status, again.body.code]).toEqual([409, 'second_person_needed']);
  // A key is nobody's pair of eyes, whatever it may do.
  expect((await call<Refusal>('POST', `/api/rmas/${large.id}/approve`, {})).status).toBe(409);
  const second = await act(boss, large.id, 'approve');
  expect([second.status, second.body.review]).toEqual([200, 'approved']);
});

test('the money of a large return needs two people too, and goes once (R-7, M-3)', async () => {
  const large = await desk.open(await placeOrder(harness, { unitPriceMinor: 130_000 }), { reason: 'other' });
  await act(chief, large.id, 'approve');
  const granted = await act(boss, large.id, 'approve');
  const due = await desk.takeIn(granted.body);
  // Above the limit of automatic refunds: granted twice or not, a person orders it.
  expect([due.stage, due.refunds]).toEqual(['to_refund', []]);
  const refund = (who: Person) => act(who, large.id, 'refund', { deductions: [] });
  // Both have granted this sum before, so one press is enough.
  const paid = await refund(boss);
  expect([paid.status, paid.body.refunds.length]).toEqual([200, 1]);
});

test('a level is counted from the moment it is taken away (R-7)', async () => {
  const rma = await escalated({ unitPriceMinor: 40_000 });
  await seat(chief.id, { level: 1, takesCases: false });
  expect((await act(chief, rma.id, 'approve')).body.code).toBe('approval_level_needed');
  await seat(chief.id, { level: 2, takesCases: false });
  expect((await act(chief, rma.id, 'approve')).status).toBe(200);
  await setRules(null);
  expect((await rulesOf()).rules).toBeNull();
});

test('approval rules are not published past a roll-out, which would end by it unasked (R-6, R-7)', async () => {
  type Release = { release: { seq: number; version: number } };
  const { version } = await rulesOf();
  const draft = (await call<{ id: string; revision: number }>('POST', '/api/policy/drafts', { name: 'slowly' })).body;
  const seen = async () => (await call<Release>('GET', '/api/policy')).body.release.seq;
  const rolled = await call(`POST`, `/api/policy/drafts/${draft.id}/publish`, {
    revision: draft.revision,
    seen: await seen(),
    rollOut: { shopIds: null, sharePercent: 10 },
  });
  expect(rolled.status).toBe(200);
  const asked = await admin.call<Refusal>('PUT', '/api/policy/approvals', { version, rules: [] });
  expect([asked.status, asked.body.rejection.code]).toEqual([409, 'roll_out_under_way']);
  const stopped = await call('POST', '/api/policy/releases', { seen: await seen(), change: { action: 'stop' } });
  expect(stopped.status).toBe(200);
  expect((await admin.call('PUT', '/api/policy/approvals', { version, rules: null })).status).toBe(200);
});

test('colleagues see who else looks at a case, and nothing of it is kept (R-7)', async () => {
  const { id } = await escalated();
  type Looking = { people: { name: string }[] };
  const look = async (who: Person, here: boolean) =>
    (await who.call<Looking>('POST', `/api/rmas/${id}/looking`, { here })).body.people.map(({ name }) => name);
  expect(await look(ann, true)).toEqual(['ann']);
  expect(await look(bob, true)).toEqual(['ann', 'bob']);
  expect(await look(ann, false)).toEqual(['bob']);
  // A program sees nothing with its eyes.
  expect((await call<Looking>('POST', `/api/rmas/${id}/looking`, { here: true })).body.people).toHaveLength(1);
});

test('folding the events gives the rows: whose case, automation, and whom it waits for (R-7)', async () => {
  const replayed = await replay(app, merchantId);
  expect(replayed.disagreements).toEqual([]);
  expect(replayed.returns).toBeGreaterThan(10);
});
