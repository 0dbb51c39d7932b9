import { AT_VENDOR } from './places.ts';
import { valueAfter } from './repair-order.ts';
import type { StockDocumentEvent } from './stock-documents.ts';
import type { Condition, StockMove } from './stock-moves.ts';
import type { SentLine } from './vendor-return.ts';

type Spot = { location: string; condition: Condition };
const supplier: Spot = { location: 'supplier', condition: 'to_vendor' };
const atVendor: Spot = { location: AT_VENDOR, condition: 'to_vendor' };

/** The movements that an event of a stock document makes. */
export function documentMovesFor(event: StockDocumentEvent): StockMove[] {
  switch (event.type) {
    case 'transferred':
      return event.lines.map(({ sku, quantity, from, to, value }) => {
        // Scrap is worth nothing; what it was worth waits in the books for its approval.
        const isScrapped = to.condition === 'scrap' && from.condition !== 'scrap';
        return {
          sku,
          quantity,
          from,
          to,
          ...(isScrapped ? { value: { ...value, minor: 0n }, cost: value } : { value }),
        };
      });
    case 'count_approved':
      return event.adjustments.map(({ sku, location, condition, quantity, value }) => {
        const there = { location, condition };
        const difference = { location: 'difference', condition };
        const [from, to] = quantity > 0 ? [difference, there] : [there, difference];
        return { sku, quantity: Math.abs(quantity), from, to, value };
      });
    case 'repair_finished': {
      if (event.owner === 'buyer') return [];
      const { sku, quantity, from, to, result, value } = event;
      const worth = result === 'scrap' ? { ...value, minor: 0n } : valueAfter(event);
      const spots = {
        from: { location: from, condition: 'to_repair' },
        to: { location: to, condition: result },
      } as const;
      return [{ sku, quantity, ...spots, value: worth, ...(worth.minor === value.minor ? {} : { cost: value }) }];
    }
    case 'vendor_return_sent':
      return event.lines.map((line) => between(line, home(line), atVendor));
    case 'sending_reversed':
      return event.lines.map((line) => between(line, atVendor, home(line)));
    case 'vendor_answered':
      return event.lines.flatMap(({ sku, back }) =>
        back.quantity === 0
          ? []
          : [{ sku, ...back, from: atVendor, to: { location: event.backTo, condition: 'to_vendor' as const } }],
      );
    case 'vendor_credited':
      return event.lines.map((line) => between(line, atVendor, supplier));
    case 'credit_reversed':
      return event.lines.map((line) => between(line, supplier, atVendor));
    default:
      return [];
  }
}

const home = ({ location }: SentLine): Spot => ({ location, condition: 'to_vendor' });
const between = ({ sku, quantity, value }: SentLine, from: Spot, to: Spot): StockMove => ({
  sku,
  quantity,
  from,
  to,
  value,
});
