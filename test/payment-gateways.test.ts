import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import { applyNotices } from '../src/server/payments/apply-notices.ts';
import { sendRefund } from '../src/server/refunds/send-refund.ts';
import { runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { startHarness } from './support/app-harness.ts';
import { gatewayDesk } from './support/gateway-desk.ts';
import { deskOf, type Rma } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, merchantId } = harness;
const { app } = harness.program;
const { open, pay, see, step, takeIn } = deskOf(harness);
// The simulated gateways are near, and may be told where we are.
app.config.nearVendors = true;
const held = { settleAfterMs: 3_600_000 };
const wechat = await gatewayDesk(harness, 'wechat', held);
const unionpay = await gatewayDesk(harness, 'unionpay', held);
const stripe = await gatewayDesk(harness, 'stripe', held);
const desks = { wechat, unionpay, stripe };
const ids = ['wechat', 'unionpay', 'stripe'] as const;

const refundOf = async (rma: Rma) => present((await see(rma.id)).refunds[0], 'a refund');
const stateOf = async (rma: Rma) => (await refundOf(rma)).state;
const notices = async () => {
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ state: string; reason: string | null; refund_number: string | null }>`
      select state, reason, refund_number from payment_notice order by received_at`.execute(tx),
  );
  return rows;
};
const { rows: keys } = await app.db.inMerchant(merchantId, (tx) =>
  sql<{ vendor: string; hook_key: string }>`select vendor, hook_key from connection where kind = 'payment'`.execute(tx),
);
const hookOf = (vendor: string) =>
  `/hooks/payment/${vendor}/${merchantId}/${
    present(
      keys.find((row) => row.vendor === vendor),
      vendor,
    ).hook_key
  }`;
await stripe.steer('endpoint', { url: `${app.config.publicUrl}${hookOf('stripe')}` });

test.each(ids)('%s takes a refund on, and it is paid when the gateway says so, once (M-3)', async (id) => {
  const desk = desks[id];
  const order = await desk.order();
  const rma = await takeIn(await open(order));
  expect(await pay(rma, 1)).toBe(true);
  expect(await stateOf(rma)).toBe('accepted');
  expect(await desk.paidOut(order)).toEqual([]);
  // Nobody may send it under another number while the gateway has it.
  const { id: refundId } = await refundOf(rma);
  expect(await call('POST', `/api/rmas/${rma.id}/refunds/${refundId}/retry`, {})).toMatchObject({ status: 409 });
  await desk.steer('settle');
  expect(await pay(rma, 1)).toBe(true);
  expect(await see(rma.id)).toMatchObject({ stage: expect.any(String), refunds: [{ state: 'succeeded' }] });
  expect((await desk.paidOut(order)).map(([, amount]) => amount)).toEqual([19_900]);
});

test.each([
  ['wechat', 'drop_after'],
  ['wechat', 'wrong_key'],
  ['wechat', 'fail_after'],
  ['unionpay', 'drop_after'],
  ['unionpay', 'unsigned'],
  ['stripe', 'fail_after'],
  ['stripe', 'half_body'],
] as const)('%s: after %s nobody knows; it is asked about and paid once', async (id, kind) => {
  const desk = desks[id];
  const order = await desk.order();
  const rma = await takeIn(await open(order));
  await desk.steer('faults', { kind, count: 1 });
  await pay(rma, 1);
  await desk.steer('settle');
  expect(await pay(rma, 2)).toBe(true);
  expect(await stateOf(rma)).toBe('succeeded');
  expect(await desk.paidOut(order)).toHaveLength(1);
});

