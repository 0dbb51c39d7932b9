import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MerchantId } from '../src/domain/ids.ts';
import { permissions } from '../src/domain/people/permissions.ts';
import { fromMs, toMs } from '../src/domain/time.ts';
import { pushVouchers } from '../src/server/finance/push-vouchers.ts';
import { startSandbox } from '../src/simulators/sandboxes.ts';
import { startHarness } from './support/app-harness.ts';
import { bookDesk, freightBill } from './support/book-desk.ts';

const harness = await startHarness();
const { call, keyWith, merchantId, program } = harness;
const { app } = program;
// The simulated finance systems are on this machine.
app.config.nearVendors = true;
const { booked, get, post, query, month } = bookDesk(harness);
const [kingdee, yonbip] = await Promise.all([startSandbox('kingdee'), startSandbox('yonbip')]);
const asOther = { 'x-api-key': await keyWith([...permissions]) };
afterAll(() => Promise.all([kingdee.close(), yonbip.close()]));

type Row = { id: string; number: number; state: string; vendorNumber: string | null; reason: string | null };
type View = {
  connection: {
    halted: string | null;
    unmapped: { code: string }[];
    unmappedParties: object[];
    settings: object;
    counts: object;
  } | null;
};
const connect = (vendor: 'kingdee' | 'yonbip', facts: object = {}) =>
  call<{ code?: string }>('PUT', `/api/finance/connection/${vendor}`, {
    ...(vendor === 'kingdee' ? kingdee : yonbip).account,
    fromPeriod: month,
    checkedOnly: false,
    closeAfterPush: true,
    ...facts,
  });
const push = () => pushVouchers(app, merchantId);
const states = async () =>
  (await get<{ rows: Row[] }>('/api/finance/exports')).rows.map(({ number, state }) => [number, state]).toReversed();
const view = async () => (await get<View>('/api/finance')).connection;
const kept = async (url = kingdee.url) =>
  (await (await fetch(`${url}/__sim/vouchers`)).json()) as {
    lines: { summary: string; account: string; auxiliary: object | null }[];
  }[];
