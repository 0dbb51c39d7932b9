import { type Article, articles, gifts } from './goods.ts';
import type { Random } from './random.ts';

/** `funder` is who pays for it: the shop's own coupon, or the platform's. */
type Discount = { funder: 'shop' | 'platform'; amount: number };

export type BasketLine = { article: Article; quantity: number; discounts: Discount[] };

/** What somebody buys at once. Amounts in fen. */
export type Basket = { lines: BasketLine[]; orderDiscounts: Discount[]; freight: number };

const FREE_FREIGHT_FROM = 9_900;

export function basketOf(random: Random): Basket {
  const count = random.weighted([
    [62, 1],
    [26, 2],
    [12, 3],
  ]);
  const chosen = new Set(Array.from({ length: count }, () => random.pick(articles)));
  const lines = [...chosen].map((article) => lineOf(random, article));
  const goods = lines.reduce((sum, line) => sum + lineAmount(line), 0);
  const orderDiscounts: Discount[] = [];
  // 满 300 减 40: the odd cents of such coupons are what makes shares worth checking.
  if (goods >= 30_000 && random.chance(0.5)) orderDiscounts.push({ funder: 'shop', amount: 4_000 });
  if (goods >= 15_000 && random.chance(0.3))
    orderDiscounts.push({ funder: 'platform', amount: random.int(801, 2_499) });
  if (goods >= 20_000 && random.chance(0.25)) lines.push({ article: random.pick(gifts), quantity: 1, discounts: [] });
  const freight = goods < FREE_FREIGHT_FROM || random.chance(0.08) ? random.pick([600, 800, 1_000, 1_200]) : 0;
  return { lines, orderDiscounts, freight };
}

function lineOf(random: Random, article: Article): BasketLine {
  const mostly = article.price < 20_000 ? 0.3 : 0.06;
  const quantity = random.chance(mostly) ? random.int(2, 3) : 1;
  const discounts: Discount[] = [];
  if (random.chance(0.25)) discounts.push({ funder: 'shop', amount: Math.floor(article.price * quantity * 0.1) });
  if (random.chance(0.12)) discounts.push({ funder: 'platform', amount: Math.floor(article.price * quantity * 0.05) });
  return { article, quantity, discounts };
}

const total = (discounts: readonly Discount[]): number => discounts.reduce((sum, { amount }) => sum + amount, 0);

/** After the line's own discounts. */
export const lineAmount = ({ article, quantity, discounts }: BasketLine): number =>
  article.price * quantity - total(discounts);

/** What is paid in all. */
export const basketTotal = ({ lines, orderDiscounts, freight }: Basket): number =>
  lines.reduce((sum, line) => sum + lineAmount(line), 0) - total(orderDiscounts) + freight;

/** Each line's part of the order's discounts; the dearest line takes what does not divide. */
export function discountShares({ lines, orderDiscounts }: Basket): number[] {
  const amounts = lines.map(lineAmount);
  const goods = amounts.reduce((sum, amount) => sum + amount, 0);
  const shares = amounts.map((amount) => Math.floor((total(orderDiscounts) * amount) / goods));
  const dearest = amounts.indexOf(Math.max(...amounts));
  const rest = total(orderDiscounts) - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, i) => (i === dearest ? share + rest : share));
}