test('a notice settles what waits; fifteen of it, one more of an older state and a late one change nothing (M-3)', async () => {
  for (const id of ids) {
    const desk = desks[id];
    const order = await desk.order();
    const rma = await takeIn(await open(order));
    await pay(rma, 1);
    await desk.steer('faults', [
      { kind: 'notify_many', count: 1 },
      { kind: 'notify_old_state', count: 1 },
    ]);
    await desk.steer('settle');
    await desk.steer('notices/send');
    await applyNotices(app, merchantId);
    expect(await stateOf(rma), id).toBe('succeeded');
    await new Promise((resolve) => setTimeout(resolve, 250));
    await desk.steer('notices/send');
    await applyNotices(app, merchantId);
    const refund = await refundOf(rma);
    expect(refund.state).toBe('succeeded');
    expect(await desk.paidOut(order)).toHaveLength(1);
    const { body } = await call<{ rows: { kind: string }[] }>('GET', `/api/journal?q=${rma.number}`);
    expect(body.rows.filter(({ kind }) => kind === 'refund_paid')).toHaveLength(1);
    // Repeats of one document are one row, and every one was answered well.
    expect((await notices()).filter((row) => row.refund_number === refund.id).length, id).toBeLessThanOrEqual(2);
    const counts = (await desk.look('notices')) as { sent: number; accepted: number };
    expect(counts.accepted, id).toBe(counts.sent);
  }
});

test.each(
  ids.flatMap((id) =>
    (['notify_forged', 'notify_tampered', 'notify_stranger'] as const).map((kind) => [id, kind] as const),
  ),
)('%s: a notice with %s is refused and nothing is kept of it', async (id, kind) => {
  const desk = desks[id];
  const rma = await takeIn(await open(await desk.order()));
  await pay(rma, 1);
  const before = (await notices()).length;
  await desk.steer('faults', { kind, count: 1 });
  const sent = (await desk.look('notices')) as { sent: number; accepted: number };
  await desk.steer('settle');
  await desk.steer('notices/send');
  const after = (await desk.look('notices')) as { sent: number; accepted: number };
  expect(after.sent).toBeGreaterThan(sent.sent);
  expect(after.accepted).toBe(sent.accepted);
  expect((await notices()).length).toBe(before);
  expect(await stateOf(rma)).toBe('accepted');
});

test('the address for notices is secret: another key, another merchant and another gateway are unknown', async () => {
  for (const url of [
    hookOf('wechat').replace(/[0-9a-f]{32}$/, '0'.repeat(32)),
    hookOf('wechat').replace(merchantId, 'mer_nobody'),
    hookOf('wechat').replace('/wechat/', '/unionpay/'),
  ]) {
    expect((await harness.server.inject({ method: 'POST', url, payload: '{}' })).statusCode, url).toBe(404);
  }
  expect((await harness.server.inject({ method: 'POST', url: hookOf('wechat'), payload: '{}' })).statusCode).toBe(401);
});

test('an account that cannot be paid is a state of its own, and no reason for a new number', async () => {
  const order = await wechat.order();
  const rma = await takeIn(await open(order));
  await wechat.steer('faults', { kind: 'ends_abnormal', count: 1 });
  await pay(rma, 1);
  await wechat.steer('settle');
  await pay(rma, 1);
  const refund = await refundOf(rma);
  expect(await see(rma.id)).toMatchObject({ stage: 'refund_problem', refunds: [{ state: 'abnormal' }] });
  // No new number while the gateway holds the money.
  const retried = await call('POST', `/api/rmas/${rma.id}/refunds/${refund.id}/retry`, {});
  expect(retried).toMatchObject({ status: 409 });
});

