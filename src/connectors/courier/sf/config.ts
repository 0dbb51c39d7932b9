import type { Instant } from '../../../domain/time.ts';

export type SfConfig = {
  /** `https://sfapi.sf-express.com/std/service`, its sandbox, or a simulator. */
  serviceUrl: string;
  partnerId: string;
  /** Signs our calls. */
  checkword: string;
  /** SF signs no pushes: this secret stands in the address that they go to, and nowhere else. */
  pushKey: string;
  /** The monthly account that pays for visits and intercepts; without it there are none. */
  monthlyCard?: string;
  timeoutMs: number;
  now: () => Instant;
  newRequestId: () => string;
  unverified?: Partial<Unverified>;
};

/** What no document that we have seen settles. */
export type Unverified = {
  /** The product of a visit: 1 is 特快, 2 is 标快. */
  expressTypeId: number;
  /** How a waybill is named when its route is registered for pushes. */
  routeRegistration: (request: { waybill: string; phoneTail: string }) => object;
};

export const presumed: Unverified = {
  expressTypeId: 2,
  routeRegistration: ({ waybill, phoneTail }) => ({
    type: '1',
    attributeNo: waybill,
    checkPhoneNo: phoneTail,
    language: '0',
    country: 'CN',
  }),
};
