import { afterEach, describe, expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { type CannedAnswer, type CannedVendor, reset, silence } from '../../canned-vendor.ts';
import * as canned from './canned-shop.ts';
import { answerOf, at, bag, returnLine, vendorOrder, vendorReturn } from './canned-shop.ts';
import type { ShopifyConfig } from './config.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

async function shopAnswering(changes: Partial<ShopifyConfig>, ...answers: CannedAnswer[]) {
  const shop = await canned.shopAnswering(changes, ...answers);
  vendor = shop.vendor;
  return shop.port;
}
const sent = (n: number) => JSON.parse(vendor?.seen[n]?.body.toString('utf8') ?? '{}');
const failed = (code: string | undefined, extra: object = {}): string =>
  JSON.stringify({ errors: [{ message: 'm', ...(code ? { extensions: { code } } : {}) }], ...extra });
const price = (requestedQueryCost: number, currentlyAvailable: number, restoreRate = 50) => ({
  extensions: {
    cost: {
      requestedQueryCost,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 1000, currentlyAvailable, restoreRate },
    },
  },
});

describe('a call', () => {
  test('names its version, its token, its operation and its variables', async () => {
    const port = await shopAnswering({ apiVersion: '2026-07' }, answerOf({ order: vendorOrder() }));
    await port.getOrder('1');
    expect(vendor?.seen[0]).toMatchObject({
      path: '/admin/api/2026-07/graphql.json',
      headers: { 'x-shopify-access-token': 'shpat_test_token', 'content-type': 'application/json' },
    });
    expect(sent(0)).toMatchObject({ operationName: 'ReadOrder', variables: { id: 'gid://shopify/Order/1' } });
  });

  test.each<[string, CannedAnswer, object]>([
    ['its cost', failed('THROTTLED', price(752, 666)), { kind: 'throttled', retryAfterMs: 1720 }],
    ['no cost', failed('THROTTLED'), { kind: 'throttled', retryAfterMs: 2000 }],
    ['a bucket that is full again', failed('THROTTLED', price(10, 900)), { kind: 'throttled', retryAfterMs: 2000 }],
    [
      'a header',
      (response) => {
        response.writeHead(429, { 'retry-after': '2.5' }).end('{}');
      },
      { kind: 'throttled', retryAfterMs: 2500 },
    ],
    ['status 429 alone', { status: 429, body: '' }, { kind: 'throttled', retryAfterMs: 2000 }],
  ])('that is throttled waits as long as %s says', async (_, answer, fault) => {
    expect(await (await shopAnswering({}, answer)).getOrder('1')).toEqual(fault);
  });

  test.each<[string, CannedAnswer, string]>([
    ['a wrong token', { status: 401, body: '{"errors":"[API] Invalid API key"}' }, 'unauthorised'],
    ['a missing shop', { status: 404, body: '' }, 'unauthorised'],
    ['a missing scope', failed('ACCESS_DENIED', { data: { order: null } }), 'unauthorised'],
    ['a field that the schema lacks', failed('undefinedField'), 'refused'],
    ['a price above the limit', failed('MAX_COST_EXCEEDED'), 'refused'],
    ['a shop that is closed', failed('SHOP_INACTIVE'), 'unauthorised'],
    ['an error without a code', failed(undefined), 'unknown'],
    ['a call that took too long at Shopify', failed('TIMEOUT'), 'unknown'],
    ['a word of Shopify’s that we do not know', failed('SOMETHING_NEW'), 'unknown'],
    ['an error of Shopify', failed('INTERNAL_SERVER_ERROR'), 'unknown'],
    ['an error beside data', failed('SOMETHING', { data: { order: {} } }), 'unknown'],
    ['a gateway page', { status: 502, body: '<html>502 Bad Gateway</html>' }, 'unknown'],
    ['half a body', answerOf({ order: vendorOrder() }).slice(0, 90), 'unknown'],
    ['an empty object', '{}', 'unknown'],
    ['silence', silence, 'unknown'],
    ['a broken connection', reset, 'unknown'],
  ])('that meets %s', async (_, answer, kind) => {
    expect(await (await shopAnswering({}, answer)).getOrder('1')).toMatchObject({ kind });
  });
});

