import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { replay } from '../src/server/returns/replay.ts';
import { runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { anOrder, type OrderReply, startHarness } from './support/app-harness.ts';
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

const ACCOUNT = { kind: 'bank', holder: '王小明', bank: '招商银行', number: '6214830012345678' };
const named = { ...ACCOUNT, consent: 'payee-2026-11' };
const because = { because: '平台无法原路退回' };

async function buyerOf(order: OrderReply) {
  const { body } = await call<{ token: string }>('POST', '/api/portal/session', {
    shop: harness.portalCode,
    orderNumber: order.externalId,
    phoneTail: '1234',
  });
  return (method: string, path: string, payload?: object, headers: Record<string, string> = {}) =>
    call(method, path, payload, { 'x-api-key': '', authorization: `Bearer ${body.token}`, ...headers });
}

/** A refund of an order that was paid by a way which no gateway of ours knows. */
async function unconnected() {
  const body = anOrder();
  const payment = present(body.order.payments[0], 'a payment');
  const { body: order } = await call<OrderReply>('POST', '/api/orders', {
    ...body,
    order: { ...body.order, payments: [{ ...payment, method: 'unionpay' }] },
  });
  const rma = await takeIn(await open(order));
  await pay(rma, 1);
  return { order, rma };
}

const refundOf = async (rma: Rma) => present((await see(rma.id)).refunds[0], 'a refund');
const payee = async (order: OrderReply, rma: Rma, body: object = named) =>
  (await buyerOf(order))('POST', `/api/portal/rmas/${rma.id}/payee`, body);
const propose = async (rma: Rma, who = ling) =>
  who.call('POST', `/api/rmas/${rma.id}/refunds/${(await refundOf(rma)).id}/transfer`, because);
const listed = async (state: string, who = ling) =>
  (
    await who.call<{
      rows: { id: string; rmaId: string; payee: object; can: Record<string, { code: string } | null> }[];
    }>('GET', `/api/transfers?state=${state}`)
  ).body.rows;
const transferOf = async (rma: Rma, state: string, who = ling) =>
  present(
    (await listed(state, who)).find(({ rmaId }) => rmaId === rma.id),
    'a transfer',
  );
const now = () => ({ paidAt: new Date().toISOString() });

test('what no gateway can pay is paid at the bank: one proposes, another approves, the reference stands in the books (M-3)', async () => {
  const { order, rma } = await unconnected();
  expect(await refundOf(rma)).toMatchObject({ state: 'rejected', cause: expect.stringContaining('not_connected') });
  expect(await propose(rma)).toMatchObject({ status: 409, body: { code: 'payee_missing' } });
  const { consent: _, ...without } = named;
  expect((await payee(order, rma, without)).status).toBe(400);
  expect((await payee(order, rma)).status).toBe(200);
  expect((await propose(rma)).status).toBe(200);
  // What is proposed goes through no gateway, and its account stays what it is.
  const refund = await refundOf(rma);
  expect(await call('POST', `/api/rmas/${rma.id}/refunds/${refund.id}/retry`, {})).toMatchObject({ status: 409 });
  expect((await payee(order, rma)).status).toBe(409);
  const transfer = await transferOf(rma, 'proposed');
  expect(transfer).toMatchObject({
    payee: { kind: 'bank', holder: '王**', number: '****5678' },
    can: { approve: { code: 'transfer_needs_another' } },
  });
  const at = `/api/rmas/${rma.id}/transfers/${transfer.id}`;
  expect(await ling.call('POST', `${at}/approve`, {})).toMatchObject({
    status: 409,
    body: { code: 'transfer_needs_another' },
  });
  expect(await call('POST', `${at}/approve`, {})).toMatchObject({
    status: 409,
    body: { code: 'transfer_needs_person' },
  });
  const slip = { reference: 'CMB-1', ...now() };
  expect(await bo.call('POST', `${at}/pay`, slip)).toMatchObject({ body: { code: 'transfer_not_approved' } });
  expect((await bo.call('POST', `${at}/approve`, {})).status).toBe(200);
  const future = { reference: 'CMB-1', paidAt: '2999-01-01T00:00:00Z' };
  expect(await bo.call('POST', `${at}/pay`, future)).toMatchObject({ body: { code: 'moment_in_future' } });
  const early = { reference: 'CMB-1', paidAt: new Date(Date.now() - 3_600_000).toISOString() };
  expect(await bo.call('POST', `${at}/pay`, early)).toMatchObject({ body: { code: 'paid_before_approval' } });
  expect((await bo.call('POST', `${at}/pay`, { reference: 'CMB-1', ...now() })).status).toBe(200);
  expect(await refundOf(rma)).toMatchObject({ state: 'succeeded', gatewayReference: 'CMB-1' });
  expect((await see(rma.id)).lines[0]).toMatchObject({ settlement: 'settled' });
  const { body } = await call<{ rows: { kind: string; lines: object[] }[] }>('GET', `/api/journal?q=${rma.number}`);
  const paid = body.rows.filter(({ kind }) => kind === 'refund_paid');
  expect(paid).toHaveLength(1);
  expect(paid[0]?.lines).toEqual(
    expect.arrayContaining([expect.objectContaining({ account: '1002', credit: { minor: '19900', currency: 'CNY' } })]),
  );
  expect((await replay(app, merchantId)).disagreements).toEqual([]);
});

test('a buyer who corrects his account is heard, and the same wish with another account is no repetition (M-3)', async () => {
  const { order, rma } = await unconnected();
  const buyer = await buyerOf(order);
  const name = (number: string, key: string) =>
    buyer('POST', `/api/portal/rmas/${rma.id}/payee`, { ...named, number }, { 'idempotency-key': key });
  expect((await name('6214830012340000', 'payee-of-buyer-1')).status).toBe(200);
  expect((await name('6214830012340000', 'payee-of-buyer-1')).status).toBe(200);
  expect(await name('6214830012349999', 'payee-of-buyer-1')).toMatchObject({ body: { code: 'command_id_reused' } });
  expect((await name('6214830012349999', 'payee-of-buyer-2')).status).toBe(200);
  await propose(rma);
  expect(await transferOf(rma, 'proposed')).toMatchObject({ payee: { number: '****9999' } });
});

test('the account is sealed, masked on screens, and shown in clear for a purpose that is kept (P-5)', async () => {
  const { order, rma } = await unconnected();
  await payee(order, rma);
  await propose(rma);
  const transfer = await transferOf(rma, 'proposed');
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      row: string;
    }>`select p::text || encode(p.account_sealed, 'escape') as row from payee p where rma_id = ${rma.id}`.execute(tx),
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.row).not.toContain('6214830012345678');
  expect(JSON.stringify((await see(rma.id)).timeline)).not.toContain('6214');
  const reveal = `/api/transfers/${transfer.id}/reveal`;
  expect((await bo.call('POST', reveal, {})).status).toBe(400);
  const { kind: __, ...clear } = ACCOUNT;
  expect(await bo.call('POST', reveal, { purpose: '网银付款' })).toMatchObject({ status: 200, body: clear });
  const log = await app.db.inMerchant(merchantId, (tx) =>
    sql<{
      actor_id: string;
      purpose: string;
    }>`select actor_id, purpose from reveal_log where order_id = ${order.id}`.execute(tx),
  );
  expect(log.rows).toEqual([{ actor_id: bo.id, purpose: '网银付款' }]);
});

