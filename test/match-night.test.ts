import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addDays, fromWallClock, type LocalDate, toWallClock } from '../src/domain/time.ts';
import { scheduleMatch } from '../src/server/matching/schedule.ts';
import { sendRefund } from '../src/server/refunds/send-refund.ts';
import { startHarness } from './support/app-harness.ts';
import { gatewayDesk } from './support/gateway-desk.ts';
import { matchDesk } from './support/match-desk.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { app } = harness.program;
const { merchantId, call } = harness;
const wechat = await gatewayDesk(harness, 'wechat');
const { today, list, fault, refunded, settle } = matchDesk(harness);
const desk = deskOf(harness);
const realNow = app.clock.now;
/** Due at once, whatever hour the machine's own clock shows. */
const LONG_PAST = fromWallClock('2026-01-01 00:00:00', 'Asia/Shanghai');

/** The night's job of a day, run by a worker as in production, when the statements of the day before are there. */
async function night(day: LocalDate): Promise<void> {
  const at = fromWallClock(`${day} 10:30:00`, 'Asia/Shanghai');
  app.clock = { now: () => at };
  await scheduleMatch(app, merchantId, LONG_PAST);
  const worker = await harness.startWorker();
  const again = await eventually('the next night', async () => {
    const { rows } = await app.db.inMerchant(merchantId, (tx) =>
      sql<{ at: string }>`select run_at::text as at from graphile_worker.jobs where task_identifier = 'match_round'
        and run_at > ${at}`.execute(tx),
    );
    return rows[0]?.at;
  });
  await worker.stop();
  const next = toWallClock(new Date(again).toISOString() as typeof at, 'Asia/Shanghai');
  expect(next).toMatch(new RegExp(`^${addDays(day, 1)} 10:00|^${day} 11:00`));
}

async function refundedByWechat(): Promise<void> {
  const rma = await desk.takeIn(await desk.open(await wechat.order()));
  await desk.pay(rma, 1);
  await wechat.steer('settle');
  const refund = (await desk.see(rma.id)).refunds[0];
  if (refund && refund.state !== 'succeeded')
    await sendRefund(app, { merchantId, rmaId: rma.id, refundId: refund.id }, 2);
  expect((await desk.see(rma.id)).refunds[0]?.state).toBe('succeeded');
}

/** What the books of either side say of a day, and what the differences between them come to. */
async function unexplained(): Promise<Record<string, string>> {
  const days = await call<{ rows: { vendor: string; totals: { gap: { minor: string } }[] }[] }>(
    'GET',
    '/api/matching/days?limit=60',
  );
  const differences = await list('limit=200');
  return Object.fromEntries(
    ['alipay', 'wechat'].map((vendor) => {
      const between = days.body.rows
        .filter((row) => row.vendor === vendor)
        .flatMap(({ totals }) => totals)
        .reduce((sum, { gap }) => sum + BigInt(gap.minor), 0n);
      const explained = differences
        .filter((each) => each.vendor === vendor && each.state !== 'gone')
        .reduce((sum, { gap }) => sum + BigInt(gap.minor), 0n);
      return [vendor, String(between - explained)];
    }),
  );
}

/**
 * Every refund of ours and every line of theirs, joined here once more and apart from the match: it agrees, it has a
 * difference with a cause that is a task or over, or nobody has said a word about it.
 */
async function census(): Promise<Record<string, number>> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ fate: string; n: number }>`
      with ours as (
        select method as vendor, refund_id as number, amount_minor, (settled_at at time zone 'Asia/Shanghai')::date as day
        from refund where state = 'succeeded'
      ), theirs as (
        select l.vendor, coalesce(l.refund_number, l.number) as number, l.amount_minor, l.day from statement_day d
        join statement_line l using (merchant_id, file_id) where d.state = 'complete' and l.kind = 'refund'
      ), each as (
        select coalesce(o.vendor, t.vendor) as vendor, coalesce(o.number, t.number) as number,
          coalesce(o.amount_minor = t.amount_minor and abs(o.day - t.day) <= 1, false) as agrees
        from ours o full join theirs t on t.vendor = o.vendor and t.number = o.number
      )
      select case when agrees then 'agrees' when d.difference_id is null then 'unexplained'
          when d.cause = '' then 'unexplained' when d.state = 'open' then 'task' else 'over' end as fate, count(*)::int as n
      from each left join match_difference d on d.vendor = each.vendor and d.subject = each.number
      group by 1 order by 1`.execute(tx),
  );
  return Object.fromEntries(rows.map(({ fate, n }) => [fate, n]));
}

