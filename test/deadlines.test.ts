import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { ChannelPort } from '../src/connectors/channel/port.ts';
import { present } from '../src/domain/assert.ts';
import type { MerchantId, RmaId } from '../src/domain/ids.ts';
import { money } from '../src/domain/money.ts';
import { defaultPolicy } from '../src/domain/policy/default-policy.ts';
import type { Policy } from '../src/domain/policy/policy.ts';
import { plusHours, plusMs } from '../src/domain/time.ts';
import type { App } from '../src/server/app.ts';
import { applyDocument } from '../src/server/channels/apply-document.ts';
import { extendDeadlineAtChannel } from '../src/server/channels/extend-deadline.ts';
import * as inbox from '../src/server/channels/inbox.ts';
import { systemClock } from '../src/server/clock.ts';
import { type PumpOptions, startTimerPump } from '../src/server/deadlines/timer-pump.ts';
import { seedDemoShops } from '../src/server/demo/demo-shops.ts';
import { publishPolicy } from '../src/server/policy/policy-shelf.ts';
import { replay } from '../src/server/returns/replay.ts';
import { startSandbox } from '../src/simulators/sandboxes.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { countFired, seedTimers } from './support/many-timers.ts';
import { deskOf, eventually } from './support/returns-desk.ts';
import { runChild } from './support/run-child.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { open, see, step } = deskOf(harness);

type Clock = { kind: string; of: string; source: string; at: string; lapsed: boolean; article: string | null };
type Case = { clocks: Clock[]; due: { at: string; source: string } | null; abilities: Ability[] };
type Ability = { command: string; allowed: boolean; because?: { code: string } };
type Row = { rmaId: RmaId; rmaNumber: string; kind: string; of: string; dueAt: string; extendable: boolean };
type Lapse = { rmaId: string; kind: string; desk: string; person: string; source: string; doneAt: string | null };

const clocksOf = async (rmaId: string) => (await call<Case>('GET', `/api/rmas/${rmaId}`)).body;
const list = async (query: string) =>
  (await call<{ rows: Row[]; next: string | null }>('GET', `/api/deadlines${query}`)).body;
const lapses = async () => (await call<{ rows: Lapse[] }>('GET', '/api/deadlines/lapses')).body.rows;

/** Fires what is due so many hours from now, and stops. */
async function fireIn(hours: number, options: Partial<PumpOptions> = {}): Promise<void> {
  const clock = { now: () => plusHours(systemClock.now(), hours) };
  const pump = startTimerPump({ ...app, clock }, { concurrency: 4, ...options });
  await eventually('the end of the due timers', async () => {
    const { missed } = await countFired(app, merchantId, clock.now());
    return missed === 0 ? true : undefined;
  });
  await pump.stop();
}

async function publish(changes: Partial<Policy>): Promise<void> {
  await app.db.inMerchant(merchantId, async (tx) => {
    const { version } = await app.policies.live(tx, merchantId);
    const policy = { ...defaultPolicy(version + 1, money(50_000, 'CNY'), 'Asia/Shanghai'), ...changes };
    await publishPolicy(tx, merchantId, policy, 'test');
  });
}

test('a request has its clock, a list tells what lapses next, and nothing is said twice (R-8)', async () => {
  const rma = await open(await placeOrder(harness), { reason: 'other' });
  const { clocks, due } = await clocksOf(rma.id);
  expect(clocks).toMatchObject([{ kind: 'review', of: 'seller', source: 'rule', lapsed: false, article: null }]);
  expect(due).toEqual({ at: clocks[0]?.at, source: 'rule' });
  const { rows } = await list('?of=seller&kind=review');
  expect(rows.find((row) => row.rmaId === rma.id)).toMatchObject({ rmaNumber: rma.number, extendable: false });
  expect((await list('?of=buyer')).rows.map((row) => row.rmaId)).not.toContain(rma.id);
  await step(`/api/rmas/${rma.id}/approve`);
  const next = await clocksOf(rma.id);
  expect(next.clocks.map(({ kind, of }) => [kind, of])).toEqual([['ship', 'buyer']]);
  expect(next.due).toBeNull();
});

