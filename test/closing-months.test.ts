import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { permissions } from '../src/domain/people/permissions.ts';
import { addDays } from '../src/domain/time.ts';
import { accountBook } from '../src/server/ledger/account-book.ts';
import { startHarness } from './support/app-harness.ts';
import { freightBill as bill, bookDesk } from './support/book-desk.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { program, merchantId, keyWith, databaseUrl } = harness;
const { app } = program;
const { booked, get, post, query, today, month } = bookDesk(harness);
const monthBefore = addDays(`${month}-01` as typeof today, -1).slice(0, 7);

describe('months', () => {
  const last = `${monthBefore}-28`;
  const close = (period: string, headers = {}) =>
    post<{ code?: string; checks?: string[] }>(`/api/periods/${period}/close`, undefined, headers);

  test('a month that is not over stays open', async () => {
    const refused = await close(month);
    expect([refused.status, refused.body.code]).toEqual([409, 'period_not_ready']);
  });

  test('closing numbers what is left; what comes late goes to the next open month and keeps its day', async () => {
    await booked(bill(700), { occurredOn: last });
    const checks = await get<{ checks: { code: string; blocks: boolean }[] }>(`/api/periods/${monthBefore}/checks`);
    expect(checks.checks).toContainEqual({ code: 'without_voucher', count: 1, blocks: false });
    expect(checks.checks.filter(({ blocks }) => blocks)).toEqual([]);
    expect((await close(monthBefore)).status).toBe(200);
    expect((await close(monthBefore)).body.code).toBe('period_closed_already');
    const vouchers = await get<{ rows: { number: number }[] }>(`/api/vouchers?period=${monthBefore}`);
    expect(vouchers.rows.map(({ number }) => number)).toEqual([1]);
    const late = await booked(bill(300), { occurredOn: last });
    expect(late).toMatchObject({ occurredOn: last, postedOn: `${month}-01` });
    const [line] = await query(
      sql<{ posted_on: string }>`select distinct posted_on from journal_line where entry_id = ${late.entryId}`,
    );
    expect(line?.posted_on).toBe(`${month}-01`);
  });

  test('it is opened again with a permission of its own and a reason, which stay on record', async () => {
    const clerk = { 'x-api-key': await keyWith(permissions.filter((each) => each !== 'ledger:reopen')) };
    const path = `/api/periods/${monthBefore}/reopen`;
    expect((await post(path, { because: 'x' }, clerk)).status).toBe(403);
    expect((await post(path, { because: ' ' })).status).toBe(400);
    expect((await post(path, { because: '漏记运费' })).status).toBe(200);
    expect((await post(path, { because: 'again' })).body.code).toBe('period_is_open');
    const back = await booked(bill(200), { occurredOn: last });
    expect(back.postedOn).toBe(last);
    expect((await close(monthBefore)).status).toBe(200);
    const { rows } = await get<{
      rows: { period: string; state: string; changes: { action: string; because: string }[] }[];
    }>('/api/periods');
    expect(rows.map(({ period, state }) => [period, state])).toEqual([
      [month, 'open'],
      [monthBefore, 'closed'],
    ]);
    expect(rows[1]?.changes.map(({ action, because }) => [action, because])).toEqual([
      ['closed', ''],
      ['reopened', '漏记运费'],
      ['closed', ''],
    ]);
  });

  test('nothing is posted into a month that closes meanwhile', async () => {
    await post(`/api/periods/${monthBefore}/reopen`, { because: 'race' });
    const posting = Array.from({ length: 8 }, (_, i) => booked(bill(10 + i), { occurredOn: last }));
    const closed = await close(monthBefore);
    await Promise.all(posting);
    expect(closed.status).toBe(200);
    const [left] = await query(sql<{ n: number }>`select count(*)::int as n from journal_entry e
      where to_char(posted_on, 'YYYY-MM') = ${monthBefore}
        and not exists (select from voucher_entry v where v.entry_id = e.entry_id)`);
    expect(left?.n).toBe(0);
  });

  test('what is posted is neither changed nor deleted, not even by the owner of the database', async () => {
    for (const statement of [
      `update journal_line set debit_minor = debit_minor + 1 where debit_minor > 0`,
      `delete from journal_line`,
      `update journal_entry set posted_on = posted_on - 40`,
      `delete from voucher_entry`,
    ]) {
      await expect(asOwner(databaseUrl, statement), statement).rejects.toThrow('it is reversed by another entry');
    }
  });
});

test('books are kept otherwise from a day to come: terms, chart and accounts change on that day', async () => {
  const terms = {
    standard: 'small',
    policy: 'actual',
    recognition: 'shipping',
    resale: 'net',
    recoveryMinor: '0',
    vouchers: 'daily',
  };
  const { earliest } = await get<{ earliest: string }>('/api/ledger/terms');
  expect((await post('/api/ledger/terms', { ...terms, from: today })).body.code).toBe('terms_begin_too_early');
  expect((await post('/api/ledger/terms', { ...terms, policy: 'estimate', from: earliest })).body.code).toBe(
    'standard_knows_no_estimate',
  );
  expect((await post('/api/ledger/terms', { ...terms, from: earliest })).status).toBe(200);
  expect((await post('/api/ledger/terms', { ...terms, from: earliest })).body.code).toBe('terms_set_for_day');
  const [now, then] = await app.db.inMerchant(merchantId, async (tx) => {
    const fresh = accountBook(app.clock);
    return [await fresh.on(tx, merchantId, today), await fresh.on(tx, merchantId, earliest as typeof today)];
  });
  expect([now?.codes.get('sales_revenue'), now?.terms.vouchers]).toEqual(['6001', 'each']);
  expect([then?.codes.get('sales_revenue'), then?.terms.vouchers]).toEqual(['5001', 'daily']);
});
