import type { Instant } from '../../../domain/time.ts';

export type KdniaoConfig = {
  /** `https://api.kdniao.com`, or a simulator; no slash at its end. */
  baseUrl: string;
  businessId: string;
  /** Signs both ways. */
  appKey: string;
  /** Who pays a visit: `1` the sender in cash, `2` the receiver, `3` by the month with `monthCode`. */
  payType: '1' | '2' | '3';
  monthCode?: string;
  timeoutMs: number;
  now: () => Instant;
  unverified?: Partial<Unverified>;
};

/** What no document that we have seen settles; a merchant's contract may say otherwise. */
export type Unverified = {
  /** The monitored services (8001, 8008) tell a code per scan; the plain ones are 1002 and 1008. */
  queryType: string;
  subscribeType: string;
  bookType: string;
  cancelType: string;
  /** The answer to an order number that was used before: the visit is booked already. */
  duplicateCode: string;
};

export const presumed: Unverified = {
  queryType: '8001',
  subscribeType: '8008',
  bookType: '1801',
  cancelType: '1802',
  duplicateCode: '106',
};