test('the list pages by key, and its counts are those of its buckets', async () => {
  for (let n = 0; n < 3; n++) await open(await placeOrder(harness), { reason: 'other' });
  const all = (await list('?limit=200')).rows;
  const paged: Row[] = [];
  let after = '';
  do {
    const page = await list(`?limit=2${after ? `&after=${after}` : ''}`);
    paged.push(...page.rows);
    after = page.next ?? '';
  } while (after);
  expect(paged).toEqual(all);
  expect(all.map((row) => row.dueAt)).toEqual(all.map((row) => row.dueAt).toSorted());
  const { body } = await call<{ counts: Record<string, number> }>('GET', '/api/deadlines/counts');
  for (const [bucket, count] of Object.entries(body.counts)) {
    expect([bucket, (await list(`?limit=200&bucket=${bucket}`)).rows.length]).toEqual([bucket, count]);
  }
  expect(Object.values(body.counts).reduce((a, b) => a + b, 0)).toBe(all.length);
});

test('before the end a reminder and a supervisor, at the end a record of whose it was, later when it was done', async () => {
  const rma = await open(await placeOrder(harness), { reason: 'other' });
  await fireIn(23);
  const types = async () => (await see(rma.id)).timeline.map((entry) => entry.type);
  expect((await types()).slice(-3)).toEqual(['clock_acted', 'clock_acted', 'rma_escalated']);
  await fireIn(25);
  await fireIn(26);
  expect((await types()).filter((type) => type === 'deadline_lapsed')).toHaveLength(1);
  expect((await see(rma.id)).review).toBe('escalated');
  const lapse = async () => (await lapses()).find((row) => row.rmaId === rma.id);
  expect(await lapse()).toMatchObject({ kind: 'review', source: 'rule', desk: 'service', doneAt: null });
  expect((await clocksOf(rma.id)).clocks[0]).toMatchObject({ kind: 'review', lapsed: true });
  await step(`/api/rmas/${rma.id}/reject`, { reasonCode: 'other', note: '不符合条件' });
  expect((await lapse())?.doneAt).not.toBeNull();
  expect((await clocksOf(rma.id)).clocks).toEqual([]);
});

test('where the shop says so a request is granted before its time ends, and only up to the amount', async () => {
  await publish({
    autoActions: [{ clock: 'review', hoursBefore: 2, action: 'approve', maxAmount: money(20_000, 'CNY') }],
  });
  const small = await open(await placeOrder(harness), { reason: 'other' });
  const large = await open(await placeOrder(harness, { unitPriceMinor: 20_001 }), { reason: 'other' });
  await fireIn(23);
  expect([(await see(small.id)).review, (await see(large.id)).review]).toEqual(['approved', 'escalated']);
  const because = (await see(large.id)).timeline.find((entry) => entry.type === 'clock_acted')?.data['because'];
  expect(because).toBe('amount_above_limit');
  await publish({});
});

test('goods that are back have the law’s clock until the money is', async () => {
  const rma = await open(await placeOrder(harness));
  const line = present((await see(rma.id)).lines[0], 'a line');
  await step(`/api/rmas/${rma.id}/lines/${line.id}/receive`, { quantity: 1 });
  const { clocks } = await clocksOf(rma.id);
  expect(clocks.map(({ kind, source, article }) => [kind, source, article])).toEqual([
    ['inspect', 'rule', null],
    ['refund', 'law', '暂行办法 13'],
    ['refund_punishable', 'law', '暂行办法 31(3)'],
  ]);
  expect((await list('?source=law&kind=refund')).rows.map((row) => row.rmaId)).toContain(rma.id);
  const { body } = await call<{ rows: { id: string }[] }>('GET', '/api/rmas?lane=to_inspect');
  expect(body.rows[0]?.id).toBe(rma.id);
});

