import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import type { PolicyContent } from '../src/contract/policy-content.ts';
import { present } from '../src/domain/assert.ts';
import { advanceRefund } from '../src/server/advances/advance-refund.ts';
import { replay } from '../src/server/returns/replay.ts';
import { runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { type OrderFacts, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';
import { teamDeskOf } from './support/team-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { open, see, step, takeIn } = deskOf(harness);
const team = teamDeskOf(harness);
const clerk = await team.person('clerk', 'finance');
const boss = await team.person('boss', 'manager');

type Released = { release: { seq: number }; content: PolicyContent };
type Draft = { id: string; revision: number; content: PolicyContent };
type ExposureRow = { rmaId: string; open: { minor: string }; amount: { minor: string }; closedAt: string | null };

/** Returns without a reason are paid as they are granted; those for the size as the courier has them. */
beforeAll(async () => {
  const { body: live } = await call<Released>('GET', '/api/policy');
  const { body: draft } = await call<Draft>('POST', '/api/policy/drafts', { name: 'instant', from: 'live' });
  const first = present(draft.content.rows[0], 'a row');
  const row = (id: string, condition: string, instantRefund: string) => ({
    ...first,
    id,
    condition,
    outcome: { kind: 'approve' },
    effects: { instantRefund },
  });
  const rows = [
    row('instant-good-buyer', 'reason == "no_reason"', 'approval'),
    row('instant-first-scan', 'reason == "size_or_color"', 'first_scan'),
    ...draft.content.rows,
  ];
  const content = { ...draft.content, rows };
  const saved = await call<Draft>('PUT', `/api/policy/drafts/${draft.id}`, { revision: 1, name: 'instant', content });
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  const { status, body } = await call('POST', `/api/policy/drafts/${draft.id}/publish`, {
    revision: saved.body.revision,
    seen: live.release.seq,
  });
  expect(status, JSON.stringify(body)).toBe(200);
});

const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });
const limit = async (perBuyer: number, perShop: number, perDay: number) =>
  expect(
    await boss.call('PUT', '/api/exposure/limits', {
      limits: { perBuyer: cny(perBuyer), perShop: cny(perShop), perDay: cny(perDay) },
    }),
  ).toMatchObject({ status: 200 });
const WIDE = 100_000_000;

let phones = 0;
const aPhone = () => `139${String(++phones).padStart(8, '0')}`;
const opened = async (facts: OrderFacts = {}, request: object = {}) =>
  open(await placeOrder(harness, { phone: aPhone(), ...facts }), request);
const payAhead = (rma: Rma, on = 'approval:1') => advanceRefund(app, { merchantId, rmaId: rma.id, on });
const listed = async (state: string) =>
  (await clerk.call<{ rows: ExposureRow[] }>('GET', `/api/exposure?state=${state}&limit=200`)).body.rows;
const exposureOf = async (rma: Rma, state: string) => (await listed(state)).find(({ rmaId }) => rmaId === rma.id);
const said = async (rma: Rma) =>
  (await see(rma.id)).timeline.filter(({ type }) => type === 'advance_declined').map(({ data }) => data['because']);
const isPaid = async (rma: Rma) => (await see(rma.id)).refunds.length === 1;

async function balances(rma: Rma): Promise<Record<string, number>> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      account: string;
      balance: string;
    }>`select l.account_code as account, sum(l.debit_minor - l.credit_minor)::text as balance
      from journal_line l join journal_entry e on e.merchant_id = l.merchant_id and e.entry_id = l.entry_id
      where e.merchant_id = ${merchantId} and e.rma_id = ${rma.id} group by 1`.execute(tx),
  );
  return Object.fromEntries(rows.map(({ account, balance }) => [account, Number(balance)]));
}

test('without limits nothing is paid ahead, and the return says so once (M-4)', async () => {
  const rma = await opened();
  await payAhead(rma);
  await payAhead(rma, 'approval:2');
  expect(await isPaid(rma)).toBe(false);
  expect(await said(rma)).toEqual(['no_limits']);
});

