import type { SameTexts } from '../../../ui/i18n.ts';
import type { ledger as chinese } from '../zh/ledger.ts';

export const ledger: SameTexts<typeof chinese> = {
  journal: 'Journal',
  journalNote: 'Receiving, putting away and refunding book themselves; each entry leads to its return',
  account: 'Account',
  anyAccount: 'All accounts',
  search: 'Return number',
  debit: 'Debit',
  credit: 'Credit',
  total: 'Total',
  empty: 'No entries in this time',
  emptyHint: 'Widen the dates or clear the filters.',
  printNote: '{{merchant}} · printed {{at}}',
  trialBalance: 'Trial balance',
  trialNote: 'Debits and credits of each account over the period',
  direction: 'Side',
  balance: 'Balance',
  side: { debit: 'Dr', credit: 'Cr' },
  balanced: 'Balanced',
  unbalanced: 'Not balanced: call your administrator',
  period: 'Period',
  thisMonth: 'This month',
  lastMonth: 'Last month',
  thisYear: 'This year',
  trialEmpty: 'Nothing was booked in this time',
  trialEmptyHint: 'Choose another period.',
};
