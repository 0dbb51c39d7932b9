import { present } from '../assert.ts';
import { type Money, subtract, times, zero } from '../money.ts';
import type { ClaimId } from '../recovery/loss-claim.ts';
import { claimOf } from '../returns/claiming.ts';
import type { RmaEvent } from '../returns/events.ts';
import type { KeptBooks } from '../returns/line-sale.ts';
import type { Disposition, Rma, RmaLine } from '../returns/rma.ts';
import { type AccountRole, owedBy, type Party } from './accounts.ts';
import { credit, debit, entry, type JournalEntry, turnedRound } from './entry.ts';
import { goodsAtRefund, refundPayer, rightValue, saleReversed, withBuyer } from './refund-entries.ts';

/**
 * What an event does to the books. How sale and goods stood is a fact that the event brings along (`line-books.ts`); without
 * it the sale was booked as sold, and goods are taken back at their original cost when received (T5).
 */
export function journalEntriesFor(rma: Rma, event: RmaEvent): JournalEntry[] {
  switch (event.type) {
    case 'line_received':
      return arrived(rma, event);
    case 'line_receipt_undone':
      return arrived(rma, event).map((each) => turnedRound(each, 'goods_receipt_reversed'));
    case 'line_missing':
      return lost(rma, event);
    case 'line_found':
      return lost(rma, event).map((each) => turnedRound(each, 'goods_found'));
    case 'advance_written_off':
      return givenUp(rma, event.lineIds);
    case 'line_disposed':
      return disposed(event);
    case 'line_disposition_undone':
      return disposed(event).map((each) => turnedRound(each, 'goods_put_away_reversed'));
    case 'replacement_shipped': {
      // Whoever ships from the shop's own shelves books that; here only what stood in the workshop goes out of the books.
      const cost = event.goods?.cost;
      return cost ? entry('goods_to_buyer', [debit('cost_of_sales', cost), credit('inventory_repair', cost)]) : [];
    }
    case 'refund_requested':
      return [...entry('refund_ordered', saleReversed(rma, event, event.amount)), ...goodsAtRefund(event.books)];
    case 'nothing_to_refund': {
      // The buyer gets nothing back, but who paid in his place may: a subsidy goes with the sale.
      const [first] = event.booking ?? [];
      if (!first) return [];
      const reversal = saleReversed(rma, event, zero(first.goods.currency));
      return [...entry('refund_ordered', reversal), ...goodsAtRefund(event.books)];
    }
    case 'refund_succeeded': {
      const refund = rma.refunds.find((candidate) => candidate.id === event.refundId);
      return entry('refund_paid', [
        debit('refunds_payable', event.amount, withBuyer(rma)),
        event.transfer ? credit('bank', event.amount) : refundPayer(rma, refund?.method, event.amount),
      ]);
    }
    case 'transfer_paid_twice':
      // Against what is owed to the buyer, which is settled: what is left there is what he owes.
      return entry('refund_paid_twice', [
        debit('refunds_payable', event.amount, withBuyer(rma)),
        event.via === 'bank' ? credit('bank', event.amount) : refundPayer(rma, event.method, event.amount),
      ]);
    case 'transfer_reclaimed':
      return entry('refund_reclaimed', [
        debit('bank', event.amount),
        credit('refunds_payable', event.amount, withBuyer(rma)),
      ]);
    default:
      return recoveryEntries(rma, event);
  }
}

type Units = { lineId: RmaLine['id']; quantity: number };
const booksOf = (rma: Rma, lineId: RmaLine['id']): RmaLine['books'] => rma.lines.find(({ id }) => id === lineId)?.books;

/** T5, T2 for goods of a sale not yet recognised, and policy A less what getting them back was expected to cost. */
function arrived(rma: Rma, { lineId, quantity, unitCost }: Units & { unitCost: Money }): JournalEntry[] {
  const cost = times(unitCost, quantity);
  const none = zero(cost.currency);
  const goods = debit('goods_in_inspection', cost);
  const { sale, owedAt, recovery, writtenOff } = booksOf(rma, lineId) ?? {};
  if (sale === 'unrecognised' && !writtenOff) return entry('goods_received', [goods, credit('goods_shipped', cost)]);
  if (sale === 'provided' && !writtenOff) {
    const expected = recovery ? times(recovery, quantity) : none;
    return entry('goods_received', [
      goods,
      credit('right_to_goods', subtract(cost, expected)),
      credit('return_freight', expected),
    ]);
  }
  // What was waited for stood at the cost of its day; what the goods are known to have cost since makes the difference.
  const owed = owedAt ? times(owedAt, quantity) : none;
  const spared = owedAt && recovery ? times(recovery, quantity) : none;
  const rest = subtract(cost, owed);
  return entry('goods_received', [
    goods,
    ...(rest.minor < 0n ? [debit('cost_of_sales', { ...rest, minor: -rest.minor })] : []),
    credit(writtenOff ? 'selling_loss' : 'right_to_goods', subtract(owed, spared)),
    credit('return_freight', spared),
    ...(rest.minor > 0n ? [credit('cost_of_sales', rest)] : []),
  ]);
}