test('what the gateway has closed is paid under a new number only on a person’s word, and only after it says so again', async () => {
  const order = await wechat.order();
  const rma = await takeIn(await open(order));
  await wechat.steer('faults', { kind: 'ends_closed', count: 1 });
  await pay(rma, 1);
  await wechat.steer('settle');
  await pay(rma, 1);
  const closed = await refundOf(rma);
  expect(closed).toMatchObject({ state: 'rejected', retryable: false });
  expect(await wechat.paidOut(order)).toEqual([]);
  // The gateway cannot be asked: nobody takes a new number then.
  await wechat.steer('faults', { kind: 'hang_before', count: 1 });
  const path = `/api/rmas/${rma.id}/refunds/${closed.id}/retry`;
  await wechat.steer('faults', { kind: 'system_error', count: 5 });
  expect(await call('POST', path, {})).toMatchObject({ status: 409, body: { code: 'refund_not_proven_unpaid' } });
  await fetch(`${wechat.account.settings['baseUrl']}/__sim/faults`, { method: 'DELETE' });
  const again = await step(path);
  expect(again.refunds[0]?.id).not.toBe(closed.id);
  await pay(rma, 1);
  await wechat.steer('settle');
  await pay(rma, 1);
  expect((await wechat.paidOut(order)).map(([number]) => number)).toEqual([again.refunds[0]?.id]);
}, 60_000);

test('a worker that was thought dead brings an old refusal: the later attempt stands; its success is believed', async () => {
  const order = await wechat.order();
  const rma = await takeIn(await open(order));
  const { id: refundId } = await refundOf(rma);
  const meta = (commandId: string) => ({ merchantId, commandId, actor: { kind: 'system' as const, id: 'wechat' } });
  await runRmaCommand(app, rma.id, { type: 'claim_refund_attempt', refundId, attempt: 2 }, meta('claim-2'));
  const second = await runRmaCommand(
    app,
    rma.id,
    { type: 'claim_refund_attempt', refundId, attempt: 2 },
    meta('claim-2b'),
  );
  expect(second).toMatchObject({ ok: false, rejection: { code: 'refund_attempt_taken' } });
  const refused = { code: 'NOT_ENOUGH', message: '', retryable: false };
  await runRmaCommand(
    app,
    rma.id,
    { type: 'record_refund_rejection', refundId, ...refused, attempt: 1 },
    meta('late-1'),
  );
  expect(await stateOf(rma)).toBe('requested');
  await runRmaCommand(
    app,
    rma.id,
    { type: 'record_refund_success', refundId, gatewayReference: 'x', settledAt: app.clock.now() },
    meta('late-2'),
  );
  expect(await stateOf(rma)).toBe('succeeded');
});

test('refunds of one payment are sent one after another: the second waits for the pause that the gateway wants', async () => {
  const slow = { ...wechat.account, settings: { ...wechat.account.settings, pauseMs: '60000' } };
  const connected = await call('PUT', '/api/payments/wechat', { settings: slow.settings, credentials: {} });
  expect(connected.status).toBe(200);
  const order = await wechat.order({ quantity: 2, unitPriceMinor: 10_000 });
  const parts: Rma[] = [];
  for (let n = 0; n < 2; n++) parts.push(await takeIn(await open(order)));
  for (const rma of parts) await pay(rma, 1);
  expect(await Promise.all(parts.map(stateOf))).toEqual(['accepted', 'requested']);
  const { rows } = await app.db.inMerchant(merchantId, (tx) =>
    sql<{ waits: boolean }>`select run_at > now() + interval '50 seconds' as waits from graphile_worker.jobs
      where key = ${`refund:${present(parts[1]?.refunds[0], 'a refund').id}`}`.execute(tx),
  );
  expect(rows).toEqual([{ waits: true }]);
  await call('PUT', '/api/payments/wechat', { settings: wechat.account.settings, credentials: {} });
});

test('a gateway that is asked too fast is asked again by itself: nobody has to click', async () => {
  const rma = await takeIn(await open(await wechat.order()));
  await wechat.steer('faults', { kind: 'throttled', count: 1 });
  expect(await pay(rma, 1)).toBe(true);
  expect(await stateOf(rma)).toBe('requested');
  await sendRefund(app, { merchantId, rmaId: rma.id, refundId: (await refundOf(rma)).id }, 1);
  expect(await stateOf(rma)).toBe('accepted');
});
