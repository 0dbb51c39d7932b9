import type { OrderId, OrderLineId } from '../ids.ts';
import type { Instant } from '../time.ts';

/** Units of one article that one buyer bought with one order line, and that no return has claimed. */
export type Purchase = { orderId: OrderId; lineId: OrderLineId; boughtAt: Instant; free: number };

/** Units of that article that the buyer is known to have brought back, without a word from which order. */
export type ReturnedUnits = { returnedAt: Instant; quantity: number };

export type MatchedPart = { orderId: OrderId; lineId: OrderLineId; quantity: number };

/** Why units are left over. */
export type Unmatched = 'never_bought' | 'bought_only_later' | 'more_returned_than_bought';

export type Match = { parts: MatchedPart[]; matched: number; leftOver: Unmatched | null };

/**
 * Finds the order lines that returned units came from: the latest purchase before the return first, since that is what
 * buyers mostly bring back; further ones as far as they are needed. Each unit is found once.
 * @param purchases of one buyer and article, in the order in which they were made
 * @param returns of the same, in the order in which they happened
 */
export function matchReturned(purchases: readonly Purchase[], returns: readonly ReturnedUnits[]): Match[] {
  const free = purchases.map((purchase) => purchase.free);
  return returns.map(({ returnedAt, quantity }) => {
    const parts: MatchedPart[] = [];
    let left = quantity;
    for (let i = purchases.length - 1; i >= 0 && left > 0; i--) {
      const purchase = purchases[i];
      if (!purchase || purchase.boughtAt > returnedAt) continue;
      const units = Math.min(left, free[i] ?? 0);
      if (units === 0) continue;
      free[i] = (free[i] ?? 0) - units;
      left -= units;
      parts.push({ orderId: purchase.orderId, lineId: purchase.lineId, quantity: units });
    }
    return { parts, matched: quantity - left, leftOver: left === 0 ? null : whyLeft(purchases, returnedAt) };
  });
}

function whyLeft(purchases: readonly Purchase[], returnedAt: Instant): Unmatched {
  if (purchases.length === 0) return 'never_bought';
  return purchases.some(({ boughtAt }) => boughtAt <= returnedAt) ? 'more_returned_than_bought' : 'bought_only_later';
}