test('one payment at the bank stands for one refund, and a transfer that was declined may be proposed anew', async () => {
  const first = await unconnected();
  const second = await unconnected();
  for (const { order, rma } of [first, second]) {
    await payee(order, rma);
    await propose(rma);
  }
  const declined = await transferOf(first.rma, 'proposed');
  expect((await bo.call('POST', `/api/rmas/${first.rma.id}/transfers/${declined.id}/end`, because)).status).toBe(200);
  expect((await propose(first.rma)).status).toBe(200);
  const answers = [];
  for (const { rma } of [first, second]) {
    const { id } = await transferOf(rma, 'proposed');
    await bo.call('POST', `/api/rmas/${rma.id}/transfers/${id}/approve`, {});
    answers.push(await bo.call('POST', `/api/rmas/${rma.id}/transfers/${id}/pay`, { reference: 'CMB-2', ...now() }));
  }
  expect(answers).toMatchObject([{ status: 200 }, { status: 409, body: { code: 'bank_reference_used' } }]);
});

test('of a resend through the gateway and a transfer at one moment, one goes through: nobody is paid twice (M-3)', async () => {
  for (let round = 0; round < 3; round++) {
    const order = await wechat.order();
    const rma = await takeIn(await open(order));
    await wechat.steer('faults', { kind: 'ends_closed', count: 1 });
    await pay(rma, 1);
    await wechat.steer('settle');
    await pay(rma, 2);
    expect(await refundOf(rma)).toMatchObject({ state: 'rejected', retryable: false });
    expect((await payee(order, rma)).status).toBe(200);
    const refund = await refundOf(rma);
    const both = await Promise.all([propose(rma), call('POST', `/api/rmas/${rma.id}/refunds/${refund.id}/retry`, {})]);
    expect(
      both.filter(({ status }) => status === 200),
      JSON.stringify(both.map(({ body }) => body)),
    ).toHaveLength(1);
    const open1 = (await listed('proposed')).filter(({ rmaId }) => rmaId === rma.id);
    if (open1.length === 0) {
      await pay(rma, 1);
      expect(await propose(rma)).toMatchObject({ status: 409 });
      continue;
    }
    // The worker finds nothing to send.
    await pay(rma, 1);
    await wechat.steer('settle');
    expect(await wechat.paidOut(order)).toEqual([]);
  }
});

