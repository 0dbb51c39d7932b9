import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Instant, plusMs } from '../src/domain/time.ts';
import { MOST_ATTEMPTS, tellStock } from '../src/server/warehouse/tell-stock.ts';
import { startWebhookCatcher } from '../src/simulators/webhook/simulator.ts';
import { startHarness } from './support/app-harness.ts';
import { eventually } from './support/returns-desk.ts';
import { stockDesk } from './support/stock-desk.ts';

type Change = {
  id: string;
  position: number;
  sku: string;
  location: string;
  delta: number;
  balance: number;
  movementIds: string[];
};
type Told = { id: string; body: { type: string; data: Change } };
type Hook = { hook: { paused: boolean; waiting: number; dead: number; lastError: string | null } | null };

const harness = await startHarness();
const { call, merchantId, program } = harness;
const { done, get, giveBack, place } = stockDesk(harness);
const { app } = program;
app.config.nearVendors = true;
const realClock = app.clock;

const put = (url: string, body: object = {}) =>
  call<Hook & { secret: string | null; code?: string }>('PUT', '/api/stock/hook', { url, ...body });

/** The merchant's WMS: it checks the signature and misbehaves as it is told. */
async function startWms() {
  const first = await put('http://127.0.0.1:9/hook', { newSecret: true });
  expect(first.body.secret).toMatch(/^whsec_/);
  const wms = await startWebhookCatcher({ secret: first.body.secret ?? '' });
  const steer = async (method: string, path: string, body?: object) =>
    (await fetch(`${wms.url}/__sim/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })).json();
  return {
    url: `${wms.url}/hook`,
    caught: async () => (await steer('GET', 'caught')) as Told[],
    fault: (kind: string, count = 1) => steer('POST', 'faults', { kind, count }),
    clear: () => steer('DELETE', 'faults'),
    clock: (now: number) => steer('POST', 'clock', { now }),
    close: wms.close,
  };
}

const wms = await startWms();
afterAll(() => wms.close());
await place('A-01');
await place('A-02');

/** What a worker does when its time has come, by a clock that is set on. */
let at = realClock.now();
async function tell(afterMs = 0): Promise<void> {
  at = plusMs(at, afterMs);
  app.clock = { now: () => at as Instant };
  await wms.clock(Date.parse(at));
  await tellStock(app, { merchantId });
}

const move = (quantity: number, [from, to] = ['A-01', 'A-02']) =>
  done('transfers', {
    lines: [
      { sku: 'COAT-M', quantity, from: { location: from, condition: 'good' }, to: { location: to, condition: 'good' } },
    ],
  });
const changes = async (after = 0) =>
  (await get<{ changes: Change[]; position: number; hasMore: boolean }>(`changes?after=${after}`)) as {
    changes: Change[];
    position: number;
    hasMore: boolean;
  };
const deliveries = async (state: string) =>
  (await get<{ rows: (Change & { attempts: number; cause: string })[] }>(`hook/deliveries?state=${state}`)).rows;

beforeEach(async () => {
  await wms.clear();
  expect((await put(wms.url)).body.secret).toBeNull();
});

test('goods that can be sold again are told with their movements, signed, in order, and none twice', async () => {
  await giveBack(2, 'restock', 'A-01');
  await giveBack(1, 'resale', 'A-01');
  await move(1);
  await tell();
  await tell();
  const told = await wms.caught();
  expect(told.map(({ body: { data } }) => [data.location, data.delta, data.balance])).toEqual([
    ['A-01', 2, 2],
    ['A-01', -1, 1],
    ['A-02', 1, 1],
  ]);
  expect(new Set(told.map(({ id }) => id)).size).toBe(3);
  for (const { id, body } of told) {
    expect(body).toMatchObject({
      type: 'stock.changed',
      data: { id, sku: 'COAT-M', movementIds: [expect.stringMatching(/^mov_/)] },
    });
  }
});

describe('a receiver that misbehaves', () => {
  test('what failed is told again under the same id, and nothing of the article overtakes it', async () => {
    const before = (await wms.caught()).length;
    await wms.fault('fail_before');
    await giveBack(1, 'restock', 'A-01');
    await giveBack(1, 'restock', 'A-01');
    await tell();
    expect(await wms.caught()).toHaveLength(before);
    expect(await deliveries('waiting')).toMatchObject([
      { attempts: 0, cause: null },
      { attempts: 1, cause: 'HTTP 500' },
    ]);
    await wms.fault('fail_after');
    await tell(6_000);
    await tell(61_000);
    const told = (await wms.caught()).slice(before);
    // It has taken one and failed afterwards: it hears that one twice, and can tell by the id.
    expect(told.map(({ body: { data } }) => data.balance)).toEqual([2, 2, 3]);
    expect(told[0]?.id).toBe(told[1]?.id);
    expect(await deliveries('waiting')).toEqual([]);
  });

  test('one that is never taken is dead, holds back its article, and goes on when somebody says so', async () => {
    const before = (await wms.caught()).length;
    await giveBack(1, 'restock', 'A-01');
    await giveBack(1, 'restock', 'A-01');
    await wms.fault('refused', MOST_ATTEMPTS);
    for (let n = 0; n < MOST_ATTEMPTS; n++) await tell(4 * 3_600_000);
    const [dead] = await deliveries('dead');
    expect(dead).toMatchObject({ attempts: MOST_ATTEMPTS });
    expect((await get<Hook>('hook')).hook).toMatchObject({ dead: 1, waiting: 1 });
    await tell(4 * 3_600_000);
    expect(await wms.caught()).toHaveLength(before);
    const settle = (position: number, action: string) =>
      call('POST', `/api/stock/hook/deliveries/${position}`, { action });
    expect((await settle(dead?.position ?? 0, 'retry')).body).toEqual({ state: 'waiting' });
    expect((await settle(dead?.position ?? 0, 'skip')).status).toBe(404);
    await tell();
    expect((await wms.caught()).slice(before).map(({ id }) => id)).toEqual([dead?.id, expect.any(String)]);

    await giveBack(1, 'restock', 'A-01');
    await move(1);
    await wms.fault('refused', MOST_ATTEMPTS);
    for (let n = 0; n < MOST_ATTEMPTS; n++) await tell(4 * 3_600_000);
    const [next] = await deliveries('dead');
    expect((await settle(next?.position ?? 0, 'skip')).body).toEqual({ state: 'skipped' });
    await tell();
    expect(await deliveries('waiting')).toEqual([]);
  });

  test('one that is throttled waits as long as it asked, and that is no failure', async () => {
    await wms.fault('throttled');
    await giveBack(1, 'restock', 'A-01');
    await tell();
    expect(await deliveries('waiting')).toMatchObject([{ attempts: 0 }]);
    await tell(29_000);
    expect(await deliveries('waiting')).toHaveLength(1);
    await tell(2_000);
    expect(await deliveries('waiting')).toEqual([]);
  });

  test('one that says it wants nothing more is paused, and hears all of it once it goes on', async () => {
    const before = (await wms.caught()).length;
    await wms.fault('gone');
    await giveBack(1, 'restock', 'A-01');
    await tell();
    expect((await get<Hook>('hook')).hook).toMatchObject({ paused: true });
    await giveBack(1, 'restock', 'A-01');
    await tell(10_000_000);
    expect(await wms.caught()).toHaveLength(before);
    await put(wms.url, { paused: false });
    await tell();
    expect((await wms.caught()).length).toBe(before + 2);
  });
});

test('who pulls reads every change once, in order, while many write at the same time', async () => {
  const start = (await changes(0)).position;
  const read: Change[] = [];
  let position = start;
  const pull = async () => {
    const page = await changes(position);
    read.push(...page.changes);
    position = page.position;
  };
  app.clock = realClock;
  // Enough on both shelves, in whatever order the moves come.
  await giveBack(12, 'restock', 'A-01');
  await giveBack(6, 'restock', 'A-02');
  await Promise.all([
    ...Array.from({ length: 12 }, (_, n) => move(1, n % 2 ? ['A-01', 'A-02'] : ['A-02', 'A-01'])),
    ...Array.from({ length: 20 }, pull),
  ]);
  await pull();
  const all = await changes(start);
  // Pulls that run side by side may read the same; what they read together is everything, and no position is left out.
  expect(new Set(read.map(({ id }) => id))).toEqual(new Set(all.changes.map(({ id }) => id)));
  expect(all.changes.map((change) => change.position)).toEqual(all.changes.map((_, n) => start + 1 + n));
  for (const location of ['A-01', 'A-02']) {
    const here = all.changes.filter((change) => change.location === location);
    const steps = here.slice(1).map((change, n) => change.balance - (here[n]?.balance ?? 0) - change.delta);
    expect(steps.every((step) => step === 0)).toBe(true);
  }
});

test('the worker tells by itself', async () => {
  app.clock = realClock;
  await wms.clock(Date.now());
  await put(wms.url);
  await tellStock(app, { merchantId });
  const before = (await wms.caught()).length;
  const worker = await harness.startWorker();
  await giveBack(1, 'restock', 'A-01');
  await eventually('the change', async () => ((await wms.caught()).length > before ? true : undefined));
  await worker.stop();
});

test('an address that is none is refused, the secret is never shown again, and without a hook there is nothing to tell', async () => {
  expect(await put('ftp://example.com')).toMatchObject({ status: 409, body: { code: 'value_not_allowed' } });
  expect(JSON.stringify(await get('hook'))).not.toContain('whsec_');
  await call('DELETE', '/api/stock/hook');
  expect(await get('hook')).toEqual({ hook: null });
  await giveBack(1, 'restock', 'A-01');
  await tellStock(app, { merchantId });
  expect((await get<{ rows: object[] }>('hook/deliveries')).rows).toEqual([]);
});
