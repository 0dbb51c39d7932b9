import type { CourierFault } from '../port.ts';

type Meaning = 'done' | 'nothing_yet' | 'rejected' | 'unknown';

/** What a code in the answer to a query means. Failures are HTTP 200. */
const ofQuery: Readonly<Record<string, Meaning>> = {
  '200': 'done',
  '400': 'rejected',
  '408': 'rejected',
  '500': 'nothing_yet',
  '501': 'unknown',
  '502': 'unknown',
  '503': 'rejected',
  '601': 'rejected',
};

/** What a code in the answer to a subscription means. 501 is a waybill that is followed already. */
const ofSubscription: Readonly<Record<string, Meaning>> = {
  '200': 'done',
  '501': 'done',
  '500': 'unknown',
  '600': 'rejected',
  '601': 'rejected',
  '700': 'rejected',
  '701': 'rejected',
  '702': 'rejected',
};

/** What a code in the answer to an order, a cancellation or an intercept means. 500 says nothing of what was done. */
const ofOrder: Readonly<Record<string, 'done' | 'rejected' | 'unknown'>> = {
  '200': 'done',
  '400': 'rejected',
  '500': 'unknown',
  '501': 'rejected',
  '502': 'unknown',
  '503': 'rejected',
  '600': 'rejected',
  '601': 'rejected',
};

/** A code that is in no table has refused us, so far as we know. */
export const meaningOfQuery = (code: string): Meaning => ofQuery[code] ?? 'rejected';
export const meaningOfSubscription = (code: string): Meaning => ofSubscription[code] ?? 'rejected';
export const meaningOfOrder = (code: string): 'done' | 'rejected' | 'unknown' => ofOrder[code] ?? 'rejected';

export const faultOf = (meaning: 'rejected' | 'unknown', code: string, message: string): CourierFault =>
  meaning === 'rejected'
    ? { kind: 'rejected', code, message }
    : { kind: 'unknown', cause: `Kuaidi100 answered ${code} ${message}`.trim() };