test('nobody agrees to a transfer of what the gateway has taken up again, and no proof stands that nobody gave (M-3)', async () => {
  const order = await wechat.order();
  const rma = await takeIn(await open(order));
  await wechat.steer('faults', { kind: 'ends_abnormal', count: 1 });
  await pay(rma, 1);
  await wechat.steer('settle');
  await pay(rma, 2);
  const refund = await refundOf(rma);
  expect(refund).toMatchObject({ state: 'abnormal' });
  expect((await payee(order, rma)).status).toBe(200);
  expect((await propose(rma)).status).toBe(200);
  const { id } = await transferOf(rma, 'proposed');
  // A gateway that has lost sight of what it took on may still pay it.
  const wechatPort = present(await app.shops.payment(merchantId, 'wechat'), 'the port');
  const forgetful = vi
    .spyOn(app.shops, 'payment')
    .mockResolvedValue({ ...wechatPort, queryRefund: async () => ({ kind: 'absent' }) });
  expect(await bo.call('POST', `/api/rmas/${rma.id}/transfers/${id}/approve`, {})).toMatchObject({
    status: 409,
    body: { code: 'refund_not_proven_unpaid' },
  });
  forgetful.mockRestore();
  // Somebody has named another account in the gateway's own console.
  const taken = await runRmaCommand(
    app,
    rma.id,
    { type: 'record_refund_accepted', refundId: refund.id, gatewayReference: '5030' },
    { merchantId, commandId: `taken:${refund.id}`, actor: { kind: 'system', id: 'wechat' } },
  );
  expect(taken.ok).toBe(true);
  expect((await transferOf(rma, 'proposed', bo)).can).toMatchObject({ approve: { code: 'refund_not_rejected' } });
  expect(await bo.call('POST', `/api/rmas/${rma.id}/transfers/${id}/approve`, {})).toMatchObject({
    status: 409,
    body: { code: 'refund_not_rejected' },
  });
  expect(await listed('approved')).not.toContainEqual(expect.objectContaining({ rmaId: rma.id }));
});

test('whoever proposes a transfer of what the gateway has taken up again is told so, and the refund is waited for (M-3)', async () => {
  const order = await wechat.order();
  const rma = await takeIn(await open(order));
  await pay(rma, 1);
  const { id: refundId } = await refundOf(rma);
  const said = { code: 'SYSTEMERROR', message: '系统繁忙', retryable: false };
  await runRmaCommand(
    app,
    rma.id,
    { type: 'record_refund_rejection', refundId, ...said },
    { merchantId, commandId: `${refundId}:refused`, actor: { kind: 'system', id: 'wechat' } },
  );
  expect((await payee(order, rma)).status).toBe(200);
  expect(await propose(rma)).toMatchObject({ status: 409, body: { code: 'refund_not_proven_unpaid' } });
  expect(await refundOf(rma)).toMatchObject({ state: 'accepted' });
  expect(await listed('proposed')).not.toContainEqual(expect.objectContaining({ rmaId: rma.id }));
});

test('past the gateway’s window the refund’s row offers a transfer as soon as the buyer has named an account (M-3)', async () => {
  const order = await wechat.order({ deliveredDaysAgo: 400 });
  const opened = await open(order);
  await call('POST', `/api/rmas/${opened.id}/approve`, {});
  const rma = await takeIn(opened);
  if (rma.refunds.length === 0) await call('POST', `/api/rmas/${rma.id}/refund`, { deductions: [] });
  await pay(rma, 1);
  expect(await refundOf(rma)).toMatchObject({ state: 'rejected', cause: expect.stringMatching(/^past_refund_window/) });
  const offered = async () =>
    (await ling.call<{ rows: { transfer: string }[] }>('GET', `/api/refunds?q=${rma.number}`)).body.rows[0]?.transfer;
  expect(await offered()).toBe('needs_payee');
  expect((await payee(order, rma)).status).toBe(200);
  expect(await offered()).toBe('possible');
  expect((await propose(rma)).status).toBe(200);
  expect(await offered()).toBe('proposed');
});
