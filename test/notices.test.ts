import { sql } from 'kysely';
import { afterAll, afterEach, expect, test } from 'vitest';
import { plusHours } from '../src/domain/time.ts';
import { notify } from '../src/server/notices/notify.ts';
import { startHarness } from './support/app-harness.ts';
import { noticeDeskOf } from './support/notice-desk.ts';
import { eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const desk = await noticeDeskOf(harness);
const { app, aNotice, accounts, terms } = desk;

afterEach(desk.clear);
afterAll(desk.close);

const night = { quiet: { from: '22:00', to: '08:00' } };
const titlesOf = (messages: { text: string }[]) =>
  messages.map(({ text }) => /包裹 \d+ 没有更新|\d+ 条通知/.exec(text)?.[0]);
const wecomSettings = { kind: 'wecom', name: '值班群', ...terms, ...accounts.wecom };

test('who may not manage shops sees no channels, and secrets are sealed and never shown (L-4)', async () => {
  const id = await desk.channel('dingtalk');
  const key = await harness.keyWith(['order:read', 'rma:read', 'inbox:retry']);
  expect((await call('GET', '/api/notice-channels', undefined, { 'x-api-key': key })).status).toBe(403);
  expect(JSON.stringify([await desk.list(), await desk.see(id)])).not.toMatch(/access_token|SECtest/);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ row: string }>`select c::text || encode(c.credentials, 'escape') as row from notice_channel c`.execute(tx),
  );
  expect(rows[0]?.row).toBeDefined();
  expect(rows[0]?.row).not.toMatch(/access_token|SECtest/);
});

test.each([
  ['a kind that there is not', { kind: 'pager' }, { code: 'notice_kind_unknown' }],
  ['a missing address', { credentials: {} }, { code: 'value_missing', field: 'webhookUrl' }],
  ['a value that nothing asks for', { settings: { colour: 'red' } }, { code: 'value_unknown', field: 'colour' }],
  [
    'an address of somebody else',
    { credentials: { webhookUrl: 'https://evil.example.com/cgi-bin/webhook/send?key=1' } },
    { code: 'value_not_allowed', field: 'webhookUrl', reason: 'vendor_address' },
  ],
  [
    'a webhook into this network',
    { kind: 'webhook', settings: { url: 'https://169.254.169.254/' }, credentials: accounts.webhook.credentials },
    { code: 'value_not_allowed', field: 'url', reason: 'near_address' },
  ],
])('%s is refused by name', async (_, changed, rejection) => {
  app.config.nearVendors = false;
  const { status, body } = await desk.add({ ...wecomSettings, ...changed });
  app.config.nearVendors = true;
  expect([status, body.rejection]).toEqual([409, expect.objectContaining(rejection)]);
});

test.each([
  { quiet: { from: '8:00', to: '22:00' } },
  { quiet: { from: '08:00', to: '08:00' } },
  { digestAt: '24:00' },
  { topics: ['weather'] },
  { severities: ['deadly'] },
])('%j is no time and no topic', async (changed) => {
  expect((await desk.add({ ...wecomSettings, ...changed })).status).toBe(400);
});

test('a notice goes out with the command that gave it, once, on every channel that takes it', async () => {
  const worker = await harness.startWorker();
  const bot = await desk.channel('wecom');
  await desk.channel('webhook', { severities: ['urgent'] });
  await desk.channel('dingtalk', { topics: ['refunds'] });
  const told = aNotice();
  await desk.tell(told);
  await desk.tell(told);
  const failing = app.db.inMerchant(merchantId, async (tx) => {
    await notify(app, tx, merchantId, aNotice(), 'parcels');
    throw new Error('the command failed');
  });
  await expect(failing).rejects.toThrow('the command failed');
  await eventually('the message', async () => ((await desk.see(bot)).last?.state === 'sent' ? true : undefined));
  await worker.stop();
  expect(titlesOf(await desk.said('wecom'))).toEqual([told.title]);
  expect([await desk.said('dingtalk'), await desk.caught()]).toEqual([[], []]);
  expect(await desk.see(bot)).toMatchObject({
    waiting: 0,
    failingSince: null,
    last: { title: told.title, attempts: 1 },
  });
});

test('quiet hours hold back what is not urgent, on the merchant’s clock, and a retry does not wake anybody either', async () => {
  const bot = await desk.channel('wecom', night);
  await desk.setClock('2026-12-01 03:00:00');
  const [warning, urgent] = [aNotice(), aNotice({ severity: 'urgent' })];
  await desk.tell(warning);
  await desk.tell(urgent);
  expect((await desk.deliveries(bot)).find(({ noticeId }) => noticeId === warning.id)?.nextAt).toBe(
    '2026-12-01T00:00:00.000Z',
  );
  await desk.send(bot, warning.id);
  await desk.send(bot, urgent.id);
  expect(titlesOf(await desk.said('wecom'))).toEqual([urgent.title]);

  await desk.setClock('2026-12-01 08:00:00');
  await desk.steer('wecom', 'POST', 'faults', { kind: 'fail_before', count: 1 });
  await desk.send(bot, warning.id);
  await desk.setClock('2026-12-01 23:00:00');
  await desk.send(bot, warning.id);
  expect(await desk.said('wecom')).toHaveLength(1);
  expect((await desk.see(bot)).waiting).toBe(1);
  expect((await desk.deliveries(bot)).find(({ noticeId }) => noticeId === warning.id)).toMatchObject({
    state: 'waiting',
    attempts: 1,
    cause: 'HTTP 502',
    nextAt: '2026-12-02T00:00:00.000Z',
  });
});

