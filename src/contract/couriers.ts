import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { accountField, accountValues, words } from './shops.ts';

const capabilities = z.object({
  /** The couriers whose parcels it follows. */
  follows: z.union([z.literal('all'), z.array(z.string()).readonly()]),
  pushes: z.enum(['whole', 'news']),
  /** `address`: nothing is signed, and only the secret in the address proves a push. */
  pushProof: z.enum(['signature', 'address']),
  /** `at_vendor`: somebody enters the push address in the vendor's own console. */
  pushAddress: z.enum(['in_request', 'at_vendor']),
  tellsGivingUp: z.boolean(),
  queryPauseMs: z.int(),
  bookPickup: z.boolean(),
  buyerPays: z.boolean(),
  cancelPickup: z.boolean(),
  findPickup: z.boolean(),
  intercept: z.boolean(),
});

const courierView = z.object({
  id: z.string(),
  label: words,
  fields: z.array(accountField),
  /** Null: not connected. */
  connection: z
    .object({
      settings: z.record(z.string(), z.string()),
      /** Which is asked first to follow a parcel; null: it follows none. */
      followOrder: z.int().nullable(),
      capabilities,
      /** Where the service pushes to. With `addressSecret`, the value of that secret is to be added at its end. */
      pushAddress: z.string(),
      addressSecret: z.string().nullable(),
    })
    .nullable(),
});
export type CourierView = z.infer<typeof courierView>;

export const listCouriers = endpoint({
  method: 'GET',
  path: '/api/couriers',
  access: 'shop:manage',
  tag: 'channels',
  summary:
    'The services that follow parcels: what each connection needs, what it can do, and in which order they are asked.',
  reply: z.object({ couriers: z.array(courierView) }),
});

export const connectCourier = endpoint({
  method: 'PUT',
  path: '/api/couriers/:vendor',
  access: 'shop:manage',
  tag: 'channels',
  summary: 'Connects a courier service, or changes it. Secrets that are left out stay as they were.',
  params: z.object({ vendor: z.string().max(30) }),
  body: z.strictObject({
    settings: accountValues,
    /** Sealed at once and never shown again. */
    credentials: accountValues,
    followOrder: z.int().min(1).max(99).nullable(),
  }),
  reply: z.object({ id: z.string() }),
});
