import { expect, test } from 'vitest';
import { placeOrder, startHarness } from './support/app-harness.ts';

const harness = await startHarness();

const openedReturn = async () => {
  const order = await placeOrder(harness);
  const lines = [{ orderLineId: order.lines[0]?.id, quantity: 1 }];
  const request = { orderId: order.id, resolution: 'return_and_refund', reason: 'no_reason', lines };
  const { body } = await harness.call<{ id: string; lines: { id: string }[] }>('POST', '/api/rmas', request);
  return { path: `/api/rmas/${body.id}`, linePath: `/api/rmas/${body.id}/lines/${body.lines[0]?.id}` };
};

test.each(['return=minimal', 'respond-async, return=minimal', 'Return = "minimal"'])(
  'with Prefer: %s a command is done and answered without a body',
  async (prefer) => {
    const { path, linePath } = await openedReturn();
    const answer = await harness.call('POST', `${linePath}/receive`, { quantity: 1 }, { prefer });
    expect(answer).toEqual({ status: 204, body: {} });
    const { body } = await harness.call<{ stage: string }>('GET', path);
    expect(body.stage).toBe('to_inspect');
  },
);

test.each(['return=representation', 'return=minimalist', 'minimal'])(
  'with Prefer: %s the return is shown',
  async (prefer) => {
    const { linePath } = await openedReturn();
    const { status, body } = await harness.call('POST', `${linePath}/receive`, { quantity: 1 }, { prefer });
    expect(status).toBe(200);
    expect(body).toMatchObject({ stage: 'to_inspect' });
  },
);

test('a refusal is told in full to whoever wants no body', async () => {
  const { linePath } = await openedReturn();
  const answer = await harness.call('POST', `${linePath}/receive`, { quantity: 2 }, { prefer: 'return=minimal' });
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'quantity_exceeds_line' });
});