test('a digest is one message of what was held, stays the same when it is sent again, and leaves nothing out', async () => {
  const hook = await desk.channel('webhook', { ...night, digestAt: '09:00' });
  await desk.setClock('2026-12-01 23:30:00');
  const before = (await desk.caught()).length;
  const held = [aNotice(), aNotice({ severity: 'info' }), aNotice(), aNotice({ severity: 'info' })];
  for (const notice of held) await desk.tell(notice);

  await desk.setClock('2026-12-02 08:00:00');
  await desk.steer('webhook', 'POST', 'faults', { kind: 'fail_after', count: 1 });
  for (const notice of held) await desk.send(hook, notice.id);
  // Another one is given between the attempts: it is not slipped into a message that may have arrived.
  await desk.tell(aNotice());
  await desk.setClock('2026-12-02 08:05:00');
  for (const notice of held) await desk.send(hook, notice.id);
  const morning = (await desk.caught()).slice(before);
  expect(morning.map(({ body }) => body.data.title)).toEqual(['2 条通知：警告 2 条', '2 条通知：警告 2 条']);
  expect(morning[1]).toMatchObject({ id: morning[0]?.id, body: morning[0]?.body });

  await desk.setClock('2026-12-02 09:00:00');
  for (const notice of held) await desk.send(hook, notice.id);
  const all = (await desk.caught()).slice(before);
  expect(all.at(-1)?.body.data.title).toBe('2 条通知：消息 2 条');
  expect(all).toHaveLength(3);
  for (const { title } of held)
    expect(all.filter(({ body }) => body.data.lines.some((line) => line.endsWith(title))).length).toBeGreaterThan(0);
  expect((await desk.deliveries(hook)).filter(({ inDigest }) => inDigest)).toHaveLength(4);
});

test('more than the other side takes in a minute waits for the next one, and all arrive once', async () => {
  const bot = await desk.channel('dingtalk');
  await desk.setClock('2026-12-03 10:00:00');
  const many = Array.from({ length: 25 }, () => aNotice());
  for (const notice of many) await desk.tell(notice);
  for (const notice of many) await desk.send(bot, notice.id);
  expect(await desk.said('dingtalk')).toHaveLength(20);
  expect(await desk.see(bot)).toMatchObject({ waiting: 5, failingSince: null });
  await desk.setClock('2026-12-03 10:01:01');
  for (const notice of many) await desk.send(bot, notice.id);
  const said = (await desk.said('dingtalk')).map(({ title }) => title);
  expect(new Set(said).size).toBe(25);
  expect(said).toHaveLength(25);
});

test('a channel that says it is too much is left alone for so long', async () => {
  const bot = await desk.channel('dingtalk');
  await desk.setClock('2026-12-03 12:00:00');
  await desk.steer('dingtalk', 'POST', 'faults', { kind: 'throttled', count: 1 });
  const [first, second] = [aNotice(), aNotice()];
  for (const notice of [first, second]) await desk.tell(notice);
  for (const notice of [first, second]) await desk.send(bot, notice.id);
  expect(await desk.said('dingtalk')).toEqual([]);
  expect((await desk.deliveries(bot)).map(({ nextAt, attempts }) => [nextAt, attempts])).toEqual([
    ['2026-12-03T04:10:00.000Z', 0],
    ['2026-12-03T04:10:00.000Z', 1],
  ]);
  await desk.setClock('2026-12-03 12:10:00');
  for (const notice of [first, second]) await desk.send(bot, notice.id);
  expect(await desk.said('dingtalk')).toHaveLength(2);
});

test('what does not get through for a day is given up, and says why', async () => {
  const hook = await desk.channel('webhook');
  let now = await desk.setClock('2026-12-04 10:00:00');
  const lost = aNotice();
  await desk.tell(lost);
  await desk.steer('webhook', 'POST', 'faults', { kind: 'fail_before' });
  const waits: number[] = [];
  for (let attempt = 1; attempt < 30; attempt++) {
    app.clock = { now: () => now };
    await desk.send(hook, lost.id);
    const [delivery] = await desk.deliveries(hook);
    if (!delivery?.nextAt) break;
    waits.push(Date.parse(delivery.nextAt) - Date.parse(now));
    now = delivery.nextAt as typeof now;
  }
  expect(waits.slice(0, 3)).toEqual([5_000, 60_000, 300_000]);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(86_400_000);
  expect((await desk.deliveries(hook))[0]).toMatchObject({ state: 'given_up', cause: 'HTTP 500', nextAt: null });
  expect(await desk.see(hook)).toMatchObject({ waiting: 0, lost: 1, lastError: 'HTTP 500' });
  expect((await desk.see(hook)).failingSince).toBe('2026-12-04T02:00:00.000Z');
});

