import { type Money, subtract, sum, zero } from '../money.ts';
import { valueAfter } from '../stock/repair-order.ts';
import type { StockDocumentEvent } from '../stock/stock-documents.ts';
import type { Condition } from '../stock/stock-moves.ts';
import { valueOfLines } from '../stock/vendor-return.ts';
import type { AccountRole } from './accounts.ts';
import { credit, debit, entry, type JournalEntry, turnedRound } from './entry.ts';

/** Where goods of a condition stand in the books. What was scrapped waits for its approval among the losses. */
export const accountOf: Record<Condition, AccountRole> = {
  uninspected: 'goods_in_inspection',
  good: 'inventory',
  second_hand: 'inventory_second_hand',
  to_repair: 'inventory_repair',
  to_vendor: 'inventory_to_vendor',
  // What is set apart is still being looked into.
  quarantine: 'goods_in_inspection',
  scrap: 'pending_loss',
};

/**
 * What a stock document does to the books: differences of a count wait as 待处理财产损溢 (1901), a repair is capitalised or
 * an expense (T12, T13), and a vendor owes what he has credited.
 * @param currency of the merchant
 * @param vendorId whom the document is about, where it is about one
 */
export function stockEntriesFor(
  event: StockDocumentEvent,
  currency: string,
  vendorId: string | null = null,
): JournalEntry[] {
  switch (event.type) {
    case 'transferred':
      return entry(
        'stock_regraded',
        event.lines.flatMap(({ from, to, value }) =>
          accountOf[from.condition] === accountOf[to.condition]
            ? []
            : [debit(accountOf[to.condition], value), credit(accountOf[from.condition], value)],
        ),
      );
    case 'count_approved':
      return counted(event.adjustments, currency);
    case 'repair_finished':
      return repaired(event);
    case 'vendor_credited':
      return credited(event.amount, valueOfLines(event.lines, currency), vendorId);
    case 'credit_reversed':
      return credited(event.amount, valueOfLines(event.lines, currency), vendorId).map((each) =>
        turnedRound(each, 'vendor_credit_reversed'),
      );
    default:
      return [];
  }
}

type Adjusted = { condition: Condition; quantity: number; value: Money };

/** Shortages and finds are booked apart: they are approved apart. What scrap was worth is in the losses already. */
function counted(adjustments: readonly Adjusted[], currency: string): JournalEntry[] {
  const goods = adjustments.filter(({ condition }) => condition !== 'scrap');
  const of = (all: readonly Adjusted[]): Money =>
    sum(
      all.map(({ value }) => value),
      currency,
    );
  const short = goods.filter(({ quantity }) => quantity < 0);
  const found = goods.filter(({ quantity }) => quantity > 0);
  return [
    ...entry('stock_short', [
      debit('pending_loss', of(short)),
      ...short.map(({ condition, value }) => credit(accountOf[condition], value)),
    ]),
    ...entry('stock_found', [
      ...found.map(({ condition, value }) => debit(accountOf[condition], value)),
      credit('pending_loss', of(found)),
    ]),
  ];
}

function repaired(event: Extract<StockDocumentEvent, { type: 'repair_finished' }>): JournalEntry[] {
  const { value, cost, result, owner, booking } = event;
  const owed = credit('repair_payable', cost, { kind: 'vendor', id: 'workshop' });
  if (owner === 'buyer') return entry('goods_repaired', [debit('repair_cost', cost), owed]);
  const none = zero(cost.currency);
  return entry(result === 'scrap' ? 'repair_failed' : 'goods_repaired', [
    debit(accountOf[result], result === 'scrap' ? value : valueAfter(event)),
    debit('repair_cost', booking === 'capitalise' ? none : cost),
    credit('inventory_repair', value),
    owed,
  ]);
}

/** What the vendor gives more or less than the goods stand at changes the cost of what was sold. */
function credited(amount: Money, value: Money, vendorId: string | null): JournalEntry[] {
  const gain = subtract(amount, value);
  const isGain = gain.minor > 0n;
  return entry('vendor_credited', [
    debit('vendor_receivable', amount, vendorId === null ? undefined : { kind: 'vendor', id: vendorId }),
    debit('cost_of_sales', isGain ? zero(gain.currency) : { ...gain, minor: -gain.minor }),
    credit('inventory_to_vendor', value),
    credit('cost_of_sales', isGain ? gain : zero(gain.currency)),
  ]);
}
