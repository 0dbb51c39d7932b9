import { z } from 'zod';
import { reasons, resolutions } from '../domain/policy/reasons.ts';
import { courierCode, fileId, instant, moneyView, orderLineId, rmaId, text, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';
import { explainedAmount } from './explanation.ts';

/** Why it was answered so: the rule in words and the article. Null where a person looks at it without one. */
const ground = z.object({ label: z.object({ zh: z.string(), en: z.string() }), clause: z.string() }).nullable();

/** A buyer proves an order with its number and the last four digits of the phone; the token opens that order only. */
export const findMyOrder = endpoint({
  method: 'POST',
  path: '/api/portal/session',
  access: 'public',
  tag: 'portal',
  budget: 'portal_lookup',
  summary: 'Opens one order for its buyer. A wrong number and a wrong phone get the same answer.',
  body: z.strictObject({ shop: text(64), orderNumber: text(64), phoneTail: z.string().regex(/^\d{4}$/) }),
  reply: z.object({ token: z.string(), expiresAt: instant }),
});

const reasonView = z.object({
  code: z.enum(reasons),
  /** A picture is asked for. */
  needsPhoto: z.boolean(),
  resolutions: z.array(z.enum(resolutions)),
});

export const myOrder = endpoint({
  method: 'GET',
  path: '/api/portal/order',
  access: 'portal',
  tag: 'portal',
  summary: 'The order the token opens: what can be sent back, by when, and the returns so far.',
  reply: z.object({
    shopName: z.string(),
    orderNumber: z.string(),
    placedAt: instant,
    deliveredAt: instant.nullable(),
    paid: moneyView,
    /** Until when the no-reason right holds; null while the parcel is not signed for. */
    windowClosesAt: instant.nullable(),
    reasons: z.array(reasonView),
    lines: z.array(
      z.object({
        id: orderLineId,
        title: z.string(),
        sku: z.string(),
        quantity: z.int(),
        returnable: z.int(),
        unitPaid: moneyView,
        exclusion: z.string().nullable(),
      }),
    ),
    rmas: z.array(z.object({ id: rmaId, number: z.string(), stage: z.string(), openedAt: instant, amount: moneyView })),
  }),
});

const request = {
  resolution: z.enum(resolutions),
  reason: z.enum(reasons),
  lines: z
    .array(z.strictObject({ orderLineId, quantity: z.int().positive() }))
    .min(1)
    .max(100),
  evidence: z.array(fileId).max(9).default([]),
};

export const previewMyReturn = endpoint({
  method: 'POST',
  path: '/api/portal/preview',
  access: 'portal',
  tag: 'portal',
  summary: 'What would happen: the decision, how much comes back and why, who pays the parcel, and by when.',
  body: z.strictObject(request),
  reply: z.object({
    outcome: z.enum(['approved', 'needs_photo', 'needs_person']),
    amount: explainedAmount.nullable(),
    ground,
    returnFreight: z.enum(['seller', 'buyer', 'none']),
    /** The article by which the freight falls to that side; null where nothing travels or nobody has decided yet. */
    freightClause: z.string().nullable(),
    /** What happens, in order, with how long each step takes at most, in hours. */
    steps: z.array(z.object({ code: z.string(), withinHours: z.int().nullable() })),
  }),
});

export const openMyReturn = endpoint({
  method: 'POST',
  path: '/api/portal/rmas',
  access: 'portal',
  tag: 'portal',
  summary: 'Sends the request. The same Idempotency-Key sends it once.',
  body: z.strictObject({ ...request, note: z.string().trim().max(500).default('') }),
  reply: z.object({ id: rmaId, number: z.string() }),
});

export const myReturn = endpoint({
  method: 'GET',
  path: '/api/portal/rmas/:rmaId',
  access: 'portal',
  tag: 'portal',
  summary: 'How far the return is: what the buyer does next, the parcel, the money, the dates.',
  params: z.object({ rmaId }),
  reply: z.object({
    id: rmaId,
    number: z.string(),
    stage: z.string(),
    review: z.string(),
    resolution: z.enum(resolutions),
    reason: z.enum(reasons),
    /** What the shop asked for or answered, where it did. */
    message: z.string().nullable(),
    ground,
    /** Of a refused request: for which of the shop's reasons, and the article where one was named. */
    refusal: z.object({ reasonCode: z.string(), clause: z.string().nullable() }).nullable(),
    amount: moneyView,
    /** The sum row by row; null where nothing can be worked out. */
    explanation: explainedAmount.nullable(),
    refunds: z.array(z.object({ amount: moneyView, state: z.string(), settledAt: instant.nullable() })),
    lines: z.array(
      z.object({
        title: z.string(),
        quantity: z.int(),
        reception: z.string(),
        settlement: z.string(),
        /** What the shop has sent in its place, or the article itself when it was repaired. */
        shipment: z.object({ courier: z.string(), waybill: z.string() }).nullable(),
      }),
    ),
    returnAddress: z.object({ name: z.string(), phone: z.string(), address: z.string() }).nullable(),
    parcels: z.array(
      z.object({
        courier: z.string(),
        waybill: z.string(),
        status: z.string(),
        scans: z.array(z.object({ at: instant, text: z.string() })),
      }),
    ),
    /** Return freight that the buyer advanced: parcels for which he may ask, and what became of what he asked for. */
    postage: z.object({
      askable: z.array(z.string()),
      rows: z.array(
        z.object({
          waybill: z.string(),
          asked: moneyView,
          paid: moneyView,
          state: z.enum(['asked', 'with_insurer', 'part_paid', 'paid', 'declined']),
          because: z.string().nullable(),
        }),
      ),
    }),
    /** Whether the buyer is to name an account because no gateway can pay the refund. */
    payee: z.enum(['needed', 'named', 'being_paid', 'no']),
    canSend: z.boolean(),
    canWithdraw: z.boolean(),
    canAddPhotos: z.boolean(),
    /** Whether the buyer may ask for a person instead of the rules, or a person is on it already. */
    person: z.enum(['can_ask', 'is_on_it', 'over']),
    timeline: z.array(z.object({ type: z.string(), at: instant })),
  }),
});

export const sendMyParcel = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/parcels',
  access: 'portal',
  tag: 'portal',
  summary: 'Names the parcel the goods travel in. `instead`: the number that was named before and was wrong.',
  params: z.object({ rmaId }),
  body: z.strictObject({ courier: courierCode, waybill, instead: waybill.optional() }),
  reply: z.object({ ok: z.literal(true) }),
});

