import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aMerchant, type MerchantWithShop, orderParts } from '../../../test/support/a-merchant.ts';
import { freshDatabase } from '../../../test/support/fresh-database.ts';
import { money } from '../../domain/money.ts';
import type { IncomingLine, IncomingOrder } from '../../domain/orders/incoming-order.ts';
import { fromMs } from '../../domain/time.ts';
import { orderFromChannel } from './order-from-channel.ts';
import { findOrder } from './order-store.ts';
import { partyPlace } from './parties.ts';
import { type Taken, takeOrders } from './take-orders.ts';

const { db } = await freshDatabase();
const cny = (minor: number) => money(minor, 'CNY');
const day = (n: number) => fromMs(Date.UTC(2026, 9, n));

const aLine = (facts: Partial<IncomingLine> = {}): IncomingLine => ({
  externalId: '1',
  sku: 'COAT-M',
  title: '羊毛大衣 M',
  imageUrl: null,
  quantity: 2,
  unitPrice: cny(5_000),
  discounts: [],
  paid: null,
  unitCost: cny(2_000),
  vatBasisPoints: 1_300,
  goodsClass: 'general',
  exclusion: null,
  exclusionConfirmed: false,
  ...facts,
});

const anOrder = (facts: Partial<IncomingOrder> = {}): IncomingOrder => ({
  externalId: 'A1',
  version: 1n,
  currency: 'CNY',
  placedAt: day(1),
  paidAt: day(1),
  shippedAt: null,
  deliveredAt: null,
  businessPurchase: false,
  buyer: { token: 'buyer-1', nick: 'tb_lin', name: '王小明', phone: '13800001234', phoneTail: '' },
  freightPaid: cny(0),
  orderDiscounts: [],
  payments: [{ method: 'alipay', tradeNumber: 'T1', paid: cny(10_000) }],
  lines: [aLine()],
  ...facts,
});

const take = ({ merchantId, shop }: MerchantWithShop, ...orders: IncomingOrder[]): Promise<Taken[]> =>
  db.inMerchant(merchantId, (tx) => takeOrders(tx, orderParts, merchantId, shop, orders));

async function taken(of: MerchantWithShop, ...orders: IncomingOrder[]) {
  const [first] = await take(of, ...orders);
  if (!first || first.kind === 'refused') throw new Error(`refused: ${JSON.stringify(first?.refusal.code)}`);
  return first.orderId;
}

const stored = async ({ merchantId }: MerchantWithShop, orderId: Parameters<typeof findOrder>[2]) => {
  const order = await db.inMerchant(merchantId, (tx) => findOrder(tx, merchantId, orderId));
  if (!order) throw new Error('the order is not there');
  return order;
};

const rowsOf = async (
  { merchantId }: MerchantWithShop,
  table: 'sales_order' | 'order_line' | 'order_payment' | 'party',
) => {
  const { rows } = await db.inMerchant(merchantId, (tx) =>
    sql<Record<string, unknown>>`select * from ${sql.table(table)} where merchant_id = ${merchantId}`.execute(tx),
  );
  return rows;
};

test('an order is taken with its allocation: the parts of lines and freight add up to what was paid', async () => {
  const of = await aMerchant(db);
  const orderId = await taken(
    of,
    anOrder({
      freightPaid: cny(1_000),
      orderDiscounts: [{ funder: 'platform', amount: cny(1_001) }],
      payments: [
        { method: 'alipay', tradeNumber: 'T1', paid: cny(9_999) },
        { method: 'alipay', tradeNumber: 'T2', paid: cny(5_000) },
      ],
      lines: [aLine(), aLine({ externalId: '2', quantity: 1, discounts: [{ funder: 'shop', amount: cny(0) }] })],
    }),
  );
  const order = await stored(of, orderId);
  expect(order.lines.map((line) => [line.paid.minor, line.freight.minor])).toEqual([
    [9_333n, 667n],
    [4_666n, 333n],
  ]);
  expect(order.lines.map((line) => line.discounts.at(-1))).toEqual([
    { funder: 'platform', amount: cny(667) },
    { funder: 'platform', amount: cny(334) },
  ]);
  expect(order.payments.map((payment) => [payment.tradeNumber, payment.paid.minor])).toEqual([
    ['T1', 9_999n],
    ['T2', 5_000n],
  ]);
});

test('the same order again changes nothing', async () => {
  const of = await aMerchant(db);
  const orderId = await taken(of, anOrder());
  expect(await take(of, anOrder())).toEqual([{ kind: 'unchanged', orderId }]);
  expect((await rowsOf(of, 'order_line')).length).toBe(1);
  expect((await rowsOf(of, 'party')).length).toBe(1);
});