const owedValue = ({ owedAt, recovery }: KeptBooks, quantity: number): Money =>
  rightValue(present(owedAt, 'what was expected of the goods'), recovery, quantity);

const owedIn = ({ sale }: KeptBooks): AccountRole => (sale === 'unrecognised' ? 'goods_shipped' : 'right_to_goods');

/** T22: goods whose refund is ordered will not come. Before that their cost has not left the sale. */
function lost(rma: Rma, { lineId, quantity }: Units): JournalEntry[] {
  const books = booksOf(rma, lineId);
  if (!books?.owedAt || books.writtenOff) return [];
  const value = owedValue(books, quantity);
  return entry('goods_lost', [debit('pending_loss', value), credit(owedIn(books), value)]);
}

/** Goods that were paid for and that nobody waits for any more: what was expected of them is lost. Late ones take it back. */
function givenUp(rma: Rma, lineIds: readonly RmaLine['id'][]): JournalEntry[] {
  const lines = rma.lines.filter(({ id, books }) => lineIds.includes(id) && books?.writtenOff && books.owedAt);
  return entry(
    'advance_written_off',
    lines.flatMap(({ books, quantity }) => {
      const owed = present(books, 'how the goods were booked');
      const value = owedValue(owed, quantity);
      return [debit('selling_loss', value), credit(owedIn(owed), value)];
    }),
  );
}

/**
 * T21: what a claim brings stands against the loss, which waits for its settlement. T15: postage that we bear. What an insurer
 * pays the buyer is none of our money (T17).
 */
function recoveryEntries(rma: Rma, event: RmaEvent): JournalEntry[] {
  switch (event.type) {
    case 'claim_accepted': {
      const { receivable, relieved, party } = rolesOf(rma, event.claimId);
      return entry('claim_accepted', [debit(receivable, event.more, party), credit(relieved, event.more)]);
    }
    case 'claim_paid': {
      const { receivable, party } = rolesOf(rma, event.claimId);
      return entry('claim_paid', [debit('bank', event.amount), credit(receivable, event.amount, party)]);
    }
    case 'claim_closed': {
      const { receivable, relieved, party } = rolesOf(rma, event.claimId);
      return entry('claim_written_off', [debit(relieved, event.rest), credit(receivable, event.rest, party)]);
    }
    case 'postage_paid': {
      const from =
        event.by === 'merchant'
          ? credit('bank', event.amount)
          : credit('platform_receivable', event.amount, { kind: 'platform', id: rma.channel });
      return entry('postage_paid', [debit('return_freight', event.amount), from]);
    }
    case 'postage_recovered':
      return event.outcome === 'recovered'
        ? entry('postage_recovered', [debit('bank', event.amount), credit('return_freight', event.amount)])
        : [];
    default:
      return [];
  }
}

/** Who owes it, and what it makes smaller. */
function rolesOf(rma: Rma, id: ClaimId): { receivable: AccountRole; relieved: AccountRole; party: Party } {
  const claim = present(claimOf(rma, id), 'the claim that the event belongs to');
  return {
    receivable: owedBy[claim.against],
    relieved: claim.cause === 'return_freight' ? 'return_freight' : (claim.relieves ?? 'pending_loss'),
    party: { kind: claim.against, id: claim.party },
  };
}

type Disposed = { disposition: Disposition; cost: Money; value: Money; allowance?: true };

/** T5 restock, T6 lower value by the net or the gross method, T7 scrap before approval; goods that go back to the buyer. */
function disposed({ disposition, cost, value, allowance }: Disposed): JournalEntry[] {
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
      return entry(
        'goods_to_resale',
        allowance && loss.minor >= 0n
          ? [debit('inventory_second_hand', cost), debit('impairment', loss), out, credit('inventory_allowance', loss)]
          : [debit('inventory_second_hand', value), rest, out],
      );
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
