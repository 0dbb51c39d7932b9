import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import type { PaymentPort } from '../src/connectors/payment/port.ts';
import { present } from '../src/domain/assert.ts';
import { replay } from '../src/server/returns/replay.ts';
import { runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { type OrderReply, startHarness } from './support/app-harness.ts';
import { gatewayDesk } from './support/gateway-desk.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';
import { teamDeskOf } from './support/team-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
app.config.nearVendors = true;
const { open, pay, see, takeIn } = deskOf(harness);
const team = teamDeskOf(harness);
const ling = await team.person('ling', 'finance');
const bo = await team.person('bo', 'finance');
const wechat = await gatewayDesk(harness, 'wechat', { settleAfterMs: 3_600_000 });

const NUMBER = '6214830012345678';
const named = { kind: 'bank', holder: '王小明', bank: '招商银行', number: NUMBER, consent: 'payee-2026-11' };
const refundOf = async (rma: Rma) => present((await see(rma.id)).refunds[0], 'a refund');
const stateOf = async (rma: Rma) => (await refundOf(rma)).state;
const slip = (reference: string) => ({ reference, paidAt: new Date().toISOString() });

type Row = { id: string; rmaId: string; state: string; redirect: string | null; can: Record<string, unknown> };
const transferOf = async (rma: Rma) =>
  (await ling.call<{ rows: Row[] }>('GET', '/api/transfers?limit=100')).body.rows.find(({ rmaId }) => rmaId === rma.id);

/** The gateway holds the money, and the buyer has named another account. */
async function held() {
  const order = await wechat.order();
  const rma = await takeIn(await open(order));
  await wechat.steer('faults', { kind: 'ends_abnormal', count: 1 });
  await pay(rma, 1);
  await wechat.steer('settle');
  await pay(rma, 2);
  expect(await stateOf(rma)).toBe('abnormal');
  await nameAccount(order, rma);
  return { order, rma, refund: await refundOf(rma) };
}

async function nameAccount(order: OrderReply, rma: Rma) {
  const { body } = await call<{ token: string }>('POST', '/api/portal/session', {
    shop: harness.portalCode,
    orderNumber: order.externalId,
    phoneTail: '1234',
  });
  const headers = { 'x-api-key': '', authorization: `Bearer ${body.token}` };
  expect((await call('POST', `/api/portal/rmas/${rma.id}/payee`, named, headers)).status).toBe(200);
}

/** Two persons have agreed to pay it at the bank. */
async function agreed() {
  const one = await held();
  const { rma, refund } = one;
  const path = `/api/rmas/${rma.id}/refunds/${refund.id}/transfer`;
  expect((await ling.call('POST', path, { because: '账户异常' })).status).toBe(200);
  const { id } = present(await transferOf(rma), 'a transfer');
  expect((await bo.call('POST', `/api/rmas/${rma.id}/transfers/${id}/approve`, {})).status).toBe(200);
  return { ...one, id, at: `/api/rmas/${rma.id}/transfers/${id}` };
}

const gatewaySays = (rma: Rma, refundId: string, reference: string) =>
  runRmaCommand(
    app,
    rma.id,
    {
      type: 'record_refund_success',
      refundId: refundId as `rfd_${string}`,
      gatewayReference: reference,
      settledAt: app.clock.now(),
    },
    { merchantId, commandId: `${refundId}:${reference}`, actor: { kind: 'system', id: 'wechat' } },
  );

async function payable(rma: Rma): Promise<number> {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ balance: string }>`select coalesce(sum(l.credit_minor - l.debit_minor), 0)::text as balance
      from journal_line l join journal_entry e on e.merchant_id = l.merchant_id and e.entry_id = l.entry_id
      where e.merchant_id = ${merchantId} and e.rma_id = ${rma.id} and l.account_code like '2241%'`.execute(tx),
  );
  return Number(rows[0]?.balance);
}

/** The port of the gateway with some of its answers replaced. */
async function withPort(change: Partial<PaymentPort>, run: () => Promise<void>) {
  const port = present(await app.shops.payment(merchantId, 'wechat'), 'the port');
  const spy = vi.spyOn(app.shops, 'payment').mockResolvedValue({ ...port, ...change });
  await run().finally(() => spy.mockRestore());
}

