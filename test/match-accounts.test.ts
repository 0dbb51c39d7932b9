import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { money } from '../src/domain/money.ts';
import { addDays, fromWallClock, type LocalDate } from '../src/domain/time.ts';
import { noteMissingDays, tellMissingDays } from '../src/server/matching/days-missing.ts';
import { recordDifferences } from '../src/server/matching/difference-store.ts';
import { keepStatement } from '../src/server/matching/keep-statement.ts';
import { matchRound } from '../src/server/matching/match-round.ts';
import { matchAccount } from '../src/server/matching/match-statements.ts';
import { startHarness } from './support/app-harness.ts';
import { billDesk } from './support/bill-desk.ts';
import { matchDesk } from './support/match-desk.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { app } = harness.program;
const { merchantId, call } = harness;
const { today, list, refunded } = matchDesk(harness);
const { take, map } = billDesk(harness);
const day = addDays(today, -3);
const one = { from: day, to: day };

const mapping = { at: '时间', amount: '金额', tradeNumber: '订单', refundNumber: '退款' };
const bill = (...rows: string[]) =>
  `时间,金额,订单,退款\r\n${rows.map((row) => `${day} 10:00:00,${row}\r\n`).join('')}`;
type Day = {
  vendor: string;
  shopId: string | null;
  day: string;
  state: string;
  unexplained: boolean;
  totals: object[];
};
const days = async () => (await call<{ rows: Day[] }>('GET', '/api/matching/days?limit=60')).body.rows;
const inMerchant = <Row>(query: ReturnType<typeof sql<Row>>) =>
  app.db.inMerchant(merchantId, (tx) => query.execute(tx));

/** The shop that there is on the platform, and another one beside it. */
async function twoShops(): Promise<[string, string]> {
  const { rows } = await inMerchant(sql<{ id: string }>`select shop_id as id from shop where channel = 'taobao'`);
  await inMerchant(
    sql`insert into shop (merchant_id, shop_id, channel, name, external_id)
      values (${merchantId}, 'shop_second', 'taobao', '二店', 'second')`,
  );
  app.shops.forget(merchantId);
  return [present(rows[0], 'a shop').id, 'shop_second'];
}

/** These refunds were paid by a platform on a day, for one of its shops. */
const paidBy = async (refundId: string, { shop, trade, on = day }: { shop: string; trade: string; on?: string }) =>
  asOwner(
    harness.databaseUrl,
    `alter table refund no force row level security; alter table rma no force row level security;
     update refund set method = 'taobao', trade_number = '${trade}', settled_at = '${on}T04:00:00Z' where refund_id = '${refundId}';
     update rma set channel = 'taobao', shop_id = '${shop}' where rma_id = (select rma_id from refund where refund_id = '${refundId}');
     alter table refund force row level security; alter table rma force row level security`,
  );

test('two shops of one platform have a bill each, and neither is held against the other’s refunds (M-7)', async () => {
  const [first, second] = await twoShops();
  const [a, b] = [await refunded(), await refunded()].map((rma) => present(rma.refunds[0], 'a refund').id);
  await paidBy(present(a, 'a'), { shop: first, trade: 'T1' });
  await paidBy(present(b, 'b'), { shop: second, trade: 'T2' });
  await map('taobao', mapping);
  expect((await take('taobao', bill(`199.00,T1,${a}`), one)).body).toMatchObject({
    code: 'bill_shop_not_said',
    rejection: { shops: expect.stringContaining('二店') },
  });
  expect((await take('taobao', bill(), { ...one, shopId: 'shop_nobody' })).body.code).toBe('shop_not_found');
  expect((await take('taobao', bill(`199.00,T1,${a}`), { ...one, shopId: first })).body.isNew).toBe(true);
  expect((await take('taobao', bill(`198.00,T2,${b}`), { ...one, shopId: second })).body).toMatchObject({ open: 1 });
  const both = (await days()).filter((row) => row.vendor === 'taobao' && row.day === day);
  expect(both.map(({ shopId, state, totals }) => [shopId, state, totals]).sort()).toEqual(
    [
      [first, 'complete', [sums(19_900, 19_900)]],
      [second, 'complete', [sums(19_900, 19_800)]],
    ].sort(),
  );
  expect(await list('vendor=taobao&state=open')).toMatchObject([{ kind: 'amount_differs', number: b, shopId: second }]);
  expect(await list(`vendor=taobao&state=open&shopId=${first}`)).toEqual([]);
});

const yuan = (minor: number) => ({ minor: String(minor), currency: 'CNY' });
const sums = (ours: number, theirs: number) => ({ ours: yuan(ours), theirs: yuan(theirs), gap: yuan(theirs - ours) });

test('a bill that another took the place of counts again when it is brought again (M-7)', async () => {
  const shopId = 'shop_second';
  const { rows } = await inMerchant(
    sql<{ number: string }>`select number from match_difference where vendor = 'taobao' and state = 'open'`,
  );
  const right = bill(`199.00,T2,${rows[0]?.number}`);
  const wrong = bill(`198.00,T2,${rows[0]?.number}`);
  expect((await take('taobao', right, { ...one, shopId })).body).toMatchObject({ isNew: true, open: 0 });
  expect((await take('taobao', wrong, { ...one, shopId })).body).toMatchObject({ isNew: true, open: 1 });
  expect((await take('taobao', right, { ...one, shopId })).body).toMatchObject({ isNew: true, open: 0 });
  expect((await take('taobao', right, { ...one, shopId })).body).toMatchObject({ isNew: false, open: 0 });
});

