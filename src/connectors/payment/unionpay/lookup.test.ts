import { expect, test } from 'vitest';
import { money } from '../../../domain/money.ts';
import { fromMs } from '../../../domain/time.ts';
import type { RefundRequest } from '../port.ts';
import { orderNumberOf } from './order-number.ts';
import { lookupIn } from './unionpay.ts';

const request: RefundRequest = {
  refundNumber: 'rfd_01m84nkgvf7czy4ga94erp9gfb_1',
  tradeNumber: '202611231234567890123',
  amount: money(19_900, 'CNY'),
  paid: money(19_900, 'CNY'),
  reason: 'R261123-ABCDEFGH',
  requestedAt: fromMs(Date.UTC(2026, 10, 23)),
};
const said = (fields: object) =>
  lookupIn(
    { respCode: '00', orderId: orderNumberOf(request.refundNumber), txnAmt: '19900', queryId: 'Q1', ...fields },
    request,
  );

test.each([
  ['00', 'succeeded'],
  ['03', 'accepted_pending'],
  ['05', 'accepted_pending'],
  // Refused: nothing moves under this number, and a person is called.
  ['51', 'closed'],
  ['02', 'closed'],
  ['31', 'closed'],
  ['01', 'closed'],
  // A repeat says that there was a first; of what nobody has named nothing is believed.
  ['12', 'unknown'],
  ['99', 'unknown'],
  [undefined, 'unknown'],
])('a refund that stands at %s is %s (M-3)', (origRespCode, kind) => {
  expect(said({ ...(origRespCode ? { origRespCode } : {}) }).kind).toBe(kind);
});

test('a day of settlement without its year leaves the refund paid, on a day unknown', () => {
  expect(said({ origRespCode: '00', settleTime: '1123101112' })).toEqual({ kind: 'succeeded', gatewayReference: 'Q1' });
  expect(said({ origRespCode: '00', settleTime: '20261123101112' })).toMatchObject({
    settledAt: '2026-11-23T02:11:12.000Z',
  });
});
