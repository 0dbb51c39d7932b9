import type { ShopId } from '../ids.ts';
import type { GoodsClass } from '../orders/order.ts';

/** Which of the merchant's addresses goods go back to. What a rule does not name fits all. */
export type PlaceRule = { shopId: ShopId | null; goodsClass: GoodsClass | null; key: string };

/** What a return is told by. Goods of several classes travel in one parcel: only rules without a class fit them. */
export type ReturnedGoods = { shopId: ShopId; goodsClasses: readonly GoodsClass[] };

export const placeRuleFits = (rule: PlaceRule, { shopId, goodsClasses }: ReturnedGoods): boolean =>
  (rule.shopId === null || rule.shopId === shopId) &&
  (rule.goodsClass === null || (goodsClasses.length > 0 && goodsClasses.every((each) => each === rule.goodsClass)));

/** The first rule that fits says where to, else the default; null where there is none. */
export function placeFor(
  rules: readonly PlaceRule[],
  byDefault: string | null,
  goods: ReturnedGoods,
): { key: string; rule: number | null } | null {
  const rule = rules.findIndex((candidate) => placeRuleFits(candidate, goods));
  const found = rules[rule];
  if (found) return { key: found.key, rule };
  return byDefault === null ? null : { key: byDefault, rule: null };
}
