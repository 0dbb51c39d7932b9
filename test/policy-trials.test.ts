import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedPast } from '../bench/replay/seed.ts';
import { contentOf, type PolicyContent } from '../src/contract/policy-content.ts';
import { present } from '../src/domain/assert.ts';
import type { ShopId } from '../src/domain/ids.ts';
import { money } from '../src/domain/money.ts';
import { evaluate } from '../src/domain/policy/evaluate.ts';
import { factsFromTrace } from '../src/domain/policy/facts.ts';
import type { Outcome, Policy, PolicyDecision } from '../src/domain/policy/policy.ts';
import { returnWindowClosesAt } from '../src/domain/policy/return-window.ts';
import { type Instant, plusHours, toMs } from '../src/domain/time.ts';
import { runTrial } from '../src/server/policy/run-trial.ts';
import { startHarness } from './support/app-harness.ts';
import { eventually } from './support/returns-desk.ts';
import { runChild } from './support/run-child.ts';
import { type Draft, type Trial, trialDeskOf } from './support/trial-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { asOwner, look, newDraft: draftWith, replay: replayOver, run, setShadow } = trialDeskOf(harness);

const COUNT = 300;
const FEW: ShopId = 'shop_few';
const until = app.clock.now();
const from = plusHours(until, -24 * 30);
const live = await app.db.inMerchant(merchantId, (tx) => app.policies.live(tx, merchantId));

const seed = (shopId: ShopId, cases: { from: Instant; hours: number; count: number; first: number }) =>
  asOwner(async (owner) => {
    await owner.query(
      `insert into shop (merchant_id, shop_id, channel, name, external_id) values ($1, $2, 'own_shop', $2, $2)`,
      [merchantId, shopId],
    );
    await seedPast(owner, merchantId, { policy: live, shopId, ...cases });
  });
beforeAll(() => seed(FEW, { from, hours: 24 * 30, count: COUNT, first: 0 }));

const changes = { windowDays: 15, approvalLimit: { minor: '20000', currency: 'CNY' } };
const newDraft = (change: Partial<PolicyContent> = changes) => draftWith(change);
const replay = (draft: Draft, period = { from, to: until }) => replayOver(draft, period);

type Stored = {
  rma_id: string;
  decision: PolicyDecision;
  opened: { openedAt: Instant; reviewDue: { at: Instant } };
  delivered_at: Instant | null;
  events: { type: string; at: string; due: string | null }[];
};

/** A report by a reading of one's own: every event in memory, windows from the order, one pass over the cases. */
async function recount(draft: Policy) {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<Stored>`select r.rma_id, o.delivered_at,
      (select e.data -> 'decision' from rma_event e where e.rma_id = r.rma_id and e.type = 'policy_applied') as decision,
      (select e.data from rma_event e where e.rma_id = r.rma_id and e.seq = 1) as opened,
      (select jsonb_agg(jsonb_build_object('type', e.type, 'at', e.occurred_at, 'due', e.data #>> '{due,at}') order by e.seq)
        from rma_event e where e.rma_id = r.rma_id) as events
      from rma r join sales_order o using (merchant_id, order_id) where r.shop_id = ${FEW}`.execute(tx),
  );
  const key = (outcome: Outcome) => (outcome.kind === 'escalate' ? `escalate ${outcome.level}` : outcome.kind);
  return rows.map(({ rma_id, decision, opened, delivered_at, events }) => {
    const facts = { ...factsFromTrace(decision.facts), approval_limit: draft.approvalLimit.minor };
    if (facts.is_delivered && delivered_at) {
      const closesAt = returnWindowClosesAt(delivered_at, draft);
      facts.window_open = opened.openedAt < closesAt;
      facts.hours_left_in_window = BigInt(Math.ceil((toMs(closesAt) - toMs(opened.openedAt)) / 3_600_000));
    }
    const would = evaluate(draft, facts);
    const answers = ['rma_approved', 'rma_rejected', 'evidence_requested', 'rma_withdrawn'];
    const answer = events.find(({ type }) => answers.includes(type));
    const due = events.findLast(({ due: at }) => at !== null)?.due ?? opened.reviewDue.at;
    return {
      rmaId: rma_id,
      was: key(decision.outcome),
      would: key(would.outcome),
      rule: would.ruleId,
      goodsClass: facts.goods_classes?.[0],
      minor: facts.amount ?? 0n,
      late: Date.parse(answer?.at ?? until) > Date.parse(due),
    };
  });
}