test('a good buyer is paid as his return is granted; the exposure closes by itself when the goods are here (M-4)', async () => {
  await limit(50_000, WIDE, WIDE);
  const rma = await opened();
  expect(rma.review).toBe('approved');
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from graphile_worker.jobs where key = ${`advance:${rma.id}`}`.execute(tx),
  );
  expect(rows).toHaveLength(1);
  await payAhead(rma);
  expect(await see(rma.id)).toMatchObject({ refunds: [{ state: 'requested' }], lines: [{ reception: 'awaiting' }] });
  expect(await exposureOf(rma, 'open')).toMatchObject({ open: cny(19_900), can: { chase: null, writeOff: null } });
  expect((await balances(rma))['1409']).toBe(8_000);
  // The same job once more pays nothing.
  await payAhead(rma);
  expect((await see(rma.id)).refunds).toHaveLength(1);
  await takeIn(rma);
  expect((await see(rma.id)).refunds).toHaveLength(1);
  expect(await exposureOf(rma, 'open')).toBeUndefined();
  expect(await exposureOf(rma, 'returned')).toMatchObject({ closedAt: expect.any(String), open: cny(0) });
  expect((await balances(rma))['1409']).toBe(0);
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});

test('what is paid on the first scan waits for the courier, and for nothing that he only books (M-4)', async () => {
  await limit(50_000, WIDE, WIDE);
  const rma = await opened({}, { reason: 'size_or_color' });
  await payAhead(rma);
  expect(await isPaid(rma)).toBe(false);
  await step(`/api/rmas/${rma.id}/parcels`, { courier: 'zhongtong', waybill: 'ZT0000000001' });
  const scan = (status: string) =>
    runRmaCommand(
      app,
      rma.id,
      { type: 'record_parcel_status', waybill: 'ZT0000000001', status, at: app.clock.now() },
      { merchantId, commandId: `${rma.id}:${status}`, actor: { kind: 'courier', id: 'zhongtong' } },
    );
  expect((await scan('picked_up')).ok).toBe(true);
  await payAhead(rma, 'first_scan:9');
  expect(await isPaid(rma)).toBe(true);
  expect(await said(rma)).toEqual([]);
});

test('one waybill releases one refund: two returns that name it are not paid, nor a later one by a number used up (M-4)', async () => {
  await limit(50_000, WIDE, WIDE);
  const [honest, ...others] = await Promise.all([1, 2, 3].map(() => opened({}, { reason: 'size_or_color' })));
  const [copycat, late] = others;
  if (!honest || !copycat || !late) throw new Error('three returns');
  const name = (rma: Rma, waybill: string) => step(`/api/rmas/${rma.id}/parcels`, { courier: 'zhongtong', waybill });
  const scanned = async (rma: Rma, waybill: string) => {
    await runRmaCommand(
      app,
      rma.id,
      { type: 'record_parcel_status', waybill, status: 'picked_up', at: app.clock.now() },
      { merchantId, commandId: `${rma.id}:${waybill}`, actor: { kind: 'courier', id: 'zhongtong' } },
    );
    await payAhead(rma, `first_scan:${waybill}`);
  };
  await name(copycat, 'ZT0000000002');
  await name(late, 'ZT0000000002');
  for (const rma of [copycat, late]) await scanned(rma, 'ZT0000000002');
  expect([await isPaid(copycat), await said(copycat)]).toEqual([false, ['parcel_in_doubt']]);
  expect([await isPaid(late), await said(late)]).toEqual([false, ['parcel_in_doubt']]);
  // Named, paid by, named away again: the number is used up.
  await name(honest, 'ZT0000000003');
  await scanned(honest, 'ZT0000000003');
  expect(await isPaid(honest)).toBe(true);
  await app.db.inMerchant(merchantId, (tx) =>
    sql`delete from parcel_rma where merchant_id = ${merchantId} and rma_id = ${honest.id}`.execute(tx),
  );
  const next = await opened({}, { reason: 'size_or_color' });
  await name(next, 'ZT0000000003');
  await scanned(next, 'ZT0000000003');
  expect([await isPaid(next), await said(next)]).toEqual([false, ['parcel_in_doubt']]);
});

test('a parcel that was on the road before anybody asked for the return, or that went out to somebody else, proves nothing (M-4)', async () => {
  await limit(50_000, WIDE, WIDE);
  const rma = await opened({}, { reason: 'size_or_color' });
  await step(`/api/rmas/${rma.id}/parcels`, { courier: 'zhongtong', waybill: 'ZT0000000004' });
  await app.db.inMerchant(merchantId, (tx) =>
    sql`insert into parcel_scan (merchant_id, parcel_id, position, at, status, code, text, source)
      select merchant_id, parcel_id, 0, '2020-01-01T00:00:00Z', 'picked_up', 'x', 'x', 'kuaidi100' from parcel
      where waybill = 'ZT0000000004'`.execute(tx),
  );
  await runRmaCommand(
    app,
    rma.id,
    { type: 'record_parcel_status', waybill: 'ZT0000000004', status: 'in_transit', at: app.clock.now() },
    { merchantId, commandId: `${rma.id}:seen`, actor: { kind: 'courier', id: 'zhongtong' } },
  );
  await payAhead(rma, 'first_scan:1');
  expect([await isPaid(rma), await said(rma)]).toEqual([false, ['parcel_in_doubt']]);
});

test('part of the goods closes part of the exposure (W-2, M-4)', async () => {
  await limit(100_000, WIDE, WIDE);
  const order = await placeOrder(harness, { phone: aPhone(), quantity: 3, unitPriceMinor: 10_000 });
  const rma = await open(order, { lines: [{ orderLineId: order.lines[0]?.id, quantity: 3 }] });
  await payAhead(rma);
  await step(`/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}/receive`, { quantity: 1 });
  expect(await exposureOf(rma, 'open')).toMatchObject({ amount: cny(30_000), open: cny(20_000) });
});

test('a receipt that was booked by mistake is undone: the exposure opens again, and is closed by the true one (W-2, M-4)', async () => {
  await limit(50_000, WIDE, WIDE);
  const rma = await opened();
  await payAhead(rma);
  const lineId = present(rma.lines[0]?.id, 'a line');
  const receive = () => step(`/api/rmas/${rma.id}/lines/${lineId}/receive`, { quantity: 1 });
  await receive();
  expect(await exposureOf(rma, 'returned')).toMatchObject({ open: cny(0) });
  const undone = await runRmaCommand(
    app,
    rma.id,
    { type: 'undo_receipt', lineId: lineId as `rli_${string}`, quantity: 1, to: 'QUARANTINE' },
    { merchantId, commandId: `${rma.id}:undo`, actor: { kind: 'system', id: 'test' } },
  );
  expect(undone.ok, JSON.stringify(undone.ok || undone.rejection)).toBe(true);
  expect(await exposureOf(rma, 'open')).toMatchObject({ open: cny(19_900), closedAt: null });
  expect(await balances(rma)).toMatchObject({ '1409': 8_000 });
  await receive();
  expect(await exposureOf(rma, 'returned')).toMatchObject({ open: cny(0) });
  expect(await balances(rma)).toMatchObject({ '1409': 0 });
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});

test('limits hold under concurrency: of many at one moment only as many are paid as each limit lets (M-4)', async () => {
  const phone = aPhone();
  const race = async (facts: OrderFacts) => {
    const returns = await Promise.all(Array.from({ length: 6 }, () => opened(facts)));
    await Promise.all(returns.map((rma) => payAhead(rma)));
    const paid = await Promise.all(returns.map(isPaid));
    const declined = (await Promise.all(returns.map(said))).flat();
    return { paid: paid.filter(Boolean).length, declined };
  };
  await limit(50_000, WIDE, WIDE);
  expect(await race({ phone })).toEqual({ paid: 2, declined: Array(4).fill('buyer_limit') });
  const sums = async () => {
    const { body } = await clerk.call<{ today: { minor: string }; ages: { open: { minor: string } }[] }>(
      'GET',
      '/api/exposure/sums',
    );
    return {
      today: Number(body.today.minor),
      open: body.ages.reduce((all, { open: of }) => all + Number(of.minor), 0),
    };
  };
  await limit(20_000, (await sums()).open + 3 * 19_900 + 1, WIDE);
  expect(await race({})).toEqual({ paid: 3, declined: Array(3).fill('shop_limit') });
  await limit(20_000, WIDE, (await sums()).today + 19_900);
  expect(await race({})).toEqual({ paid: 1, declined: Array(5).fill('day_limit') });
}, 60_000);

test('goods that do not come are chased and written off by who may; late ones take the loss back (M-4, M-5)', async () => {
  await limit(50_000, WIDE, WIDE);
  const rma = await opened();
  await payAhead(rma);
  const at = `/api/rmas/${rma.id}/advance`;
  expect((await clerk.call('POST', `${at}/chase`, { kind: 'reminded', note: '短信提醒' })).status).toBe(200);
  expect(await exposureOf(rma, 'open')).toMatchObject({ chases: 1, lastChase: { kind: 'reminded', note: '短信提醒' } });
  const because = { because: '买家失联' };
  expect((await clerk.call('POST', `${at}/write-off`, because)).status).toBe(403);
  expect(await call('POST', `${at}/write-off`, because)).toMatchObject({ body: { code: 'advance_needs_person' } });
  expect((await boss.call('POST', `${at}/write-off`, because)).status).toBe(200);
  expect(await balances(rma)).toMatchObject({ '1409': 0, '6601.05': 8_000 });
  expect(await exposureOf(rma, 'written_off')).toMatchObject({ writtenOff: cny(19_900), open: cny(0) });
  const again = await boss.call('POST', `${at}/write-off`, because);
  expect(again).toMatchObject({ status: 409, body: { code: 'advance_not_open' } });
  await step(`/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}/receive`, { quantity: 1 });
  expect(await balances(rma)).toMatchObject({ '1409': 0, '6601.05': 0 });
  expect(await exposureOf(rma, 'returned')).toMatchObject({ writtenOff: cny(0) });
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});

test('who set which limits when is kept, also that they were ended, and nothing of it is overwritten (M-4)', async () => {
  await limit(50_000, WIDE, WIDE);
  expect(await boss.call('PUT', '/api/exposure/limits', { limits: null })).toMatchObject({ status: 200 });
  const rma = await opened();
  await payAhead(rma);
  expect(await said(rma)).toEqual(['no_limits']);
  await limit(60_000, WIDE, WIDE);
  type History = { rows: { seq: number; by: string; limits: { perBuyer: object } | null }[] };
  const { body } = await clerk.call<History>('GET', '/api/exposure/limits');
  expect(body.rows.slice(0, 3).map(({ limits }) => limits?.perBuyer)).toEqual([cny(60_000), undefined, cny(50_000)]);
  expect(new Set(body.rows.map(({ by }) => by)).size).toBe(1);
  const change = app.db.inMerchant(merchantId, (tx) =>
    sql`update advance_limit set per_buyer_minor = 1 where merchant_id = ${merchantId}`.execute(tx),
  );
  await expect(change).rejects.toThrow(/permission denied/);
});

test('whom a person has in hand is not paid by a rule', async () => {
  await limit(50_000, WIDE, WIDE);
  const rma = await opened();
  await runRmaCommand(
    app,
    rma.id,
    { type: 'stop_automation', because: 'colleague' },
    { merchantId, commandId: `${rma.id}:stop`, actor: { kind: 'system', id: 'test' } },
  );
  await payAhead(rma);
  expect([await isPaid(rma), await said(rma)]).toEqual([false, ['automation_off']]);
});
