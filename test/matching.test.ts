import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { money } from '../src/domain/money.ts';
import { addDays } from '../src/domain/time.ts';
import { keepStatement } from '../src/server/matching/keep-statement.ts';
import { matchGoods } from '../src/server/matching/match-goods.ts';
import { matchRound } from '../src/server/matching/match-round.ts';
import { matchAccount } from '../src/server/matching/match-statements.ts';
import { startHarness } from './support/app-harness.ts';
import { matchDesk } from './support/match-desk.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { merchantId, keyWith, call } = harness;
const { app } = harness.program;
const { today, of, list, fault, read, refunded, see, settle, count } = matchDesk(harness);

test('what agrees is no difference, and the same statement again changes nothing (M-7)', async () => {
  await refunded();
  await refunded();
  expect(await read()).toEqual([]);
  const before = [await count('statement_file'), await count('statement_line')];
  expect(await read()).toEqual([]);
  expect([await count('statement_file'), await count('statement_line')]).toEqual(before);
  const days = await call<{ rows: object[] }>('GET', '/api/matching/days');
  expect(days.body.rows).toMatchObject([
    {
      vendor: 'alipay',
      day: today,
      state: 'complete',
      open: 0,
      totals: [{ ours: { minor: '39800' }, gap: { minor: '0' } }],
    },
  ]);
});

test('a line that is a fen off is found, booked to the payment fees once, and nothing is unexplained then (M-7)', async () => {
  const rma = await refunded();
  await fault('statement_off_by_one');
  const [found] = await read();
  const difference = present(found, 'a difference');
  expect(difference).toMatchObject({ kind: 'amount_differs', cause: 'one_fen', number: rma.refunds[0]?.id });
  expect((await see(difference.id)).lines).toHaveLength(1);
  const clerk = { 'x-api-key': await keyWith(['ledger:read']) };
  const path = `/api/matching/differences/${difference.id}/settle`;
  expect((await call('POST', path, { action: 'book', note: 'x', gap: '1' }, clerk)).status).toBe(403);
  expect((await settle(difference.id, { action: 'book', note: ' ' })).status).toBe(400);
  expect((await settle(difference.id, { action: 'link', refundId: 'rfd_x', note: 'x' })).body.code).toBe(
    'action_does_not_fit',
  );
  const papers = await count('book_document');
  const said = { action: 'book', note: '渠道四舍五入' };
  const [once, twice] = await Promise.all([settle(difference.id, said), settle(difference.id, said)]);
  expect([once.status, twice.status]).toEqual([200, 200]);
  expect(await count('book_document')).toBe(papers + 1);
  expect((await settle(difference.id, said, 'another-decision')).body.code).toBe('difference_not_open');
  const settled = await see(difference.id);
  expect(settled.events[0]).toMatchObject({
    action: 'book',
    note: '渠道四舍五入',
    bookNumber: expect.stringMatching(/^J/),
  });
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ code: string; net: string }>`select l.account_code as code, (l.debit_minor - l.credit_minor)::text as net
      from journal_entry e join journal_line l using (merchant_id, entry_id) where e.kind = 'statement_followed'
      order by 1`.execute(tx),
  );
  const sign = BigInt(difference.gap.minor);
  expect(rows).toEqual([
    { code: '1012.01', net: String(-sign) },
    { code: '6603.01', net: String(sign) },
  ]);
  // The same file still says so; it is settled.
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  expect(await list()).toEqual([]);
  // The gateway mends its file: what was booked has to be booked back, and not in silence.
  expect(await read()).toMatchObject([{ id: difference.id, cause: 'statement_changed' }]);
  expect(await read()).toHaveLength(1);
  const back = await settle(difference.id, { action: 'book', note: '渠道已更正' }, 'booked-back');
  expect(back.status).toBe(200);
  const { rows: sums } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ net: string }>`select sum(l.debit_minor - l.credit_minor)::text as net
      from journal_entry e join journal_line l using (merchant_id, entry_id) where e.kind = 'statement_followed'
      group by l.account_code`.execute(tx),
  );
  expect(sums.map(({ net }) => net)).toEqual(['0', '0']);
  expect(await read()).toEqual([]);
});

