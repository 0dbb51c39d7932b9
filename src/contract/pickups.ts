import { z } from 'zod';
import { courierCode, instant, rmaId, text, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';
import { place } from './return-addresses.ts';
import { act, nothing } from './returns.ts';

const pickupId = z.templateLiteral(['pk', z.string().regex(/^[0-9a-z]{1,28}$/)]);

/** Who is visited. A name or phone that is left out is the buyer's own, as the order has it. */
const sender = z.strictObject({ ...place, name: place.name.optional(), phone: place.phone.optional() });

const wish = {
  vendor: text(30),
  courier: courierCode,
  from: instant.optional(),
  to: instant.optional(),
  sender,
  remark: z.string().trim().max(60).default(''),
};

export const bookPickup = act(
  'pickup',
  'parcel:write',
  'Sends a courier to the buyer for the goods. The service is asked by a job, under one number however often.',
  z.strictObject({
    ...wish,
    payer: z.enum(['seller', 'buyer']),
    weightGrams: z.int().min(100).max(100_000).default(1_000),
  }),
);

export const cancelPickup = act(
  'pickup/cancel',
  'parcel:write',
  'Calls the courier off.',
  z.strictObject({ pickupId }),
);

const option = z.object({
  vendor: z.string(),
  label: z.object({ zh: z.string(), en: z.string() }),
  couriers: z.array(z.string()),
  /** The visit may be paid at the door. */
  buyerPays: z.boolean(),
});

const options = z.object({
  services: z.array(option),
  /** Who pays by what was said when the return was granted. */
  payer: z.enum(['seller', 'buyer']),
  /** Whether the order has the buyer's name and phone, so that they need not be typed. */
  known: z.object({ name: z.boolean(), phone: z.boolean(), maskedPhone: z.string() }),
  /** Where the parcel goes: somebody must have written it down in the parts that couriers want. */
  receiver: z.object({ name: z.string(), area: z.string() }).nullable(),
});
export type PickupOptions = z.output<typeof options>;

export const pickupOptions = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/pickup-options',
  access: 'parcel:write',
  tag: 'returns',
  summary: 'Who can be sent to the buyer, who pays, and where the parcel goes.',
  params: z.object({ rmaId }),
  reply: options,
});

/** What of a visit stands apart from its return, because it is about people. */
export const pickupDoors = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/pickups',
  access: 'rma:read',
  tag: 'returns',
  summary: 'Whose door each visit is for, masked, and who comes.',
  params: z.object({ rmaId }),
  reply: z.object({
    rows: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        phone: z.string(),
        area: z.string(),
        person: z.object({ name: z.string(), phone: z.string() }).nullable(),
      }),
    ),
  }),
});

export const revealPickup = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/pickups/reveal',
  access: 'person:reveal',
  tag: 'returns',
  summary: 'The door of a visit in clear, for a stated purpose. Who asked, when and why is kept.',
  params: z.object({ rmaId }),
  body: z.strictObject({ pickupId, purpose: text(200) }),
  reply: z.object({ name: z.string(), phone: z.string(), address: z.string() }),
});

export const interceptOutbound = act(
  'intercept',
  'rma:review',
  'Asks the parcel that is on its way to the buyer back. No money goes out while it may turn round.',
  z.strictObject({ courier: courierCode, waybill }),
);

export const endInterceptWait = act(
  'intercept/stop-waiting',
  'rma:review',
  'Waits no longer for an intercepted parcel: the money may be decided on without it.',
  z.strictObject({ waybill }),
);

const mine = z.object({ rmaId });

export const myPickupOptions = endpoint({
  method: 'GET',
  path: '/api/portal/rmas/:rmaId/pickup-options',
  access: 'portal',
  tag: 'portal',
  summary: 'Who can come for the goods, and who pays.',
  params: mine,
  reply: options,
});

export const bookMyPickup = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/pickup',
  access: 'portal',
  tag: 'portal',
  summary: 'Asks for a courier at the door. Who pays is what was said when the return was granted.',
  params: mine,
  body: z.strictObject(wish),
  reply: z.object({ ok: z.literal(true) }),
});

export const cancelMyPickup = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/pickup/cancel',
  access: 'portal',
  tag: 'portal',
  summary: 'Calls the courier off.',
  params: mine,
  body: nothing,
  reply: z.object({ ok: z.literal(true) }),
});

export const myPickup = endpoint({
  method: 'GET',
  path: '/api/portal/rmas/:rmaId/pickup',
  access: 'portal',
  tag: 'portal',
  summary: 'The last visit that was asked for, with who comes; and whether one may be asked for now.',
  params: mine,
  reply: z.object({
    canBook: z.boolean(),
    canCancel: z.boolean(),
    pickup: z
      .object({
        courier: z.string(),
        state: z.enum(['asked', 'booked', 'courier_assigned', 'picked_up', 'failed', 'cancelled']),
        calledOff: z.boolean(),
        from: instant.nullable(),
        to: instant.nullable(),
        payer: z.enum(['seller', 'buyer']),
        waybill: z.string().nullable(),
        area: z.string(),
        phone: z.string(),
        person: z.object({ name: z.string(), phone: z.string() }).nullable(),
      })
      .nullable(),
  }),
});
