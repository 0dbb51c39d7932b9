import { onTestFinished } from 'vitest';
import type { Simulator } from '../simulator.ts';
import { type ShopifyOptions, startShopify } from './simulator.ts';

export async function start(options: ShopifyOptions = {}): Promise<Simulator> {
  const simulator = await startShopify(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

/** An independent client: sends a query as any HTTP client would. */
export async function ask(
  { url }: Simulator,
  query: string,
  variables: Record<string, unknown> = {},
  { token = 'shpat_test_token', path = '/admin/api/2026-04/graphql.json', timeoutMs = 5_000 } = {},
) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Shopify-Access-Token': token },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  return { httpStatus: response.status, headers: response.headers, text, ...JSON.parse(text) };
}

export async function steer({ url }: Simulator, method: string, path: string, body: unknown = {}) {
  const init = method === 'GET' ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${url}/__sim/${path}`, { method, ...init });
  return { httpStatus: response.status, body: await response.json() };
}

/** A delivered order of 60.00 and twice 20.00 with 10.00 of postage, and a return of its first line. */
export async function startWithReturn(options: ShopifyOptions = {}) {
  const simulator = await start(options);
  const lines = [{ price: '60.00' }, { price: '20.00', quantity: 2 }];
  const order = (await steer(simulator, 'POST', 'orders', { shipping: '10.00', lines })).body[0];
  await steer(simulator, 'POST', `orders/${order.id}/ship`, { company: 'UPS', number: '1Z1' });
  await steer(simulator, 'POST', `orders/${order.id}/deliver`);
  const asked = (await steer(simulator, 'POST', 'returns', { orderId: order.id, lines: [{}] })).body;
  return { simulator, order, returnId: `gid://shopify/Return/${asked.id}`, asked };
}

const errors = 'userErrors { code message }';
export const approve = (simulator: Simulator, id: string) =>
  ask(simulator, `mutation($id: ID!) { returnApproveRequest(input: { id: $id }) { return { status } ${errors} } }`, {
    id,
  });
export const decline = (simulator: Simulator, id: string) =>
  ask(
    simulator,
    `mutation($id: ID!) { returnDeclineRequest(input: { id: $id, declineReason: FINAL_SALE, declineNote: "no" }) {
      return { status decline { reason note } } ${errors} } }`,
    { id },
  );

export function process(simulator: Simulator, id: string, order: { id: string }, amount: string, quantity = 1) {
  const number = id.slice(id.lastIndexOf('/') + 1);
  const transactionAmount = { amount, currencyCode: 'CNY' };
  const input = {
    returnId: id,
    returnLineItems: [{ id: `gid://shopify/ReturnLineItem/${number}1`, quantity }],
    financialTransfer: {
      issueRefund: {
        orderTransactions: [{ parentId: `gid://shopify/OrderTransaction/${order.id}0`, transactionAmount }],
      },
    },
  };
  const query = `mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { return { status } ${errors} } }`;
  return ask(simulator, query, { input });
}