test('a refund that the statement lacks may come late, and explains itself when it comes (M-7)', async () => {
  const rma = await refunded();
  await fault('statement_missing');
  const [missing] = await read();
  expect(missing).toMatchObject({ kind: 'missing_at_gateway', cause: 'may_come_late', number: rma.refunds[0]?.id });
  const { id } = present(missing, 'a difference');
  expect((await settle(id, { action: 'book', note: 'x' })).body.code).toBe('action_does_not_fit');
  expect((await settle(id, { action: 'wait', until: today })).body.code).toBe('day_not_to_come');
  expect((await settle(id, { action: 'wait', until: addDays(today, 1) })).status).toBe(200);
  // The statement of the next day is read, without it: now it was not paid.
  const tomorrow = { ...of, day: addDays(today, 1) };
  await keepStatement(app, tomorrow, []);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  expect(await list()).toMatchObject([{ cause: 'not_paid_at_gateway' }]);
  const refund = present(rma.refunds[0], 'a refund');
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ trade: string }>`select trade_number as trade from refund where refund_id = ${refund.id}`.execute(tx),
  );
  const tradeNumber = present(rows[0], 'the refund').trade;
  const late = { kind: 'refund', tradeNumber, refundNumber: refund.id, amount: money(19_900n, 'CNY') } as const;
  await keepStatement(app, tomorrow, [late]);
  await Promise.all([
    matchAccount(app, { merchantId, vendor: 'alipay' }),
    matchAccount(app, { merchantId, vendor: 'alipay' }),
  ]);
  expect(await list()).toEqual([]);
  expect((await see(id)).events.map(({ action }) => action)).toEqual(['gone', 'wait', 'found']);
  await keepStatement(app, tomorrow, []);
  await read();
  expect(await list()).toEqual([]);
});

test('a line nobody ordered waits as a loss when it is booked, and is booked back when the line goes (M-7)', async () => {
  const rma = await refunded();
  await fault('statement_extra');
  const [extra] = await read();
  const difference = present(extra, 'a difference');
  expect(difference).toMatchObject({
    kind: 'unknown_at_ours',
    cause: 'refunded_at_gateway',
    number: `${rma.refunds[0]?.id}X`,
    gap: { minor: '19900' },
  });
  expect((await settle(difference.id, { action: 'book', note: '后台误退，追回中' })).status).toBe(200);
  const waiting = await call<{ rows: { item: string; balance: object }[] }>('GET', '/api/open-items?losses=true');
  expect(waiting.body.rows.map(({ balance }) => balance)).toContainEqual({ minor: '19900', currency: 'CNY' });
  expect(await list()).toEqual([]);
  expect(await read()).toMatchObject([{ id: difference.id, cause: 'statement_changed' }]);
  expect((await settle(difference.id, { action: 'book', note: '渠道已撤' }, 'extra-back')).status).toBe(200);
  const after = await call<{ rows: { balance: object }[] }>('GET', '/api/open-items?losses=true');
  expect(after.body.rows).toHaveLength(waiting.body.rows.length - 1);
});

test('a line under another number is linked to the refund that it is, which changes no refund (M-7)', async () => {
  const rma = await refunded();
  const refund = present(rma.refunds[0], 'a refund');
  await fault('statement_renumbered');
  const found = await read();
  const line = present(
    found.find(({ kind }) => kind === 'unknown_at_ours'),
    'the line',
  );
  expect(line.cause).toBe('other_number');
  const seen = await see(line.id);
  expect(seen.candidates[0]?.refundId).toBe(refund.id);
  const wrong = await settle(line.id, { action: 'link', refundId: 'rfd_nothing', note: 'x' });
  expect(wrong.body.code).toBe('refund_not_missing');
  expect((await settle(line.id, { action: 'link', refundId: refund.id, note: '同一笔' })).status).toBe(200);
  expect(await list()).toEqual([]);
  expect(await list('state=settled')).toContainEqual(expect.objectContaining({ id: line.id }));
});