test('a refund that the gateway holds goes to another account only where two persons agreed to that account (M-3, P-5)', async () => {
  const { order, rma, refund } = await held();
  const first = `/api/rmas/${rma.id}/refunds/${refund.id}/transfer`;
  expect((await ling.call('POST', first, { because: '账户异常' })).status).toBe(200);
  const { id } = present(await transferOf(rma), 'a transfer');
  const at = `/api/rmas/${rma.id}/transfers/${id}`;
  const bank = { bankCode: 'CMB_DEBIT' };
  expect(await ling.call('POST', `${at}/redirect`, bank)).toMatchObject({ body: { code: 'transfer_not_approved' } });
  expect((await bo.call('POST', `${at}/approve`, {})).status).toBe(200);
  expect(await call('POST', `${at}/redirect`, bank)).toMatchObject({ body: { code: 'transfer_needs_person' } });
  // No account but the one that was agreed to can be named here.
  expect((await ling.call('POST', `${at}/redirect`, { ...bank, bankAccount: '6225880000000000' })).status).toBe(400);
  expect((await transferOf(rma))?.can).toMatchObject({ redirect: null });
  expect(await ling.call('POST', `${at}/redirect`, bank)).toMatchObject({ status: 200, body: { outcome: 'accepted' } });
  expect(await stateOf(rma)).toBe('accepted');
  await wechat.steer('settle');
  await pay(rma, 1);
  expect(await stateOf(rma)).toBe('succeeded');
  expect(await transferOf(rma)).toMatchObject({ state: 'redirected' });
  expect(await wechat.paidOut(order)).toEqual([[refund.id, 19_900]]);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from rma_event where data::text like ${`%${NUMBER}%`}`.execute(tx),
  );
  expect(rows).toEqual([]);
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});

test('a redirection whose end nobody heard is remembered, and asked after before another is sent (M-3)', async () => {
  const { rma, at } = await agreed();
  const told = vi.fn(async () => ({ kind: 'unknown', cause: 'timeout' }) as const);
  const bank = { bankCode: 'CMB_DEBIT' };
  const key = { 'idempotency-key': 'redirect-once-1' };
  await withPort({ redirect: told }, async () => {
    expect(await bo.call('POST', `${at}/redirect`, bank, key)).toMatchObject({ body: { outcome: 'unknown' } });
    expect(await bo.call('POST', `${at}/redirect`, bank, key)).toMatchObject({ body: { outcome: 'unknown' } });
  });
  expect(told).toHaveBeenCalledTimes(1);
  expect(await transferOf(rma)).toMatchObject({ state: 'approved', redirect: 'unknown' });
  // It had been taken up: nothing is sent a second time, and the refund is under way again.
  const queryRefund = async () => ({ kind: 'accepted_pending', gatewayReference: '5030' }) as const;
  await withPort({ redirect: told, queryRefund }, async () => {
    expect(await bo.call('POST', `${at}/redirect`, bank)).toMatchObject({ body: { code: 'refund_not_proven_unpaid' } });
  });
  expect(told).toHaveBeenCalledTimes(1);
  expect(await stateOf(rma)).toBe('accepted');
});

test('who is about to pay is not shown the account once the gateway has paid (M-3)', async () => {
  const { rma, id } = await agreed();
  const queryRefund = async () => ({ kind: 'succeeded', gatewayReference: '5030' }) as const;
  const reveal = () => bo.call('POST', `/api/transfers/${id}/reveal`, { purpose: '网银付款' });
  await withPort({ queryRefund }, async () => {
    expect(await reveal()).toMatchObject({ status: 409, body: { code: 'refund_not_proven_unpaid' } });
  });
  expect(await transferOf(rma)).toMatchObject({ state: 'overtaken' });
  expect(await stateOf(rma)).toBe('succeeded');
  // Who must prove where money went still sees it.
  expect(await reveal()).toMatchObject({ status: 200, body: { number: NUMBER } });
});

test.each(['bank', 'gateway'] as const)(
  'a refund paid twice, the %s last, stands in the books twice and waits for somebody until it is paid back (M-3, M-5)',
  async (last) => {
    const { rma, refund, at } = await agreed();
    const payAtBank = () => bo.call('POST', `${at}/pay`, slip(`CMB-${rma.id}`));
    if (last === 'bank') {
      expect((await gatewaySays(rma, refund.id, '5030')).ok).toBe(true);
      expect(await transferOf(rma)).toMatchObject({ state: 'overtaken', can: { pay: null } });
      expect((await payAtBank()).status).toBe(200);
    } else {
      expect((await payAtBank()).status).toBe(200);
      expect((await gatewaySays(rma, refund.id, '5030')).ok).toBe(true);
    }
    // The same news once more is none.
    expect((await gatewaySays(rma, refund.id, '5030-again')).ok).toBe(true);
    expect(await payable(rma)).toBe(-19_900);
    expect(await transferOf(rma)).toMatchObject({
      state: 'paid_twice',
      reference: `CMB-${rma.id}`,
      can: { reclaim: null },
    });
    const desk = async () => (await ling.call<{ paid_twice: number }>('GET', '/api/refunds/desk')).body.paid_twice;
    expect(await desk()).toBe(1);
    const { body } = await call<{ rows: { kind: string }[] }>('GET', `/api/journal?q=${rma.number}`);
    expect(body.rows.filter(({ kind }) => kind.startsWith('refund_paid')).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['refund_paid', 'refund_paid_twice']),
    );
    expect((await bo.call('POST', `${at}/reclaim`, slip('CMB-back'))).status).toBe(200);
    expect([await payable(rma), await desk()]).toEqual([0, 0]);
    expect(await bo.call('POST', `${at}/reclaim`, slip('CMB-back'))).toMatchObject({
      body: { code: 'transfer_not_paid_twice' },
    });
    expect((await replay(app, merchantId)).disagreements).toEqual([]);
  },
);
