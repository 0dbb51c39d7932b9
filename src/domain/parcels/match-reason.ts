import type { Instant } from '../time.ts';

/** Why a score is what it is: a code with its values, and what it adds to the log-odds. */
export type MatchReason = { weight: number } & (
  | { code: 'return_open' | 'order_only' }
  | { code: 'waybill_announced' | 'waybill_outbound' | 'waybill_nearly' | 'waybill_of_buyer'; waybill: string }
  | { code: 'other_parcel_announced' | 'other_parcel_arrived'; waybill: string }
  | { code: 'courier_same'; courier: string }
  | { code: 'phone_same'; sharedBy: number }
  | { code: 'phone_tail_same'; tail: string }
  | { code: 'phone_differs' | 'name_same' | 'name_fits' | 'name_differs' }
  | { code: 'city_same' | 'city_differs'; city: string }
  | {
      code: 'goods_expected' | 'goods_bought' | 'goods_sister' | 'goods_never_bought' | 'goods_too_many';
      skus: string[];
    }
  | { code: 'goods_complete'; units: number }
  | { code: 'goods_incomplete'; units: number; expected: number }
  | { code: 'weight_fits' | 'weight_too_light' | 'weight_too_heavy'; grams: number; expectedGrams: number }
  | { code: 'timing_usual' | 'timing_late' | 'timing_very_late'; days: number }
  | { code: 'not_delivered' | 'never_shipped' }
  | { code: 'before_shipment'; shippedAt: Instant }
);