test('what a connected gateway has told of itself is replaced by no bill; a bill is by what the gateway tells (M-7)', async () => {
  await map('alipay', mapping);
  const of = { merchantId, vendor: 'alipay', day };
  const line = { kind: 'refund', tradeNumber: 'T', refundNumber: 'own', amount: money(100n, 'CNY') } as const;
  expect((await take('alipay', bill('5.00,T,brought'), one)).status).toBe(200);
  await keepStatement(app, of, [line]);
  const refused = await take('alipay', bill('5.00,T,brought'), { from: addDays(day, -1), to: day });
  expect([refused.status, refused.body.rejection]).toEqual([409, { code: 'day_told_by_gateway', day }]);
  // A bill that was on its way while the gateway told of the day.
  await keepStatement(app, of, [{ ...line, refundNumber: 'late' }], { source: 'bill' });
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  expect((await list('vendor=alipay&state=open')).map(({ number }) => number)).toEqual(['own']);
});

test('a day that nobody has asked for is missing and unexplained, is told to people, and is asked for at night (M-7)', async () => {
  const long = addDays(today, -20);
  const gap = addDays(today, -9);
  const earlier = addDays(`${today.slice(0, 7)}-01` as LocalDate, -3);
  const [gateway, platform] = [await refunded(), await refunded()].map((rma) => present(rma.refunds[0], 'it').id);
  await keepStatement(app, { merchantId, vendor: 'alipay', day: long }, []);
  await inMerchant(
    sql`update refund set settled_at = ${fromWallClock(`${gap} 12:00:00`, 'Asia/Shanghai')} where refund_id = ${gateway}`,
  );
  await paidBy(present(platform, 'it'), { shop: 'shop_second', trade: 'T9', on: earlier });
  const of = async (vendor: string, on = gap) => (await days()).find((row) => row.vendor === vendor && row.day === on);
  expect(await of('alipay')).toMatchObject({ state: 'missing', unexplained: true });
  await matchRound(app, merchantId);
  // Alipay has no file of that day: the refund is not there, and that is a task.
  expect(await of('alipay')).toMatchObject({ state: 'absent', unexplained: false });
  expect(await list(`state=open&q=${gateway}`)).toMatchObject([{ kind: 'missing_at_gateway' }]);
  // Nobody can be asked for a shop's bill: a person brings it.
  expect(await of('taobao', earlier)).toMatchObject({ state: 'missing', unexplained: true, shopId: 'shop_second' });
  const { rows } = await inMerchant(sql<{ title: string; url: string }>`select title, url from notice`);
  expect(rows).toEqual([
    { title: '对账缺账单：taobao 二店，1 天', url: expect.stringContaining('/matching?tab=days') },
  ]);
  await matchRound(app, merchantId);
  expect((await inMerchant(sql`select from notice`)).rows).toHaveLength(1);
  const checks = await call<{ checks: { code: string }[] }>('GET', `/api/periods/${earlier.slice(0, 7)}/checks`);
  expect(checks.body.checks.map(({ code }) => code)).toContain('statements_unread');
  const brought = `时间,金额,订单,退款\r\n${earlier} 10:00:00,199.00,T9,${platform}\r\n`;
  expect((await take('taobao', brought, { from: earlier, to: earlier, shopId: 'shop_second' })).status).toBe(200);
  expect(await of('taobao', earlier)).toMatchObject({ state: 'complete', unexplained: false });
});

test('a gateway that was connected today owes no word of the days before (M-7)', async () => {
  await inMerchant(
    sql`insert into connection (merchant_id, kind, vendor, credentials) values (${merchantId}, 'payment', 'unionpay', '\\x00')`,
  );
  const ofIt = async () => (await days()).filter(({ vendor }) => vendor === 'unionpay');
  expect(await ofIt()).toEqual([]);
  await app.db.inMerchant(merchantId, (tx) => noteMissingDays(app, tx, merchantId, today));
  expect(await ofIt()).toEqual([]);
  await inMerchant(sql`delete from connection where vendor = 'unionpay'`);
});

test('a shop’s bill is asked for when its month is over, and not before (M-7)', async () => {
  await inMerchant(
    sql`insert into statement_day (merchant_id, vendor, shop_id, day, state, asked_at)
      values (${merchantId}, 'taobao', 'shop_second', '2031-03-10', 'missing', now())`,
  );
  const told = async () =>
    (await inMerchant(sql<{ id: string }>`select notice_id as id from notice where notice_id like '%2031-03'`)).rows
      .length;
  await tellMissingDays(app, merchantId, '2031-03-20' as LocalDate);
  expect(await told()).toBe(0);
  await tellMissingDays(app, merchantId, '2031-04-03' as LocalDate);
  expect(await told()).toBe(1);
});

test('a match reads the differences of its days and not those of all years (M-7)', async () => {
  await inMerchant(
    sql`insert into match_difference (merchant_id, difference_id, vendor, subject, kind, cause, number, currency, gap_minor, day,
        state, due_on, found_at, over_at)
      select ${merchantId}, 'mdf_old' || n, 'alipay', 'old' || n, 'amount_differs', 'one_fen', 'old' || n, 'CNY', 1,
        '2020-01-01', 'gone', '2020-01-01', now(), now() from generate_series(1, 4000) n`,
  );
  await asOwner(harness.databaseUrl, 'analyze match_difference');
  const read = await app.db.inMerchant(merchantId, async (tx) => {
    const count = async () =>
      (
        await sql<{ n: number }>`select (coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as n
          from pg_stat_xact_user_tables where relname = 'match_difference'`.execute(tx)
      ).rows[0]?.n ?? 0;
    const before = await count();
    const round = { account: { merchantId, vendor: 'alipay' }, since: addDays(today, -45), today };
    await recordDifferences(app, tx, round, []);
    return (await count()) - before;
  });
  expect(read).toBeLessThan(200);
});
