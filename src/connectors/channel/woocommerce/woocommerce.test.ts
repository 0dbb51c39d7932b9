import { afterEach, describe, expect, test } from 'vitest';
import { type Instant, parseInstant } from '../../../domain/time.ts';
import { type CannedAnswer, type CannedVendor, cannedVendor, reset, silence } from '../../canned-vendor.ts';
import type { WoocommerceConfig } from './config.ts';
import { woocommerce } from './woocommerce.ts';

let vendor: CannedVendor | undefined;
afterEach(() => vendor?.close());

function at(text: string): Instant {
  return parseInstant(text) ?? expect.unreachable(text);
}
const config = (changes: Partial<WoocommerceConfig>): WoocommerceConfig => ({
  siteUrl: 'https://shop.example',
  consumerKey: 'ck_1',
  consumerSecret: 'cs_1',
  timeoutMs: 10_000,
  now: () => at('2026-01-15T02:30:00Z'),
  ...changes,
});
async function shopAnswering(...answers: CannedAnswer[]) {
  vendor = await cannedVendor(...answers);
  return woocommerce(config({ siteUrl: vendor.url, timeoutMs: answers.includes(silence) ? 200 : 10_000 }));
}
const failure = (status: number, code: string, data: unknown = { status }) => ({
  status,
  body: JSON.stringify({ code, message: 'm', data }),
});
const throttled =
  (status: number, headers: Record<string, string>): CannedAnswer =>
  (response) =>
    response.writeHead(status, headers).end('<html>');

describe('a call', () => {
  test('carries its keys in the basic form', async () => {
    const port = await shopAnswering(failure(404, 'woocommerce_rest_shop_order_invalid_id'));
    expect(await port.getOrder('723')).toEqual({ kind: 'absent' });
    expect(vendor?.seen[0]).toMatchObject({
      path: '/wp-json/wc/v3/orders/723',
      headers: { authorization: `Basic ${Buffer.from('ck_1:cs_1').toString('base64')}` },
    });
  });

  test.each(['http://shop.example', 'http://127.0.0.1.shop.example', 'ftp://shop.example', 'shop.example'])(
    'sends no keys to %s',
    async (siteUrl) => {
      expect(await woocommerce(config({ siteUrl })).getOrder('1')).toMatchObject({
        kind: 'unauthorised',
        code: 'https_needed',
      });
    },
  );

  test.each<[string, CannedAnswer, object]>([
    ['a wrong secret', failure(401, 'woocommerce_rest_authentication_error'), { kind: 'unauthorised' }],
    ['a stranger’s key', failure(401, 'woocommerce_rest_cannot_view'), { kind: 'unauthorised' }],
    ['plain permalinks', failure(404, 'rest_no_route'), { kind: 'unauthorised' }],
    ['a door of the host', { status: 403, body: '<html>' }, { kind: 'unauthorised' }],
    [
      'a parameter that is not right',
      failure(400, 'rest_invalid_param'),
      { kind: 'refused', code: 'rest_invalid_param' },
    ],
    [
      'a refusal that the vendor sends as its own fault',
      failure(500, 'woocommerce_rest_cannot_create_order_refund', 500),
      { kind: 'refused' },
    ],
    [
      'an order that is absent, sent as a fault',
      failure(500, 'woocommerce_rest_invalid_order_id', 404),
      { kind: 'absent' },
    ],
    ['a fault of PHP', failure(500, 'internal_server_error'), { kind: 'unknown' }],
    ['a page of WordPress that is none', { status: 500, body: 'There has been a critical error' }, { kind: 'unknown' }],
    ['a gateway page', { status: 502, body: '<html>' }, { kind: 'unknown' }],
    ['a page in place of JSON', '<html>', { kind: 'unknown' }],
    ['half a body', '{"id":1,"da', { kind: 'unknown' }],
    ['silence', silence, { kind: 'unknown' }],
    ['a broken connection', reset, { kind: 'unknown' }],
    ['a host that throttles', throttled(429, { 'retry-after': '7' }), { kind: 'throttled', retryAfterMs: 7000 }],
    ['a host that throttles without a time', throttled(429, {}), { kind: 'throttled', retryAfterMs: 30_000 }],
    ['maintenance', throttled(503, { 'retry-after': '600' }), { kind: 'throttled', retryAfterMs: 600_000 }],
    ['an order without a date', '{"id":1}', { kind: 'unknown' }],
  ])('that meets %s', async (_, answer, outcome) => {
    expect(await (await shopAnswering(answer)).getOrder('1')).toMatchObject(outcome);
  });
});

describe('a pull', () => {
  const window = { from: at('2026-01-15T02:00:00.500Z'), to: at('2026-01-15T02:20:00.500Z') };

  test('asks for the seconds of the window, both ends of which the shop leaves out', async () => {
    const row = (id: number, modified: string) => ({ id, date_modified_gmt: modified, currency: 'USD', refunds: [] });
    const rows = [
      row(1, '2026-01-15T02:20:00'),
      row(2, '2026-01-15T02:00:00'),
      row(3, '2026-01-15T01:59:59'),
      row(4, '2026-01-15T02:20:01'),
    ];
    const port = await shopAnswering((response) => {
      response.setHeader('x-wp-total', '4');
      response.end(JSON.stringify(rows));
    });
    expect(await port.pullOrders(window)).toMatchObject({ documents: [{ externalId: '2' }, { externalId: '1' }] });
    expect(vendor?.seen[0]?.form).toMatchObject({
      modified_after: '2026-01-15T01:59:59',
      modified_before: '2026-01-15T02:20:01',
      dates_are_gmt: 'true',
      status: 'any',
      orderby: 'id',
      order: 'asc',
    });
  });

  test('does not trust a list that does not say how long it is', async () => {
    const port = await shopAnswering('[]');
    expect(await port.pullOrders(window)).toEqual({ kind: 'unknown', cause: 'x-wp-total: missing' });
  });

  test('gives up on a list that never holds still rather than lose an order', async () => {
    let total = 100;
    const port = await shopAnswering((response) => {
      total += 1;
      response.setHeader('x-wp-total', String(total));
      response.end('[]');
    });
    expect(await port.pullOrders(window)).toEqual({
      kind: 'unknown',
      cause: 'the list of changes did not hold still',
    });
  });
});

test('what WooCommerce does not know is said to be so', async () => {
  const port = woocommerce(config({}));
  const ref = { externalId: '1-2', version: 1 };
  const address = { name: '', phone: '', address: '' };
  const no = { kind: 'refused', code: 'not_supported', stale: false };
  expect(await port.agreeReturn(ref, address)).toMatchObject(no);
  expect(await port.refuse(ref, { reasonId: '', message: '' })).toMatchObject(no);
  expect(await port.refuseReasons(ref)).toMatchObject(no);
  expect(await port.agreeRefund(ref, { minor: 1n, currency: 'CNY' })).toMatchObject(no);
  expect(port.capabilities).toMatchObject({ requests: false, recordRefund: true, push: 'none' });
});