test('a file that stopped half way goes on, counts only when it is whole, and two at once keep each line once (M-7)', async () => {
  const day = addDays(today, -9);
  const old = { ...of, vendor: 'wechat', day };
  const lines = Array.from({ length: 25 }, (_, i) => ({
    kind: 'refund' as const,
    tradeNumber: `W${i}`,
    refundNumber: `elsewhere_${i}`,
    amount: money(100n, 'CNY'),
  }));
  let chunks = 0;
  const broken = keepStatement(app, old, lines, {
    chunk: 10,
    onChunk: () => {
      if (++chunks === 2) throw new Error('the process dies');
    },
  });
  await expect(broken).rejects.toThrow('dies');
  await matchAccount(app, { merchantId, vendor: 'wechat' });
  expect(await list('vendor=wechat')).toEqual([]);
  await Promise.all([keepStatement(app, old, lines, { chunk: 2 }), keepStatement(app, old, lines, { chunk: 3 })]);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ n: number; files: number }>`select count(*)::int as n, count(distinct file_id)::int as files
      from statement_line where vendor = 'wechat'`.execute(tx),
  );
  expect(rows).toEqual([{ n: 25, files: 1 }]);
  await Promise.all([
    matchAccount(app, { merchantId, vendor: 'wechat' }),
    matchAccount(app, { merchantId, vendor: 'wechat' }),
  ]);
  const first = await call<{ rows: { number: string }[]; next: string }>(
    'GET',
    '/api/matching/differences?vendor=wechat&limit=20',
  );
  const rest = await call<{ rows: { number: string }[] }>(
    'GET',
    `/api/matching/differences?vendor=wechat&limit=20&after=${first.body.next}`,
  );
  expect(new Set([...first.body.rows, ...rest.body.rows].map(({ number }) => number)).size).toBe(25);
  expect(await list('vendor=wechat&state=open&kind=unknown_at_ours&limit=1')).toMatchObject([
    { cause: 'foreign_trade' },
  ]);
});

test('a month with open differences stays open (M-6, M-7)', async () => {
  const month = addDays(today, -9).slice(0, 7);
  const { body } = await call<{ checks: { code: string; count: number; blocks: boolean }[] }>(
    'GET',
    `/api/periods/${month}/checks`,
  );
  expect(body.checks).toContainEqual({ code: 'differences_open', count: 25, blocks: true });
});

test('goods that came and were not paid for are a task after a week (M-7)', async () => {
  const rma = await refunded();
  await asOwner(
    harness.databaseUrl,
    `alter table rma no force row level security; update rma set received_at = now() - interval '9 days', refunded_minor = 0,
      stage = 'to_refund' where rma_id = '${rma.id}'; alter table rma force row level security`,
  );
  await matchGoods(app, merchantId);
  expect(await list('vendor=goods')).toMatchObject([{ kind: 'receipt_without_refund', number: rma.number }]);
});

test('a file for a spreadsheet holds no formula (M-7)', async () => {
  const line = { kind: 'refund', tradeNumber: 'T', refundNumber: '=cmd()', amount: money(1n, 'CNY') } as const;
  await keepStatement(app, { ...of, vendor: 'wechat', day: addDays(today, -8) }, [line]);
  await matchAccount(app, { merchantId, vendor: 'wechat' });
  const answer = await harness.server.inject({
    url: '/api/matching/differences/export?vendor=wechat',
    headers: { 'x-api-key': await keyWith(['ledger:read']) },
  });
  expect(answer.body).toContain(",'=cmd(),");
  expect(answer.body.split('\r\n')).toHaveLength(28);
});

test('the daily round asks each account for the days that are not read, and comes again (M-7)', async () => {
  const { again } = await matchRound(app, merchantId);
  expect(Date.parse(again)).toBeGreaterThan(Date.parse(app.clock.now()));
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      day: string;
    }>`select day from statement_day where vendor = 'alipay' and state = 'absent' order by day`.execute(tx),
  );
  expect(rows.length).toBeGreaterThanOrEqual(4);
});