test('after D+1 nothing is unexplained, with lines missing, extra and a fen off in the files of two gateways (M-7)', async () => {
  for (let n = 0; n < 5; n++) {
    await refunded();
    await refundedByWechat();
  }
  for (const kind of ['statement_missing', 'statement_extra', 'statement_off_by_one']) {
    await fault(kind);
    await wechat.steer('faults', { kind, count: 1 });
  }
  await night(addDays(today, 1));
  const found = await list('state=open&limit=200');
  const words = (vendor: string) =>
    found
      .filter((each) => each.vendor === vendor)
      .map(({ kind, cause, gap }) => `${kind} ${cause} ${gap.minor}`)
      .sort();
  const expected = [
    'amount_differs one_fen 1',
    'missing_at_gateway may_come_late -19900',
    'unknown_at_ours refunded_at_gateway 19900',
  ];
  expect(words('alipay')).toEqual(expected);
  expect(words('wechat')).toEqual(expected);
  expect(await unexplained()).toEqual({ alipay: '0', wechat: '0' });
  const counted = await census();
  process.stdout.write(`after D+1, over both gateways: ${JSON.stringify(counted)}\n`);
  // Ten refunds, of which each gateway leaves one out and is a fen off in another, and a line more of each.
  expect(counted).toEqual({ agrees: 6, task: 6 });
  const days = await call<{ rows: { unexplained: boolean }[] }>('GET', '/api/matching/days?limit=60');
  expect(days.body.rows.filter((row) => row.unexplained)).toEqual([]);

  // What may still come late cannot be booked yet; the others can.
  const all = {
    differenceIds: found.map(({ id }) => id),
    action: 'book',
    note: '按账单入账',
    gaps: found.map(({ gap }) => gap.minor),
  };
  const said = await call<{ verdicts: { ok: boolean; rejection?: { code: string } }[] }>(
    'POST',
    '/api/matching/differences/settle',
    all,
  );
  expect(said.body.verdicts.map(({ rejection }) => rejection?.code ?? 'done').sort()).toEqual([
    ...Array(2).fill('action_does_not_fit'),
    ...Array(4).fill('done'),
  ]);
});

test('a day on which a gateway has no file counts as read a day later, so that what is missing is not waited for in vain (M-7)', async () => {
  await night(addDays(today, 2));
  expect((await list('state=open')).map(({ cause }) => cause)).toEqual(['may_come_late', 'may_come_late']);
  await night(addDays(today, 3));
  const open = await list('state=open');
  expect(open.map(({ kind, cause }) => `${kind} ${cause}`)).toEqual(
    Array(2).fill('missing_at_gateway not_paid_at_gateway'),
  );
  for (const { id } of open) expect((await settle(id, { action: 'book', note: '未退，重付' })).status).toBe(200);
  expect(await list('state=open')).toEqual([]);
  expect(await census()).toEqual({ agrees: 6, over: 6 });
  // Our account of the gateways stands where their own files say.
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ ours: string; theirs: string }>`select (select sum(l.credit_minor - l.debit_minor)::text from journal_line l
        where l.account_code = '1012.01') as ours,
      (select sum(l.amount_minor)::text from statement_day d join statement_line l using (merchant_id, vendor, day, file_id)
        where l.kind = 'refund') as theirs`.execute(tx),
  );
  expect(rows[0]?.ours).toBe(rows[0]?.theirs);
});

test('refunds of a day for which the gateway has no file at all are missing, and not passed over (M-7)', async () => {
  app.clock = { now: realNow };
  const rma = await refunded();
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update refund set settled_at = ${fromWallClock(`${addDays(today, -4)} 12:00:00`, 'Asia/Shanghai')}
      where refund_id = ${rma.refunds[0]?.id}`.execute(tx),
  );
  await night(today);
  expect(await list(`state=open&q=${rma.refunds[0]?.id}`)).toMatchObject([
    { kind: 'missing_at_gateway', cause: 'not_paid_at_gateway', gap: { minor: '-19900' } },
  ]);
});