describe('reading', () => {
  test('puts the further pages of lines into the order, and masks whom it is for', async () => {
    const [line] = vendorOrder().lineItems.nodes;
    const page = (id: string, next: string | null) => ({
      nodes: [{ ...line, id: `gid://shopify/LineItem/${id}` }],
      pageInfo: { hasNextPage: next !== null, endCursor: next },
    });
    const order = vendorOrder({
      lineItems: page('11', 'c1'),
      shippingAddress: { name: 'John Doe', phone: '+1 202 555 0199' },
    });
    const port = await shopAnswering(
      {},
      answerOf({ order }),
      answerOf({ order: { lineItems: page('12', 'c2') } }),
      answerOf({ order: { lineItems: page('13', null) } }),
    );
    const found = await port.getOrder('1');
    const raw = found.kind === 'document' ? found.document.raw : expect.unreachable(found.kind);
    expect(JSON.stringify(raw)).not.toMatch(/John|Doe|2025550/);
    expect(port.decodeOrder(raw)).toMatchObject({
      order: {
        buyer: { maskedName: 'J**', maskedPhone: '*******0199' },
        lines: [{ externalId: '11' }, { externalId: '12' }, { externalId: '13' }],
      },
    });
    expect([sent(1).variables.after, sent(2).variables.after]).toEqual(['c1', 'c2']);
  });

  test('finds the returns of an order beyond those that the list shows', async () => {
    const returns = (ids: string[], next: string | null) => ({
      nodes: ids.map((id) => ({ id: `gid://shopify/Return/${id}` })),
      pageInfo: { hasNextPage: next !== null, endCursor: next },
    });
    const head = { id: 'gid://shopify/Order/1', updatedAt: '2026-01-15T02:12:00Z' };
    const one = (id: string) => answerOf({ return: vendorReturn({ id: `gid://shopify/Return/${id}` }) });
    const port = await shopAnswering(
      {},
      answerOf({
        orders: {
          nodes: [{ ...head, returns: returns(['3'], 'r1') }],
          pageInfo: { hasNextPage: false, endCursor: 'x' },
        },
      }),
      answerOf({ order: { returns: returns(['4'], null) } }),
      one('3'),
      one('4'),
    );
    const window = { from: at('2026-01-15T02:00:00.500Z'), to: at('2026-01-15T02:20:00Z') };
    expect(await port.pullRefunds(window)).toMatchObject({ documents: [{ externalId: '3' }, { externalId: '4' }] });
    expect(sent(0).variables).toMatchObject({
      query: "updated_at:>='2026-01-15T02:00:00Z' updated_at:<='2026-01-15T02:20:00Z'",
      returns: 5,
    });
  });

  test('gives a document for each line of a return, and its first for the return itself', async () => {
    const lines = [returnLine(), returnLine({ id: 'gid://shopify/ReturnLineItem/32' })];
    const nodes = { nodes: lines, pageInfo: { hasNextPage: false, endCursor: null } };
    const port = await shopAnswering({}, answerOf({ return: vendorReturn({ returnLineItems: nodes }) }));
    expect(await port.getRefund('3-32')).toMatchObject({ document: { externalId: '3-32' } });
    expect(await port.getRefund('3')).toMatchObject({ document: { externalId: '3-31' } });
    expect(await port.getRefund('3-99')).toEqual({ kind: 'absent' });
  });

  test('lets what the list knows stand for a return that is gone, and goes on', async () => {
    const row = { id: 'gid://shopify/Order/1', updatedAt: '2026-01-15T02:12:00Z' };
    const returns = {
      nodes: [{ id: 'gid://shopify/Return/3' }, { id: 'gid://shopify/Return/4' }],
      pageInfo: { hasNextPage: false, endCursor: null },
    };
    const port = await shopAnswering(
      {},
      answerOf({ orders: { nodes: [{ ...row, returns }], pageInfo: { hasNextPage: false, endCursor: null } } }),
      answerOf({ return: null }),
      answerOf({ return: vendorReturn({ id: 'gid://shopify/Return/4' }) }),
    );
    const window = { from: at('2026-01-15T02:00:00Z'), to: at('2026-01-15T02:20:00Z') };
    expect(await port.pullRefunds(window)).toMatchObject({
      kind: 'documents',
      documents: [{ externalId: '3', raw: { externalId: '3' } }, { externalId: '4' }],
    });
  });
});

