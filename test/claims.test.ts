import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { RmaId } from '../src/domain/ids.ts';
import { rolePermissions } from '../src/domain/people/permissions.ts';
import type { ClaimId } from '../src/domain/recovery/loss-claim.ts';
import { claimDue } from '../src/server/recovery/claim-due.ts';
import { endLostParcel } from '../src/server/recovery/lost-parcels.ts';
import { replay } from '../src/server/returns/replay.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, type Rma as Seen } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, keyWith, merchantId } = harness;
const { app } = harness.program;
const { open, step } = deskOf(harness);

type Amount = { minor: string; currency: string };
type Claim = {
  id: ClaimId;
  state: string;
  amount: Amount;
  accepted: Amount;
  paid: Amount;
  answerDue: string;
  overdue: boolean;
};
type Rma = Seen & {
  claims: Claim[];
  postages: { waybill: string; state: string; left: Amount; paidTwice: Amount }[];
  abilities: { command: string; allowed: boolean; because?: { code: string } }[];
};

const cny = (minor: number): Amount => ({ minor: String(minor), currency: 'CNY' });
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

let parcels = 0;
async function sent(waybill = `YT90000${++parcels}`): Promise<{ rma: Rma; waybill: string }> {
  const rma = await open(await placeOrder(harness));
  return { rma: (await step(`/api/rmas/${rma.id}/parcels`, { courier: 'yuantong', waybill })) as Rma, waybill };
}
const claiming = (waybill: string, facts: object = {}) => ({
  against: 'courier',
  party: 'yuantong',
  cause: 'lost',
  waybill,
  amount: cny(6_000),
  filedAt: hoursAgo(48),
  ...facts,
});
const run = async (path: string, body: object) => (await step(path, body)) as Rma;
const refused = async (path: string, body: object) => {
  const { status, body: problem } = await call<{ code: string; number?: string; rejection?: object }>(
    'POST',
    path,
    body,
  );
  return { status, code: problem.code, rejection: problem.rejection };
};
const filed = async (facts: object = {}) => {
  const { rma, waybill } = await sent();
  const after = await run(`/api/rmas/${rma.id}/claims`, claiming(waybill, facts));
  const claim = present(after.claims[0], 'the claim');
  return { rma: after, waybill, claim, at: `/api/rmas/${rma.id}/claims/${claim.id}` };
};
const booked = async (rmaId: string) => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ entry: string }>`select e.kind || ' ' || l.account_code || ' ' || (l.debit_minor - l.credit_minor) as entry
      from journal_entry e join journal_line l on l.merchant_id = e.merchant_id and l.entry_id = e.entry_id
      where e.rma_id = ${rmaId} order by e.rma_seq, l.line_no`.execute(tx),
  );
  return rows.map(({ entry }) => entry);
};

