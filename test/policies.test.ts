import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { PolicyContent } from '../src/contract/policy-content.ts';
import { present } from '../src/domain/assert.ts';
import { type Permission, rolePermissions } from '../src/domain/people/permissions.ts';
import { migrate, readMigrations } from '../src/server/db/migrate.ts';
import { OWN_SHOP } from '../src/server/demo/demo-shops.ts';
import { policyUsage } from '../src/server/policy/usage.ts';
import { type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';
import { asOwner, urlOfDatabase } from './support/test-postgres.ts';

const harness = await startHarness();
const { call, keyWith, merchantId } = harness;
const { open } = deskOf(harness);
const { app } = harness.program;
const { db } = app;

type Release = { seq: number; action: string; version: number; rollOut: { candidate: number } | null; note: string };
type Fault = {
  code: string;
  row?: number;
  field?: string;
  article?: string;
  position?: { line: number; column: number };
};
type Draft = { id: string; revision: number; basedOn: number; content: PolicyContent; verdict: { errors: Fault[] } };
type Problem = { code: string; rejection: { code: string; errors?: Fault[]; release?: Release; revision?: number } };
type Decided = { id: string; decision: { policyVersion: number; ruleId: string; engineMicros?: number } };

const live = async () =>
  (await call<{ version: number; content: PolicyContent; release: Release }>('GET', '/api/policy')).body;
const newDraft = async (from?: number | 'live' | 'default') =>
  (await call<Draft>('POST', '/api/policy/drafts', { name: 'a draft', ...(from ? { from } : {}) })).body;
const save = (draft: Draft, content: Partial<PolicyContent>, headers = {}) =>
  call<Draft & Problem>(
    'PUT',
    `/api/policy/drafts/${draft.id}`,
    { revision: draft.revision, name: 'a draft', content: { ...draft.content, ...content } },
    headers,
  );
const publish = async (draft: Draft, rest: object = {}, headers = {}) => {
  const body = { revision: draft.revision, seen: (await live()).release.seq, ...rest };
  return call<Release & Problem>('POST', `/api/policy/drafts/${draft.id}/publish`, body, headers);
};
const change = async (changed: object, rest: object = {}) =>
  call<Release & Problem>('POST', '/api/policy/releases', {
    seen: (await live()).release.seq,
    change: changed,
    ...rest,
  });

/** A version in which every return goes to a person of that level, so that it shows which version decided. */
async function publishLevel(level: number, rollOut: object | null = null): Promise<Release> {
  const draft = await newDraft();
  const row = { ...present(draft.content.rows[0], 'a row'), id: `level-${level}`, condition: 'true' };
  const { body } = await save(draft, { rows: [{ ...row, outcome: { kind: 'escalate', level }, effects: {} }] });
  const answer = await publish(body, { rollOut });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

const decisionOn = async (order: OrderReply): Promise<Decided['decision']> =>
  ((await open(order)) as unknown as Decided).decision;
const decisionOf = async (id: string) => (await call<Decided>('GET', `/api/rmas/${id}`)).body.decision;

test('a draft begins as a copy of the live rules, of a version, or of the default ones (R-4)', async () => {
  const current = await live();
  const draft = await newDraft();
  expect(draft).toMatchObject({ basedOn: current.version, revision: 1, content: current.content });
  expect(draft.verdict.errors).toEqual([]);
  expect((await newDraft(1)).content.rows).toHaveLength(current.content.rows.length);
  expect((await newDraft('default')).verdict.errors).toEqual([]);
  const missing = await call<Problem>('POST', '/api/policy/drafts', { name: 'x', from: 99 });
  expect([missing.status, missing.body.code]).toEqual([404, 'policy_version_not_found']);
});

test('a draft is saved with its mistakes, and each is named at its place; publishing it is refused with them (R-4)', async () => {
  const draft = await newDraft();
  const rows = draft.content.rows.map((row, i) =>
    i === 2 ? { ...row, condition: 'is_shipped &&\n  amount > "five"' } : i === 4 ? { ...row, basis: ' ' } : row,
  );
  const saved = await save(draft, { rows, windowDays: 0, timeZone: 'Mars/Olympus' });
  expect(saved.status).toBe(200);
  expect(saved.body.revision).toBe(2);
  expect(saved.body.content.rows[2]?.condition).toContain('"five"');
  const { errors } = saved.body.verdict;
  expect(errors).toContainEqual(
    expect.objectContaining({
      code: 'condition_invalid',
      row: 2,
      position: expect.objectContaining({ line: 2, column: 3 }),
    }),
  );
  expect(errors).toContainEqual(expect.objectContaining({ code: 'outcome_invalid', row: 4, field: 'basis' }));
  expect(errors).toContainEqual(expect.objectContaining({ code: 'terms_invalid', field: 'windowDays' }));
  expect(errors).toContainEqual(expect.objectContaining({ code: 'terms_invalid', field: 'timeZone' }));
  const refused = await publish(saved.body);
  expect([refused.status, refused.body.code]).toEqual([409, 'policy_invalid']);
  expect(refused.body.rejection.errors).toEqual(errors);
  const listed = await call<{ drafts: { id: string; errors: number }[] }>('GET', '/api/policy/drafts');
  expect(listed.body.drafts.find(({ id }) => id === draft.id)?.errors).toBe(errors.length);
});

test('a row stricter than the law is refused with the article (R-4)', async () => {
  const draft = await newDraft();
  const refuses = {
    ...present(draft.content.rows[0], 'a row'),
    id: 'no-returns',
    condition: 'is_no_reason && is_delivered',
    outcome: { kind: 'escalate', level: 1, suggestRejection: { reasonCode: 'no_returns' } } as const,
    effects: {},
  };
  const { body } = await save(draft, { rows: [refuses, ...draft.content.rows] });
  const fault = body.verdict.errors.find(({ code }) => code === 'stricter_than_law');
  expect(fault).toMatchObject({
    row: 0,
    ruleId: 'no-returns',
    article: expect.stringContaining('消费者权益保护法 25'),
  });
  const refused = await publish(body);
  expect(refused.body.rejection.errors).toContainEqual(expect.objectContaining({ article: fault?.article }));
});

test('an amount in another currency than the merchant’s is an error that names the field', async () => {
  const draft = await newDraft();
  const { body } = await save(draft, {
    approvalLimit: { minor: '100', currency: 'USD' },
    refundWithoutReturn: { maxAmount: { minor: '100', currency: 'EUR' } },
  });
  expect(body.verdict.errors).toEqual([
    { code: 'currency_differs', field: 'approvalLimit', currency: 'CNY' },
    { code: 'currency_differs', field: 'refundWithoutReturn', currency: 'CNY' },
  ]);
  expect(body.content.approvalLimit.currency).toBe('USD');
  expect((await publish(body)).body.code).toBe('policy_invalid');
});

test('of two who edit one draft, the later is told that it has changed', async () => {
  const draft = await newDraft();
  const [first, second] = await Promise.all([save(draft, { windowDays: 8 }), save(draft, { windowDays: 9 })]);
  const [won, lost] = first.status === 200 ? [first, second] : [second, first];
  expect([won.status, lost.status]).toEqual([200, 409]);
  expect(lost.body.rejection).toEqual({ code: 'draft_changed', revision: 2 });
  const stale = await publish(draft);
  expect(stale.body.rejection).toEqual({ code: 'draft_changed', revision: 2 });
  const stored = await call<Draft>('GET', `/api/policy/drafts/${draft.id}`);
  expect(stored.body.content.windowDays).toBe(won.body.content.windowDays);
});

test('a new return is decided by what was just published, and an open one keeps its own rules (R-4)', async () => {
  const before = await live();
  const openCase = (await open(await placeOrder(harness), { reason: 'other' })) as unknown as Decided;
  const release = await publishLevel(11);
  expect(release).toMatchObject({ action: 'publish', rollOut: null });
  expect(release.version).toBeGreaterThan(before.version);
  const decided = await decisionOn(await placeOrder(harness));
  expect(decided).toMatchObject({ policyVersion: release.version, ruleId: 'level-11' });
  expect((await decisionOf(openCase.id)).policyVersion).toBe(before.version);
  // What happens to it later is decided by its own rules as well: the limit for refunds without a click is one of them.
  expect((await call('POST', `/api/rmas/${openCase.id}/approve`, {})).status).toBe(200);
  expect((await decisionOf(openCase.id)).policyVersion).toBe(before.version);
});

test('the decision says how long the rules took (R-5)', async () => {
  const decided = await decisionOn(await placeOrder(harness));
  expect(decided.engineMicros).toBeGreaterThan(0);
  expect(decided.engineMicros).toBeLessThan(5_000_000);
});

test('a published draft is done with: it is worked on no more, and can still be read', async () => {
  const draft = await newDraft();
  const { version } = (await publish(draft)).body;
  for (const again of [await save(draft, {}), await publish(draft)]) {
    expect(again.body.rejection).toEqual({ code: 'draft_published', version });
  }
  expect((await call('GET', `/api/policy/drafts/${draft.id}`)).status).toBe(200);
  const listed = await call<{ drafts: { id: string }[] }>('GET', '/api/policy/drafts');
  expect(listed.body.drafts.map(({ id }) => id)).not.toContain(draft.id);
});

test('a candidate decides in its shop only, and another shop keeps the live version (R-6)', async () => {
  const { version } = await publishLevel(20);
  const elsewhere = await publishLevel(21, { shopIds: ['shop_demotaobao'], sharePercent: 100 });
  expect(elsewhere).toMatchObject({ version, rollOut: { shopIds: ['shop_demotaobao'] } });
  expect((await decisionOn(await placeOrder(harness))).ruleId).toBe('level-20');
  const here = await change({ action: 'roll_out', rollOut: { shopIds: [OWN_SHOP], sharePercent: 100 } });
  expect(here.body.rollOut?.candidate).toBe(elsewhere.rollOut?.candidate);
  expect((await decisionOn(await placeOrder(harness))).ruleId).toBe('level-21');
  const unknown = await change({ action: 'roll_out', rollOut: { shopIds: ['shop_nowhere'], sharePercent: 5 } });
  expect([unknown.status, unknown.body.rejection]).toEqual([404, { code: 'shop_not_found', shopId: 'shop_nowhere' }]);
});

test('a candidate decides a share of orders, an order met by it stays met, and its buyer sees what will be decided (R-6)', async () => {
  await publishLevel(30);
  const rollOut = (sharePercent: number) => ({ shopIds: null, sharePercent });
  await publishLevel(31, rollOut(50));
  const orders: OrderReply[] = [];
  const met: boolean[] = [];
  for (let n = 0; n < 24; n++) {
    const order = await placeOrder(harness, { quantity: 2 });
    orders.push(order);
    met.push((await decisionOn(order)).ruleId === 'level-31');
  }
  expect(met).toContain(true);
  expect(met).toContain(false);
  await change({ action: 'roll_out', rollOut: rollOut(75) });
  for (const [i, order] of orders.entries()) {
    const again = await decisionOn(order);
    if (met[i]) expect(again.ruleId).toBe('level-31');
  }
});

test('the portal shows what the version of that order will decide (R-3, R-6)', async () => {
  const draft = await newDraft('default');
  expect((await publish(draft)).status).toBe(200);
  await publishLevel(40, { shopIds: null, sharePercent: 50 });
  const outcomes = new Set<string>();
  for (let n = 0; n < 12; n++) {
    const order = await placeOrder(harness, { phone: '13800001234' });
    const { body: found } = await call<{ token: string }>('POST', '/api/portal/session', {
      shop: harness.portalCode,
      orderNumber: order.externalId,
      phoneTail: '1234',
    });
    const request = {
      resolution: 'return_and_refund',
      reason: 'no_reason',
      lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
      evidence: [],
    };
    const headers = { authorization: `Bearer ${found.token}` };
    const preview = await call<{ outcome: string }>('POST', '/api/portal/preview', request, headers);
    expect(preview.status, JSON.stringify(preview.body)).toBe(200);
    const { ruleId } = await decisionOn(order);
    expect(preview.body.outcome).toBe(ruleId === 'level-40' ? 'needs_person' : 'approved');
    outcomes.add(preview.body.outcome);
  }
  expect(outcomes.size).toBe(2);
});

test('stopping a roll-out leaves the live version to decide, finishing one makes the candidate live (R-6)', async () => {
  const { version } = await publishLevel(50);
  const all = { shopIds: null, sharePercent: 100 };
  const candidate = (await publishLevel(51, all)).rollOut?.candidate;
  expect((await change({ action: 'stop' })).body).toMatchObject({ action: 'stop', version, rollOut: null });
  expect((await decisionOn(await placeOrder(harness))).ruleId).toBe('level-50');
  expect((await change({ action: 'finish' })).body.rejection).toEqual({ code: 'no_roll_out' });
  const next = (await publishLevel(52, all)).rollOut?.candidate ?? 0;
  expect(next).toBe((candidate ?? 0) + 1);
  expect((await change({ action: 'finish' }, { note: ' it went well ' })).body).toMatchObject({
    version: next,
    rollOut: null,
    note: 'it went well',
  });
  expect((await decisionOn(await placeOrder(harness))).ruleId).toBe('level-52');
});

test('a roll-back is a release of its own: new returns meet the older version, open ones keep theirs (R-6)', async () => {
  const old = await publishLevel(60);
  const bad = await publishLevel(61);
  const meanwhile = (await open(await placeOrder(harness))) as unknown as Decided;
  const back = await change({ action: 'roll_back', version: old.version }, { note: 'wrong limit' });
  expect(back.body).toMatchObject({ action: 'roll_back', version: old.version, seq: bad.seq + 1, note: 'wrong limit' });
  expect((await decisionOn(await placeOrder(harness))).ruleId).toBe('level-60');
  expect((await decisionOf(meanwhile.id)).policyVersion).toBe(bad.version);
  const again = await change({ action: 'roll_back', version: old.version });
  expect(again.body.rejection).toEqual({ code: 'version_in_force', version: old.version });
  expect((await change({ action: 'roll_back', version: 999 })).status).toBe(404);
  // The number goes on from the highest, not from the one in force.
  expect((await publishLevel(62)).version).toBe(bad.version + 1);
  const { body } = await call<{ rows: Release[] }>('GET', '/api/policy/releases?limit=3');
  expect(body.rows.map(({ action }) => action)).toEqual(['publish', 'roll_back', 'publish']);
});

test('of two who publish at once, one is told what the other has released, and no number is given twice', async () => {
  const { seq } = (await live()).release;
  const drafts = [await newDraft(), await newDraft(), await newDraft()];
  const answers = await Promise.all(drafts.map((draft) => publish(draft, { seen: seq })));
  const won = answers.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  for (const { body } of answers.filter(({ status }) => status === 409)) {
    expect(body.rejection).toMatchObject({ code: 'release_changed', release: won[0]?.body });
  }
  const stale = await change({ action: 'roll_back', version: 1 }, { seen: seq });
  expect(stale.body.rejection.release?.seq).toBe(seq + 1);
});

test('the list of versions says which one is live, which a candidate, and what was opened under each', async () => {
  const { version } = await publishLevel(70);
  const candidate = (await publishLevel(71, { shopIds: null, sharePercent: 1 })).rollOut?.candidate;
  type Version = { version: number; state: string; returns30Days: number; rows: number; publishedBy: { name: string } };
  const { body } = await call<{ rows: Version[]; next: string }>('GET', '/api/policy/versions?limit=3');
  expect(body.rows.map((row) => [row.version, row.state])).toEqual([
    [candidate, 'candidate'],
    [version, 'live'],
    [version - 1, 'past'],
  ]);
  expect(body.rows[0]).toMatchObject({ rows: 1, publishedBy: { name: 'test' } });
  const rest = await call<{ rows: Version[] }>('GET', `/api/policy/versions?after=${body.next}&limit=200`);
  expect(rest.body.rows.at(-1)).toMatchObject({ version: 1, state: 'past' });
  // The routes keep the counts for a moment, so they are asked for anew here.
  const usage = await policyUsage(app)(merchantId);
  const stored = await sql<{ version: number; rule: string }>`
    select (data -> 'decision' ->> 'policyVersion')::int as version, data -> 'decision' ->> 'ruleId' as rule from rma_event
    where type = 'policy_applied'`;
  const { rows: decisions } = await db.inMerchant(merchantId, (tx) => stored.execute(tx));
  expect(decisions.length).toBeGreaterThan(60);
  for (const { version: decidedBy, rule } of decisions) {
    expect(usage.byVersion.get(decidedBy)).toBe(decisions.filter((one) => one.version === decidedBy).length);
    expect(usage.byRule[rule]).toBe(decisions.filter((one) => one.rule === rule).length);
  }
  const one = await call<{ content: PolicyContent }>('GET', `/api/policy/versions/${version}`);
  expect(one.body.content.rows[0]?.id).toBe('level-70');
  expect((await call('GET', '/api/policy/versions/999')).status).toBe(404);
});

test('recent cases are given with the facts that they were decided on, also by number and by rule (R-5)', async () => {
  await change({ action: 'stop' });
  await publishLevel(80);
  const order = await placeOrder(harness);
  const rma = await open(order);
  await placeOrder(harness).then(open);
  type Case = { rmaId: string; ruleId: string; facts: Record<string, unknown>; outcome: { level: number } };
  const cases = async (query: string) =>
    (await call<{ rows: Case[]; next: string | null }>('GET', `/api/policy/cases?${query}`)).body;
  for (const query of [`q=${rma.number.toLowerCase()}`, `q=${order.externalId}`]) {
    const { rows } = await cases(query);
    expect(rows.map(({ rmaId }) => rmaId)).toEqual([rma.id]);
    expect(rows[0]).toMatchObject({ ruleId: 'level-80', outcome: { level: 80 }, facts: { amount: 19_900 } });
  }
  const first = await cases('ruleId=level-80&limit=1');
  const second = await cases(`ruleId=level-80&limit=1&after=${first.next}`);
  expect([first.rows.length, second.rows.map(({ rmaId }) => rmaId), second.next]).toEqual([1, [rma.id], null]);
});

test('who may not edit does not, and who may not publish does not (R-4)', async () => {
  const key = async (held: readonly Permission[]) => ({ 'x-api-key': await keyWith([...held]) });
  const agent = await key(rolePermissions.agent);
  const supervisor = await key(rolePermissions.supervisor);
  const draft = await newDraft();
  expect((await call('GET', '/api/policy', undefined, agent)).status).toBe(200);
  expect((await save(draft, {}, agent)).status).toBe(403);
  const saved = await save(draft, {}, supervisor);
  expect(saved.status).toBe(200);
  expect((await publish(saved.body, {}, supervisor)).status).toBe(403);
  expect((await publish(saved.body, {}, await key(rolePermissions.manager))).status).toBe(200);
});

test('there cannot be any number of drafts, and one that is thrown away is gone', async () => {
  const { body } = await call<{ drafts: { id: string }[] }>('GET', '/api/policy/drafts');
  for (const { id } of body.drafts) expect((await call('DELETE', `/api/policy/drafts/${id}`)).status).toBe(200);
  for (let n = 0; n < 50; n++) await newDraft();
  const more = await call<Problem>('POST', '/api/policy/drafts', { name: 'x' });
  expect(more.body.rejection).toEqual({ code: 'too_many_drafts', most: 50 });
  const gone = await call<Problem>('GET', `/api/policy/drafts/${body.drafts[0]?.id}`);
  expect(gone.status).toBe(404);
});

test('the log of releases and the published versions can only grow', async () => {
  const attempts = [
    sql`update policy_release set version = 1 where merchant_id = ${merchantId}`,
    sql`delete from policy_release where merchant_id = ${merchantId}`,
    sql`update policy set content = '{}' where merchant_id = ${merchantId}`,
    sql`delete from policy where merchant_id = ${merchantId}`,
  ];
  for (const attempt of attempts) {
    await expect(db.inMerchant(merchantId, (tx) => attempt.execute(tx))).rejects.toThrow('permission denied');
  }
});

test('merchants from before there were releases are given one of their highest version', async () => {
  await asOwner(harness.databaseUrl, 'create database before_releases');
  const url = urlOfDatabase(harness.databaseUrl, 'before_releases');
  const migrations = readMigrations();
  await migrate(
    url,
    migrations.filter(({ name }) => name < '0007'),
  );
  await asOwner(url, `insert into merchant (merchant_id, name) values ('mer_a', 'a'), ('mer_b', 'b'), ('mer_c', 'c')`);
  await asOwner(
    url,
    `insert into policy (merchant_id, version, content, published_by)
    values ('mer_a', 1, '{}', 'system'), ('mer_a', 2, '{}', 'usr_1'), ('mer_b', 1, '{}', 'system')`,
  );
  await migrate(url, migrations);
  const { rows } = await asOwner(
    url,
    'select merchant_id, seq, action, version, candidate, released_by from policy_release order by 1',
  );
  expect(rows).toEqual([
    { merchant_id: 'mer_a', seq: 1, action: 'publish', version: 2, candidate: null, released_by: 'usr_1' },
    { merchant_id: 'mer_b', seq: 1, action: 'publish', version: 1, candidate: null, released_by: 'system' },
  ]);
  const forced = await asOwner(url, `select relforcerowsecurity from pg_class where relname = 'policy'`);
  expect(forced.rows).toEqual([{ relforcerowsecurity: true }]);
});