test('a replay reports what an independent count of the same cases does, and lists those that differ (R-6)', async () => {
  const electronics = {
    id: 'electronics',
    condition: '"electronics" in goods_classes',
    outcome: { kind: 'escalate', level: 1 } as const,
    basis: 'x',
    label: { zh: 'x', en: 'x' },
  };
  const changed = { windowDays: 15, approvalLimit: { minor: '100000', currency: 'CNY' } };
  const draft = await newDraft({ ...changed, rows: [electronics, ...contentOf(live).rows] });
  const started = await replay(draft);
  expect(started.body).toMatchObject({ state: 'running', kind: 'replay', total: COUNT, tried: 0 });
  await run(started.body.id);
  const report = await look(started.body.id);
  expect(report).toMatchObject({ state: 'done', total: COUNT, tried: COUNT, untried: 0 });
  expect(report.casesPerSecond).toBeGreaterThan(0);

  const rows = [electronics, ...live.rows];
  const policy: Policy = { ...live, rows, version: 2, windowDays: 15, approvalLimit: money(100_000, 'CNY') };
  const cases = await recount(policy);
  type One = (typeof cases)[number];
  const tally = (test: (one: One) => boolean) => ({
    cases: cases.filter(test).length,
    amount: { minor: String(cases.filter(test).reduce((sum, { minor }) => sum + minor, 0n)), currency: 'CNY' },
  });
  const differs = ({ was, would }: One) => was !== would;
  const granted = (outcome: string) => outcome === 'approve' || outcome === 'refund_without_return';
  const toPeople = (outcome: string) => outcome.startsWith('escalate');
  expect(report.differing).toBe(cases.filter(differs).length);
  expect(report.differing).toBeGreaterThan(30);
  expect(report.automatic).toEqual({
    was: tally(({ was }) => granted(was)),
    would: tally(({ would }) => granted(would)),
  });
  const cells = new Set(cases.map(({ was, would }) => `${was}>${would}`));
  expect(report.outcomes).toHaveLength(cells.size);
  expect(cells.size).toBeGreaterThan(4);
  for (const { was, would, ...found } of report.outcomes) {
    expect(found).toEqual(tally((one) => one.was === was && one.would === would));
  }
  for (const { goodsClass, ...found } of report.goodsClasses) {
    expect(found).toEqual(tally((one) => differs(one) && one.goodsClass === goodsClass));
  }
  expect(report.goodsClasses.reduce((n, one) => n + one.cases, 0)).toBe(report.differing);
  for (const { ruleId, cases: decided, differing } of report.rules) {
    const of = cases.filter(({ rule }) => rule === ruleId);
    expect([decided, differing]).toEqual([of.length, of.filter(differs).length]);
  }
  expect(report.overdue).toEqual({
    late: cases.filter(({ late }) => late).length,
    spared: cases.filter(({ late, would }) => late && !toPeople(would)).length,
    newToPeople: cases.filter(({ was, would }) => !toPeople(was) && toPeople(would)).length,
  });
  expect(report.overdue.late).toBeGreaterThan(5);
  expect(report.overdue.spared).toBeGreaterThan(0);
  expect(report.overdue.newToPeople).toBeGreaterThan(0);

  const listed = new Set<string>();
  for (let after = ''; ; ) {
    const page = await call<{ rows: { rmaId: string }[]; next: string | null }>(
      'GET',
      `/api/policy/trials/${report.id}/cases?limit=20${after && `&after=${after}`}`,
    );
    for (const { rmaId } of page.body.rows) listed.add(rmaId);
    if (!page.body.next) break;
    after = page.body.next;
  }
  expect([...listed].sort()).toEqual(
    cases
      .filter(differs)
      .map(({ rmaId }) => rmaId)
      .sort(),
  );
  const cell = present(
    report.outcomes.find(({ was, would }) => was !== would),
    'a differing cell',
  );
  const query = new URLSearchParams({ was: cell.was, would: cell.would, limit: '200' });
  const within = await call<{ rows: { was: { outcome: string } }[] }>(
    'GET',
    `/api/policy/trials/${report.id}/cases?${query}`,
  );
  expect(within.body.rows).toHaveLength(cell.cases);
});

test('a replay of the rules that decided differs nowhere, and a period holds its own cases only (R-6)', async () => {
  const draft = await newDraft({});
  const middle = plusHours(from, 24 * 15);
  const first = (await replay(draft, { from, to: middle })).body;
  const second = (await replay(draft, { from: middle, to: plusHours(until, 24 * 400) })).body;
  await Promise.all([run(first.id), run(second.id)]);
  const [a, b] = [await look(first.id), await look(second.id)];
  expect([a.differing, b.differing, a.total + b.total, a.tried + b.tried]).toEqual([0, 0, COUNT, COUNT]);
  // What has not happened yet is not in a period.
  expect(toMs(b.to ?? from)).toBeLessThan(toMs(plusHours(until, 1)));
});