test('an older version changes nothing, a newer one brings its dates, and a date once known stays', async () => {
  const of = await aMerchant(db);
  const orderId = await taken(of, anOrder({ version: 5n, shippedAt: day(2) }));
  expect(await take(of, anOrder({ version: 4n, shippedAt: day(9) }))).toEqual([{ kind: 'unchanged', orderId }]);
  expect(await take(of, anOrder({ version: 6n, shippedAt: null, deliveredAt: day(4) }))).toEqual([
    { kind: 'updated', orderId },
  ]);
  expect(await stored(of, orderId)).toMatchObject({ shippedAt: day(2), deliveredAt: day(4) });
});

test('versions that come in one batch, in any order, leave the newest', async () => {
  const of = await aMerchant(db);
  const outcomes = await take(
    of,
    anOrder({ version: 1n }),
    anOrder({ version: 3n, deliveredAt: day(4) }),
    anOrder({ version: 2n, deliveredAt: day(3) }),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(['unchanged', 'taken', 'unchanged']);
  expect((await rowsOf(of, 'sales_order')).map((row) => [row['external_version'], row['delivered_at']])).toEqual([
    [3n, day(4)],
  ]);
});

test('two batches with the same orders at the same moment leave each order once', async () => {
  const of = await aMerchant(db);
  const orders = Array.from({ length: 20 }, (_, n) => anOrder({ externalId: `A${n}` }));
  const [one, other] = await Promise.all([take(of, ...orders), take(of, ...orders.toReversed())]);
  expect((await rowsOf(of, 'sales_order')).length).toBe(20);
  expect((await rowsOf(of, 'order_line')).length).toBe(20);
  const kinds = [...one, ...other].map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'taken').length).toBe(20);
  expect(kinds.filter((kind) => kind === 'unchanged').length).toBe(20);
});

test('a newer version may change amounts and add lines while there are no returns', async () => {
  const of = await aMerchant(db);
  const orderId = await taken(of, anOrder());
  const more = anOrder({
    version: 2n,
    payments: [{ method: 'alipay', tradeNumber: 'T1', paid: cny(13_000) }],
    lines: [aLine({ unitPrice: cny(4_000) }), aLine({ externalId: '2', quantity: 1 })],
  });
  expect(await take(of, more)).toEqual([{ kind: 'updated', orderId }]);
  const order = await stored(of, orderId);
  expect(order.lines.map((line) => line.paid.minor)).toEqual([8_000n, 5_000n]);
  expect(order.payments.map((payment) => payment.paid.minor)).toEqual([13_000n]);
});

test('once there is a return amounts stay what they were; the dates still follow', async () => {
  const of = await aMerchant(db);
  const orderId = await taken(of, anOrder());
  await db.inMerchant(of.merchantId, (tx) =>
    sql`insert into rma (merchant_id, rma_id, number, order_id, order_external_id, shop_id, channel, resolution, reason,
        review, stage, channel_push, units, currency, amount_minor, opened_at, updated_at, opened_by_command, version)
      values (${of.merchantId}, 'rma_1', 'R1', ${orderId}, 'A1', ${of.shop.id}, 'own_shop', 'return_and_refund',
        'no_reason', 'pending', 'to_review', 'none', 1, 'CNY', 5000, now(), now(), 'c1', 1)`.execute(tx),
  );
  const lowered = anOrder({
    version: 2n,
    deliveredAt: day(5),
    payments: [{ method: 'alipay', tradeNumber: 'T1', paid: cny(8_000) }],
    lines: [aLine({ unitPrice: cny(4_000) })],
  });
  expect(await take(of, lowered)).toEqual([
    { kind: 'refused', refusal: { code: 'order_has_returns', field: 'lines.0.paid' } },
  ]);
  const order = await stored(of, orderId);
  expect(order.lines[0]?.paid).toEqual(cny(10_000));
  expect(order.deliveredAt).toBe(day(5));
  expect(await take(of, anOrder({ version: 3n, deliveredAt: day(6) }))).toEqual([{ kind: 'updated', orderId }]);
});

test.each([
  [
    'payments do not add up',
    { payments: [{ method: 'alipay', tradeNumber: 'T', paid: cny(9_999) }] },
    'payments_do_not_match',
    'payments',
  ],
  [
    'a discount exceeds the price',
    { lines: [aLine({ discounts: [{ funder: 'shop' as const, amount: cny(10_001) }] })] },
    'discount_exceeds_price',
    'lines.0.discounts',
  ],
  ['no lines', { lines: [] }, 'no_lines', 'lines'],
  ['a line number twice', { lines: [aLine(), aLine()] }, 'line_named_twice', 'lines.1.externalId'],
  ['the currency is not the merchant’s', { currency: 'GBP' }, 'wrong_currency', 'currency'],
  ['one amount is in another currency', { freightPaid: money(1, 'USD') }, 'wrong_currency', 'freightPaid'],
] satisfies [string, Partial<IncomingOrder>, string, string][])(
  '%s: refused, and the field is named',
  async (_, facts, code, field) => {
    const of = await aMerchant(db);
    const [refused, fine] = await take(of, anOrder(facts), anOrder({ externalId: 'A2' }));
    expect(refused).toMatchObject({ kind: 'refused', refusal: { code, field } });
    expect(fine?.kind).toBe('taken');
  },
);

