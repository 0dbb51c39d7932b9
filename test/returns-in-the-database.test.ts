import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { present } from '../src/domain/assert.ts';
import type { OrderId, RmaId } from '../src/domain/ids.ts';
import { findOrder } from '../src/server/orders/order-store.ts';
import { replay } from '../src/server/returns/replay.ts';
import { openRma, runRmaCommand } from '../src/server/returns/run-rma-command.ts';
import { anOrder, placeOrder, startHarness } from './support/app-harness.ts';
import {
  anyOrderPlan,
  anySteps,
  commandOf,
  type OrderPlan,
  orderFrom,
  type Step,
  type World,
  worldOf,
} from './support/return-world.ts';
import { deskOf } from './support/returns-desk.ts';
import { asOwner } from './support/test-postgres.ts';

const harness = await startHarness();
const { app } = harness.program;
const { merchantId, call } = harness;
const { open, see, step, takeIn } = deskOf(harness);

const inTx = app.db.inMerchant;
const cny = (minor: number | bigint) => ({ minor: String(minor), currency: 'CNY' });

let placed = 0;

/** Puts the order of a plan into the database, through the API. */
async function placePlanned(plan: OrderPlan): Promise<World> {
  const order = orderFrom({ ...plan, fromPlatform: false });
  const externalId = `P${++placed}`;
  const { shopId, order: frame } = anOrder({ externalId });
  const { status, body } = await call<{ id: OrderId }>('POST', '/api/orders', {
    shopId,
    order: {
      ...frame,
      shippedAt: plan.shipped ? frame.shippedAt : null,
      deliveredAt: plan.shipped ? frame.deliveredAt : null,
      freightPaid: cny(plan.freightMinor),
      payments: order.payments.map((payment) => ({
        method: 'alipay',
        tradeNumber: `${externalId}-${payment.id}`,
        paid: cny(payment.paid.minor),
      })),
      lines: order.lines.map((line, i) => ({
        externalId: `${externalId}-${i}`,
        sku: line.sku,
        title: line.title,
        quantity: line.quantity,
        unitPrice: cny(line.unitPrice.minor),
        discounts: line.discounts.map(({ funder, amount }) => ({ funder, amount: cny(amount.minor) })),
        unitCost: cny(line.unitCost.minor),
        vatBasisPoints: line.vatBasisPoints,
      })),
    },
  });
  expect(status, JSON.stringify(body)).toBe(200);
  const stored = present(await inTx(merchantId, (tx) => findOrder(tx, merchantId, body.id)), 'the order');
  const policy = await inTx(merchantId, (tx) => app.policies.live(tx, merchantId));
  return worldOf(stored, policy);
}

const beginning: Step = { kind: 'open_rma', which: 0, part: 0, quantity: 3, choice: 0 };

const toTheRetry = (
  [
    'approve',
    'receive_line',
    'undo_receipt',
    'receive_line',
    'inspect_line',
    'request_refund',
    'record_refund_rejection',
    'retry_refund',
    'record_refund_success',
  ] as const
).map((kind): Step => ({ kind, which: 0, part: 0, quantity: 3, choice: 0 }));

test('after any commands on any orders, folding the events again gives every row that is stored', async () => {
  const anyTale = fc.record({ plan: anyOrderPlan, steps: anySteps(40) });
  const commandsSeen = new Set<string>();
  const tales = fc.sample(anyTale, { numRuns: 40, seed: 20_261_122 });
  // By chance alone a retry is hardly ever met.
  const retried = tales.map(({ plan }) => ({ plan: { ...plan, shipped: true }, steps: toTheRetry }));
  for (const { plan, steps } of [...tales, ...retried.slice(0, 5)]) {
    const world = await placePlanned(plan);
    for (const [n, taken] of [beginning, ...steps].entries()) {
      const meant = commandOf(world, taken);
      if (!meant) continue;
      const meta = { merchantId, commandId: `tale-${placed}-${n}`, actor: { kind: 'system', id: 'tale' } as const };
      const result =
        meant.command.type === 'open_rma'
          ? await openRma(app, world.order.id, { ...meant.command, rmaId: app.newId('rma') }, meta)
          : await runRmaCommand(app, meant.rmaId, meant.command, meta);
      world.last = meant;
      if (!result.ok) continue;
      commandsSeen.add(meant.command.type);
      world.order = result.value.order;
      world.rmas.set(result.value.rma.id, result.value.rma);
    }
  }
  const replayed = await replay(app, merchantId);
  expect(replayed.disagreements).toEqual([]);
  expect(replayed.returns).toBeGreaterThan(40);
  expect([...commandsSeen].sort()).toEqual(
    expect.arrayContaining(['dispose_line', 'mark_missing', 'record_refund_success', 'request_refund', 'retry_refund']),
  );
  const { rows } = await inTx(merchantId, (tx) =>
    sql<{ difference: bigint; lost: bigint }>`select
      (select coalesce(sum(debit_minor) - sum(credit_minor), 0)::bigint from journal_line) as difference,
      (select coalesce(sum(quantity), 0)::bigint from stock_balance) as lost`.execute(tx),
  );
  expect(rows[0]).toEqual({ difference: 0n, lost: 0n });
});

