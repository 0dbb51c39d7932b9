import { assert, present } from '../assert.ts';
import { add, allocate, isPositive, type Money, subtract, sum, zero } from '../money.ts';
import type { ClaimId } from '../recovery/loss-claim.ts';
import { claimOf } from '../returns/claiming.ts';
import type { RefundBooking, RmaEvent } from '../returns/events.ts';
import type { Disposition, Rma } from '../returns/rma.ts';
import type { AccountRole } from './accounts.ts';

/** One side is zero. Amounts are never negative: a reversal swaps the sides. */
export type JournalLine = { role: AccountRole; debit: Money; credit: Money };

/** A balanced entry (记账凭证). `kind` names the template and, with the return's number, its text. */
export type JournalEntry = { kind: EntryKind; lines: JournalLine[] };

export type EntryKind =
  | 'goods_received'
  | 'goods_receipt_reversed'
  | 'goods_restocked'
  | 'goods_to_repair'
  | 'goods_to_resale'
  | 'goods_scrapped'
  | 'goods_to_buyer'
  | 'goods_to_vendor'
  | 'goods_put_away_reversed'
  | 'refund_ordered'
  | 'refund_paid'
  | 'stock_regraded'
  | 'stock_short'
  | 'stock_found'
  | 'goods_repaired'
  | 'repair_failed'
  | 'vendor_credited'
  | 'vendor_credit_reversed'
  | 'claim_accepted'
  | 'claim_paid'
  | 'claim_written_off'
  | 'postage_paid'
  | 'postage_recovered';

/**
 * What an event does to the books, for shops that book returns as they happen (policy B of the posting templates):
 * goods are taken back at their original cost when received (T5), and the sale is reversed when the refund is ordered (T3).
 */
export function journalEntriesFor(rma: Rma, event: RmaEvent): JournalEntry[] {
  switch (event.type) {
    case 'line_received': {
      const cost = { ...event.unitCost, minor: event.unitCost.minor * BigInt(event.quantity) };
      return entry('goods_received', [debit('goods_in_inspection', cost), credit('cost_of_sales', cost)]);
    }
    case 'line_receipt_undone': {
      const cost = { ...event.unitCost, minor: event.unitCost.minor * BigInt(event.quantity) };
      return entry('goods_receipt_reversed', [debit('cost_of_sales', cost), credit('goods_in_inspection', cost)]);
    }
    case 'line_disposed':
      return disposed(event.disposition, event.cost, event.value);
    case 'line_disposition_undone':
      return disposed(event.disposition, event.cost, event.value).map(reversed);
    case 'replacement_shipped': {
      // Whoever ships from the shop's own shelves books that; here only what stood in the workshop goes out of the books.
      const cost = event.goods?.cost;
      return cost ? entry('goods_to_buyer', [debit('cost_of_sales', cost), credit('inventory_repair', cost)]) : [];
    }
    case 'refund_requested':
      return entry('refund_ordered', saleReversed(event.booking, event.amount));
    case 'nothing_to_refund': {
      // The buyer gets nothing back, but who paid in his place may: a subsidy goes with the sale.
      const [first] = event.booking ?? [];
      return first ? entry('refund_ordered', saleReversed(event.booking ?? [], zero(first.goods.currency))) : [];
    }
    case 'refund_succeeded': {
      const refund = rma.refunds.find((candidate) => candidate.id === event.refundId);
      const from = refund?.method === rma.channel ? 'platform_receivable' : 'gateway_balance';
      return entry('refund_paid', [debit('refunds_payable', event.amount), credit(from, event.amount)]);
    }
    default:
      return recoveryEntries(rma, event);
  }
}

/**
 * T21 in one step: what a claim brings makes the cost smaller that the loss has left, once it is granted. T15: postage that
 * we bear. What an insurer pays the buyer is none of our money (T17).
 */
function recoveryEntries(rma: Rma, event: RmaEvent): JournalEntry[] {
  switch (event.type) {
    case 'claim_accepted': {
      const { receivable, relieved } = rolesOf(rma, event.claimId);
      return entry('claim_accepted', [debit(receivable, event.more), credit(relieved, event.more)]);
    }
    case 'claim_paid':
      return entry('claim_paid', [
        debit('bank', event.amount),
        credit(rolesOf(rma, event.claimId).receivable, event.amount),
      ]);
    case 'claim_closed': {
      const { receivable, relieved } = rolesOf(rma, event.claimId);
      return entry('claim_written_off', [debit(relieved, event.rest), credit(receivable, event.rest)]);
    }
    case 'postage_paid': {
      const from = event.by === 'merchant' ? 'bank' : 'platform_receivable';
      return entry('postage_paid', [debit('return_freight', event.amount), credit(from, event.amount)]);
    }
    case 'postage_recovered':
      return event.outcome === 'recovered'
        ? entry('postage_recovered', [debit('bank', event.amount), credit('return_freight', event.amount)])
        : [];
    default:
      return [];
  }
}

