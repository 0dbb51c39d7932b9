import { z } from 'zod';
import { instant } from './common.ts';
import { parcelView } from './parcels.ts';

/** A courier's visit at the buyer's door. Whose door it is stands elsewhere. */
export const pickupView = z.object({
  id: z.string(),
  vendor: z.string(),
  courier: z.string(),
  payer: z.enum(['seller', 'buyer']),
  askedAt: instant,
  from: instant.nullable(),
  to: instant.nullable(),
  /** `asked`: the service has not answered yet, or its answer was lost. */
  state: z.enum(['asked', 'booked', 'courier_assigned', 'picked_up', 'failed', 'cancelled']),
  waybill: z.string().nullable(),
  calledOff: z.boolean(),
  cause: z.string().nullable(),
  /** It failed because nobody learned whether the service took it: it may be called off. */
  inDoubt: z.boolean(),
});

/** A parcel that the goods went out in, and what became of asking it back. */
export const outboundView = parcelView.extend({
  intercept: z
    .object({
      state: z.enum(['asked', 'accepted', 'failed', 'back', 'delivered']),
      askedAt: instant,
      cause: z.string().nullable(),
      /** Until when the money waits for it; null: it does not, or no longer. */
      waitsUntil: instant.nullable(),
    })
    .nullable(),
  /** Whether it may be asked back now. */
  canIntercept: z.boolean(),
});
