import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { money } from '../src/domain/money.ts';
import { addDays, fromWallClock, type LocalDate } from '../src/domain/time.ts';
import { keepStatement } from '../src/server/matching/keep-statement.ts';
import { matchAccount } from '../src/server/matching/match-statements.ts';
import { placeOrder, startHarness } from './support/app-harness.ts';
import { gatewayDesk } from './support/gateway-desk.ts';
import { matchDesk } from './support/match-desk.ts';
import type { Rma } from './support/returns-desk.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { merchantId, call } = harness;
const { app } = harness.program;
const { today, of, list, fault, read, refunded, see, settle } = matchDesk(harness);
const realNow = app.clock.now;

const refundOf = (rma: Rma) => present(rma.refunds[0], 'a refund').id;
const tradeOf = async (refundId: string) => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ trade: string }>`select trade_number as trade from refund where refund_id = ${refundId}`.execute(tx),
  );
  return present(rows[0], 'the refund').trade;
};
const line = (refundNumber: string, tradeNumber: string) =>
  ({ kind: 'refund', tradeNumber, refundNumber, amount: money(19_900n, 'CNY') }) as const;

/** The match as it is held at noon of a later day. */
async function matchOn(day: LocalDate, vendor = 'alipay'): Promise<void> {
  app.clock = { now: () => fromWallClock(`${day} 12:00:00`, 'Asia/Shanghai') };
  try {
    await matchAccount(app, { merchantId, vendor });
  } finally {
    app.clock = { now: realNow };
  }
}

/** A person has paid it at the bank. */
const transferred = (rma: Rma) =>
  app.db.inMerchant(merchantId, async (tx) => {
    const id = refundOf(rma).slice(-12);
    await sql`insert into payee (merchant_id, payee_id, rma_id, kind, account_sealed, masked_holder, account_tail, consent, consented_at)
      values (${merchantId}, ${`pye_${id}`}, ${rma.id}, 'bank', '\\x00', '*', '0000', 'v1', now())`.execute(tx);
    await sql`insert into refund_transfer (merchant_id, transfer_id, refund_id, rma_id, payee_id, currency, amount_minor, state,
        because, proposed_by, proposed_at, approved_by, approved_at, paid_by, bank_reference, paid_at, updated_at)
      values (${merchantId}, ${`trf_${id}`}, ${refundOf(rma)}, ${rma.id}, ${`pye_${id}`}, 'CNY', 19900, 'paid',
        'gateway_closed', 'usr_a', now(), 'usr_b', now(), 'usr_b', ${`bank-${id}`}, now(), now())`.execute(tx);
  });

test('a refund that was paid at the bank is no gateway’s: without a line nothing differs, with one it is paid twice (M-7)', async () => {
  const rma = await refunded();
  await transferred(rma);
  await fault('statement_missing');
  expect(await read()).toEqual([]);
  await keepStatement(app, { ...of, day: addDays(today, 1) }, []);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  expect(await list()).toEqual([]);
  const ours = async () => {
    const days = await call<{ rows: { day: string; totals: { ours: { minor: string } }[] }[] }>(
      'GET',
      '/api/matching/days',
    );
    return days.body.rows.find(({ day }) => day === today)?.totals.map((each) => each.ours.minor);
  };
  expect(await ours()).toEqual([]);
  const [twice] = await read();
  expect(twice).toMatchObject({ kind: 'paid_twice', cause: 'paid_by_transfer', gap: { minor: '19900' } });
  expect(await ours()).toEqual(['0']);
  const { id } = present(twice, 'a difference');
  expect((await see(id)).actions).toContain('book');
  expect((await settle(id, { action: 'book', note: '追回中' })).status).toBe(200);
  expect(await read()).toEqual([]);
});

