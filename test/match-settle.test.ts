import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { money } from '../src/domain/money.ts';
import { addDays, fromWallClock, type LocalDate } from '../src/domain/time.ts';
import { keepStatement } from '../src/server/matching/keep-statement.ts';
import { matchAccount } from '../src/server/matching/match-statements.ts';
import { startHarness } from './support/app-harness.ts';
import { matchDesk } from './support/match-desk.ts';

const harness = await startHarness();
const { app } = harness.program;
const { merchantId, call, keyWith } = harness;
const { today, of, list, refunded, see, settle, count } = matchDesk(harness);
const realNow = app.clock.now;
const inMerchant = <Row>(query: ReturnType<typeof sql<Row>>) =>
  app.db.inMerchant(merchantId, (tx) => query.execute(tx));

/** A refund that Alipay has paid, with what its payment is called there. */
async function paid(): Promise<{ id: string; trade: string }> {
  const id = present((await refunded()).refunds[0], 'a refund').id;
  const { rows } = await inMerchant(
    sql<{ trade: string }>`select trade_number as trade from refund where refund_id = ${id}`,
  );
  return { id, trade: present(rows[0], 'the refund').trade };
}
const lineOf = ({ id, trade }: { id: string; trade: string }, currency = 'CNY', minor = 19_900n) =>
  ({ kind: 'refund', tradeNumber: trade, refundNumber: id, amount: money(minor, currency) }) as const;