test('a wrong key shows on the channel, and what waited goes out when it is mended', async () => {
  const bot = await desk.channel('dingtalk', {
    credentials: { ...accounts.dingtalk.credentials, signSecret: 'SECwrong' },
  });
  const worker = await harness.startWorker();
  const notice = aNotice();
  await desk.tell(notice);
  await eventually('the refusal', async () => (await desk.see(bot)).lastError ?? undefined);
  expect(await desk.see(bot)).toMatchObject({ waiting: 1, lastError: '310000: sign not match' });
  const mended = await call('PUT', `/api/notice-channels/${bot}`, {
    name: '值班群',
    ...terms,
    settings: {},
    credentials: { signSecret: 'SECtest0123456789abcdef' },
  });
  expect(mended.status).toBe(200);
  await eventually('the message', async () => ((await desk.see(bot)).waiting === 0 ? true : undefined));
  await worker.stop();
  expect(await desk.see(bot)).toMatchObject({ name: '值班群', failingSince: null, last: { state: 'sent' } });
});

test('a receiver that is gone is asked no more', async () => {
  const hook = await desk.channel('webhook');
  await desk.steer('webhook', 'POST', 'faults', { kind: 'gone', count: 1 });
  const notice = aNotice();
  await desk.tell(notice);
  await desk.send(hook, notice.id);
  expect(await desk.see(hook)).toMatchObject({ paused: true, last: { state: 'rejected', cause: 'gone: HTTP 410' } });
});

test('a paused channel takes nothing more; what waits goes on when it does, and old news is dropped', async () => {
  const bot = await desk.channel('wecom');
  const pause = (paused: boolean) => call('PUT', `/api/notice-channels/${bot}/paused`, { paused });
  const start = await desk.setClock('2026-12-05 10:00:00');
  const [old, fresh] = [aNotice(), aNotice()];
  await desk.tell(old);
  app.clock = { now: () => plusHours(start, 20) };
  await desk.tell(fresh);
  await pause(true);
  await desk.tell(aNotice());
  await desk.send(bot, fresh.id);
  expect((await desk.see(bot)).waiting).toBe(2);
  app.clock = { now: () => plusHours(start, 25) };
  await pause(false);
  for (const { id } of [old, fresh]) await desk.send(bot, id);
  expect(titlesOf(await desk.said('wecom'))).toEqual([fresh.title]);
  expect((await desk.deliveries(bot)).map(({ state, cause }) => [state, cause])).toEqual([
    ['sent', null],
    ['given_up', 'paused'],
  ]);
});

test('a test goes out at any hour and says what was answered; a removed channel is gone with what waited', async () => {
  const bot = await desk.channel('wecom', night);
  await desk.setClock('2026-12-06 03:00:00');
  await desk.tell(aNotice());
  const tryIt = () => call('POST', `/api/notice-channels/${bot}/test`, { language: 'zh' });
  expect((await tryIt()).body).toEqual({ ok: true, problem: null });
  expect((await desk.said('wecom'))[0]?.text).toContain('测试通知');
  await call('PUT', `/api/notice-channels/${bot}`, {
    ...terms,
    name: 'x',
    settings: {},
    credentials: { webhookUrl: accounts.wecom.credentials.webhookUrl.replace('test-', 'other-') },
  });
  expect((await tryIt()).body).toEqual({ ok: false, problem: '93000: invalid webhook url' });
  expect((await desk.see(bot)).lastError).toBe('93000: invalid webhook url');
  expect((await call('DELETE', `/api/notice-channels/${bot}`)).status).toBe(200);
  expect(await desk.list()).toEqual([]);
  expect((await tryIt()).status).toBe(404);
});

test('deliveries are paged, the newest first', async () => {
  const bot = await desk.channel('wecom', night);
  const start = await desk.setClock('2026-12-07 01:00:00');
  const told = Array.from({ length: 5 }, () => aNotice());
  for (const [index, notice] of told.entries()) {
    app.clock = { now: () => plusHours(start, index) };
    await desk.tell(notice);
  }
  const seen: string[] = [];
  for (let after = ''; ; ) {
    const { body } = await call<{ rows: { noticeId: string }[]; next: string | null }>(
      'GET',
      `/api/notice-channels/${bot}/deliveries?limit=2${after}`,
    );
    seen.push(...body.rows.map(({ noticeId }) => noticeId));
    if (!body.next) break;
    after = `&after=${body.next}`;
  }
  expect(seen).toEqual(told.map(({ id }) => id).toReversed());
});
