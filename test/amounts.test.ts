import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { replay } from '../src/server/returns/replay.ts';
import { anOrder, type OrderReply, startHarness } from './support/app-harness.ts';
import { deskOf } from './support/returns-desk.ts';

const harness = await startHarness();
const { call, steer } = harness;
const { open, see, step, takeIn, pay } = deskOf(harness);
const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' });

const full = { id: 'full', title: '满300减40', kind: 'threshold_off', threshold: cny(30_000), off: cny(4_000) };
const gift = {
  id: 'g',
  title: '满200赠帆布袋',
  kind: 'gift',
  gift: 'bag',
  threshold: cny(20_000),
  announcedPrice: cny(2_900),
};
const coupon = {
  id: 'c',
  title: '满280减20券',
  kind: 'coupon',
  coupon: 'C-1',
  threshold: cny(28_000),
  off: cny(2_000),
};

/** A coat and a scarf with a bag for nothing: 300.00 less 40.00 and a coupon of 20.00. */
function withPromotions(promotions: object[] = [full, gift, coupon]) {
  const { shopId, order } = anOrder();
  const [coat] = order.lines;
  return {
    shopId,
    order: {
      ...order,
      orderDiscounts: [{ funder: 'shop', amount: cny(6_000) }],
      payments: [{ method: 'alipay', tradeNumber: `2026${order.externalId}`, paid: cny(24_000) }],
      lines: [
        { ...coat, externalId: 'coat', unitPrice: cny(20_000) },
        { ...coat, externalId: 'scarf', sku: 'SCARF', title: '羊绒围巾', unitPrice: cny(10_000) },
        { ...coat, externalId: 'bag', sku: 'BAG', title: '【赠品】帆布袋', unitPrice: cny(0) },
      ],
      promotions,
    },
  };
}

async function placed(): Promise<OrderReply> {
  const request = withPromotions();
  await steer('alipay', 'trades', {
    trade_no: request.order.payments[0]?.tradeNumber,
    out_trade_no: request.order.externalId,
    total_amount: '240.00',
    buyer_logon_id: '138****1234',
  });
  const { status, body } = await call<OrderReply>('POST', '/api/orders', request);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

type Amounts = {
  amount: {
    total: { minor: string };
    rows: { code: string; note?: string; amount: { minor: string } }[];
    figures: object;
    inKind: object[];
  };
  inKind: { id: string; state: string; coupon: string }[];
};
const amounts = async (id: string) => (await call<Amounts>('GET', `/api/rmas/${id}`)).body;

test('a coat comes back: what is kept is priced anew, both figures are stored, and the coupon is owed (M-1, M-2, M-3)', async () => {
  const order = await placed();
  const rma = await takeIn(await open(order));
  // 240.00 were paid; the scarf alone costs 100.00, and the bag that is kept 29.00 as it was announced.
  const { amount, inKind } = await amounts(rma.id);
  expect(amount).toMatchObject({
    total: cny(11_100),
    rows: [
      { code: 'goods_listed', amount: cny(20_000) },
      { code: 'promotion_lost', note: '满300减40', had: cny(4_000), has: cny(0), amount: cny(-4_000) },
      { code: 'gift_lost', amount: cny(-2_900) },
      { code: 'promotion_lost', note: '满280减20券', amount: cny(-2_000) },
    ],
    figures: {
      engine: 'statutory_recalc',
      platformAllocated: cny(16_000),
      statutoryRecalc: cny(11_100),
      difference: cny(-4_900),
    },
  });
  expect(inKind).toMatchObject([{ state: 'owed', coupon: 'C-1' }]);
  const { rows } = await harness.program.app.db.inMerchant(harness.merchantId, (tx) =>
    sql<object>`select r.amount_minor, r.engine, r.platform_allocated_minor, r.statutory_recalc_minor, r.difference_minor,
        o.entitled_minor from refund r join sales_order o using (merchant_id, order_id)
      where r.rma_id = ${rma.id}`.execute(tx),
  );
  expect(rows).toEqual([
    {
      amount_minor: 11_100n,
      engine: 'statutory_recalc',
      platform_allocated_minor: 16_000n,
      statutory_recalc_minor: 11_100n,
      difference_minor: -4_900n,
      entitled_minor: 11_100n,
    },
  ]);
  expect(await pay(rma, 1)).toBe(true);
  expect(await call('GET', '/api/rmas?lane=closed')).toMatchObject({ status: 200 });
  await step(`/api/rmas/${rma.id}/give-in-kind`, { inKindId: '1', reference: 'K-9' });
  expect((await amounts(rma.id)).inKind).toMatchObject([{ state: 'given', reference: 'K-9' }]);

  // The rest comes back in a second return: together it is all that was paid, to the fen.
  const rest = await open(order, {
    lines: [
      { orderLineId: order.lines[1]?.id, quantity: 1 },
      { orderLineId: order.lines[2]?.id, quantity: 1 },
    ],
  });
  for (const line of rest.lines) await step(`/api/rmas/${rest.id}/lines/${line.id}/receive`, { quantity: 1 });
  for (const line of rest.lines)
    await step(`/api/rmas/${rest.id}/lines/${line.id}/inspect`, { quantity: 1, grade: 'new' });
  expect((await see(rest.id)).refunds.map(({ amount: back }) => back.minor)).toEqual(['12900']);
  const replayed = await replay(harness.program.app, harness.merchantId);
  expect(replayed.disagreements).toEqual([]);
});

test('a fault of the seller costs the buyer no discount', async () => {
  const order = await placed();
  const rma = await open(order, { reason: 'quality_fault', evidence: ['fil_1'] });
  expect((await amounts(rma.id)).amount).toMatchObject({ total: cny(16_000) });
});

test.each([
  ['promotions.0.gift', 'gift_is_not_free', [{ ...gift, gift: 'scarf' }]],
  ['promotions.0.gift', 'promotion_names_no_line', [{ ...gift, gift: 'hat' }]],
  ['promotions.0.lines.0', 'promotion_names_no_line', [{ ...full, lines: ['hat'] }]],
  ['promotions.0', 'promotion_not_earned', [{ ...full, threshold: cny(30_001) }]],
  ['promotions.1.id', 'promotion_named_twice', [full, full]],
  ['promotions', 'promotions_exceed_discounts', [{ ...full, off: cny(6_001) }]],
  ['promotions.0.off', 'wrong_currency', [{ ...full, off: { minor: '1', currency: 'USD' } }]],
])('an order is refused for %s: %s', async (field, code, promotions) => {
  expect(await call('POST', '/api/orders', withPromotions(promotions))).toMatchObject({
    body: { rejection: { code, field } },
  });
});