test('one command that arrives five times at once runs once', async () => {
  const rma = await open(await placeOrder(harness, { quantity: 3 }), {});
  const lineId = rma.lines[0]?.id;
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      call(
        'POST',
        `/api/rmas/${rma.id}/lines/${lineId}/receive`,
        { quantity: 1 },
        { 'idempotency-key': `rcv-${rma.id}` },
      ),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  const { timeline } = await see(rma.id);
  expect(timeline.filter((entry) => entry.type === 'line_received')).toHaveLength(1);
});

test('one id with another content is refused', async () => {
  const order = await placeOrder(harness, { quantity: 3 });
  const two = await open(order, { lines: [{ orderLineId: order.lines[0]?.id, quantity: 2 }] });
  const receive = (quantity: number) =>
    call(
      'POST',
      `/api/rmas/${two.id}/lines/${two.lines[0]?.id}/receive`,
      { quantity },
      { 'idempotency-key': `id-${two.id}` },
    );
  expect((await receive(1)).status).toBe(200);
  expect(await receive(2)).toMatchObject({ status: 409, body: { code: 'command_id_reused' } });
});

test('of two people who decide on one return at once, one decides and the other learns that it is decided', async () => {
  const rma = await open(await placeOrder(harness), { reason: 'other' });
  const answers = await Promise.all([
    call('POST', `/api/rmas/${rma.id}/approve`, {}),
    call('POST', `/api/rmas/${rma.id}/reject`, { reasonCode: 'other', note: '不符合' }),
    call('POST', `/api/rmas/${rma.id}/approve`, {}),
    call('POST', `/api/rmas/${rma.id}/reject`, { reasonCode: 'other', note: '不符合' }),
  ]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
  for (const { status, body } of answers) if (status === 409) expect(body).toMatchObject({ code: 'review_is_over' });
});

test('two returns of one order that are paid at once share what the order paid', async () => {
  const order = await placeOrder(harness, { quantity: 3, unitPriceMinor: 1_001, freightMinor: 1 });
  const one = () => open(order, { reason: 'quality_fault', evidence: ['fil_1'] });
  const rmas = await Promise.all([one(), one(), one()]);
  const paid = await Promise.all(rmas.map((rma) => takeIn(rma)));
  const amounts = paid.map((rma) => Number(rma.refunds[0]?.amount.minor));
  expect(amounts.sort()).toEqual([1_001, 1_001, 1_002]);
  expect(new Set(paid.map((rma) => rma.refunds[0]?.id)).size).toBe(3);
});

const denied = (statement: string) =>
  inTx(merchantId, (tx) => sql.raw(statement).execute(tx)).then(
    () => 'done',
    (error: Error) => error.message,
  );

test.each([
  ['more units claimed than bought', 'update order_line set claimed = quantity + 1', 'check constraint'],
  ['fewer than none', 'update order_line set claimed = -1', 'check constraint'],
  ['more units settled than bought', 'update order_line set settled = quantity + 1', 'check constraint'],
  [
    'a line refunded above its price',
    'update order_line set refunded_minor = paid_minor + freight_minor + 1',
    'check constraint',
  ],
  [
    'a payment refunded above what it brought',
    'update order_payment set refunded_minor = paid_minor + 1',
    'check constraint',
  ],
  ['a refund of nothing', 'update refund set amount_minor = 0', 'check constraint'],
  ['an empty line', 'update rma_line set quantity = 0', 'check constraint'],
  ['an event changed', `update rma_event set type = 'rma_approved'`, 'permission denied'],
  ['an event deleted', 'delete from rma_event', 'permission denied'],
  ['all events gone', 'truncate rma_event', 'permission denied'],
  ['a journal line changed', 'update journal_line set debit_minor = debit_minor + 1', 'permission denied'],
  ['an account taken away', 'delete from account', 'permission denied'],
  ['an account renumbered', "update account set code = '1' || code", 'permission denied'],
  ['a journal entry deleted', 'delete from journal_entry', 'permission denied'],
  ['a stock movement changed', 'update stock_movement set quantity = 9', 'permission denied'],
  ['a return deleted', 'delete from rma', 'permission denied'],
  ['a refund deleted', 'delete from refund', 'permission denied'],
])('whatever a bug tries, the database does not let through: %s', async (_, statement, reason) => {
  await takeIn(await open(await placeOrder(harness)));
  expect(await denied(statement)).toContain(reason);
});

test('an entry that does not balance cannot be committed, nor a line of an old entry or of no account', async () => {
  await takeIn(await open(await placeOrder(harness)));
  const entry = `insert into journal_entry (merchant_id, entry_id, kind, posted_on, rma_id, rma_seq, rma_number, currency)
    values ('${merchantId}', 'jnl_bad', 'bad', current_date, 'rma_x', 1, 'R', 'CNY')`;
  const line = (id: string, no: number, debit: number, account = '1406') => `insert into journal_line
    (merchant_id, entry_id, line_no, account_code, debit_minor, credit_minor, posted_on)
    values ('${merchantId}', '${id}', ${no}, '${account}', ${debit}, 0, current_date)`;
  const both = inTx(merchantId, async (tx) => {
    await sql.raw(entry).execute(tx);
    await sql.raw(line('jnl_bad', 1, 5)).execute(tx);
  });
  await expect(both).rejects.toThrow('does not balance');
  await expect(inTx(merchantId, (tx) => sql.raw(entry).execute(tx))).rejects.toThrow('does not balance');
  const { rows } = await inTx(merchantId, (tx) =>
    sql<{ entry_id: string }>`select entry_id from journal_entry limit 1`.execute(tx),
  );
  const added = inTx(merchantId, (tx) => sql.raw(line(rows[0]?.entry_id ?? '', 99, 5)).execute(tx));
  await expect(added).rejects.toThrow('entry of an earlier transaction');
  const unknown = inTx(merchantId, async (tx) => {
    await sql.raw(entry).execute(tx);
    await sql.raw(line('jnl_bad', 1, 5, '9999')).execute(tx);
  });
  await expect(unknown).rejects.toThrow('account 9999, which does not exist');
});

test('one event is never booked twice', async () => {
  await takeIn(await open(await placeOrder(harness)));
  const again = `insert into journal_entry (merchant_id, entry_id, kind, posted_on, rma_id, rma_seq, rma_number, currency)
    select merchant_id, 'jnl_again', kind, posted_on, rma_id, rma_seq, rma_number, currency from journal_entry limit 1`;
  expect(await denied(again)).toContain('duplicate key');
});

test('a command that breaks a ceiling through a wrong counter leaves nothing behind', async () => {
  const order = await placeOrder(harness);
  const rma = await open(order);
  await step(`/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}/receive`, { quantity: 1 });
  // As if another program had spent the payment: the refund must not go out, and nothing of the inspection is kept half.
  await asOwner(
    harness.databaseUrl,
    `update order_payment set refunded_minor = paid_minor where order_id = '${order.id}'`,
  );
  const inspected = await call<{ stage: string; refunds: object[] }>(
    'POST',
    `/api/rmas/${rma.id}/lines/${rma.lines[0]?.id}/inspect`,
    { quantity: 1, grade: 'new' },
  );
  expect(inspected.body).toMatchObject({ stage: 'to_refund', refunds: [] });
  const asked = await call('POST', `/api/rmas/${rma.id}/refund`, {});
  expect(asked).toMatchObject({ status: 409, body: { code: 'refund_exceeds_paid' } });
});

test('a deduction in another currency is refused, not a crash', async () => {
  const order = await placeOrder(harness, { unitPriceMinor: 60_000 });
  const rma = await open(order);
  if (rma.review !== 'approved') await step(`/api/rmas/${rma.id}/approve`);
  await takeIn(rma);
  const deductions = [{ lineId: rma.lines[0]?.id, amount: { minor: '100', currency: 'USD' }, reason: '赠品' }];
  const answer = await call('POST', `/api/rmas/${rma.id}/refund`, { deductions });
  expect(answer).toMatchObject({ status: 409, body: { code: 'deduction_exceeds_amount' } });
});

test('a return that was withdrawn after its refund was granted cannot be paid', async () => {
  const order = await placeOrder(harness, { unitPriceMinor: 60_000 });
  const rma = await open(order, { resolution: 'refund_only', reason: 'not_received' });
  const approved = await step(`/api/rmas/${rma.id}/approve`);
  expect(approved.stage).toBe('to_refund');
  await step(`/api/rmas/${rma.id}/withdraw`, { cause: 'buyer' });
  expect(await call('POST', `/api/rmas/${rma.id}/refund`, {})).toMatchObject({
    status: 409,
    body: { code: 'review_is_over' },
  });
  const { refunds, stage }: { refunds: object[]; stage: string } = await see(rma.id);
  expect({ refunds, stage }).toEqual({ refunds: [], stage: 'withdrawn' });
});

test('a return that names another order’s line is refused', async () => {
  const [mine, other] = [await placeOrder(harness), await placeOrder(harness)];
  const answer = await call('POST', '/api/rmas', {
    orderId: mine.id,
    resolution: 'return_and_refund',
    reason: 'no_reason',
    lines: [{ orderLineId: other.lines[0]?.id, quantity: 1 }],
  });
  expect(answer).toMatchObject({ status: 404, body: { code: 'order_line_not_found' } });
});

test('a bulk review gives each return its own verdict', async () => {
  const waiting = await open(await placeOrder(harness), { reason: 'other' });
  const decided = await open(await placeOrder(harness));
  const unknown: RmaId = 'rma_nothing';
  const request = { rmaIds: [waiting.id, decided.id, unknown], verdict: 'approve' };
  const { body } = await call<{ verdicts: { ok: boolean; rejection?: { code: string } }[] }>(
    'POST',
    '/api/rmas/bulk-review',
    request,
  );
  expect(body.verdicts.map((verdict) => verdict.rejection?.code ?? 'done')).toEqual([
    'done',
    'review_is_over',
    'rma_not_found',
  ]);
});
