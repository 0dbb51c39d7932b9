import type { Basket } from './basket.ts';

const money = (fen: number) => ({ minor: String(fen), currency: 'CNY' });

/** The rules by which the own shop priced a basket, as it tells them with the order. */
export function promotionsOf({ lines, orderDiscounts, freight }: Basket, lineId: (at: number) => string) {
  const listed = lines.reduce((sum, { article, quantity }) => sum + article.price * quantity, 0);
  const full = orderDiscounts.some(({ funder, amount }) => funder === 'shop' && amount === 4_000);
  const gift = lines.findIndex(({ article }) => article.price === 0);
  return [
    ...(full
      ? [{ id: 'full', title: '满300减40', kind: 'threshold_off', threshold: money(30_000), off: money(4_000) }]
      : []),
    ...(gift >= 0
      ? [
          {
            id: 'gift',
            title: '满200赠礼',
            kind: 'gift',
            gift: lineId(gift),
            threshold: money(20_000),
            announcedPrice: money(1_900),
          },
        ]
      : []),
    ...(freight === 0 && listed >= 9_900
      ? [{ id: 'post', title: '满99包邮', kind: 'free_shipping', threshold: money(9_900), freight: money(800) }]
      : []),
  ];
}