describe('a refund', () => {
  const payment = (id: number, kind: string, amount: string, parent?: number) => ({
    id: `gid://shopify/OrderTransaction/${id}`,
    kind,
    status: 'SUCCESS',
    amountSet: bag(amount),
    parentTransaction: parent ? { id: `gid://shopify/OrderTransaction/${parent}` } : null,
  });
  const withPayments = (...transactions: object[]) =>
    answerOf({ return: vendorReturn({ order: { ...vendorReturn().order, transactions } }) });
  const processed = answerOf({ returnProcess: { userErrors: [] } });
  const ref = { externalId: '3', version: Date.parse('2026-01-15T02:12:00Z') };

  test('goes back to the payments it came from, less what they gave back before', async () => {
    const answer = withPayments(
      payment(41, 'AUTHORIZATION', '60.0'),
      payment(42, 'CAPTURE', '20.0'),
      payment(43, 'SALE', '43.81'),
      payment(44, 'REFUND', '5.0', 42),
    );
    const port = await shopAnswering({}, answer, processed);
    expect(await port.agreeRefund(ref, money(2750, 'USD'))).toEqual({ kind: 'done' });
    expect(sent(1).variables.process).toMatchObject({
      returnId: 'gid://shopify/Return/3',
      returnLineItems: [{ id: 'gid://shopify/ReturnLineItem/31', quantity: 1 }],
      financialTransfer: {
        issueRefund: {
          orderTransactions: [
            {
              parentId: 'gid://shopify/OrderTransaction/42',
              transactionAmount: { amount: '15.00', currencyCode: 'USD' },
            },
            {
              parentId: 'gid://shopify/OrderTransaction/43',
              transactionAmount: { amount: '12.50', currencyCode: 'USD' },
            },
          ],
        },
      },
    });
  });

  test.each<[string, ReturnType<typeof money>, string]>([
    ['more than the payments hold', money(2750, 'USD'), 'not_enough_paid'],
    ['another currency', money(2750, 'CNY'), 'amount_not_asked'],
    ['nothing', money(0, 'USD'), 'amount_not_payable'],
  ])('of %s is refused here', async (_, amount, code) => {
    const port = await shopAnswering({}, withPayments(payment(42, 'SALE', '20.0')));
    expect(await port.agreeRefund(ref, amount)).toMatchObject({ kind: 'refused', code, stale: false });
    expect((vendor?.seen ?? []).filter(({ body }) => body.includes('mutation'))).toEqual([]);
  });

  test('that Shopify refuses says why', async () => {
    const open = answerOf({ return: vendorReturn() });
    const no = answerOf({ returnProcess: { userErrors: [{ code: 'INVALID', field: ['input'], message: 'no' }] } });
    const port = await shopAnswering({}, open, no, open);
    expect(await port.agreeRefund(ref, money(2750, 'USD'))).toEqual({
      kind: 'refused',
      code: 'INVALID',
      message: 'no',
      stale: false,
    });
  });

  test('of a request for money alone that we approved in a call that then failed is paid by the next one', async () => {
    const config = { refundOnlyReasons: ['too-small'] };
    const port = await shopAnswering(config, answerOf({ return: vendorReturn({ status: 'REQUESTED' }) }));
    const asked = await port.getRefund('3');
    const reading = port.decodeRefund(asked.kind === 'document' ? asked.document.raw : null);
    const refund = reading.kind === 'refund' ? reading.refund : expect.unreachable(reading.reason);
    await vendor?.close();
    const next = await shopAnswering(config, answerOf({ return: vendorReturn() }), processed);
    expect(await next.agreeRefund(refund, refund.amount)).toEqual({ kind: 'done' });
    expect(sent(1).operationName).toBe('RefundReturn');
  });
});

test('a shop without the secret of its app takes no pushes', async () => {
  const { appSecret: _, ...config } = canned.shopConfig();
  const { shopify } = await import('./shopify.ts');
  expect(shopify(config)).not.toHaveProperty('readPush');
  expect(shopify(config).capabilities.push).toBe('none');
});