const match = () => matchAccount(app, { merchantId, vendor: 'alipay' });
const only = async (number: string) => present((await list(`q=${number}`))[0], 'a difference');
const booked = async (differenceId: string) => {
  const { rows } = await inMerchant(
    sql<{ code: string; net: string }>`select l.account_code as code, sum(l.debit_minor - l.credit_minor)::text as net
      from match_event e join book_document b using (merchant_id, command_id)
      join journal_entry j on j.merchant_id = b.merchant_id and j.book_id = b.document_id
      join journal_line l on l.merchant_id = j.merchant_id and l.entry_id = j.entry_id
      where e.difference_id = ${differenceId} group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ code, net }) => [code, net]));
};

/** What is done at noon of a later day. */
async function on<Done>(day: LocalDate, act: () => Promise<Done>): Promise<Done> {
  app.clock = { now: () => fromWallClock(`${day} 12:00:00`, 'Asia/Shanghai') };
  try {
    return await act();
  } finally {
    app.clock = { now: realNow };
  }
}

test('money that left under a refund we count as failed is booked, and booked back when the refund is known after all (M-7)', async () => {
  const refund = await paid();
  await inMerchant(sql`update refund set state = 'rejected', settled_at = null where refund_id = ${refund.id}`);
  await keepStatement(app, of, [lineOf(refund)]);
  await match();
  const { id } = await only(refund.id);
  expect(await see(id)).toMatchObject({ kind: 'state_differs', cause: 'refused_but_paid', gap: { minor: '19900' } });
  const clerk = { 'x-api-key': await keyWith(['ledger:read']) };
  const said = { action: 'book', note: '渠道已付', gap: '19900' };
  expect((await call('POST', `/api/matching/differences/${id}/settle`, said, clerk)).status).toBe(403);
  expect((await settle(id, said)).status).toBe(200);
  expect(await booked(id)).toEqual({ '1012.01': '-19900', '1901': '19900' });
  await inMerchant(
    sql`update refund set state = 'succeeded', settled_at = ${app.clock.now()} where refund_id = ${refund.id}`,
  );
  await match();
  expect(await only(refund.id)).toMatchObject({ state: 'open', cause: 'statement_changed' });
  expect((await settle(id, { action: 'book', note: '冲回' }, 'state-back')).status).toBe(200);
  expect(await booked(id)).toEqual({ '1012.01': '0', '1901': '0' });
});

test('a line in another currency is booked by what the account was charged, which a person says (M-7)', async () => {
  const refund = await paid();
  await keepStatement(app, of, [lineOf(refund, 'USD', 2_800n)]);
  await match();
  const { id } = await only(refund.id);
  expect(await see(id)).toMatchObject({
    cause: 'other_currency',
    actions: expect.arrayContaining(['book', 'explain']),
  });
  const said = { action: 'book', note: '按扣款入账' };
  expect((await settle(id, said)).body.code).toBe('charge_not_said');
  expect((await settle(id, { ...said, charged: '20050' })).status).toBe(200);
  expect(await booked(id)).toEqual({ '1012.01': '-150', '1901': '150' });
  await match();
  expect(await only(refund.id)).toMatchObject({ state: 'settled', gap: { minor: '150' } });
  // The gateway says another figure in its currency: whether the charge is another too, a person has to say again.
  await keepStatement(app, of, [lineOf(refund, 'USD', 2_805n)]);
  await match();
  expect(await only(refund.id)).toMatchObject({ state: 'open', cause: 'other_currency' });
  expect((await see(id)).actions).not.toContain('explain');
  expect((await settle(id, { ...said, charged: '20050' }, 'charged-the-same')).status).toBe(200);
  expect(await booked(id)).toEqual({ '1012.01': '-150', '1901': '150' });
  // The gateway mends its file.
  await keepStatement(app, of, [lineOf(refund)]);
  await match();
  expect(await only(refund.id)).toMatchObject({ state: 'open', cause: 'statement_changed' });
  expect((await settle(id, { action: 'book', note: '冲回' }, 'currency-back')).status).toBe(200);
  expect(await booked(id)).toEqual({ '1012.01': '0', '1901': '0' });
});

test('a line nobody ordered in another currency is ended by what the account was charged (M-7)', async () => {
  const refund = await paid();
  await keepStatement(app, of, [lineOf(refund), { ...lineOf(refund, 'USD', 2_800n), refundNumber: 'console-usd' }]);
  await match();
  const { id } = await only('console-usd');
  expect(await see(id)).toMatchObject({
    kind: 'unknown_at_ours',
    cause: 'other_currency',
    gap: { minor: '0', currency: 'CNY' },
  });
  const settled = await settle(id, { action: 'book', note: '后台直接退的', charged: '20000' });
  expect(settled.status, JSON.stringify(settled.body)).toBe(200);
  expect(await booked(id)).toEqual({ '1012.01': '-20000', '1901': '20000' });
  await match();
  expect(await only('console-usd')).toMatchObject({ state: 'settled' });
});

test('what was booked of a refund that failed is booked back also when it is known after months (M-7)', async () => {
  const refund = await paid();
  await inMerchant(sql`update refund set state = 'rejected', settled_at = null where refund_id = ${refund.id}`);
  await keepStatement(app, of, [lineOf(refund)]);
  await match();
  const { id } = await only(refund.id);
  expect((await settle(id, { action: 'book', note: '渠道已付' })).status).toBe(200);
  await on(addDays(today, 60), async () => {
    await match();
    expect(await only(refund.id)).toMatchObject({ state: 'settled' });
    await inMerchant(
      sql`update refund set state = 'succeeded', settled_at = ${app.clock.now()} where refund_id = ${refund.id}`,
    );
    await match();
    expect(await only(refund.id)).toMatchObject({ state: 'open', cause: 'statement_changed' });
    expect((await settle(id, { action: 'book', note: '冲回' }, 'months-later')).status).toBe(200);
    await match();
    expect(await only(refund.id)).toMatchObject({ state: 'settled' });
  });
  expect(await booked(id)).toEqual({ '1012.01': '0', '1901': '0' });
});

test('what may come late and whose next statement never comes is a person’s from the third day on (M-6, M-7)', async () => {
  const refund = await paid();
  await keepStatement(app, of, []);
  await match();
  const { id } = await only(refund.id);
  expect(await see(id)).toMatchObject({ cause: 'may_come_late', actions: ['take', 'wait', 'raise'] });
  const month = today.slice(0, 7);
  const query = `keepsOpen=${month}&state=open`;
  expect((await list(query)).map(({ number }) => number)).toContain(refund.id);
  expect(await list(`keepsOpen=${addDays(`${month}-01` as LocalDate, -1).slice(0, 7)}&state=open`)).toEqual([]);
  const said = { action: 'book', note: '没有退出去' };
  const late = await on(addDays(today, 3), () => settle(id, said));
  expect(late.status, JSON.stringify(late.body)).toBe(200);
  expect((await list(query)).map(({ number }) => number)).not.toContain(refund.id);
  // The dialog that closes a month counts what its link shows.
  const { body } = await call<{ checks: { code: string; count: number }[] }>('GET', `/api/periods/${month}/checks`);
  const blocking = body.checks.find(({ code }) => code === 'differences_open');
  expect(blocking?.count ?? 0).toBe((await list(query)).length);
});

test('nothing is booked that was not seen, and the same command with other content is refused (M-7)', async () => {
  const [one, other] = [await paid(), await paid()];
  await keepStatement(app, of, [lineOf(one, 'CNY', 19_901n), lineOf(other, 'CNY', 19_902n)]);
  await match();
  const [{ id }, { id: otherId }] = [await only(one.id), await only(other.id)];
  const path = (of: string) => `/api/matching/differences/${of}/settle`;
  const several = '/api/matching/differences/settle';
  const papers = await count('book_document');
  const unseen = { action: 'book', note: '四舍五入' };
  expect((await call('POST', path(id), unseen)).status).toBe(400);
  expect((await call('POST', several, { ...unseen, differenceIds: [id] })).status).toBe(400);
  const fewer = await call<{ code: string }>('POST', several, { ...unseen, differenceIds: [id, otherId], gaps: ['1'] });
  expect([fewer.status, fewer.body.code]).toEqual([409, 'value_not_allowed']);
  expect((await settle(id, { ...unseen, gap: '2' })).body.code).toBe('amount_changed');
  expect(await count('book_document')).toBe(papers);
  const key = 'one-command-of-the-match';
  expect((await settle(id, { action: 'raise', note: '单号 1' }, key)).status).toBe(200);
  expect((await settle(id, { action: 'raise', note: '单号 1' }, key)).status).toBe(200);
  expect((await settle(id, { action: 'raise', note: '单号 2' }, key)).body.code).toBe('command_id_reused');
  expect((await settle(otherId, { action: 'raise', note: '单号 1' }, key)).body.code).toBe('command_id_reused');
  expect((await see(id)).events.filter(({ action }) => action === 'raise')).toHaveLength(1);
});

test('a day of long ago that a person reads is held against our books, however old (M-7)', async () => {
  const refund = await paid();
  const day = addDays(today, -60);
  await inMerchant(
    sql`update refund set settled_at = ${fromWallClock(`${day} 12:00:00`, 'Asia/Shanghai')} where refund_id = ${refund.id}`,
  );
  const asked = await call<{ state: string }>('POST', '/api/matching/run', { vendor: 'alipay', day });
  expect([asked.status, asked.body.state]).toEqual([200, 'absent']);
  expect(await only(refund.id)).toMatchObject({ kind: 'missing_at_gateway', state: 'open' });
});
