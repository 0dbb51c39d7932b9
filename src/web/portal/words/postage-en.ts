import type { postageZh } from './postage-zh.ts';

export const postageEn: typeof postageZh = {
  title: 'Return postage',
  start: 'Ask for your postage back',
  why: 'Where the shop pays for the return, ask with your receipt. Parcel:',
  amount: 'Postage you paid',
  amountHint: 'As on the receipt, for example 12.00',
  amountWrong: 'Enter an amount above 0 with at most two decimals',
  insured: 'This order has freight insurance (the insurer pays first)',
  submit: 'Ask for postage',
  submitting: 'Sending…',
  done: 'Your request for postage is sent. The shop will look at it.',
  paid: (amount) => `${amount} paid`,
  because: (reason) => `Reason: ${reason}`,
  states: {
    asked: 'With the shop',
    with_insurer: 'With the insurer',
    part_paid: 'Partly paid',
    paid: 'Paid',
    declined: 'Not paid by the shop',
  },
};
