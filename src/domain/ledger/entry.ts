import { assert } from '../assert.ts';
import { isPositive, type Money, zero } from '../money.ts';
import type { AccountRole, Party } from './accounts.ts';

/** One side is zero. Amounts are never negative: a reversal swaps the sides. `party`: who owes it or is owed. */
export type JournalLine = { role: AccountRole; debit: Money; credit: Money; party?: Party };

/** A balanced entry (分录). `kind` names the template and, with the return's number, its text. */
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
  | 'goods_owed'
  | 'goods_lost'
  | 'goods_found'
  | 'advance_written_off'
  | 'refund_ordered'
  | 'refund_paid'
  | 'refund_paid_twice'
  | 'refund_reclaimed'
  | 'vat_awaits_red'
  | 'vat_red_issued'
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
  | 'postage_recovered'
  | 'freight_billed'
  | 'freight_insured'
  | 'fee_returned'
  | 'statement_followed'
  | 'goodwill_paid'
  | 'platform_fined'
  | 'scrap_sold'
  | 'loss_settled'
  | 'returns_estimated'
  | 'party_paid'
  | 'party_received'
  | 'entry_reversed';

/** The same accounts with their sides swapped: both entries together come to nothing. */
export const turnedRound = ({ lines }: { lines: readonly JournalLine[] }, kind: EntryKind): JournalEntry => ({
  kind,
  lines: lines.map((line) => ({ ...line, debit: line.credit, credit: line.debit })),
});

export const debit = (role: AccountRole, amount: Money, party?: Party): JournalLine => ({
  role,
  debit: amount,
  credit: zero(amount.currency),
  ...(party ? { party } : {}),
});
export const credit = (role: AccountRole, amount: Money, party?: Party): JournalLine => ({
  role,
  debit: zero(amount.currency),
  credit: amount,
  ...(party ? { party } : {}),
});

/** Leaves out empty lines; an entry without lines (goods of unknown cost) is no entry. */
export function entry(kind: EntryKind, lines: readonly JournalLine[]): JournalEntry[] {
  const used = lines.filter((line) => isPositive(line.debit) || isPositive(line.credit));
  const difference = used.reduce((rest, line) => rest + line.debit.minor - line.credit.minor, 0n);
  assert(difference === 0n, `the entry ${kind} balances`);
  return used.length === 0 ? [] : [{ kind, lines: used }];
}
