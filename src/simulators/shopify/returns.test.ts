import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { approve, ask, decline, process, start, startWithReturn, steer } from './test-client.ts';

const ledger = async (simulator: { url: string }) => await (await fetch(`${simulator.url}/__sim/ledger`)).json();

describe('a return', () => {
  test('is approved once, and with it gets its way back', async () => {
    const { simulator, returnId } = await startWithReturn();
    const query = `query($id: ID!) { return(id: $id) { reverseFulfillmentOrders(first: 1) { nodes { status } } } }`;
    const nodes = async () =>
      (await ask(simulator, query, { id: returnId })).data.return.reverseFulfillmentOrders.nodes;
    expect(await nodes()).toEqual([]);
    expect((await approve(simulator, returnId)).data.returnApproveRequest).toEqual({
      return: { status: 'OPEN' },
      userErrors: [],
    });
    expect(await nodes()).toEqual([{ status: 'OPEN' }]);
    expect((await approve(simulator, returnId)).data.returnApproveRequest).toMatchObject({
      return: null,
      userErrors: [{ code: 'INVALID_STATE' }],
    });
  });

  test('is declined with a reason, and then neither approved nor processed', async () => {
    const { simulator, returnId, order } = await startWithReturn();
    expect((await decline(simulator, returnId)).data.returnDeclineRequest.return).toEqual({
      status: 'DECLINED',
      decline: { reason: 'FINAL_SALE', note: 'no' },
    });
    expect((await approve(simulator, returnId)).data.returnApproveRequest.userErrors).toMatchObject([
      { code: 'INVALID_STATE' },
    ]);
    const answer = await process(simulator, returnId, order, '60.00');
    expect(answer.data.returnProcess.userErrors).toMatchObject([{ code: 'INVALID_STATE' }]);
    expect(await ledger(simulator)).toEqual([]);
  });

  test('is paid once', async () => {
    const { simulator, returnId, order, asked } = await startWithReturn();
    await approve(simulator, returnId);
    expect((await process(simulator, returnId, order, '60.00')).data.returnProcess).toMatchObject({
      return: { status: 'CLOSED' },
      userErrors: [],
    });
    expect((await process(simulator, returnId, order, '60.00')).data.returnProcess.userErrors).toHaveLength(1);
    expect(await ledger(simulator)).toMatchObject([{ returnId: asked.id, amount: '60.00', by: 'app', calls: 2 }]);
  });

  test.each([
    ['more than was paid', '110.01', 1],
    ['nothing', '0.00', 1],
    ['a text', 'all', 1],
    ['more units than are returned', '60.00', 2],
  ])('is not paid with %s', async (_, amount, quantity) => {
    const { simulator, returnId, order } = await startWithReturn();
    await approve(simulator, returnId);
    const answer = await process(simulator, returnId, order, amount, quantity);
    expect(answer.data.returnProcess.userErrors).toMatchObject([{ code: 'INVALID' }]);
    expect(await ledger(simulator)).toEqual([]);
  });

  test('can be cancelled while nothing of it is processed', async () => {
    const { simulator, returnId, asked } = await startWithReturn();
    expect((await steer(simulator, 'POST', `returns/${asked.id}/cancel`)).httpStatus).toBe(409);
    await approve(simulator, returnId);
    expect((await steer(simulator, 'POST', `returns/${asked.id}/cancel`)).body).toMatchObject({ status: 'CANCELED' });
  });

  test('cannot be asked for units that are on their way back already', async () => {
    const { simulator, order } = await startWithReturn();
    const again = await steer(simulator, 'POST', 'returns', { orderId: order.id, lines: [{}] });
    expect(again).toMatchObject({ httpStatus: 409, body: { error: expect.stringContaining('only 0 units') } });
  });

  test('moves its order, so that the list of changed orders shows it', async () => {
    const { simulator, order, asked } = await startWithReturn();
    simulator.clock.shift(60_000);
    const before = (await steer(simulator, 'GET', `orders/${order.id}`)).body.updatedAt;
    await steer(simulator, 'POST', `returns/${asked.id}/modify`, { customerNote: 'torn' });
    expect((await steer(simulator, 'GET', `orders/${order.id}`)).body.updatedAt).toBeGreaterThan(before + 59_000);
  });
});

test('a restart forgets no order, no return and no payment', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'shopify-'));
  const { simulator, returnId, order } = await startWithReturn({ dataDir });
  await approve(simulator, returnId);
  await process(simulator, returnId, order, '60.00');
  const paid = await ledger(simulator);
  await simulator.close();
  const after = await start({ dataDir });
  expect(await ledger(after)).toEqual(paid);
  expect((await process(after, returnId, order, '60.00')).data.returnProcess.userErrors).toHaveLength(1);
  const next = (await steer(after, 'POST', 'orders', {})).body[0];
  expect(next.id).not.toBe(order.id);
});