test('a lost parcel goes from claim to answer to money: in the list, the sums, the books and the parcel itself (M-8)', async () => {
  const { rma, waybill, claim, at } = await filed({ answerDue: hoursAgo(1), reference: 'YT-CASE-1' });
  expect(claim).toMatchObject({ state: 'filed', overdue: true });
  const list = async (query: string) =>
    (await call<{ rows: { id: string }[] }>('GET', `/api/claims?${query}`)).body.rows.map(({ id }) => id);
  for (const query of ['state=overdue', 'state=open', `q=${waybill}`, 'q=YT-CASE-1', `q=${rma.number.slice(0, 12)}`]) {
    expect([query, await list(query)]).toEqual([query, [claim.id]]);
  }
  expect(await list('state=paid')).toEqual([]);

  const accepted = await run(`${at}/answer`, { outcome: 'accepted', amount: cny(5_000), at: hoursAgo(2) });
  expect(accepted.parcels[0]?.status).toBe('lost');
  await endLostParcel(app, { merchantId, rmaId: rma.id, waybill, at: hoursAgo(2) as never });
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ status: string; tracking_ended: boolean }>`select status, tracking_ended from parcel
      where waybill = ${waybill}`.execute(tx),
  );
  expect(rows).toEqual([{ status: 'lost', tracking_ended: true }]);
  const sums = (await call<Record<string, { count: number; amount: Amount }>>('GET', '/api/claims/totals')).body;
  expect(sums['outstanding']).toEqual({ count: 1, amount: cny(5_000) });
  expect(sums['overdue']).toEqual({ count: 0, amount: cny(0) });

  expect(await refused(`${at}/payments`, { amount: cny(5_001), reference: 'B', paidAt: hoursAgo(1) })).toMatchObject({
    status: 409,
    code: 'claim_payment_exceeds',
  });
  await run(`${at}/payments`, { amount: cny(2_000), reference: 'BANK-1', paidAt: hoursAgo(1) });
  const paid = await run(`${at}/payments`, { amount: cny(3_000), reference: 'BANK-2', paidAt: hoursAgo(1) });
  expect(paid.claims[0]).toMatchObject({ state: 'paid', paid: cny(5_000) });
  expect(await booked(rma.id)).toEqual([
    'claim_accepted 1221.03 5000',
    'claim_accepted 1901 -5000',
    'claim_paid 1002 2000',
    'claim_paid 1221.03 -2000',
    'claim_paid 1002 3000',
    'claim_paid 1221.03 -3000',
  ]);
});

test('the file of a claim holds the goods, the parcel, the photos and what happened (M-8)', async () => {
  const { claim, waybill, rma } = await filed({ files: ['fil_1'] });
  const { body } = await call<{ history: { type: string }[] }>('GET', `/api/claims/${claim.id}`);
  expect(body).toMatchObject({
    claim: { id: claim.id },
    rma: { number: rma.number },
    parcel: { waybill, courier: 'yuantong' },
    lines: [{ sku: 'COAT-M', quantity: 1, paid: cny(19_900), cost: cny(8_000) }],
    photos: [{ file: 'fil_1', of: 'claim' }],
  });
  expect(body.history.map(({ type }) => type)).toEqual([
    'rma_opened',
    'rma_approved',
    'parcel_announced',
    'claim_filed',
  ]);
  expect((await call('GET', '/api/claims/clm_nothing')).status).toBe(404);
});

test('the answer is expected when the merchant’s terms say, and a day that passes without one is told once (M-8)', async () => {
  const { body: before } = await call<{ terms: { against: string; days: number; own: boolean }[] }>(
    'GET',
    '/api/claims/terms',
  );
  expect(before.terms).toContainEqual({ against: 'courier', days: 30, own: false });
  const changed = await call<typeof before>('PUT', '/api/claims/terms', { terms: [{ against: 'courier', days: 1 }] });
  expect(changed.body.terms).toContainEqual({ against: 'courier', days: 1, own: true });
  const { rma, claim, at } = await filed();
  expect(Date.parse(claim.answerDue) - Date.now()).toBeLessThan(-23 * 3_600_000);
  const notices = async () =>
    (
      await app.db.inMerchant(merchantId, (tx) =>
        sql<{ severity: string; url: string }>`select severity, url from notice
          where url like ${`%${claim.id}`}`.execute(tx),
      )
    ).rows;
  const job = { merchantId, rmaId: rma.id, claimId: claim.id };
  await claimDue(app, job);
  await claimDue(app, job);
  expect(await notices()).toEqual([{ severity: 'warning', url: `${app.config.publicUrl}/claims/${claim.id}` }]);
  await run(`${at}/answer`, { outcome: 'refused', because: '超过索赔期', at: hoursAgo(1) });
  const appealed = await run(`${at}/appeal`, { because: '有签收底单', appealedAt: hoursAgo(0) });
  expect(Date.parse(present(appealed.claims[0], 'the claim').answerDue)).toBeGreaterThan(Date.now());
  await claimDue(app, job);
  expect(await notices()).toHaveLength(1);
});