test('what leaves the window stays as it was found and as it was booked (M-7)', async () => {
  const [open, booked] = [refundOf(await refunded()), refundOf(await refunded())];
  await keepStatement(app, of, []);
  await keepStatement(app, { ...of, day: addDays(today, 1) }, []);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  const [missing] = await list(`q=${booked}`);
  expect((await settle(present(missing, 'it').id, { action: 'book', note: '未退' })).status).toBe(200);
  for (const days of [43, 44, 45, 46]) {
    await matchOn(addDays(today, days));
    expect((await list(`q=${open}`)).map(({ state }) => state)).toEqual(['open']);
    expect((await list(`q=${booked}`)).map(({ state, cause }) => `${state} ${cause}`)).toEqual([
      'settled not_paid_at_gateway',
    ]);
  }
});

test('a second payment stays one when the first has left the window (M-7)', async () => {
  const id = refundOf(await refunded());
  const trade = await tradeOf(id);
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update refund set settled_at = ${fromWallClock(`${addDays(today, -40)} 12:00:00`, 'Asia/Shanghai')}
      where refund_id = ${id}`.execute(tx),
  );
  for (const days of [-40, -20]) await keepStatement(app, { ...of, day: addDays(today, days) }, [line(id, trade)]);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  const [twice] = await list(`q=${id}`);
  expect(twice).toMatchObject({ kind: 'paid_twice', state: 'open' });
  expect((await settle(present(twice, 'it').id, { action: 'book', note: '追回中' })).status).toBe(200);
  await matchOn(addDays(today, 6));
  expect(await list(`q=${id}`)).toMatchObject([{ kind: 'paid_twice', state: 'settled' }]);
});

test('equal amounts of one payment are told apart over the same days in both books (M-7)', async () => {
  const refunds = [refundOf(await refunded()), refundOf(await refunded())];
  const days = [addDays(today, -46), addDays(today, -20)] as const;
  for (const [n, day] of days.entries()) {
    await asOwner(
      harness.databaseUrl,
      `alter table refund no force row level security;
       update refund set method = 'pinduoduo', trade_number = 'PDD-1', settled_at = '${day}T04:00:00Z'
         where refund_id = '${refunds[n]}';
       alter table refund force row level security`,
    );
    const numberless = { kind: 'refund', tradeNumber: 'PDD-1', amount: money(19_900n, 'CNY') } as const;
    await keepStatement(app, { ...of, vendor: 'pinduoduo', day }, [numberless]);
  }
  await matchAccount(app, { merchantId, vendor: 'pinduoduo' });
  expect(await list('vendor=pinduoduo')).toEqual([]);
});

test('a difference that is booked while a match runs is not gone (M-7)', async () => {
  const id = refundOf(await refunded());
  await keepStatement(app, of, []);
  await keepStatement(app, { ...of, day: addDays(today, 1) }, []);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  const trade = await tradeOf(id);
  const [missing] = await list(`q=${id}`);
  expect(missing).toMatchObject({ state: 'open' });
  await keepStatement(app, of, [line(id, trade)]);
  const match = await app.db.inMerchant(merchantId, async (tx) => {
    await sql`update match_difference set state = 'settled', over_at = now(), booked_minor = gap_minor
      where difference_id = ${missing?.id}`.execute(tx);
    const running = matchAccount(app, { merchantId, vendor: 'alipay' });
    await wait(1_000);
    return { running };
  });
  await match.running;
  expect(await list(`q=${id}`)).toMatchObject([{ state: 'settled' }]);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  expect(await list(`q=${id}`)).toMatchObject([{ state: 'open', cause: 'statement_changed' }]);
});

test('a line of another payment is never linked, and under our number does not agree (M-7)', async () => {
  const [missing, elsewhere] = [refundOf(await refunded()), refundOf(await refunded())];
  await keepStatement(app, of, [line('their-1', 'OTHER-1'), line(elsewhere, 'OTHER-2')]);
  await keepStatement(app, { ...of, day: addDays(today, 1) }, []);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  const [unknown] = await list('q=their-1');
  const { id } = present(unknown, 'the line');
  expect((await see(id)).candidates.map(({ refundId }) => refundId)).not.toContain(missing);
  const linked = await settle(id, { action: 'link', refundId: missing, note: '金额一样' });
  expect(linked.body.code).toBe('refund_of_other_trade');
  expect(await list(`q=${missing}`)).toMatchObject([{ state: 'open', kind: 'missing_at_gateway' }]);
  const [other] = await list(`q=${elsewhere}`);
  expect(other).toMatchObject({ kind: 'amount_differs', cause: 'other_trade', gap: { minor: '0' } });
  expect((await see(present(other, 'it').id)).actions).toContain('explain');
});

test('a foreign payment that turns out to be ours is a task again (M-7)', async () => {
  const vendor = 'wechat';
  await keepStatement(app, { ...of, vendor }, [line('their-2', 'LATE-1')]);
  await matchAccount(app, { merchantId, vendor });
  const [foreign] = await list('q=their-2');
  expect(foreign).toMatchObject({ cause: 'foreign_trade' });
  expect((await settle(present(foreign, 'it').id, { action: 'explain', note: '他店' })).status).toBe(200);
  await matchAccount(app, { merchantId, vendor });
  expect(await list('q=their-2')).toMatchObject([{ state: 'settled' }]);
  await placeOrder(harness);
  await asOwner(
    harness.databaseUrl,
    `alter table order_payment no force row level security;
     update order_payment set method = 'wechat', trade_number = 'LATE-1' where (order_id, payment_id) in
       (select order_id, payment_id from order_payment order by order_id desc limit 1);
     alter table order_payment force row level security`,
  );
  await matchAccount(app, { merchantId, vendor });
  expect(await list('q=their-2')).toMatchObject([{ state: 'open', cause: 'refunded_at_gateway' }]);
});

test('a gateway that is connected is matched from then on, and not from the next start (M-7)', async () => {
  const wechat = await gatewayDesk(harness, 'wechat');
  const jobs = () =>
    app.db.inMerchant(merchantId, (tx) =>
      sql`select from graphile_worker.jobs where task_identifier = 'match_round' and key = ${`match:${merchantId}`}`.execute(
        tx,
      ),
    );
  expect((await jobs()).rows).toHaveLength(0);
  const settings = { ...wechat.account.settings, baseUrl: 'https://pay.example' };
  const connected = await call('PUT', '/api/payments/wechat', { settings, credentials: {} });
  expect(connected.status, JSON.stringify(connected.body)).toBe(200);
  expect((await jobs()).rows).toHaveLength(1);
});

test('what was booked as a rounding is corrected where it was booked, and nothing is booked that was not seen (M-7)', async () => {
  const id = refundOf(await refunded());
  const trade = await tradeOf(id);
  const off = (minor: bigint) => keepStatement(app, of, [{ ...line(id, trade), amount: money(minor, 'CNY') }]);
  await off(19_901n);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  const [seen] = await list(`q=${id}`);
  const { id: differenceId } = present(seen, 'a difference');
  await off(19_902n);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  const said = { action: 'book', note: '渠道四舍五入' };
  expect((await settle(differenceId, { ...said, gap: '1' })).body.code).toBe('amount_changed');
  const several = await call<{ verdicts: { rejection?: { code: string } }[] }>(
    'POST',
    '/api/matching/differences/settle',
    { ...said, differenceIds: [differenceId], gaps: ['1'] },
  );
  expect(several.body.verdicts[0]?.rejection?.code).toBe('amount_changed');
  expect((await settle(differenceId, { ...said, gap: '2' }, 'booked-as-seen-2')).status).toBe(200);
  // More than a rounding by now, but what was booked stands in the fees.
  await off(29_902n);
  await matchAccount(app, { merchantId, vendor: 'alipay' });
  expect(await see(differenceId)).toMatchObject({ state: 'open', bookedAs: 'payment_fees' });
  expect((await settle(differenceId, { ...said, gap: '10002' }, 'booked-as-seen-3')).status).toBe(200);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      facts: { as: string };
    }>`select d.facts from book_document d join match_event e using (merchant_id, command_id)
      where e.difference_id = ${differenceId} order by e.seq`.execute(tx),
  );
  expect(rows.map(({ facts }) => facts.as)).toEqual(['payment_fees', 'payment_fees']);
});
