import { type Money, zero } from '../money.ts';
import type { UnknownEvent, UnknownParcel } from '../parcels/unknown-parcel.ts';
import type { StockMove } from './stock-moves.ts';

const outside = { location: 'customer', condition: 'uninspected' } as const;

/**
 * Goods of nobody come in and go out at no value: what they cost is known with whose they are. What is bound moves by the
 * return's own receipt.
 * @param before the parcel as it was before the event
 */
export function quarantineMovesFor(before: UnknownParcel, event: UnknownEvent, currency: string): StockMove[] {
  const value = zero(currency);
  switch (event.type) {
    case 'booked_in':
      return event.contents.map((goods) => into(event.location, goods, value));
    case 'recounted': {
      const counted = new Map(event.contents.map(({ sku, quantity }) => [sku, quantity]));
      for (const { sku, quantity } of before.contents) counted.set(sku, (counted.get(sku) ?? 0) - quantity);
      return [...counted].flatMap(([sku, more]) => {
        if (more === 0) return [];
        const goods = { sku, quantity: Math.abs(more) };
        return [more > 0 ? into(before.location, goods, value) : outOf(before.location, goods, value)];
      });
    }
    case 'sent_back':
      return event.goods.map((goods) => outOf(before.location, goods, value));
    case 'suggested':
    case 'bound':
    case 'unbound':
      return [];
  }
}

type Goods = { sku: string; quantity: number };

const into = (location: string, { sku, quantity }: Goods, value: Money): StockMove => ({
  sku,
  quantity,
  from: outside,
  to: { location, condition: 'uninspected' },
  value,
});

const outOf = (location: string, goods: Goods, value: Money): StockMove => {
  const { from, to, ...move } = into(location, goods, value);
  return { ...move, from: to, to: from };
};