test('the day of the answer waits as one job for each claim (M-8)', async () => {
  const { claim, at } = await filed();
  await run(`${at}/answer`, { outcome: 'refused', because: 'x', at: hoursAgo(1) });
  await run(`${at}/appeal`, {
    because: 'x',
    appealedAt: hoursAgo(0),
    answerDue: new Date(Date.now() + 9e8).toISOString(),
  });
  const { rows } = await app.db.acrossMerchants((tx) =>
    sql<{ days: number }>`select extract(day from run_at - now())::int as days from graphile_worker.jobs
      where key = ${`claim:${claim.id}`}`.execute(tx),
  );
  expect(rows).toEqual([{ days: 10 }]);
});

test('a claim is settled by finance; who serves buyers files and appeals (M-8)', async () => {
  const { rma, at } = await filed();
  const headers = { 'x-api-key': await keyWith([...rolePermissions.agent]) };
  const answer = await call('POST', `${at}/answer`, { outcome: 'refused', because: 'x', at: hoursAgo(1) }, headers);
  expect(answer.status).toBe(403);
  const { body } = await call<Rma>('GET', `/api/rmas/${rma.id}`, undefined, headers);
  const can = (command: string) => body.abilities.find((ability) => ability.command === command)?.allowed;
  expect([can('file_claim'), can('record_claim_answer'), can('close_claim')]).toEqual([true, false, false]);
});

