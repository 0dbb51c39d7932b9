import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RmaView } from '../src/contract/returns.ts';
import { present } from '../src/domain/assert.ts';
import { plusHours } from '../src/domain/time.ts';
import { applyPushes } from '../src/server/couriers/apply-pushes.ts';
import { endWait } from '../src/server/outbound/ask-intercept.ts';
import { runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { anOrder, type OrderReply, startHarness } from './support/app-harness.ts';
import { writeBook } from './support/pickup-steps.ts';
import { deskOf, eventually } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, steer, merchantId } = harness;
const { app } = harness.program;
const { step } = deskOf(harness);
app.config.nearVendors = true;
const worker = await harness.startWorker();
afterAll(() => worker.stop());
beforeAll(() => writeBook(harness));

/** As it is once everything that was pushed is taken over. */
async function see(id: string): Promise<RmaView> {
  await applyPushes(app, merchantId);
  return (await call<RmaView>('GET', `/api/rmas/${id}`)).body;
}

let waybills = 0;

/** Somebody wants his money for goods that are on their way to him. */
async function asked({ outbound = true }: { outbound?: boolean } = {}) {
  const waybill = `YT77${String(Date.now()).slice(-7)}${String(++waybills).padStart(4, '0')}`;
  const request = anOrder();
  const payment = present(request.order.payments[0], 'a payment');
  await steer('alipay', 'trades', {
    trade_no: payment.tradeNumber,
    out_trade_no: request.order.externalId,
    total_amount: '199.00',
    buyer_logon_id: '138****1234',
  });
  const { status, body: order } = await call<OrderReply>('POST', '/api/orders', {
    ...request,
    order: {
      ...request.order,
      deliveredAt: null,
      ...(outbound ? { outbound: [{ courier: 'yuantong', waybill }] } : {}),
    },
  });
  expect(status, JSON.stringify(order)).toBe(200);
  await steer('kuaidi100', 'parcels', { com: 'yuantong', num: waybill });
  const { body } = await call<RmaView>('POST', '/api/rmas', {
    orderId: order.id,
    resolution: 'refund_only',
    reason: 'not_received',
    lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
  });
  expect(body.review, JSON.stringify(body)).toBe('escalated');
  return { rma: body, waybill };
}

const scan = (waybill: string, statusCode: string) => steer('kuaidi100', `parcels/${waybill}/scan`, { statusCode });
const outOf = async (id: string) => present((await see(id)).outbound[0], 'the parcel out');

/** The courier is heard of: the parcel is subscribed by a job. */
const heard = (id: string, waybill: string, statusCode: string, status: string) =>
  eventually(`the parcel ${status}`, async () => {
    await scan(waybill, statusCode);
    const out = await outOf(id);
    return out.status === status ? out : undefined;
  });

const intercept = (id: string, waybill: string) =>
  step(`/api/rmas/${id}/intercept`, { courier: 'yuantong', waybill }) as unknown as Promise<RmaView>;

const settle = (waybill: string, status: string) =>
  eventually('the question at the service', async () => {
    const answer = await fetch(`${harness.vendors.kuaidi100}/__sim/intercepts/${waybill}/settle`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status }),
    });
    return answer.ok ? true : undefined;
  });

test('a parcel that is asked back, turns round, arrives and is booked in is paid when it is back (L-5, L-2)', async () => {
  const { rma, waybill } = await asked();
  await heard(rma.id, waybill, '0', 'in_transit');
  const waiting = await intercept(rma.id, waybill);
  expect(waiting.outbound[0]?.intercept).toMatchObject({ state: 'asked', waitsUntil: expect.any(String) });
  await settle(waybill, 'SUCCESS');
  expect((await outOf(rma.id)).intercept?.state).toBe('accepted');

  // It is granted while the parcel travels: the money waits.
  await step(`/api/rmas/${rma.id}/approve`);
  const granted = await see(rma.id);
  expect(granted.refunds).toEqual([]);
  const early = await call<{ code: string }>('POST', `/api/rmas/${rma.id}/refund`, {});
  expect([early.status, early.body.code]).toEqual([409, 'waits_for_intercept']);
  expect(granted.abilities.find(({ command }) => command === 'request_refund')?.because?.code).toBe(
    'waits_for_intercept',
  );

  await heard(rma.id, waybill, '6', 'returning');
  const returning = await see(rma.id);
  expect(returning.lines[0]?.reception).toBe('in_transit');
  expect(returning.refunds).toEqual([]);
  await heard(rma.id, waybill, '4', 'return_delivered');
  const back = await see(rma.id);
  expect(back.outbound[0]?.intercept).toMatchObject({ state: 'back', waitsUntil: null });
  expect(back.refunds).toHaveLength(1);

  // The dock scans the number that the parcel went out with.
  const found = await call<{ matchedBy: string; rmas: RmaView[] }>('GET', `/api/receiving/${waybill}`);
  expect(found.body).toMatchObject({ matchedBy: 'waybill', rmas: [{ id: rma.id }] });
  const line = present(back.lines[0], 'a line');
  await step(`/api/rmas/${rma.id}/lines/${line.id}/receive`, { quantity: 1 });
  await step(`/api/rmas/${rma.id}/lines/${line.id}/inspect`, { quantity: 1, grade: 'new' });
  await step(`/api/rmas/${rma.id}/lines/${line.id}/dispose`, { quantity: 1, disposition: 'restock', location: 'A-1' });
  await eventually('the end', async () => ((await see(rma.id)).stage === 'closed' ? true : undefined));
  expect((await see(rma.id)).refunds).toHaveLength(1);
});