/** Who owes it, and whose cost it makes smaller. */
function rolesOf(rma: Rma, id: ClaimId): { receivable: AccountRole; relieved: AccountRole } {
  const claim = present(claimOf(rma, id), 'the claim that the event belongs to');
  return {
    receivable: claim.against === 'insurer' ? 'insurance_receivable' : 'claims_receivable',
    relieved: claim.cause === 'return_freight' ? 'return_freight' : 'cost_of_sales',
  };
}

/** T3 with T18: revenue and VAT of what the buyer paid and of what others paid for him; each gets his own part back. */
function saleReversed(booking: readonly RefundBooking[], amount: Money): JournalLine[] {
  const none = zero(amount.currency);
  let net = none;
  let vat = none;
  let funded = none;
  for (const line of booking) {
    const byOthers = sum(
      line.funded.map((part) => part.amount),
      amount.currency,
    );
    const gross = add(add(line.goods, line.freight), byOthers);
    // The tax is the remainder of the price, never rounded on its own (T19).
    const [lineNet = none, lineVat = none] = allocate(gross, [10_000n, BigInt(line.vatBasisPoints)]);
    net = add(net, lineNet);
    vat = add(vat, lineVat);
    funded = add(funded, byOthers);
  }
  return [
    debit('sales_revenue', net),
    debit('output_vat', vat),
    credit('refunds_payable', amount),
    credit('subsidy_receivable', funded),
  ];
}

/** T5 restock, T6 lower value by the net method, T7 scrap before approval; T22 for goods that go back to the buyer. */
function disposed(disposition: Disposition, cost: Money, value: Money): JournalEntry[] {
  const out = credit('goods_in_inspection', cost);
  // What they stand at where they lie may be another amount: less by what second-hand goods lose, or, where they are taken
  // back, the average of their place.
  const loss = subtract(cost, value);
  const rest = loss.minor < 0n ? credit('cost_of_sales', subtract(value, cost)) : debit('cost_of_sales', loss);
  switch (disposition) {
    case 'restock':
      return entry('goods_restocked', [debit('inventory', value), rest, out]);
    case 'repair':
      return entry('goods_to_repair', [debit('inventory_repair', value), rest, out]);
    case 'resale':
      return entry('goods_to_resale', [debit('inventory_second_hand', value), rest, out]);
    case 'scrap':
      return entry('goods_scrapped', [debit('pending_loss', cost), out]);
    case 'to_buyer':
      return entry('goods_to_buyer', [debit('cost_of_sales', cost), out]);
    case 'to_vendor':
      return entry('goods_to_vendor', [debit('inventory_to_vendor', value), rest, out]);
    // What is set apart is still being looked into: it stays where it stands in the books.
    case 'quarantine':
    case 'none':
    case 'undecided':
      return [];
  }
}

/** The same accounts with their sides swapped: both entries together come to nothing. */
const reversed = ({ lines }: JournalEntry): JournalEntry => ({
  kind: 'goods_put_away_reversed',
  lines: lines.map(({ role, debit, credit }) => ({ role, debit: credit, credit: debit })),
});

export const debit = (role: AccountRole, amount: Money): JournalLine => ({
  role,
  debit: amount,
  credit: zero(amount.currency),
});
export const credit = (role: AccountRole, amount: Money): JournalLine => ({
  role,
  debit: zero(amount.currency),
  credit: amount,
});

/** Leaves out empty lines; an entry without lines (goods of unknown cost) is no entry. */
export function entry(kind: EntryKind, lines: JournalLine[]): JournalEntry[] {
  const used = lines.filter((line) => isPositive(line.debit) || isPositive(line.credit));
  const difference = used.reduce((rest, line) => rest + line.debit.minor - line.credit.minor, 0n);
  assert(difference === 0n, `the entry ${kind} balances`);
  return used.length === 0 ? [] : [{ kind, lines: used }];
}
