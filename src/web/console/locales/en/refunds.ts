import type { SameTexts } from '../../../ui/i18n.ts';
import type { refunds as chinese } from '../zh/refunds.ts';

export const refunds: SameTexts<typeof chinese> = {
  title: 'Refunds',
  note: 'Problems first: retry what was refused, let the system settle what is unknown',
  states: 'State of refunds',
  attention: 'Needs you',
  rejected: 'Refused: your turn',
  rejectedHint: 'Read the cause, mend it, send again. The same money never goes out twice.',
  unknown: 'Outcome unknown: being asked',
  unknownHint: 'Do not pay by transfer: until the provider answers, the money may already be out.',
  abnormal: 'Account cannot be paid',
  abnormalHint:
    'The provider has taken the refund on, but the buyer’s account cannot receive it. Ask the buyer for a bank account of their own.',
  redirect: 'Pay another account',
  redirectTitle: 'Pay {{amount}} to another account of the buyer',
  redirectHint:
    'The account is encrypted for the payment provider and not stored here. The refund keeps its number, so it cannot be paid twice.',
  redirectTaken: 'The provider has accepted it',
  redirectRefused: 'The provider did not accept it:',
  redirectUnknown: 'No clear answer, look at the state again later:',
  accountHolder: 'Account holder',
  bankAccount: 'Account number',
  bankCode: 'Bank code',
  bankCodeHint: 'WeChat Pay’s code of the bank, such as CMB_DEBIT for China Merchants Bank.',
  allClear: 'No refund needs you',
  allClearHint: 'Refused refunds and refunds of unknown outcome appear here.',
  empty: 'No refunds here',
  emptyHint: 'Look at another state.',
  search: 'Return, order or reference number',
  col: {
    rma: 'Return',
    order: 'Order',
    amount: 'Amount',
    method: 'Through',
    state: 'State',
    requested: 'Ordered',
    settled: 'Paid',
    reference: 'Reference',
    cause: 'Cause',
  },
  retry: 'Retry',
  retryAsk: 'Send the refund of {{amount}} again?',
  retryBody:
    'Order {{order}}, back through {{method}}. It failed because: {{cause}}. The same money never goes out twice.',
  retryGo: 'Send {{amount}} again',
};
