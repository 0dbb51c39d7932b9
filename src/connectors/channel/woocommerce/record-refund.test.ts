import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { money } from '../../../domain/money.ts';
import { fromMs } from '../../../domain/time.ts';
import { startWoocommerce } from '../../../simulators/woocommerce/simulator.ts';
import { steering } from '../../steering.ts';
import type { Acted, PaidElsewhere } from '../port.ts';
import { woocommerce } from './woocommerce.ts';

const orders = z.tuple([z.object({ id: z.int(), lines: z.array(z.object({ id: z.int() })) })]);
const ledger = z.array(z.looseObject({ amount: z.string() }));

/** A shop with one order in US dollars: 60.00 with 5.01 of tax, two at 20.00, and 10.00 of postage. */
async function openShop(timeoutMs = 10_000) {
  const simulator = await startWoocommerce();
  onTestFinished(() => simulator.close());
  const steer = steering(simulator.url);
  const lines = [
    { price: '60.00', tax: '5.01' },
    { price: '20.00', quantity: 2 },
  ];
  const [order] = orders.parse(await steer('POST', 'orders', { currency: 'USD', shipping: '10.00', lines }));
  const [first, second] = order.lines.map(({ id }) => String(id));
  const port = woocommerce({
    siteUrl: simulator.url,
    consumerKey: 'ck_test_guilai',
    consumerSecret: 'cs_test_guilai',
    timeoutMs,
    now: () => fromMs(simulator.clock.now()),
  });
  return {
    steer,
    port,
    record: (changes: Partial<PaidElsewhere> = {}): Promise<Acted> =>
      port.recordRefund?.({
        orderExternalId: String(order.id),
        reference: 'rfd_1',
        amount: money(2170, 'USD'),
        lines: [{ lineExternalId: first ?? '', quantity: 1, amount: money(2170, 'USD') }],
        ...changes,
      }) ?? expect.unreachable('the shop records no refunds'),
    booked: async () => ledger.parse(await steer('GET', 'ledger')),
    secondLine: second ?? '',
  };
}

describe('a refund that was paid elsewhere', () => {
  test('is booked with its lines and their taxes, and neither the gateway nor the stock is moved', async () => {
    const shop = await openShop();
    expect(await shop.record()).toEqual({ kind: 'done' });
    expect(await shop.booked()).toMatchObject([
      {
        amount: '21.70',
        reason: 'Guilai rfd_1',
        refundedPayment: false,
        restocked: false,
        meta: [{ key: 'guilai_reference', value: 'rfd_1' }],
        lines: [{ quantity: 1, total: '20.03', tax: '1.67' }],
      },
    ]);
  });

  test('stands once for one reference', async () => {
    const shop = await openShop();
    await shop.record();
    expect(await shop.record()).toEqual({ kind: 'done' });
    expect(await shop.booked()).toHaveLength(1);
    expect(await shop.record({ reference: 'rfd_2' })).toEqual({ kind: 'done' });
    expect(await shop.booked()).toHaveLength(2);
  });

  test('is known again in a shop that drops foreign fields', async () => {
    const shop = await openShop();
    const [order] = z.array(z.object({ id: z.int() })).parse(await shop.steer('GET', 'orders'));
    await shop.steer('POST', `orders/${order?.id}/refund`, { amount: '21.70', reason: 'Guilai rfd_1' });
    expect(await shop.record()).toEqual({ kind: 'done' });
    expect(await shop.booked()).toHaveLength(1);
  });

  test.each(['hang_after', 'drop_after', 'half_body', 'bad_gateway_after'])(
    'after %s is seen to have been booked',
    async (kind) => {
      const shop = await openShop(kind === 'hang_after' ? 400 : 10_000);
      await shop.steer('POST', 'faults', { kind, count: 1, filter: { route: 'POST refunds' } });
      expect(await shop.record()).toEqual({ kind: 'done' });
      expect(await shop.booked()).toHaveLength(1);
    },
  );

  test.each<[string, object]>([
    ['bad_gateway', { kind: 'unknown' }],
    ['hang_before', { kind: 'unknown' }],
    ['too_many_requests', { kind: 'throttled', retryAfterMs: 30_000 }],
    ['key_revoked', { kind: 'unauthorised' }],
  ])('after %s has not been booked, and is by the next call', async (kind, fault) => {
    const shop = await openShop(kind === 'hang_before' ? 400 : 10_000);
    await shop.steer('POST', 'faults', { kind, count: 1, filter: { route: 'POST refunds' } });
    expect(await shop.record()).toMatchObject(fault);
    expect(await shop.booked()).toEqual([]);
    expect(await shop.record()).toEqual({ kind: 'done' });
  });

  test('of an amount that no line explains is booked too', async () => {
    const shop = await openShop();
    expect(await shop.record({ lines: [] })).toEqual({ kind: 'done' });
    expect(await shop.booked()).toMatchObject([{ amount: '21.70', lines: [] }]);
  });

  test('comes back as a refund of the shop', async () => {
    const shop = await openShop();
    const lines = [{ lineExternalId: shop.secondLine, quantity: 2, amount: money(2000, 'USD') }];
    await shop.record({ amount: money(2000, 'USD'), lines });
    const [row] = z.array(z.object({ id: z.int(), orderId: z.int() })).parse(await shop.booked());
    const found = await shop.port.getRefund(`${row?.orderId}-${row?.id}`);
    expect(found.kind === 'document' && shop.port.decodeRefund(found.document.raw)).toMatchObject({
      refund: { lineExternalId: shop.secondLine, quantity: 2, amount: money(2000, 'USD'), status: 'refunded' },
    });
  });

  test.each<[string, Partial<PaidElsewhere>]>([
    ['order_absent', { orderExternalId: '99999' }],
    ['order_absent', { orderExternalId: 'x/../1' }],
    ['wrong_currency', { amount: money(2170, 'CNY') }],
    ['amount_not_payable', { amount: money(0, 'USD'), lines: [] }],
    ['lines_exceed_amount', { amount: money(2169, 'USD') }],
    ['line_absent', { lines: [{ lineExternalId: '1', quantity: 1, amount: money(1, 'USD') }] }],
    ['woocommerce_rest_cannot_create_order_refund', { amount: money(99_999, 'USD'), lines: [] }],
  ])('is refused: %s', async (code, changes) => {
    const shop = await openShop();
    expect(await shop.record(changes)).toMatchObject({ kind: 'refused', code, stale: false });
    expect(await shop.booked()).toEqual([]);
  });

  test('with the reference of another amount is refused', async () => {
    const shop = await openShop();
    await shop.record();
    const other = { amount: money(500, 'USD'), lines: [] };
    expect(await shop.record(other)).toMatchObject({ kind: 'refused', code: 'reference_differs' });
    expect(await shop.booked()).toHaveLength(1);
  });
});
