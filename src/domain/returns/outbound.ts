import type { Instant } from '../time.ts';

/** A parcel that the goods went out in, where the request is for money alone: where it is decides what is right. */
export type OutboundFollowed = { courier: string; waybill: string; status: string; followedAt: Instant };

/** A parcel on its way to the buyer was asked back. What became of it follows from this and from its courier's scans. */
export type Intercept = {
  courier: string;
  waybill: string;
  vendor: string;
  askedAt: Instant;
  told: 'asked' | 'accepted' | 'failed';
  /** The service's own words: why it failed, or why nobody knows whether it heard us. */
  cause?: string;
  /** What the rule that asked it back wants to wait at most. */
  waitHours?: number;
  /** Nobody waits for it any more: its time is over, or a person says so. */
  waitOver?: 'time' | 'person';
};

/** In place of a service's name where a rule asks: whichever calls back what that courier carries. */
export const ANY_SERVICE = 'any';

/** `delivered`: the buyer has it after all. */
export type InterceptState = Intercept['told'] | 'back' | 'delivered';

export type OutboundCommand =
  | { type: 'intercept_outbound'; courier: string; waybill: string; vendor: string }
  | { type: 'record_intercept'; waybill: string; told: 'accepted' | 'failed' | 'unknown'; cause: string }
  | { type: 'end_intercept_wait'; waybill: string; because: 'time' | 'person' };

export type OutboundEvent =
  | { type: 'outbound_followed'; courier: string; waybill: string; at: Instant }
  | { type: 'outbound_status_changed'; waybill: string; status: string; at: Instant }
  | { type: 'intercept_asked'; courier: string; waybill: string; vendor: string; at: Instant; waitHours?: number }
  | { type: 'intercept_told'; waybill: string; told: 'accepted' | 'failed' | 'unknown'; cause: string }
  | { type: 'intercept_wait_ended'; waybill: string; because: 'time' | 'person'; at: Instant };