test('postage is asked once for a parcel, whichever of its returns asks, also at the same moment (L-6)', async () => {
  const { rma: first, waybill } = await sent();
  const { rma: second } = await sent(waybill);
  const { rma: third } = await sent(waybill);
  const ask = (rma: Rma) =>
    call<{ code?: string }>('POST', `/api/rmas/${rma.id}/postage`, { waybill, amount: cny(1_200), insured: false });
  const answers = await Promise.all([ask(first), ask(second), ask(third)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  const winner = present([first, second, third][answers.findIndex(({ status }) => status === 200)], 'one');
  const loser = present(
    [first, second, third].find((rma) => rma !== winner),
    'another',
  );
  expect(await refused(`/api/rmas/${loser.id}/postage`, { waybill, amount: cny(100), insured: false })).toMatchObject({
    code: 'postage_asked_elsewhere',
    rejection: { number: winner.number },
  });
  const { body } = await call<{ rows: { rmaNumber: string }[] }>('GET', `/api/postage?state=open&q=${waybill}`);
  expect(body.rows.map(({ rmaNumber }) => rmaNumber)).toEqual([winner.number]);
});

test('the insurer comes first, the terms bind the merchant, and what is paid twice is on the desk until it is settled (L-6)', async () => {
  const { rma, waybill } = await sent();
  const at = `/api/rmas/${rma.id}/postage`;
  await run(at, { waybill, amount: cny(1_200), insured: true });
  const pay = { by: 'merchant', amount: cny(1_200), reference: 'B-1', paidAt: hoursAgo(0) };
  expect(await refused(`${at}/${waybill}/payments`, pay)).toMatchObject({ code: 'insurer_first' });
  await run(`${at}/${waybill}/insurance`, { outcome: 'refused', because: '超期', at: hoursAgo(0) });
  // A change of mind: the buyer bears the way back, by the terms of the return.
  expect(await refused(`${at}/${waybill}/payments`, pay)).toMatchObject({ code: 'freight_is_buyers' });
  const paid = await run(`${at}/${waybill}/payments`, { ...pay, goodwill: true });
  expect(paid.postages[0]).toMatchObject({ state: 'paid', left: cny(0) });
  expect(await booked(rma.id)).toEqual(['postage_paid 6601.02 1200', 'postage_paid 1002 -1200']);
  const twice = await run(`${at}/${waybill}/insurance`, {
    outcome: 'paid',
    amount: cny(1_200),
    reference: 'INS-1',
    at: hoursAgo(0),
  });
  expect(twice.postages[0]).toMatchObject({ state: 'paid_twice', paidTwice: cny(1_200) });
  const sums = await call<{ postage: { paidTwice: number } }>('GET', '/api/claims/totals');
  expect(sums.body.postage.paidTwice).toBe(1);
  const settled = await run(`${at}/${waybill}/recovery`, { outcome: 'recovered', reference: 'B-2' });
  expect(settled.postages[0]).toMatchObject({ state: 'paid', paidTwice: cny(0) });
});

test('a buyer asks for his freight on the page of his return, for his own parcel, and sees how it stands (L-6)', async () => {
  const order = await placeOrder(harness);
  const rma = await open(order);
  const session = await call<{ token: string }>('POST', '/api/portal/session', {
    shop: harness.portalCode,
    orderNumber: order.externalId,
    phoneTail: '1234',
  });
  const headers = { 'x-api-key': '', authorization: `Bearer ${session.body.token}` };
  const mine = async () =>
    (await call<{ postage: object }>('GET', `/api/portal/rmas/${rma.id}`, undefined, headers)).body.postage;
  const ask = (body: object) => call<{ code?: string }>('POST', `/api/portal/rmas/${rma.id}/postage`, body, headers);
  expect(await mine()).toEqual({ askable: [], rows: [] });
  const waybill = 'YT8000000001';
  await call('POST', `/api/portal/rmas/${rma.id}/parcels`, { courier: 'yuantong', waybill }, headers);
  expect(await mine()).toEqual({ askable: [waybill], rows: [] });
  expect((await ask({ waybill, amount: cny(1_000), insured: false, files: ['fil_1'] })).body.code).toBe(
    'file_not_found',
  );
  expect((await ask({ waybill, amount: cny(1_000), insured: false })).status).toBe(200);
  const row = { waybill, asked: cny(1_000), paid: cny(0), state: 'asked', because: null };
  expect(await mine()).toEqual({ askable: [], rows: [row] });
  await run(`/api/rmas/${rma.id}/postage/${waybill}/decline`, { because: '不在包邮范围' });
  expect(await mine()).toEqual({ askable: [], rows: [{ ...row, state: 'declined', because: '不在包邮范围' }] });
  // Whose the other return is, is not told.
  const { rma: other, waybill: theirs } = await sent();
  await run(`/api/rmas/${other.id}/postage`, { waybill: theirs, amount: cny(900), insured: false });
  await call('POST', `/api/portal/rmas/${rma.id}/parcels`, { courier: 'yuantong', waybill: theirs }, headers);
  const no = await ask({ waybill: theirs, amount: cny(900), insured: false });
  expect(no.body.code).toBe('postage_exists');
  expect(JSON.stringify(no.body)).not.toContain(other.number);
});

test('the database itself refuses more than was granted, and the rows are what the events add up to (M-8, L-6)', async () => {
  const { claim } = await filed();
  const tooMuch = app.db.inMerchant(merchantId, (tx) =>
    sql`update claim set paid_minor = 1 where claim_id = ${claim.id}`.execute(tx),
  );
  await expect(tooMuch).rejects.toThrow(/claim_check|paid_minor/);
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update claim set reference = 'x' where claim_id = ${claim.id}`.execute(tx),
  );
  expect((await replay(app, merchantId)).disagreements.map(({ table }) => table)).toEqual(['claim']);
});

test('the list of claims pages through every one of them (M-8)', async () => {
  const seen: string[] = [];
  let after: string | null = '';
  while (after !== null) {
    const { body }: { body: { rows: { id: RmaId }[]; next: string | null } } = await call(
      'GET',
      `/api/claims?limit=2${after ? `&after=${after}` : ''}`,
    );
    seen.push(...body.rows.map(({ id }) => id));
    after = body.next;
  }
  const { rows } = await app.db.inMerchant(merchantId, (tx) => sql`select 1 from claim`.execute(tx));
  expect(new Set(seen).size).toBe(rows.length);
  expect(seen).toHaveLength(rows.length);
});
