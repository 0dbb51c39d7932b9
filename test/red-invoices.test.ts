import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { MerchantId } from '../src/domain/ids.ts';
import { pushReds } from '../src/server/invoicing/push-reds.ts';
import { startSandbox } from '../src/simulators/sandboxes.ts';
import { anOrder, type OrderFacts, type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, eventually, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId, program } = harness;
const { app } = program;
app.config.nearVendors = true;
const { open, pay, step, takeIn } = deskOf(harness);
const service = await startSandbox('invoicing');
afterAll(() => service.close());

type Red = {
  id: string;
  rmaId: string;
  state: string;
  reason: string;
  gross: { minor: string };
  tax: { minor: string };
  sheetStatus: string | null;
  cause: string | null;
  redNumber: string | null;
  doneBy: string | null;
};
const steer = async (path: string, body: object = {}) => {
  const answer = await fetch(`${service.url}/__sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  expect(answer.status, `${path}: ${await answer.clone().text()}`).toBe(200);
};
const sheets = async () =>
  (await (await fetch(`${service.url}/__sim/sheets`)).json()) as { id: string; blueNumber: string; red?: object }[];
const fault = (kind: string, of: string) => steer('faults', { kind, count: 1, filter: { service: of } });
const query = (statement: ReturnType<typeof sql>) => app.db.inMerchant(merchantId, (tx) => statement.execute(tx));
const connect = (credentials: object = service.account.credentials, settings: object = service.account.settings) =>
  call<{ code?: string }>('PUT', '/api/invoicing/connection/generic', { settings, credentials });
const list = async (search = '') => (await call<{ rows: Red[] }>('GET', `/api/red-invoices?${search}`)).body.rows;
const redsOf = (rma: Rma) => list(`rmaId=${rma.id}`);
const redOf = async (rma: Rma) => present((await redsOf(rma))[0], 'a red invoice');
const push = () => pushReds(app, merchantId);
/** What the books have of a return on an account. */
const booked = async (rma: Rma, role: string): Promise<number> => {
  const { rows } = await query(sql`select coalesce(sum(l.debit_minor - l.credit_minor), 0)::int as balance
    from journal_line l join journal_entry e on e.merchant_id = l.merchant_id and e.entry_id = l.entry_id
    join account a on a.merchant_id = l.merchant_id and a.code = l.account_code and a.role = ${role}
    where l.merchant_id = ${merchantId} and e.rma_id = ${rma.id}`);
  return (present(rows[0], 'a sum') as { balance: number }).balance;
};
/** As if so much time had gone by since it was sent, or since it was looked at. */
const timePasses = () =>
  query(sql`update red_invoice set next_at = null, sent_at = sent_at - interval '1 hour' where state <> 'issued'`);
const lookAgain = () => query(sql`update red_invoice set next_at = null`);
const apply = async (rma: Rma) => {
  const { body } = await call<{ verdicts: { ok: boolean; rejection?: { code: string } }[] }>(
    'POST',
    '/api/red-invoices/apply',
    { redIds: [(await redOf(rma)).id] },
  );
  return present(body.verdicts[0], 'a verdict');
};

let numbers = 0;
const aNumber = () => `2633${String(++numbers).padStart(16, '0')}`;
/** Records an invoice over the whole order, at our side and at the tax platform. */
async function invoiced(order: OrderReply, facts: { booked?: boolean; total?: number } = {}): Promise<string> {
  const { booked = false, total = 19_900 } = facts;
  const number = aNumber();
  const tax = total - Math.round(total / 1.13);
  const said = { number, issuedOn: '2026-11-01', buyerKind: 'company', booked };
  const answer = await call('POST', `/api/orders/${order.id}/invoices`, said);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const lines = [{ number: 1, net: String(total - tax), tax: String(tax) }];
  await steer('blue-invoices', { number, buyerKind: 'company', booked, lines });
  return number;
}
async function refunded(order: OrderReply, request: object = {}): Promise<Rma> {
  const rma = await open(order, request);
  if (rma.lines[0]?.reception !== 'not_expected') await takeIn(rma);
  expect(await pay(rma, 1)).toBe(true);
  return rma;
}
async function due(facts: { booked?: boolean } = {}): Promise<Rma> {
  const order = await placeOrder(harness);
  await invoiced(order, facts);
  return refunded(order);
}

beforeAll(async () => {
  // The harness has no service yet: nobody can apply.
  const rma = await due();
  expect(await apply(rma)).toMatchObject({ ok: false, rejection: { code: 'invoicing_not_connected' } });
  expect((await connect()).status).toBe(200);
});

test('a paid refund of an invoiced order opens its task in the same transaction; without an invoice none (M-6)', async () => {
  const rma = await due();
  expect(await redsOf(rma)).toMatchObject([
    { state: 'due', reason: '02', gross: { minor: '19900' }, tax: { minor: '2289' }, redNumber: null },
  ]);
  expect(await redsOf(await refunded(await placeOrder(harness)))).toEqual([]);
  const sums = await call<{ lanes: { lane: string; tax: { minor: string } }[] }>('GET', '/api/red-invoices/sums');
  expect(sums.body.lanes).toContainEqual({ lane: 'open', count: 2, tax: { minor: '4578', currency: 'CNY' } });
});

test('money back on goods that the buyer keeps is an allowance (04), for its own amount only (M-6)', async () => {
  const order = await placeOrder(harness, { quantity: 2 });
  await invoiced(order, { total: 39_800 });
  const rma = await open(order, { resolution: 'refund_only', reason: 'quality_fault', evidence: ['fil_1'] });
  if (rma.review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
  expect(await pay(rma, 1)).toBe(true);
  expect(await redsOf(rma)).toMatchObject([{ reason: '04', gross: { minor: '19900' }, tax: { minor: '2290' } }]);
});

test('an invoice that is told after the refund was paid gets its task at once, and only once (M-6)', async () => {
  const order = await placeOrder(harness);
  const rma = await refunded(order);
  expect(await redsOf(rma)).toEqual([]);
  const number = await invoiced(order);
  expect(await redsOf(rma)).toHaveLength(1);
  const again = { number, issuedOn: '2026-11-01', buyerKind: 'company', booked: false };
  expect((await call('POST', `/api/orders/${order.id}/invoices`, again)).status).toBe(200);
  expect(await redsOf(rma)).toHaveLength(1);
  const other = await call('POST', `/api/orders/${order.id}/invoices`, { ...again, booked: true });
  expect(other).toMatchObject({ status: 409, body: { code: 'invoice_differs' } });
  const third = await call('POST', `/api/orders/${order.id}/invoices`, { ...again, number: aNumber() });
  expect(third.body).toMatchObject({ code: 'invoice_exceeds_order' });
  const elsewhere = await call('POST', `/api/orders/${(await placeOrder(harness)).id}/invoices`, again);
  expect(elsewhere.body).toMatchObject({ code: 'invoice_of_other_order', rejection: { field: 'number' } });
});

test('an order comes with its invoice over the API, and neither is taken when the invoice is wrong (M-6)', async () => {
  const facts: OrderFacts = {};
  const request = anOrder(facts);
  const invoice = { number: aNumber(), issuedOn: '2026-11-01', buyerKind: 'person' };
  const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });
  const with_ = (lines: object[]) => ({
    ...request,
    order: { ...request.order, invoices: [{ ...invoice, lines }] },
  });
  const externalId = request.order.lines[0]?.externalId;
  const wrong = await call('POST', '/api/orders', with_([{ externalId, gross: cny(19_901), tax: cny(0) }]));
  expect(wrong.body).toMatchObject({
    code: 'invoice_exceeds_order',
    rejection: { field: 'order.invoices.0.lines.0.gross' },
  });
  const found = () => call<{ rows: object[] }>('GET', `/api/orders?q=${request.order.externalId}`);
  expect((await found()).body.rows).toEqual([]);
  const right = with_([{ externalId, gross: cny(10_000), tax: cny(1_150) }]);
  const taken = await call<OrderReply>('POST', '/api/orders', right);
  expect(taken.status, JSON.stringify(taken.body)).toBe(200);
  expect((await call('POST', '/api/orders', right)).status).toBe(200);
  const { body } = await call<{ rows: object[] }>('GET', `/api/orders/${taken.body.id}/invoices`);
  expect(body.rows).toMatchObject([{ number: invoice.number, lines: [{ gross: cny(10_000), redGross: cny(0) }] }]);
});

test('applied for by a person, what needs no confirmation is issued by itself under its number (M-6)', async () => {
  const rma = await due();
  expect(await apply(rma)).toMatchObject({ ok: true });
  expect(await apply(rma)).toMatchObject({ ok: false, rejection: { code: 'red_invoice_not_open' } });
  await Promise.all([push(), push()]);
  const red = await redOf(rma);
  expect(red).toMatchObject({ state: 'issued', redNumber: expect.stringMatching(/^\d{20}$/) });
  expect(await list('lane=done')).toContainEqual(red);
});

test('output VAT of an invoiced order is reduced when the red invoice exists, and the month says what waits (M-6)', async () => {
  const rma = await due();
  expect([await booked(rma, 'red_vat'), await booked(rma, 'output_vat')]).toEqual([2_289, 0]);
  const month = new Date().toISOString().slice(0, 7);
  const checks = await call<{ checks: object[] }>('GET', `/api/periods/${month}/checks`);
  expect(checks.body.checks).toContainEqual({ code: 'vat_awaits_red', count: expect.any(Number), blocks: false });
  await apply(rma);
  await push();
  expect([await booked(rma, 'red_vat'), await booked(rma, 'output_vat')]).toEqual([0, 2_289]);
  await lookAgain();
  await push();
  expect(await booked(rma, 'output_vat')).toBe(2_289);
});

test('an invoice told after the refund puts its VAT back; told by hand, the red one reduces it on its own day (M-6)', async () => {
  const order = await placeOrder(harness);
  const rma = await refunded(order);
  expect([await booked(rma, 'red_vat'), await booked(rma, 'output_vat')]).toEqual([0, 2_289]);
  await invoiced(order);
  expect([await booked(rma, 'red_vat'), await booked(rma, 'output_vat')]).toEqual([2_289, 0]);
  const { id } = await redOf(rma);
  const body = { redNumber: aNumber(), issuedOn: '2026-11-02', note: 'e-tax bureau' };
  expect((await call('POST', `/api/red-invoices/${id}/by-hand`, body)).status).toBe(200);
  expect([await booked(rma, 'red_vat'), await booked(rma, 'output_vat')]).toEqual([0, 2_289]);
  const { rows } = await query(sql`select occurred_on from journal_entry where merchant_id = ${merchantId}
    and rma_id = ${rma.id} and kind = 'vat_red_issued'`);
  expect(rows).toEqual([{ occurred_on: '2026-11-02' }]);
});

test('what was booked before VAT was kept back comes right as its red invoice is issued (M-6)', async () => {
  const rma = await due();
  // As the books stood then: all of it was output VAT.
  await query(sql`update open_item set balance_minor = 0 where merchant_id = ${merchantId} and item in
    (select number from rma where merchant_id = ${merchantId} and rma_id = ${rma.id}) and party_kind = ''`);
  const before = await booked(rma, 'output_vat');
  await apply(rma);
  await push();
  expect(await booked(rma, 'output_vat')).toBe(before);
  await query(sql`update open_item o set balance_minor = l.sum from (select account_code, item, sum(debit_minor - credit_minor) as sum
    from journal_line where merchant_id = ${merchantId} group by 1, 2) l
    where o.merchant_id = ${merchantId} and o.party_kind = '' and o.account_code = l.account_code and o.item = l.item`);
});

test('what the buyer has booked waits for him, and is issued when he confirms (M-6)', async () => {
  const rma = await due({ booked: true });
  await apply(rma);
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'awaiting_buyer', sheetStatus: '02' });
  const byHand = { redNumber: aNumber(), issuedOn: '2026-11-20' };
  const refused = await call('POST', `/api/red-invoices/${(await redOf(rma)).id}/by-hand`, byHand);
  expect(refused.body).toMatchObject({ code: 'red_invoice_not_open' });
  await steer(`sheets/${present((await sheets()).at(-1), 'a sheet').id}/answer`, { answer: 'confirm' });
  await lookAgain();
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'issued', sheetStatus: '04' });
});

test('denied, or not confirmed for 72 hours, it may be applied for anew, or done by hand with its number (M-6)', async () => {
  const rma = await due({ booked: true });
  await apply(rma);
  await push();
  await steer(`sheets/${present((await sheets()).at(-1), 'a sheet').id}/answer`, { answer: 'deny' });
  await lookAgain();
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'denied', sheetStatus: '05' });
  expect(await apply(rma)).toMatchObject({ ok: true });
  await push();
  await steer('clock', { shiftMs: 73 * 3_600_000 });
  await lookAgain();
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'expired', sheetStatus: '07' });
  const body = { redNumber: aNumber(), issuedOn: '2026-11-20', note: 'e-tax bureau' };
  const { id } = await redOf(rma);
  expect((await call('POST', `/api/red-invoices/${id}/by-hand`, body)).status).toBe(200);
  expect(await redOf(rma)).toMatchObject({ state: 'by_hand', redNumber: body.redNumber, doneBy: 'test' });
  const other = await redOf(await due());
  expect((await call('POST', `/api/red-invoices/${other.id}/by-hand`, body)).body).toMatchObject({
    code: 'red_number_taken',
  });
});

test('a sheet is taken back while nothing is issued, also when the answer is lost (M-6)', async () => {
  const rma = await due({ booked: true });
  await apply(rma);
  await push();
  const { id } = await redOf(rma);
  await fault('drop_after', 'revoke');
  expect((await call('POST', `/api/red-invoices/${id}/withdraw`, {})).status).toBe(200);
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'withdrawing' });
  await timePasses();
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'withdrawn', sheetStatus: '08' });
});

test.each(['drop_after', 'bad_gateway_after', 'half_body'])(
  'an application whose answer is lost (%s) is asked after, and never made twice (M-6)',
  async (kind) => {
    const before = (await sheets()).length;
    const rma = await due();
    await apply(rma);
    await fault(kind, 'apply');
    await push();
    expect(await redOf(rma)).toMatchObject({ state: 'applying', sheetStatus: null });
    await lookAgain();
    await push();
    expect(await redOf(rma)).toMatchObject({ state: 'issued' });
    expect(await sheets()).toHaveLength(before + 1);
  },
);

test('an application that never arrived is sent again only when it cannot come any more (M-6)', async () => {
  const before = (await sheets()).length;
  const rma = await due();
  await apply(rma);
  await fault('bad_gateway_before', 'apply');
  await push();
  await lookAgain();
  await push();
  expect([(await redOf(rma)).state, (await sheets()).length]).toEqual(['applying', before]);
  await timePasses();
  await push();
  expect([(await redOf(rma)).state, (await sheets()).length]).toEqual(['issued', before + 1]);
});

test('an order to issue whose answer is lost is asked after; the number is the one that was given (M-6)', async () => {
  const rma = await due();
  await apply(rma);
  await fault('drop_after', 'issue');
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'issuing', redNumber: null });
  await lookAgain();
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'issued' });
});

test('more than the tax platform has left is refused in its words, and may be applied for again (M-6)', async () => {
  const order = await placeOrder(harness);
  const rma = await refunded(order);
  // There the invoice is smaller than ours.
  const number = aNumber();
  const lines = [{ number: 1, net: '100', tax: '13' }];
  await steer('blue-invoices', { number, buyerKind: 'company', booked: false, lines });
  const said = { number, issuedOn: '2026-11-01', buyerKind: 'company', booked: false };
  await call('POST', `/api/orders/${order.id}/invoices`, said);
  await apply(rma);
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'refused', cause: expect.stringContaining('剩余可冲金额') });
  expect(await apply(rma)).toMatchObject({ ok: true });
  await push();
});

test('keys that are refused halt the work and say so; it goes on when they work again (M-6)', async () => {
  const rma = await due();
  await connect({ secret: 'ANOTHER' });
  await apply(rma);
  await push();
  const view = async () =>
    (await call<{ connection: { halted: string | null } }>('GET', '/api/invoicing')).body.connection.halted;
  expect(await view()).toContain('401');
  expect(await redOf(rma)).toMatchObject({ state: 'queued' });
  await connect();
  expect((await call('POST', '/api/invoicing/check', {})).body).toMatchObject({ outcome: 'works' });
  await push();
  expect(await redOf(rma)).toMatchObject({ state: 'issued' });
  expect(JSON.stringify(await call('GET', '/api/invoicing'))).not.toContain('TESTREDSECRET');
});

test('another taxpayer takes over only when no sheet is under way (M-6)', async () => {
  const rma = await due({ booked: true });
  await apply(rma);
  await push();
  const elsewhere = { ...service.account.settings, taxId: '91330100MA0OTHER0X' };
  expect((await connect({}, elsewhere)).body).toMatchObject({ code: 'red_invoices_under_way' });
  await call('POST', `/api/red-invoices/${(await redOf(rma)).id}/withdraw`, {});
  await push();
});

test('the list turns its pages by key, and is narrowed by lane, state, shop and age (M-6)', async () => {
  const all = await list('limit=200');
  const first = (await call<{ rows: Red[]; next: string }>('GET', '/api/red-invoices?limit=3')).body;
  const second = await list(`limit=197&after=${first.next}`);
  expect([...first.rows, ...second].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect((await list('lane=open')).every(({ state }) => ['due', 'refused', 'withdrawn'].includes(state))).toBe(true);
  expect((await list('state=by_hand')).map(({ state }) => state)).toEqual(['by_hand', 'by_hand']);
  expect(await list('minDays=2')).toEqual([]);
  expect(await list('shopId=shop_another')).toEqual([]);
});

test('applying calls for the job, and the worker goes on by itself (M-6)', async () => {
  const rma = await due();
  const worker = await harness.startWorker();
  await apply(rma);
  await eventually('the red invoice', async () => ((await redOf(rma)).state === 'issued' ? true : undefined));
  await worker.stop();
});

test('whoever may only read money neither applies nor tells of invoices (P-1)', async () => {
  const reader = { 'x-api-key': await harness.keyWith(['refund:read', 'order:read']) };
  const redIds = [(await list())[0]?.id];
  expect((await call('GET', '/api/red-invoices', undefined, reader)).status).toBe(200);
  expect((await call('POST', '/api/red-invoices/apply', { redIds }, reader)).status).toBe(403);
});

test('a merchant without a service has nothing to send', async () => {
  await pushReds(app, 'mer_nobody' as MerchantId);
});