const steer = async (path: string, body: object, url = kingdee.url) => {
  const answer = await fetch(`${url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
};
const newVoucher = async () => {
  await booked(freightBill());
  await post('/api/vouchers', { period: month });
};
/** As if so much time had gone by since the voucher was sent. */
const timePasses = () =>
  query(sql`update voucher_export set next_at = null, sent_at = sent_at - interval '1 hour' where state <> 'pushed'`);
const codes = ['6601.02', '2221.01.02', '2202.02'];

beforeAll(async () => {
  await newVoucher();
});

test('what has no code there is named before the first push, and nothing is sent without it (M-6)', async () => {
  expect((await connect('kingdee')).status).toBe(200);
  expect((await view())?.unmapped.map(({ code }) => code).toSorted()).toEqual(codes.toSorted());
  expect(JSON.stringify(await view())).not.toContain('TESTAPPSECRET');
  await push();
  expect(await states()).toEqual([[1, 'refused']]);
  expect(await kept()).toEqual([]);
  const stranger = { accounts: [{ code: '9999', theirs: '1' }] };
  expect(await call('PUT', '/api/finance/accounts', stranger)).toMatchObject({ body: { code: 'account_not_found' } });
});

test('with the codes the voucher is sent in them, once, under our number, and keeps the number it has there (M-6)', async () => {
  const accounts = codes.map((code) => ({ code, theirs: code.replaceAll('.', '') }));
  expect((await call('PUT', '/api/finance/accounts', { accounts })).body).toEqual({ changed: 3 });
  expect((await view())?.unmapped).toEqual([]);
  await Promise.all([push(), push()]);
  expect(await states()).toEqual([[1, 'pushed']]);
  const [voucher] = await kept();
  expect(await kept()).toHaveLength(1);
  expect(voucher?.lines.map(({ account }) => account).toSorted()).toEqual(['220202', '22210102', '660102']);
  expect(voucher?.lines[0]?.summary).toMatch(/^记-1 .*\[vch_/);
});

test.each(['drop_after', 'bad_gateway_after', 'half_body'])(
  'a voucher whose answer is lost (%s) is asked after, and not sent again (M-6)',
  async (kind) => {
    const before = (await kept()).length;
    await newVoucher();
    await steer('faults', { kind, count: 1, filter: { service: 'Save' } });
    await push();
    expect((await states()).at(-1)?.[1]).toBe('unknown');
    await timePasses();
    await push();
    expect((await states()).at(-1)?.[1]).toBe('pushed');
    expect(await kept()).toHaveLength(before + 1);
  },
);

test('a worker that dies after the call leaves a voucher that is asked after (M-6)', async () => {
  const before = (await kept()).length;
  await newVoucher();
  await push();
  await query(sql`update voucher_export set state = 'sending', vendor_id = null, vendor_number = null
    where voucher_id = (select voucher_id from voucher order by number desc limit 1)`);
  await push();
  expect((await states()).at(-1)?.[1]).toBe('pushed');
  expect(await kept()).toHaveLength(before + 1);
});

test('a voucher that never arrived is sent again only when it cannot come any more (M-6)', async () => {
  const before = (await kept()).length;
  await newVoucher();
  await steer('faults', { kind: 'bad_gateway_before', count: 1, filter: { service: 'Save' } });
  await push();
  await query(sql`update voucher_export set next_at = null where state <> 'pushed'`);
  await push();
  expect([(await states()).at(-1)?.[1], (await kept()).length]).toEqual(['unknown', before]);
  await timePasses();
  await push();
  expect([(await states()).at(-1)?.[1], (await kept()).length]).toEqual(['pushed', before + 1]);
});

test('a worker that was held up longer than a call may take sends nothing (M-6)', async () => {
  const before = (await kept()).length;
  await newVoucher();
  const late = { now: () => fromMs(toMs(app.clock.now()) + (taken++ === 0 ? 0 : 60_000)) };
  let taken = 0;
  await pushVouchers({ ...app, clock: late }, merchantId);
  expect([(await states()).at(-1)?.[1], (await kept()).length]).toEqual(['unknown', before]);
  await timePasses();
  await push();
  expect([(await states()).at(-1)?.[1], (await kept()).length]).toEqual(['pushed', before + 1]);
});

test('an account with an auxiliary dimension says whose money it is, in the code that party has there (M-6)', async () => {
  await steer('dimensions', { account: '220202', dimension: 'FFLEX6', codes: ['SF01', 'EXPRESS'] });
  const payable = (facts: object) =>
    call('PUT', '/api/finance/accounts', { accounts: [{ code: '2202.02', theirs: '220202', ...facts }] });
  expect((await payable({ dimension: '6' })).body).toMatchObject({
    code: 'dimension_not_known',
    rejection: { account: '2202.02', example: 'FFLEX6' },
  });
  expect((await payable({ dimension: 'FFLEX6' })).body).toEqual({ changed: 1 });
  await newVoucher();
  expect((await view())?.unmappedParties).toEqual([{ kind: 'courier', id: 'sf' }]);
  await push();
  const { rows } = await get<{ rows: (Row & { reasonCode: string })[] }>('/api/finance/exports');
  expect(rows[0]).toMatchObject({ state: 'refused', reasonCode: 'parties_unmapped', reason: 'courier:sf' });
  const name = (id: string, theirs: string | null) =>
    call('PUT', '/api/finance/parties', { parties: [{ kind: 'courier', id, theirs }] });
  const lastParty = async () => (await kept()).at(-1)?.lines.map(({ auxiliary }) => auxiliary);
  // One code for all couriers serves those that have none of their own.
  await name('', 'EXPRESS');
  await push();
  expect(await lastParty()).toEqual([null, null, { dimension: 'FFLEX6', code: 'EXPRESS' }]);
  await name('sf', 'SF01');
  await newVoucher();
  await push();
  expect(await lastParty()).toEqual([null, null, { dimension: 'FFLEX6', code: 'SF01' }]);
  expect((await get<{ rows: object[] }>('/api/finance/parties')).rows).toEqual([
    { kind: 'courier', id: '', theirs: 'EXPRESS', lines: 0 },
    { kind: 'courier', id: 'sf', theirs: 'SF01', lines: 0 },
  ]);
  expect((await states()).at(-1)?.[1]).toBe('pushed');
});

test('an account that always wants a party there is named when a line has none (M-6)', async () => {
  const revenue = (dimension: string | null) =>
    call('PUT', '/api/finance/accounts', { accounts: [{ code: '6601.02', theirs: '660102', dimension }] });
  await revenue('FFLEX6');
  await newVoucher();
  await push();
  const { rows } = await get<{ rows: (Row & { reasonCode: string })[] }>('/api/finance/exports');
  expect(rows[0]).toMatchObject({ reasonCode: 'party_missing', reason: expect.stringContaining('6601.02') });
  await revenue(null);
  await push();
  expect((await states()).at(-1)?.[1]).toBe('pushed');
});

test('a refused voucher keeps back those behind it, and its month open, until it is tried again (M-6)', async () => {
  const before = (await kept()).length;
  await steer('periods/close', { period: month });
  await newVoucher();
  await newVoucher();
  await push();
  expect((await states()).slice(-2).map(([, state]) => state)).toEqual(['refused', 'waiting']);
  const { checks } = await get<{ checks: { code: string; count: number; blocks: boolean }[] }>(
    `/api/periods/${month}/checks`,
  );
  expect(checks).toContainEqual({ code: 'not_pushed', count: 2, blocks: true });
  await steer('periods/open', { period: month });
  expect((await post('/api/finance/push', {})).body).toEqual({ again: 1 });
  await push();
  expect((await states()).every(([, state]) => state === 'pushed')).toBe(true);
  expect(await kept()).toHaveLength(before + 2);
});

test('keys that are refused halt the export and say so; the voucher waits, and goes when they work again (M-6)', async () => {
  await newVoucher();
  await connect('kingdee', { credentials: { appSecret: 'ANOTHER' } });
  await push();
  expect((await view())?.halted).toContain('401');
  expect((await states()).at(-1)?.[1]).toBe('waiting');
  expect((await post('/api/finance/check', {})).body).toMatchObject({ outcome: 'refused' });
  await connect('kingdee');
  expect((await post('/api/finance/check', {})).body).toMatchObject({ outcome: 'works' });
  await push();
  expect((await states()).at(-1)?.[1]).toBe('pushed');
});

test('another system takes over only when every voucher is known to be somewhere; a person may say where (M-6)', async () => {
  await newVoucher();
  await steer('faults', { kind: 'bad_gateway_before', count: 1, filter: { service: 'Save' } });
  await push();
  expect((await connect('yonbip')).body).toMatchObject({ code: 'vouchers_unknown' });
  const elsewhere = { settings: { ...kingdee.account.settings, acctId: 'ANOTHER-BOOK' } };
  expect((await connect('kingdee', elsewhere)).body).toMatchObject({ code: 'vouchers_unknown' });
  const doubtful = (await get<{ rows: Row[] }>('/api/finance/exports?state=unknown')).rows[0]?.id;
  const settle = (body: object) => post(`/api/finance/exports/${doubtful}/settle`, body);
  expect((await settle({ outcome: 'absent' })).body).toMatchObject({ code: 'voucher_on_its_way' });
  expect((await settle({ outcome: 'booked', vendorNumber: '88' })).status).toBe(200);
  expect((await settle({ outcome: 'absent' })).body).toMatchObject({ code: 'voucher_not_in_doubt' });
  expect((await connect('yonbip', { checkedOnly: true })).status).toBe(200);
  await call('PUT', '/api/finance/accounts', { accounts: codes.map((code) => ({ code, theirs: code })) });
  await newVoucher();
  await push();
  expect(await kept(yonbip.url)).toEqual([]);
  const ids = (await get<{ rows: Row[] }>('/api/finance/exports?state=waiting')).rows.map(({ id }) => id);
  await post('/api/vouchers/check', { ids }, asOther);
  await push();
  expect(await kept(yonbip.url)).toHaveLength(1);
  expect((await states()).every(([, state]) => state === 'pushed')).toBe(true);
});

test('numbering vouchers calls for the job that sends them (M-6)', async () => {
  await connect('yonbip');
  const worker = await harness.startWorker();
  await newVoucher();
  await expect.poll(async () => (await kept(yonbip.url)).length, { timeout: 20_000 }).toBe(2);
  await worker.stop();
});

test('a merchant without a finance system has nothing to send', async () => {
  await pushVouchers(app, 'mer_nobody' as MerchantId);
});