test.each([
  [
    'other amounts under the same version',
    { payments: [{ method: 'alipay', tradeNumber: 'T1', paid: cny(5_000) }], lines: [aLine({ quantity: 1 })] },
    'differs_from_known',
    'lines.0.quantity',
  ],
  [
    'a newer version without a line that was there',
    { version: 2n, lines: [aLine({ externalId: '9' })] },
    'line_gone',
    'lines',
  ],
  [
    'a newer version without a payment that was there',
    { version: 2n, payments: [{ method: 'alipay', tradeNumber: 'T9', paid: cny(10_000) }] },
    'payment_gone',
    'payments',
  ],
] satisfies [string, Partial<IncomingOrder>, string, string][])('%s: refused', async (_, facts, code, field) => {
  const of = await aMerchant(db);
  await taken(of, anOrder());
  expect(await take(of, anOrder(facts))).toEqual([{ kind: 'refused', refusal: { code, field } }]);
});

test('names and phones are sealed, and a phone is found by its index', async () => {
  const of = await aMerchant(db);
  await taken(of, anOrder());
  const [party] = await rowsOf(of, 'party');
  expect(JSON.stringify(party)).not.toContain('13800001234');
  expect(party).toMatchObject({ nick: 'tb_lin', phone_tail: '1234' });
  const { party_id, name_sealed, phone_index } = party as {
    party_id: `pty_${string}`;
    name_sealed: Buffer;
    phone_index: Buffer;
  };
  expect(orderParts.secrets.open(name_sealed, partyPlace(of.merchantId, 'name', party_id))).toBe('王小明');
  expect(phone_index).toEqual(orderParts.secrets.index('13800001234', of.merchantId));
});

test('a later order brings what is new about its buyer and forgets nothing', async () => {
  const of = await aMerchant(db);
  await taken(of, anOrder());
  const bare = { token: 'buyer-1', nick: '', name: null, phone: '13911112222', phoneTail: '' };
  await taken(of, anOrder({ externalId: 'A2', buyer: bare }));
  const [party] = await rowsOf(of, 'party');
  const { party_id, name_sealed } = party as { party_id: `pty_${string}`; name_sealed: Buffer };
  expect(party).toMatchObject({ nick: 'tb_lin', phone_tail: '2222' });
  expect(orderParts.secrets.open(name_sealed, partyPlace(of.merchantId, 'name', party_id))).toBe('王小明');
});

test('a batch costs the same few statements for one order and for three hundred', async () => {
  const of = await aMerchant(db);
  const statementsOf = async (...orders: IncomingOrder[]) => {
    const before = db.counts.statements;
    await take(of, ...orders);
    return db.counts.statements - before;
  };
  const one = await statementsOf(anOrder());
  const many = await statementsOf(...Array.from({ length: 300 }, (_, n) => anOrder({ externalId: `B${n}` })));
  expect(many).toBeLessThanOrEqual(one);
});

test('a platform’s order is taken with what it says was paid per line, even where a price was raised by hand', async () => {
  const of = await aMerchant(db);
  const order = orderFromChannel(
    {
      externalId: '4400',
      version: 1_790_000_000_000,
      currency: 'CNY',
      placedAt: day(1),
      closed: false,
      buyer: { token: 'uid', nick: 't***n', maskedName: '王*', maskedPhone: '138****1234' },
      freightPaid: cny(800),
      lines: [
        { externalId: '1', sku: 'S', title: 'T', quantity: 3, unitPrice: cny(1_000), paid: cny(3_100), discounts: [] },
        {
          externalId: '2',
          sku: 'S2',
          title: 'T2',
          quantity: 1,
          unitPrice: cny(1_000),
          paid: cny(900),
          discounts: [{ funder: 'platform', amount: cny(100) }],
        },
      ],
      outboundWaybills: [],
    },
    'taobao',
  );
  const kept = await stored(of, await taken(of, order));
  expect(kept.lines.map(({ paid, freight, discounts }) => [paid.minor, freight.minor, discounts])).toEqual([
    [3_100n, 620n, []],
    [900n, 180n, [{ funder: 'platform', amount: cny(100) }]],
  ]);
  expect(kept.payments).toMatchObject([{ method: 'taobao', tradeNumber: '4400', paid: cny(4_800) }]);
  expect((await rowsOf(of, 'party'))[0]).toMatchObject({ phone_tail: '1234', phone_sealed: null });
});