export const withdrawMyReturn = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/withdraw',
  access: 'portal',
  tag: 'portal',
  summary: 'The buyer changes his mind, before goods or money have moved.',
  params: z.object({ rmaId }),
  body: z.strictObject({}),
  reply: z.object({ ok: z.literal(true) }),
});

export const addMyPhotos = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/evidence',
  access: 'portal',
  tag: 'portal',
  summary: 'Adds the pictures that were asked for.',
  params: z.object({ rmaId }),
  body: z.strictObject({ files: z.array(fileId).min(1).max(9) }),
  reply: z.object({ ok: z.literal(true) }),
});

export const askForPerson = endpoint({
  method: 'POST',
  path: '/api/portal/rmas/:rmaId/person',
  access: 'portal',
  tag: 'portal',
  summary: 'A person looks at the request instead of the rules (PIPL art. 24).',
  params: z.object({ rmaId }),
  body: z.strictObject({}),
  reply: z.object({ ok: z.literal(true) }),
});

// Uploads are multipart and so not described by a JSON contract:
//   POST /api/files         (signed in)  field `file` → uploadedFile
//   POST /api/portal/files  (portal)     field `file` → uploadedFile
//   GET  /api/files/:fileId and GET /api/portal/files/:fileId?token=… give the picture.
export const uploadedFile = z.object({ id: fileId, width: z.int(), height: z.int() });
