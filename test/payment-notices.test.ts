import { createServer } from 'node:http';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { IncomingNotice } from '../src/connectors/payment/port.ts';
import { present } from '../src/domain/assert.ts';
import { applyNotices } from '../src/server/payments/apply-notices.ts';
import { keepNotice, type NoticeContent } from '../src/server/payments/notice-store.ts';
import { runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { startHarness } from './support/app-harness.ts';
import { gatewayDesk } from './support/gateway-desk.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, keyWith, merchantId } = harness;
const { app } = harness.program;
app.config.nearVendors = true;
const { open, pay, see, takeIn } = deskOf(harness);
const held = { settleAfterMs: 3_600_000 };
const wechat = await gatewayDesk(harness, 'wechat', held);
const stripe = await gatewayDesk(harness, 'stripe', held);

type Row = { documentId: string; state: string; reason: string | null; rma: { id: string } | null };
const listed = async () => (await call<{ rows: Row[] }>('GET', '/api/payment-notices')).body.rows;
const rowOf = async (documentId: string) => (await listed()).find((row) => row.documentId === documentId);
const retry = (vendor: string, documentId: string, headers = {}) =>
  call<{ state: string; reason: string | null }>('POST', '/api/payment-notices/retry', { vendor, documentId }, headers);
const refundOf = async (rma: Rma) => present((await see(rma.id)).refunds[0], 'a refund');
const told = (vendor: string, documentId: string, content: NoticeContent) =>
  keepNotice(app, merchantId, { vendor, documentId }, content);

async function takenOn(desk: typeof wechat) {
  const order = await desk.order();
  const rma = await takeIn(await open(order));
  await pay(rma, 1);
  expect(await refundOf(rma)).toMatchObject({ state: 'accepted' });
  return { order, rma, refund: await refundOf(rma) };
}

/** We hold it for refused, whatever the gateway has done with it. */
const thoughtRefused = async (rma: Rma) => {
  const { id: refundId } = await refundOf(rma);
  const said = { code: 'SYSTEMERROR', message: '系统繁忙', retryable: false };
  const ran = await runRmaCommand(
    app,
    rma.id,
    { type: 'record_refund_rejection', refundId, ...said },
    { merchantId, commandId: `${refundId}:refused`, actor: { kind: 'system', id: 'wechat' } },
  );
  expect(ran.ok).toBe(true);
  expect(await refundOf(rma)).toMatchObject({ state: 'rejected' });
};

test('a notice that says what cannot be is listed with the reason and its return, and a retry changes nothing (M-3)', async () => {
  const { rma, refund } = await takenOn(wechat);
  await told('wechat', 'wrong-sum', { refundNumber: refund.id, amount: { minor: '1', currency: 'CNY' } });
  await applyNotices(app, merchantId);
  const listedRow = { state: 'failed', reason: 'it names 1 CNY, not 19900', rma: { id: rma.id, refundId: refund.id } };
  expect(await rowOf('wrong-sum')).toMatchObject(listedRow);
  expect((await retry('wechat', 'wrong-sum')).body).toEqual({ state: 'failed', reason: listedRow.reason });
  expect(await rowOf('wrong-sum')).toMatchObject(listedRow);
  expect((await refundOf(rma)).state).toBe('accepted');
  expect((await call('GET', '/api/refunds/desk')).body).toMatchObject({ notices: 1, accepted: 1, exposure: 0 });
  expect((await retry('wechat', 'never-came')).status).toBe(404);
  const reader = { 'x-api-key': await keyWith(['refund:read']) };
  expect((await retry('wechat', 'wrong-sum', reader)).status).toBe(403);
});

test('a notice that failed while the gateway was away settles its refund when somebody retries it (M-3)', async () => {
  const { order, rma, refund } = await takenOn(wechat);
  await wechat.steer('settle');
  await told('wechat', 'away', { refundNumber: refund.id });
  await app.db.inMerchant(merchantId, (tx) =>
    sql`update payment_notice set state = 'failed', reason = 'timeout' where document_id = 'away'`.execute(tx),
  );
  expect((await retry('wechat', 'away')).body).toEqual({ state: 'applied', reason: null });
  expect(await rowOf('away')).toBeUndefined();
  expect((await refundOf(rma)).state).toBe('succeeded');
  expect(await wechat.paidOut(order)).toHaveLength(1);
});

test('what could not be read when it came is read again, verified, and goes on under its own name', async () => {
  const caught: IncomingNotice[] = [];
  const ear = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      caught.push({ text: Buffer.concat(parts).toString('utf8'), headers });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve));
  afterAll(() => ear.close());
  const address = present(ear.address(), 'an address');
  if (typeof address === 'string') throw new Error(address);
  await stripe.steer('endpoint', { url: `http://127.0.0.1:${address.port}/` });
  const { rma } = await takenOn(stripe);
  await stripe.steer('settle');
  await stripe.steer('notices/send');
  const genuine = present(caught.at(-1), 'a notice');
  await told('stripe', 'unread', { incoming: genuine, reason: 'a field of a later version' });
  await told('stripe', 'forged', { incoming: { ...genuine, text: `${genuine.text} ` }, reason: 'not ours' });
  expect(await rowOf('unread')).toMatchObject({ state: 'unreadable', reason: 'a field of a later version', rma: null });
  expect((await retry('stripe', 'unread')).body).toEqual({ state: 'applied', reason: null });
  expect((await refundOf(rma)).state).toBe('succeeded');
  expect(await rowOf('unread')).toBeUndefined();
  expect((await retry('stripe', 'forged')).body).toEqual({ state: 'unreadable', reason: 'not ours' });
});

test('a refund that we hold for refused and the gateway has taken up is waited for, and paid once (M-3)', async () => {
  const { order, rma, refund } = await takenOn(wechat);
  await thoughtRefused(rma);
  await told('wechat', 'late-accepted', { refundNumber: refund.id });
  await applyNotices(app, merchantId);
  expect(await refundOf(rma)).toMatchObject({ state: 'accepted' });
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql`select 1 from graphile_worker.jobs where key = ${`refund:${refund.id}`}`.execute(tx),
  );
  expect(rows).toHaveLength(1);
  await wechat.steer('settle');
  await pay(rma, 1);
  expect(await refundOf(rma)).toMatchObject({ state: 'succeeded', cause: null });
  expect(await wechat.paidOut(order)).toEqual([[refund.id, 19_900]]);
});

test('whoever wants to send a refund anew learns that the gateway has it, and so do we (M-3)', async () => {
  const { rma, refund } = await takenOn(wechat);
  await thoughtRefused(rma);
  const again = await call('POST', `/api/rmas/${rma.id}/refunds/${refund.id}/retry`, {});
  expect(again).toMatchObject({ status: 409, body: { code: 'refund_not_proven_unpaid' } });
  expect(await refundOf(rma)).toMatchObject({ id: refund.id, state: 'accepted' });
});

test('a late success of a refund that was refused is believed', async () => {
  const { rma, refund } = await takenOn(wechat);
  await thoughtRefused(rma);
  await wechat.steer('settle');
  await told('wechat', 'late-success', { refundNumber: refund.id });
  await applyNotices(app, merchantId);
  expect(await refundOf(rma)).toMatchObject({ state: 'succeeded' });
});