test('an intercept that fails says why, and no money goes out by itself', async () => {
  const { rma, waybill } = await asked();
  await heard(rma.id, waybill, '0', 'in_transit');
  await intercept(rma.id, waybill);
  await settle(waybill, 'FAIL');
  await step(`/api/rmas/${rma.id}/approve`);
  const after = await see(rma.id);
  expect(after.outbound[0]?.intercept).toMatchObject({ state: 'failed', waitsUntil: null });
  expect(after.refunds).toEqual([]);
  // A person may pay all the same, or ask once more.
  const abilities = new Map(after.abilities.map(({ command, allowed }) => [command, allowed]));
  expect([abilities.get('request_refund'), after.outbound[0]?.canIntercept]).toEqual([true, true]);
});

test('a parcel that the courier will not call back has failed at once', async () => {
  const { rma, waybill } = await asked();
  // Nothing was scanned yet, so the service refuses.
  await intercept(rma.id, waybill);
  const failed = await eventually('the refusal', async () => {
    const { intercept: known } = await outOf(rma.id);
    return known?.state === 'failed' ? known : undefined;
  });
  expect(failed.cause).toContain('不能拦截');
});

test('a parcel that arrives after all is the buyer’s, and a person decides', async () => {
  const { rma, waybill } = await asked();
  await heard(rma.id, waybill, '0', 'in_transit');
  await intercept(rma.id, waybill);
  await step(`/api/rmas/${rma.id}/approve`);
  await heard(rma.id, waybill, '3', 'delivered');
  const after = await see(rma.id);
  expect(after.outbound[0]).toMatchObject({ intercept: { state: 'delivered' }, canIntercept: false });
  expect(after.refunds).toEqual([]);
  expect(after.lines[0]?.reception).toBe('not_expected');
});

test('a number that no order names is typed, and followed from then on', async () => {
  const { rma, waybill } = await asked({ outbound: false });
  expect((await see(rma.id)).outbound).toEqual([]);
  // It is on its way, or the service would refuse: at once, or a moment later.
  await scan(waybill, '0');
  await intercept(rma.id, waybill);
  expect(await outOf(rma.id)).toMatchObject({ courier: 'yuantong', waybill, intercept: { state: 'asked' } });
});

test('two clicks ask once; a second question is refused while the first is open', async () => {
  const { rma, waybill } = await asked();
  await heard(rma.id, waybill, '0', 'in_transit');
  const body = { courier: 'yuantong', waybill };
  const key = { 'idempotency-key': `twice-${rma.id}` };
  const both = await Promise.all([1, 2].map(() => call('POST', `/api/rmas/${rma.id}/intercept`, body, key)));
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  const third = await call<{ code: string }>('POST', `/api/rmas/${rma.id}/intercept`, body);
  expect([third.status, third.body.code]).toEqual([409, 'already_intercepted']);
  expect((await see(rma.id)).timeline.filter(({ type }) => type === 'intercept_asked')).toHaveLength(1);
});

test('a person ends the wait, and then the money can be ordered', async () => {
  const { rma, waybill } = await asked();
  await heard(rma.id, waybill, '0', 'in_transit');
  await intercept(rma.id, waybill);
  await step(`/api/rmas/${rma.id}/approve`);
  await step(`/api/rmas/${rma.id}/intercept/stop-waiting`, { waybill });
  expect((await outOf(rma.id)).intercept?.waitsUntil).toBeNull();
  expect((await step(`/api/rmas/${rma.id}/refund`)).refunds).toHaveLength(1);
});

test('at the end of the wait the case is a person’s; a timer that is early changes nothing', async () => {
  const { rma, waybill } = await asked();
  await heard(rma.id, waybill, '0', 'in_transit');
  const { outbound } = await intercept(rma.id, waybill);
  await step(`/api/rmas/${rma.id}/approve`);
  const until = present(outbound[0]?.intercept?.waitsUntil, 'the end');
  const job = { merchantId, rmaId: rma.id as `rma_${string}`, waybill };
  await endWait(app, job);
  expect((await outOf(rma.id)).intercept?.waitsUntil).toBe(until);
  const clock = app.clock;
  app.clock = { now: () => plusHours(clock.now(), 80) };
  try {
    await endWait(app, job);
  } finally {
    app.clock = clock;
  }
  const after = await see(rma.id);
  expect(after.timeline.at(-1)).toMatchObject({ type: 'intercept_wait_ended', data: { because: 'time' } });
  expect(after.refunds).toEqual([]);
  const news = await runRmaCommand(
    app,
    job.rmaId,
    { type: 'end_intercept_wait', waybill, because: 'time' },
    { merchantId, commandId: `again-${rma.id}`, actor: { kind: 'system', id: 'intercept' } },
  );
  expect(news.ok && news.value.rma.version).toBe(after.version);
});

test.each([
  [
    'a return whose goods the buyer sends',
    { resolution: 'return_and_refund', reason: 'no_reason' },
    'nothing_to_intercept',
  ],
])('%s has no parcel to call back', async (_, request, code) => {
  const { body: order } = await call<OrderReply>('POST', '/api/orders', anOrder());
  const { body: rma } = await call<RmaView>('POST', '/api/rmas', {
    orderId: order.id,
    lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
    ...request,
  });
  const answer = await call<{ code: string }>('POST', `/api/rmas/${rma.id}/intercept`, {
    courier: 'yuantong',
    waybill: 'YT0000000000009',
  });
  expect([answer.status, answer.body.code]).toEqual([409, code]);
});
