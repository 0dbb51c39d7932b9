import type { sendZh } from './send-zh.ts';

export const sendEn: typeof sendZh = {
  address: 'Send it here',
  copyAddress: 'Copy address',
  addressMissing:
    'The address is not shown yet. Wait a moment or message the shop. Please do not send anything before.',
  tips: 'Send the item with its parts and gifts. Not freight-collect. Keep the receipt.',
  courier: 'Which courier?',
  chooseCourier: 'Choose a courier',
  waybill: 'Waybill number',
  waybillHint: 'On the receipt or in the courier’s message',
  submit: 'I have sent it',
  submitting: 'Sending…',
  again: 'Wrong number, or several parcels? Add another waybill number',
  instead: 'This number is',
  another: 'another parcel',
  corrects: (number: string) => `a correction of ${number}, which was wrong`,
  courierMissing: 'Choose a courier',
  looksLike: (courier) => `This looks like a number of ${courier}. Please check the courier.`,
  done: 'Got the waybill number. Tracking will show below.',
};
