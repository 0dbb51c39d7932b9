import { describe, expect, test } from 'vitest';
import { ask, start, startWithReturn, steer } from './test-client.ts';

const list = `query($first: Int!, $after: String, $query: String) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    nodes { name } pageInfo { hasNextPage endCursor } } }`;

describe('the door', () => {
  test.each([
    ['an unknown token', { token: 'shpat_other' }, 401],
    ['no token', { token: '' }, 401],
    ['another path', { path: '/admin/api/2026-04/orders.json' }, 404],
  ])('is closed to %s', async (_, options, status) => {
    const { httpStatus, errors } = await ask(await start(), '{ orders(first: 1) { nodes { id } } }', {}, options);
    expect(httpStatus).toBe(status);
    expect(errors).toEqual(expect.any(String));
  });

  test('lets a token do what its scopes say', async () => {
    const { simulator, returnId } = await startWithReturn();
    const options = { token: 'shpat_test_read_only' };
    const query = `query($id: ID!) { return(id: $id) { status } }`;
    expect(await ask(simulator, query, { id: returnId }, options)).toMatchObject({
      data: { return: { status: 'REQUESTED' } },
    });
    const write = `mutation($id: ID!) { returnClose(id: $id) { return { id } } }`;
    expect(await ask(simulator, write, { id: returnId }, options)).toMatchObject({
      httpStatus: 200,
      errors: [{ extensions: { code: 'ACCESS_DENIED' } }],
    });
  });

  test.each(['{ orders(first: 1) { nodes { sku } } }', '{ orders(first: 1', '{ returns(first: 1) { nodes { id } } }'])(
    'refuses what the schema lacks: %s',
    async (query) => {
      const answer = await ask(await start(), query);
      expect(answer).toMatchObject({ httpStatus: 200, errors: [{ extensions: { code: 'undefinedField' } }] });
      expect(answer).not.toHaveProperty('data');
    },
  );
});

describe('a list', () => {
  async function startWithOrders() {
    const simulator = await start();
    for (let n = 0; n < 5; n += 1) {
      await steer(simulator, 'POST', 'orders', { name: `#${n}` });
      simulator.clock.shift(60_000);
    }
    return simulator;
  }

  test('goes on behind its cursor, although a row that was seen moves meanwhile', async () => {
    const simulator = await startWithOrders();
    const first = (await ask(simulator, list, { first: 2 })).data.orders;
    expect(first.nodes).toEqual([{ name: '#0' }, { name: '#1' }]);
    const [order] = (await steer(simulator, 'GET', 'orders')).body;
    await steer(simulator, 'POST', `orders/${order.id}/tag`, { tag: 'x' });
    const after = first.pageInfo.endCursor;
    const second = (await ask(simulator, list, { first: 9, after })).data.orders;
    expect(second).toMatchObject({
      nodes: [{ name: '#2' }, { name: '#3' }, { name: '#4' }, { name: '#0' }],
      pageInfo: { hasNextPage: false },
    });
  });

  test('is searched by time', async () => {
    const simulator = await startWithOrders();
    const orders = (await steer(simulator, 'GET', 'orders')).body;
    const at = (n: number): string => new Date(orders[n].updatedAt).toISOString().slice(0, 19);
    const query = `updated_at:>='${at(1)}Z' updated_at:<='${at(3)}Z'`;
    expect((await ask(simulator, list, { first: 9, query })).data.orders.nodes).toHaveLength(3);
  });

  test.each([
    [{ first: 0 }],
    [{ first: 251 }],
    [{ first: 1, after: 'bm90aGluZw==' }],
    [{ first: 1, query: 'colour:red' }],
  ])('is refused with %o', async (variables) => {
    expect(await ask(await start(), list, variables)).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe('the price of a query', () => {
  test('grows with the rows that are asked for, and is told with what is left', async () => {
    const simulator = await start();
    const nested = `{ orders(first: 10) { nodes { id lineItems(first: 20) { nodes { id originalTotalSet {
      presentmentMoney { amount } } } } } } }`;
    const { cost } = (await ask(simulator, nested)).extensions;
    expect(cost).toMatchObject({
      requestedQueryCost: 610,
      throttleStatus: { maximumAvailable: 2000, restoreRate: 100 },
    });
    expect(cost.actualQueryCost).toBeLessThan(10);
  });

  test('above the bucket is never paid, and above what is left not yet', async () => {
    const simulator = await start();
    await steer(simulator, 'POST', 'switches', { bucketSize: 20, restoreRate: 1 });
    const query = (first: number) => `{ orders(first: ${first}) { nodes { id } } }`;
    expect(await ask(simulator, query(30))).toMatchObject({ errors: [{ extensions: { code: 'MAX_COST_EXCEEDED' } }] });
    let answer = await ask(simulator, query(20));
    while (!answer.errors) answer = await ask(simulator, query(20));
    expect(answer).toMatchObject({
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
      extensions: { cost: { requestedQueryCost: 20, actualQueryCost: null } },
    });
  });
});

test.each([
  ['too_many_requests', 429],
  ['token_revoked', 401],
])('the fault %s answers with %i', async (kind, status) => {
  const simulator = await start();
  await steer(simulator, 'POST', 'faults', { kind, count: 1, seconds: 3 });
  const answer = await ask(simulator, list, { first: 1 });
  expect(answer.httpStatus).toBe(status);
  if (status === 429) expect(answer.headers.get('retry-after')).toBe('3.0');
  expect((await ask(simulator, list, { first: 1 })).httpStatus).toBe(200);
});
