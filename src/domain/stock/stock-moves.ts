import { type Money, zero } from '../money.ts';
import type { RmaEvent } from '../returns/events.ts';
import type { Disposition } from '../returns/rma.ts';

export type Condition = 'uninspected' | 'good' | 'to_repair' | 'second_hand' | 'scrap' | 'to_vendor' | 'quarantine';

/**
 * Units that move from one place to another: nothing appears or vanishes. `customer` is the world outside; its balance is
 * negative by what has come back.
 */
export type StockMove = {
  sku: string;
  quantity: number;
  from: { location: string; condition: Condition };
  to: { location: string; condition: Condition };
  /** Book value of all the units that move. */
  value: Money;
  /** What leaves the books of the place they come from, where that is not the same. */
  cost?: Money;
};

const inspectionArea = { location: 'returns', condition: 'uninspected' } as const;
const outside = { location: 'customer', condition: 'uninspected' } as const;

const conditionAfter: Record<Disposition, Condition | null> = {
  restock: 'good',
  repair: 'to_repair',
  resale: 'second_hand',
  scrap: 'scrap',
  to_buyer: 'uninspected',
  to_vendor: 'to_vendor',
  quarantine: 'quarantine',
  none: null,
  undecided: null,
};

type Placed = { disposition: Disposition; location: string; from?: string };
type Place = StockMove['to'];

const placeBefore = ({ from }: Placed): Place =>
  from === undefined ? inspectionArea : { location: from, condition: 'quarantine' };

const unlike = (cost: Money, value: Money): { cost?: Money } => (cost.minor === value.minor ? {} : { cost });

/** Where goods lie that were put away so; null where they did not move. */
export function placeAfter({ disposition, location }: Placed): Place | null {
  const condition = conditionAfter[disposition];
  return condition && { location: disposition === 'to_buyer' ? outside.location : location, condition };
}

export function stockMovesFor(event: RmaEvent): StockMove[] {
  switch (event.type) {
    case 'line_received': {
      const value = { ...event.unitCost, minor: event.unitCost.minor * BigInt(event.quantity) };
      const from = event.from === undefined ? outside : { location: event.from, condition: 'uninspected' as const };
      // Goods of nobody lay there at no value.
      const cost = event.from === undefined ? {} : { cost: zero(value.currency) };
      return [{ sku: event.sku, quantity: event.quantity, from, to: inspectionArea, value, ...cost }];
    }
    case 'line_receipt_undone': {
      const value = { ...event.unitCost, minor: event.unitCost.minor * BigInt(event.quantity) };
      const to = { location: event.to, condition: 'uninspected' } as const;
      const [worth, cost] = [zero(value.currency), value];
      return [{ sku: event.sku, quantity: event.quantity, from: inspectionArea, to, value: worth, cost }];
    }
    case 'line_disposed': {
      const { sku, quantity, value, cost } = event;
      const to = placeAfter(event);
      return to ? [{ sku, quantity, from: placeBefore(event), to, value, ...unlike(cost, value) }] : [];
    }
    case 'line_disposition_undone': {
      const { sku, quantity, value, cost } = event;
      const from = placeAfter(event);
      return from ? [{ sku, quantity, from, to: placeBefore(event), value: cost, ...unlike(value, cost) }] : [];
    }
    case 'replacement_shipped': {
      // An article that goes out in place of another leaves the shop's own shelves, which are not ours to count.
      if (!event.goods) return [];
      const { sku, quantity, goods } = event;
      return [
        { sku, quantity, from: { location: goods.location, condition: 'to_repair' }, to: outside, value: goods.cost },
      ];
    }
    default:
      return [];
  }
}
