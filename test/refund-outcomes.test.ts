import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { proveUnpaid } from '../src/server/refunds/prove-unpaid.ts';
import { sendRefund } from '../src/server/refunds/send-refund.ts';
import { type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { call, look, steer } = harness;
const { open, pay, see, step, takeIn } = deskOf(harness);

type LedgerRow = { trade_no: string; out_request_no: string; amount: string; calls: number };

const trade = (order: OrderReply) => `2026${order.externalId}`;

/** Money that the gateway has paid back on this order. */
const paidOut = async (order: OrderReply) =>
  ((await look('alipay', 'ledger')) as LedgerRow[]).filter((row) => row.trade_no === trade(order));

/** A return whose refund is ordered, and a fault that waits for it at the gateway. */
async function withFault(kind: string, settings: object = {}): Promise<{ order: OrderReply; rma: Rma }> {
  const order = await placeOrder(harness);
  const ofBusiness = kind === 'pending' || kind === 'balance_not_enough';
  const filter = { trade_no: trade(order), ...(ofBusiness ? {} : { method: 'alipay.trade.refund' }) };
  await steer('alipay', 'faults', { kind, count: 1, filter, ...settings });
  return { order, rma: await takeIn(await open(order)) };
}

const entriesOf = async (rma: Rma) => {
  const { body } = await call<{ rows: { kind: string }[] }>('GET', `/api/journal?q=${rma.number}`);
  return body.rows.map((row) => row.kind).sort();
};

async function isPaidOnce(order: OrderReply, rma: Rma): Promise<void> {
  const after = await see(rma.id);
  expect(after.refunds.map(({ state, amount }) => [state, amount.minor])).toEqual([['succeeded', '19900']]);
  const rows = await paidOut(order);
  expect(rows.map(({ out_request_no, amount }) => [out_request_no, amount])).toEqual([
    [after.refunds[0]?.id, '199.00'],
  ]);
  expect((await entriesOf(rma)).filter((kind) => kind === 'refund_paid')).toHaveLength(1);
}

test.each([
  ['the money moved and the connection broke', 'drop_after', {}],
  ['the money moved and the gateway answered with an error', 'fail_after', {}],
  ['the money moved and the answer was cut off', 'half_body', {}],
  ['the money moved and the answer was signed with another key', 'wrong_key', {}],
  ['the money moved and the answer was not signed', 'unsigned', {}],
  ['the gateway failed before anything happened', 'fail_before', {}],
  ['the gateway answered with an error page', 'fail_before', { status: 502 }],
  ['the gateway said it was busy', 'system_error', {}],
])('when %s, the refund is asked about and paid once', async (_, kind, settings) => {
  const { order, rma } = await withFault(kind, settings);
  const known = await pay(rma, 1);
  if (!known) expect((await see(rma.id)).refunds[0]?.state).toBe('unknown');
  expect(await pay(rma, 2)).toBe(true);
  await isPaidOnce(order, rma);
});

test('a refund that the gateway has taken on and not yet paid is not sent under another number', async () => {
  const { order, rma } = await withFault('pending', { settleAfterMs: 600_000 });
  for (const attempt of [1, 2, 3]) await pay(rma, attempt);
  expect(await paidOut(order)).toEqual([]);
  expect(await call('POST', `/api/rmas/${rma.id}/refunds/${rma.refunds[0]?.id}/retry`, {})).toMatchObject({
    status: 409,
  });
  await steer('alipay', 'clock', { shiftMs: 601_000 });
  expect(await pay(rma, 4)).toBe(true);
  await steer('alipay', 'clock', { shiftMs: -601_000 });
  await isPaidOnce(order, rma);
});

test('when the shop’s balance is too low, finance sends the same number again and it is paid once', async () => {
  const { order, rma } = await withFault('balance_not_enough');
  expect(await pay(rma, 1)).toBe(true);
  const refused = await see(rma.id);
  expect(refused).toMatchObject({ stage: 'refund_problem', refunds: [{ state: 'rejected', retryable: true }] });
  expect(await paidOut(order)).toEqual([]);
  const refundId = refused.refunds[0]?.id;
  const again = await step(`/api/rmas/${rma.id}/refunds/${refundId}/retry`);
  expect(again.refunds.map((refund) => [refund.id, refund.state])).toEqual([[refundId, 'requested']]);
  expect(await pay(rma, 1)).toBe(true);
  await isPaidOnce(order, rma);
});

test('a payment the gateway no longer refunds goes to a person, and a new number is taken only on his word', async () => {
  const order = await placeOrder(harness);
  await steer('alipay', `trades/${trade(order)}/finish`);
  const rma = await takeIn(await open(order));
  expect(await pay(rma, 1)).toBe(true);
  const refused = await see(rma.id);
  expect(refused).toMatchObject({ stage: 'refund_problem', refunds: [{ state: 'rejected', retryable: false }] });
  const before = present(refused.refunds[0], 'the refund').id;
  await pay(rma, 2);
  expect((await see(rma.id)).refunds[0]?.id).toBe(before);
  const again = await step(`/api/rmas/${rma.id}/refunds/${before}/retry`);
  expect(again.refunds[0]?.id).not.toBe(before);
  const { body } = await call<{ rows: { id: string; state: string }[] }>('GET', `/api/refunds?q=${rma.number}`);
  expect(body.rows.map((row) => row.state).sort()).toEqual(['replaced', 'requested']);
  expect(await paidOut(order)).toEqual([]);
});

test.each([
  ['before anything was sent, the refund is rejected and may be sent again', 1, 'rejected'],
  ['after a call that may have paid, the outcome stays unknown', 2, 'unknown'],
])('when the gateway is no longer connected %s', async (_, attempt, state) => {
  const rma = await takeIn(await open(await placeOrder(harness)));
  const { app } = harness.program;
  const disconnected = { ...app, shops: { ...app.shops, payment: async () => undefined } };
  const refundId = present(rma.refunds[0], 'the refund').id;
  const job = { merchantId: harness.merchantId, rmaId: rma.id, refundId };
  await sendRefund(disconnected, job, attempt).catch(() => {});
  expect((await see(rma.id)).refunds[0]?.state).toBe(state);
});

test('an earlier attempt of a refused refund that has paid after all is recorded when somebody wants it paid anew', async () => {
  const order = await placeOrder(harness);
  const { app } = harness.program;
  const rma = await takeIn(await open(order));
  const refundId = present(rma.refunds[0], 'the refund').id;
  const refusing = {
    pauseMs: 0,
    refund: async () => ({ kind: 'rejected' as const, code: 'REPEATED', message: '', retryable: false }),
    queryRefund: async () => ({ kind: 'absent' as const }),
  };
  const real = present(await app.shops.payment(harness.merchantId, 'alipay'), 'the gateway');
  const at = (port: object) => ({ ...app, shops: { ...app.shops, payment: async () => ({ ...real, ...port }) } });
  await sendRefund(at(refusing), { merchantId: harness.merchantId, rmaId: rma.id, refundId }, 1);
  expect((await see(rma.id)).refunds[0]).toMatchObject({ state: 'rejected', retryable: false });
  const paid = { ...refusing, queryRefund: async () => ({ kind: 'succeeded' as const, gatewayReference: 'T1' }) };
  const meta = {
    merchantId: harness.merchantId,
    commandId: 'prove-unpaid-1',
    actor: { kind: 'staff', id: 'usr_1' } as const,
  };
  expect(await proveUnpaid(at(paid), meta, rma.id, refundId)).toMatchObject({
    ok: false,
    rejection: { code: 'refund_not_proven_unpaid', said: 'succeeded' },
  });
  expect((await see(rma.id)).refunds[0]).toMatchObject({ id: refundId, state: 'succeeded' });
  expect((await entriesOf(rma)).filter((kind) => kind === 'refund_paid')).toHaveLength(1);
});

test('an unknown outcome is asked after for as long as it takes, not for a few days', async () => {
  const rma = await takeIn(await open(await placeOrder(harness)));
  const { rows } = await asOwner(
    harness.databaseUrl,
    `select max_attempts from graphile_worker._private_jobs where payload ->> 'refundId' = '${rma.refunds[0]?.id}'`,
  );
  expect(rows).toEqual([{ max_attempts: 10_000 }]);
});

test('two workers that pay one refund at the same moment pay it once and book it once', async () => {
  const order = await placeOrder(harness);
  const rma = await takeIn(await open(order));
  await Promise.all([pay(rma, 1), pay(rma, 1), pay(rma, 2)]);
  await isPaidOnce(order, rma);
});

test('a refund whose return was settled by another message is not sent at all', async () => {
  const order = await placeOrder(harness);
  const rma = await takeIn(await open(order));
  expect(await pay(rma, 1)).toBe(true);
  await pay(rma, 2);
  expect((await paidOut(order)).map((row) => row.calls)).toEqual([1]);
});

test('a line that is put away in parts while its money is under way is settled with it', async () => {
  const order = await placeOrder(harness, { quantity: 3, unitPriceMinor: 10_000 });
  const rma = await open(order, { lines: [{ orderLineId: order.lines[0]?.id, quantity: 3 }] });
  await takeIn(rma, 3);
  const shelve = (lineId: string | undefined, quantity: number, disposition: string) =>
    step(`/api/rmas/${rma.id}/lines/${lineId}/dispose`, { quantity, disposition, location: 'A-01' });
  const split = await shelve(rma.lines[0]?.id, 1, 'restock');
  await shelve(split.lines[1]?.id, 2, 'scrap');
  expect(await pay(rma, 1)).toBe(true);
  const after = await see(rma.id);
  expect(after.lines.map((line) => line.settlement)).toEqual(['settled', 'settled']);
  expect(after.stage).toBe('closed');
});