test('returns whose trace does not know what the draft asks for are counted apart (R-6)', async () => {
  const where = `type = 'policy_applied' and rma_id in (select rma_id from rma where shop_id = '${FEW}' order by opened_at limit 7)`;
  await asOwner((owner) =>
    owner.query(`update rma_event set data = data #- '{decision,facts,business_purchase}' where ${where}`),
  );
  const draft = await newDraft();
  const { id } = (await replay(draft)).body;
  await run(id);
  await asOwner((owner) =>
    owner.query(
      `update rma_event set data = jsonb_set(data, '{decision,facts,business_purchase}', 'false') where ${where}`,
    ),
  );
  const report = await look(id);
  expect(report.untried).toBeGreaterThan(0);
  expect(report.untried).toBeLessThanOrEqual(7);
  expect(report).toMatchObject({ state: 'done', total: COUNT, tried: COUNT - report.untried });
  expect(report.outcomes.reduce((n, { cases }) => n + cases, 0)).toBe(report.tried);
});

test('what cannot be tried is refused: a stale or faulty draft, and a period without time', async () => {
  const draft = await newDraft();
  expect((await replay({ ...draft, revision: 1 })).body.code).toBe('draft_changed');
  expect((await replay(draft, { from: until, to: until })).body.code).toBe('period_empty');
  const faulty = await newDraft({ windowDays: 3 });
  expect((await replay(faulty)).body.code).toBe('policy_invalid');
  expect((await setShadow(faulty, true)).body.code).toBe('policy_invalid');
});

test('a job that runs twice, also at the same time, counts no case twice (R-6)', async () => {
  const draft = await newDraft();
  const { id } = (await replay(draft)).body;
  await Promise.all([run(id), run(id), run(id)]);
  await run(id);
  expect(await look(id)).toMatchObject({ state: 'done', tried: COUNT });
});

test('a cancelled replay stops where it is, and one that is done stays done', async () => {
  const draft = await newDraft();
  const { id } = (await replay(draft)).body;
  const cancelled = await call<Trial>('POST', `/api/policy/trials/${id}/cancel`, {});
  expect(cancelled.body.state).toBe('cancelled');
  await run(id);
  expect(await look(id)).toMatchObject({ state: 'cancelled', tried: 0 });
  const other = (await replay(draft)).body;
  await run(other.id);
  expect((await call<Trial>('POST', `/api/policy/trials/${other.id}/cancel`, {})).body.state).toBe('done');
});

test('a trial that cannot go on says so after its last attempt', async () => {
  const draft = await newDraft();
  const { id } = (await replay(draft)).body;
  await asOwner((owner) => owner.query(`update policy_trial set policy = '{}' where trial_id = $1`, [id]));
  await expect(runTrial(app, { merchantId, trialId: id }, { last: true })).rejects.toThrow();
  await asOwner((owner) =>
    owner.query(
      `update policy_trial set policy = (select policy from policy_trial where trial_id <> $1 limit 1) where trial_id = $1`,
      [id],
    ),
  );
  expect(await look(id)).toMatchObject({ state: 'failed', problem: expect.any(String) });
});

test('a worker killed in the middle of a replay: another goes on, and every case is tried once (R-6)', async () => {
  const many = 6_000;
  const before = plusHours(from, -24 * 60);
  await seed('shop_many', { from: before, hours: 24 * 30, count: many, first: COUNT });
  const dataDir = mkdtempSync(join(tmpdir(), 'guilai-worker-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const draft = await newDraft();
  const child = await runChild('test/support/paying-worker.ts', [harness.databaseUrl, dataDir]);
  await child.says('works');
  const { id } = (await replay(draft, { from: before, to: from })).body;
  const seen = await eventually('some progress', async () => {
    const { tried } = await look(id);
    return tried > 0 ? tried : undefined;
  });
  child.process.kill('SIGKILL');
  const left = await look(id);
  expect([left.state, seen < many]).toEqual(['running', true]);
  const worker = await harness.startWorker();
  const done = await eventually(
    'the report',
    async () => {
      const now = await look(id);
      return now.state === 'running' ? undefined : now;
    },
    60_000,
  );
  await worker.stop();
  expect(done).toMatchObject({ state: 'done', total: many, tried: many, untried: 0 });
  expect(done.outcomes.reduce((n, { cases }) => n + cases, 0)).toBe(many);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ n: number }>`select count(*)::int as n from policy_trial_case where trial_id = ${id}`.execute(tx),
  );
  expect(rows[0]?.n).toBe(many);
}, 120_000);

test('a draft that is thrown away takes its trials with it, and what they tried', async () => {
  const draft = await newDraft();
  const { id } = (await replay(draft)).body;
  await run(id);
  await call('DELETE', `/api/policy/drafts/${draft.id}`);
  expect((await call('GET', `/api/policy/trials/${id}`)).status).toBe(404);
  expect((await call('GET', `/api/policy/trials/${id}/cases`)).status).toBe(404);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from policy_trial_case where trial_id = ${id}`.execute(tx),
  );
  expect(rows).toEqual([]);
});