test('a timer that stands for no clock is written anew from what runs: returns from before have clocks after an upgrade', async () => {
  const rma = await open(await placeOrder(harness), { reason: 'other' });
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update rma_timer set due_at = 'epoch', act_at = 'epoch' where merchant_id = ${merchantId} and rma_id = ${rma.id}`.execute(
      tx,
    ),
  );
  const before = (await see(rma.id)).timeline.length;
  await fireIn(0);
  expect((await see(rma.id)).timeline).toHaveLength(before);
  expect((await list('?limit=200')).rows.find((row) => row.rmaId === rma.id)?.dueAt).toBe(
    (await clocksOf(rma.id)).due?.at,
  );
});

// One for all tests: each simulated shop counts its numbers from the same beginning.
const sandbox = await startSandbox('douyin');
afterAll(() => sandbox.close());

/** A request at Douyin that a person must answer, as our inbox read it. */
async function askedAtDouyin() {
  await seedDemoShops(app, merchantId, { douyin: sandbox.account });
  app.shops.forget(merchantId);
  const steer = async (path: string, body: object = {}) => {
    const answer = await fetch(`${sandbox.url}/__sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const [order] = (await steer('orders', { sku_order_list: [{ origin_amount: 60_000 }] })) as {
    order_id: string;
    sku_order_list: { order_id: string }[];
  }[];
  await steer(`orders/${order?.order_id}/ship`, { company_name: '圆通速递', tracking_no: 'YT9876543210987' });
  await steer(`orders/${order?.order_id}/sign`);
  const line = order?.sku_order_list[0]?.order_id;
  const { after_sale_id } = (await steer('aftersales', { order_id: line, after_sale_type: 0 })) as {
    after_sale_id: string;
  };
  const shopId = 'shop_demodouyin' as const;
  const port = present(await app.shops.channel(merchantId, shopId), 'the shop');
  const bring = async () => {
    const found = await port.getRefund(after_sale_id);
    if (found.kind !== 'document') throw new Error(`the platform shows ${found.kind}`);
    await app.db.inMerchant(merchantId, (tx) => inbox.keep(tx, merchantId, shopId, [found.document], port));
    const { kind, externalId, version } = found.document;
    await applyDocument(app, {
      merchantId,
      shopId,
      documentKind: kind,
      documentId: externalId,
      version: String(version),
    });
  };
  await bring();
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      rma_id: RmaId;
    }>`select rma_id from rma where merchant_id = ${merchantId} and external_id = ${after_sale_id}`.execute(tx),
  );
  return { rmaId: present(rows[0], 'the return').rma_id, externalId: after_sale_id, port, bring };
}

/** The program with the platform as `changes` has it. */
const withPort = (port: ChannelPort, changes: Partial<ChannelPort>): App => ({
  ...app,
  shops: { ...app.shops, channel: async () => ({ ...port, ...changes }) },
});

test('a platform that gives more time is asked for it, once, and its own word moves the clock (R-8)', async () => {
  const { rmaId, bring } = await askedAtDouyin();
  const before = await clocksOf(rmaId);
  expect(before.due?.source).toBe('platform');
  const may = (view: Case) => view.abilities.find(({ command }) => command === 'extend_deadline');
  expect(may(before)?.allowed).toBe(true);
  expect((await list('?limit=200')).rows.find((row) => row.rmaId === rmaId)?.extendable).toBe(true);

  await step(`/api/rmas/${rmaId}/extend-deadline`, { days: 3 });
  expect(may(await clocksOf(rmaId))?.because?.code).toBe('extension_pending');
  await extendDeadlineAtChannel(app, { merchantId, rmaId });
  const granted = await clocksOf(rmaId);
  expect(Date.parse(granted.due?.at ?? '') - Date.parse(before.due?.at ?? '')).toBe(3 * 86_400_000);
  // The job runs again, as jobs do; and the platform's document brings what we know.
  await extendDeadlineAtChannel(app, { merchantId, rmaId });
  await bring();
  expect((await clocksOf(rmaId)).due).toEqual(granted.due);

  const { body } = await call<{ verdicts: { ok: boolean }[] }>('POST', '/api/deadlines/bulk-extend', {
    rmaIds: [rmaId],
    days: 2,
  });
  expect(body.verdicts).toEqual([{ rmaId, ok: true }]);
  await extendDeadlineAtChannel(app, { merchantId, rmaId });
  const types = (await see(rmaId)).timeline.map((entry) => entry.type);
  expect(types.filter((type) => type.startsWith('extension') || type === 'deadline_extended')).toEqual([
    'extension_requested',
    'deadline_extended',
    'extension_requested',
    'extension_refused',
  ]);
  expect((await clocksOf(rmaId)).due).toEqual(granted.due);
});

test('an extension whose answer was lost is not asked for a second time', async () => {
  const { rmaId, externalId, port } = await askedAtDouyin();
  const before = await clocksOf(rmaId);
  await step(`/api/rmas/${rmaId}/extend-deadline`, { days: 3 });
  // Our call was heard, and we never learned of it.
  const stale = await port.getRefund(externalId);
  const version = stale.kind === 'document' ? stale.document.version : 0;
  expect(await port.extend?.({ externalId, version }, 3)).toEqual({ kind: 'done' });
  // Where the document cannot be read nothing is asked for, and nothing is recorded.
  const unreadable = withPort(port, { getRefund: async () => ({ kind: 'unknown', cause: 'no answer' }) });
  await expect(extendDeadlineAtChannel(unreadable, { merchantId, rmaId })).rejects.toThrow('no answer');
  expect((await clocksOf(rmaId)).due).toEqual(before.due);
  await extendDeadlineAtChannel(app, { merchantId, rmaId });
  const after = await clocksOf(rmaId);
  expect(Date.parse(after.due?.at ?? '') - Date.parse(before.due?.at ?? '')).toBe(3 * 86_400_000);
});

