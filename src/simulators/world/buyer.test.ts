import { describe, expect, test } from 'vitest';
import { basketTotal, discountShares, lineAmount } from './basket.ts';
import { alipayTrade, buyerOf, orderNumber, taobaoRefundId, taobaoTid } from './buyer.ts';
import { orderBody } from './order.ts';
import { tradeBody } from './taobao.ts';

const at = Date.parse('2026-11-11T12:00:00Z');
const crowd = Array.from({ length: 500 }, (_, n) => buyerOf(20261111, n, at, n % 2 === 0 ? 'own' : 'taobao'));

test('a buyer is the same whenever he is made up again', () => {
  expect(buyerOf(1, 17, at, 'own')).toEqual(buyerOf(1, 17, at, 'own'));
});

describe('an order', () => {
  test('of the own shop adds up: prices, less discounts, with freight, are what was paid', () => {
    for (const buyer of crowd) {
      const order = orderBody(buyer);
      const fen = ({ minor }: { minor: string }): number => Number(minor);
      const off = (discounts: { amount: { minor: string } }[]): number =>
        discounts.reduce((sum, { amount }) => sum + fen(amount), 0);
      const goods = order.lines.reduce(
        (sum, line) => sum + fen(line.unitPrice) * line.quantity - off(line.discounts),
        0,
      );
      const paid = order.payments.reduce((sum, payment) => sum + fen(payment.paid), 0);
      expect(paid).toBe(goods - off(order.orderDiscounts) + fen(order.freightPaid));
      expect(paid).toBeGreaterThan(0);
    }
  });

  test('on Taobao adds up to its payment, sub order by sub order', () => {
    for (const buyer of crowd) {
      const shares = discountShares(buyer.basket);
      const lines = buyer.basket.lines.map((line, i) => lineAmount(line) - (shares[i] ?? 0));
      expect(Math.min(...lines)).toBeGreaterThanOrEqual(0);
      expect(lines.reduce((sum, fen) => sum + fen, buyer.basket.freight)).toBe(basketTotal(buyer.basket));
      expect(tradeBody(buyer)['payment']).toBe((basketTotal(buyer.basket) / 100).toFixed(2));
    }
  });

  test('is placed, paid, shipped and delivered in this order, and none of it in the future', () => {
    for (const { placedAt, paidAt, shippedAt, deliveredAt } of crowd) {
      const moments = [placedAt, paidAt, shippedAt, deliveredAt].filter((moment) => moment !== null);
      expect([...moments].sort((a, b) => a - b)).toEqual(moments);
      expect(Math.max(...moments)).toBeLessThanOrEqual(at);
    }
  });
});

test('no two orders share a number, and each has the form that its vendor knows', () => {
  const numbers = crowd.flatMap((buyer) => [
    orderNumber(buyer),
    alipayTrade(buyer),
    taobaoTid(buyer),
    taobaoRefundId(buyer),
  ]);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const buyer of crowd) {
    expect(alipayTrade(buyer)).toMatch(/^\d{28}$/);
    expect(taobaoTid(buyer)).toMatch(/^[1-9]\d{18}$/);
    expect(BigInt(taobaoTid(buyer))).toBeLessThan(2n ** 63n);
    expect(taobaoRefundId(buyer)).toMatch(/^\d{18}$/);
  }
});

test('nobody wants more back than he bought', () => {
  for (const { wish, basket } of crowd) {
    for (const { index, quantity } of wish?.lines ?? []) {
      expect(quantity).toBeGreaterThan(0);
      expect(quantity).toBeLessThanOrEqual(basket.lines[index]?.quantity ?? 0);
    }
  }
});

test.each(['not_shipped', 'not_received', 'no_reason', 'quality_fault', 'size_or_color'] as const)(
  'somebody gives the reason %s',
  (reason) => {
    expect(crowd.some(({ wish }) => wish?.reason === reason)).toBe(true);
  },
);

test('a history has goods that the seven-day right leaves out, gifts, coupons, freight, and more than one of a kind', () => {
  const lines = crowd.flatMap(({ basket }) => basket.lines);
  expect(lines.some(({ article }) => article.exclusion === 'custom_made')).toBe(true);
  expect(lines.some(({ article }) => article.price === 0)).toBe(true);
  expect(lines.some(({ quantity }) => quantity > 1)).toBe(true);
  const funders = crowd.flatMap(({ basket }) => basket.orderDiscounts.map(({ funder }) => funder));
  expect(new Set(funders)).toEqual(new Set(['shop', 'platform']));
  expect(crowd.some(({ basket }) => basket.freight > 0)).toBe(true);
});
