import type { Money } from '../money.ts';
import type { RmaEvent } from '../returns/events.ts';
import type { Disposition } from '../returns/rma.ts';

export type Condition = 'uninspected' | 'good' | 'to_repair' | 'second_hand' | 'scrap';

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
};

const inspectionArea = { location: 'returns', condition: 'uninspected' } as const;
const outside = { location: 'customer', condition: 'uninspected' } as const;

const conditionAfter: Record<Disposition, Condition | null> = {
  restock: 'good',
  repair: 'to_repair',
  resale: 'second_hand',
  scrap: 'scrap',
  to_buyer: 'uninspected',
  none: null,
  undecided: null,
};

export function stockMovesFor(event: RmaEvent): StockMove[] {
  switch (event.type) {
    case 'line_received': {
      const value = { ...event.unitCost, minor: event.unitCost.minor * BigInt(event.quantity) };
      const from = event.from === undefined ? outside : { location: event.from, condition: 'uninspected' as const };
      return [{ sku: event.sku, quantity: event.quantity, from, to: inspectionArea, value }];
    }
    case 'line_receipt_undone': {
      const value = { ...event.unitCost, minor: event.unitCost.minor * BigInt(event.quantity) };
      const to = { location: event.to, condition: 'uninspected' } as const;
      return [{ sku: event.sku, quantity: event.quantity, from: inspectionArea, to, value }];
    }
    case 'line_disposed': {
      const condition = conditionAfter[event.disposition];
      if (!condition) return [];
      const location = event.disposition === 'to_buyer' ? outside.location : event.location;
      const { sku, quantity, value } = event;
      return [{ sku, quantity, from: inspectionArea, to: { location, condition }, value }];
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