test('a platform that refuses because it has given the time already has given it', async () => {
  const { rmaId, externalId, port } = await askedAtDouyin();
  const before = await clocksOf(rmaId);
  await step(`/api/rmas/${rmaId}/extend-deadline`, { days: 3 });
  const stale = await port.getRefund(externalId);
  const version = stale.kind === 'document' ? stale.document.version : 0;
  expect(await port.extend?.({ externalId, version }, 3)).toEqual({ kind: 'done' });
  // The document lags behind, so it is asked for once more.
  const answers = [stale];
  const lagging = withPort(port, { getRefund: async (id) => answers.shift() ?? port.getRefund(id) });
  await extendDeadlineAtChannel(lagging, { merchantId, rmaId });
  const after = await clocksOf(rmaId);
  expect(Date.parse(after.due?.at ?? '') - Date.parse(before.due?.at ?? '')).toBe(3 * 86_400_000);
  expect((await see(rmaId)).timeline.map((entry) => entry.type)).not.toContain('extension_refused');
});

test('a shop of one’s own and a platform without the interface say that they give no more time', async () => {
  const rma = await open(await placeOrder(harness), { reason: 'other' });
  const ability = (await clocksOf(rma.id)).abilities.find(({ command }) => command === 'extend_deadline');
  expect(ability?.because?.code).toBe('extension_not_offered');
  const { status, body } = await call<{ code: string }>('POST', `/api/rmas/${rma.id}/extend-deadline`, { days: 3 });
  expect([status, body.code]).toEqual([409, 'extension_not_offered']);
});

test('folding the events again gives every timer and every lapse that is stored', async () => {
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});

const dataDir = mkdtempSync(join(tmpdir(), 'guilai-timers-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test('of hundreds of timers that came due in an outage, two workers at once and one of them killed fire each once', async () => {
  const many: MerchantId = 'mer_timers';
  const DUE = 400;
  const now = systemClock.now();
  await seedTimers(app, many, [
    { count: DUE, first: plusHours(now, -1), everyMs: 8_000 },
    { count: 50, first: plusHours(now, 2), everyMs: 60_000 },
  ]);
  const LEASE_MS = 2_000;
  const child = await runChild('test/support/timer-process.ts', [harness.databaseUrl, dataDir, String(LEASE_MS)]);
  await child.says('fires');
  const begun = await eventually('the first of the killed', async () => {
    const fired = await countFired(app, many, now);
    return fired.events >= 10 ? fired : undefined;
  });
  const pump = startTimerPump(app, { concurrency: 4, batch: 50, leaseMs: LEASE_MS });
  child.process.kill('SIGKILL');
  await eventually('the end of the backlog', async () =>
    (await countFired(app, many, now)).missed === 0 ? true : undefined,
  );
  // Nothing is fired a second time by who goes on looking.
  await new Promise((resolve) => setTimeout(resolve, LEASE_MS + 500));
  await pump.stop();
  expect(begun.events).toBeLessThan(DUE);
  expect(await countFired(app, many, now)).toEqual({ events: DUE, returns: DUE, missed: 0 });
  expect((await replay(app, many)).disagreements).toEqual([]);
}, 90_000);

test('a timer fires within five seconds of its time, and never before (R-8)', async () => {
  const soon: MerchantId = 'mer_soon';
  const first = plusMs(systemClock.now(), 1_500);
  await seedTimers(app, soon, [{ count: 20, first, everyMs: 100 }]);
  const worker = await harness.startWorker();
  await eventually('the last of them', async () => {
    const { events } = await countFired(app, soon, systemClock.now());
    return events === 20 ? true : undefined;
  });
  await worker.stop();
  const { rows } = await app.db.inMerchant(soon, (tx) =>
    sql<{ late: number }>`select extract(epoch from recorded_at - due_at)::float8 as late from deadline_lapse
      where merchant_id = ${soon}`.execute(tx),
  );
  const late = rows.map((row) => row.late).toSorted((a, b) => a - b);
  expect(late[0]).toBeGreaterThanOrEqual(0);
  // The half of them, so that one moment in which the whole machine stands still proves nothing.
  expect(late[late.length / 2]).toBeLessThan(5);
});
