import type { payeeZh } from './payee-zh.ts';

export const payeeEn: typeof payeeZh = {
  title: 'Where shall we pay?',
  why: 'This refund cannot go back the way you paid. Name an account of your own and the shop will transfer the money.',
  named: 'We have your account. The shop will transfer the money.',
  change: 'Name another account',
  beingPaid: 'The shop is paying to the account you named. If it is wrong, please contact the shop.',
  kinds: { bank: 'Bank account', alipay: 'Alipay' },
  holder: 'Account holder',
  holderHint: 'The name the account is registered under',
  bank: 'Bank',
  bankHint: 'For example China Merchants Bank',
  numbers: { bank: 'Account number', alipay: 'Alipay account' },
  numberHint: 'Kept encrypted and used for this refund only',
  numberWrong: 'This is no account number',
  needed: 'Please fill in',
  consent: 'I agree that the shop uses this account, only to pay this refund.',
  consentNeeded: 'Please agree first',
  submit: 'Send account',
  submitting: 'Sending…',
  done: 'Your account has been sent.',
};
