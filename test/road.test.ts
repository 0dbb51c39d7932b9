import { expect, test } from 'vitest';
import { replay } from '../src/server/returns/replay.ts';
import { type OrderReply, placeOrder, startHarness } from './support/app-harness.ts';

const harness = await startHarness();
const { call, look } = harness;

type Rma = {
  id: string;
  number: string;
  stage: string;
  review: string;
  lines: { id: string; quantity: number; reception: string; settlement: string }[];
  refunds: { id: string; state: string; amount: { minor: string }; gatewayReference: string | null }[];
  timeline: { type: string }[];
  amount: { total: { minor: string } } | null;
};

const open = async (order: OrderReply, request: object = {}) => {
  const { status, body } = await call<Rma>('POST', '/api/rmas', {
    orderId: order.id,
    resolution: 'return_and_refund',
    reason: 'no_reason',
    lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
    ...request,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};

const step = async (path: string, body: object = {}) => {
  const answer = await call<Rma>('POST', path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
};

const until = async (rmaId: string, done: (rma: Rma) => boolean): Promise<Rma> => {
  for (let tries = 0; tries < 200; tries++) {
    const { body } = await call<Rma>('GET', `/api/rmas/${rmaId}`);
    if (done(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${rmaId} did not get there: ${JSON.stringify((await call('GET', `/api/rmas/${rmaId}`)).body)}`);
};

test('a return within seven days travels the whole road, and the buyer is paid once', async () => {
  const worker = await harness.startWorker();
  const order = await placeOrder(harness, { quantity: 2, freightMinor: 1_000 });
  const opened = await open(order);
  expect(opened.review).toBe('approved');

  const lineId = opened.lines[0]?.id;
  await step(`/api/rmas/${opened.id}/parcels`, { courier: 'shunfeng', waybill: 'SF1234567890123' });
  const scanned = await call<{ matchedBy: string; rmas: Rma[] }>('GET', '/api/receiving/SF1234567890123');
  expect(scanned.body.rmas.map((rma) => rma.id)).toEqual([opened.id]);
  await step(`/api/rmas/${opened.id}/lines/${lineId}/receive`, { quantity: 1 });
  const inspected = await step(`/api/rmas/${opened.id}/lines/${lineId}/inspect`, { quantity: 1, grade: 'new' });
  expect(inspected.refunds.map((refund) => refund.amount.minor)).toEqual(['19900']);
  await step(`/api/rmas/${opened.id}/lines/${lineId}/dispose`, {
    quantity: 1,
    disposition: 'restock',
    location: 'A-01',
  });

  const paid = await until(opened.id, (rma) => rma.refunds.every((refund) => refund.state === 'succeeded'));
  await worker.stop();
  expect(paid.stage).toBe('closed');
  expect(paid.timeline.map((entry) => entry.type)).toEqual([
    'rma_opened',
    'policy_applied',
    'rma_approved',
    'parcel_announced',
    'line_received',
    'line_inspected',
    'refund_requested',
    'line_disposed',
    'refund_succeeded',
  ]);
  const ledger = (await look('alipay', 'ledger')) as { out_request_no: string; amount: string }[];
  expect(ledger.filter((row) => row.out_request_no === paid.refunds[0]?.id)).toHaveLength(1);

  const balance = await call<{ balanced: boolean; rows: { account: string; debit: { minor: string } }[] }>(
    'GET',
    '/api/trial-balance',
  );
  expect(balance.body.balanced).toBe(true);
  const stock = await call<{ rows: { sku: string; condition: string; quantity: number }[] }>('GET', '/api/stock');
  expect(stock.body.rows).toContainEqual(expect.objectContaining({ sku: 'COAT-M', condition: 'good', quantity: 1 }));
});

test('two people who open a return of the last piece at once get one return', async () => {
  const order = await placeOrder(harness);
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      call('POST', '/api/rmas', {
        orderId: order.id,
        resolution: 'return_and_refund',
        reason: 'no_reason',
        lines: [{ orderLineId: order.lines[0]?.id, quantity: 1 }],
      }),
    ),
  );
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
  expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'quantity_exceeds_bought' });
});

test('the same key opens once; with other content it is refused', async () => {
  const order = await placeOrder(harness, { quantity: 3 });
  const request = (quantity: number) => ({
    orderId: order.id,
    resolution: 'return_and_refund',
    reason: 'no_reason',
    lines: [{ orderLineId: order.lines[0]?.id, quantity }],
  });
  const headers = { 'idempotency-key': `open-${order.id}` };
  const first = await call<Rma>('POST', '/api/rmas', request(1), headers);
  const again = await call<Rma>('POST', '/api/rmas', request(1), headers);
  const other = await call('POST', '/api/rmas', request(2), headers);
  expect(again.body.id).toBe(first.body.id);
  expect(other).toMatchObject({ status: 409, body: { code: 'command_id_reused' } });
});

test('folding all events again gives the rows that are stored', async () => {
  const { disagreements, returns } = await replay(harness.program.app, harness.merchantId);
  expect(disagreements).toEqual([]);
  expect(returns).toBeGreaterThanOrEqual(3);
});
