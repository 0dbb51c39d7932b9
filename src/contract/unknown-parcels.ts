import { z } from 'zod';
import { unknownStates } from '../domain/parcels/unknown-parcel.ts';
import { reasons } from '../domain/policy/reasons.ts';
import { courierCode, fileId, idOf, instant, orderId, pageOf, pageQuery, rmaId, text, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';

const unknownId = idOf('unp');
const params = z.object({ unknownId });

/** Articles and how many of each; a second row of one article adds to the first. Empty: not opened, or not to be told. */
const contents = z.array(z.strictObject({ sku: text(64), quantity: z.int().min(1).max(999) })).max(50);

/** Where goods without an owner are set apart; not the place of goods under inspection, nor outside. */
const place = text(40).refine((location) => location !== 'customer' && location !== 'returns', 'a place of its own');

/** Why a candidate scores as it does: what the console says in words, with what it adds to the log-odds. */
const reason = z.looseObject({ code: z.string(), weight: z.number() });

const goods = z.object({ sku: z.string(), title: z.string(), quantity: z.int() });

export const unknownRow = z.object({
  id: unknownId,
  state: z.enum(unknownStates),
  location: z.string(),
  courier: z.string().nullable(),
  waybill: z.string().nullable(),
  sender: z.object({
    phoneTail: z.string().nullable(),
    maskedName: z.string().nullable(),
    city: z.string().nullable(),
  }),
  weightGrams: z.int().nullable(),
  photos: z.array(fileId),
  items: z.array(goods.extend({ bound: z.int() })),
  arrivedAt: instant,
  /** How urgently somebody has to settle it; `none` once it is settled. */
  ageing: z.enum(['none', 'fresh', 'attention', 'overdue']),
  suggested: z.object({ rmaId, number: z.string(), score: z.number() }).nullable(),
  /** The return in whose parcel the goods lay, beside what was agreed or in its place. */
  origin: z.object({ rmaId, number: z.string() }).nullable(),
  bindings: z.array(z.object({ rmaId, number: z.string(), units: z.int() })),
});
export type UnknownRow = z.infer<typeof unknownRow>;

const candidateView = z.object({
  kind: z.enum(['return', 'order']),
  /** Null for an order on which nobody has asked for a return. */
  rma: z.object({ id: rmaId, number: z.string(), review: z.string(), stage: z.string(), openedAt: instant }).nullable(),
  order: z.object({ id: orderId, externalId: z.string(), channel: z.string(), shopName: z.string() }),
  buyer: z.object({ nick: z.string(), phoneTail: z.string() }),
  expected: z.array(goods),
  /** From 0 to 1. */
  score: z.number(),
  reasons: z.array(reason),
  /** Units of the parcel that would find their place there. */
  fits: z.int(),
  /** Why it cannot be bound there now. */
  obstacle: z.looseObject({ code: z.string() }).nullable(),
});
export type CandidateView = z.infer<typeof candidateView>;

export const unknownView = unknownRow.extend({
  /** The best ones, best first. Empty once it is settled. */
  candidates: z.array(candidateView),
  history: z.array(
    z.object({
      seq: z.int(),
      type: z.string(),
      at: instant,
      actor: z.object({ kind: z.string(), name: z.string() }),
      rma: z.object({ id: rmaId, number: z.string() }).nullable(),
      units: z.int().nullable(),
    }),
  ),
});
export type UnknownView = z.infer<typeof unknownView>;

export const bookInUnknown = endpoint({
  method: 'POST',
  path: '/api/unknown-parcels',
  access: 'goods:receive',
  tag: 'unknown parcels',
  summary: 'Books in a parcel that nobody knows the owner of and sets its goods apart.',
  body: z.strictObject({
    waybill: waybill.optional(),
    courier: courierCode.optional(),
    location: place.default('QUARANTINE'),
    contents,
    photos: z.array(fileId).max(9).default([]),
    weightGrams: z.int().min(1).max(200_000).optional(),
    /** Kept as a keyed index and its four last digits. */
    phone: z
      .string()
      .trim()
      .regex(/^[+\d][\d\s-]{5,19}$/)
      .optional(),
    phoneTail: z
      .string()
      .trim()
      .regex(/^\d{4}$/)
      .optional(),
    senderName: text(40).optional(),
    city: text(40).optional(),
  }),
  reply: unknownView,
});

export const listUnknown = endpoint({
  method: 'GET',
  path: '/api/unknown-parcels',
  access: 'rma:read',
  tag: 'unknown parcels',
  summary: 'Parcels without an owner; the open ones begin with the oldest, settled ones with the newest.',
  query: z.object({
    ...pageQuery,
    state: z.enum(unknownStates).default('open'),
    courier: z.string().max(30).optional(),
    location: z.string().max(40).optional(),
    waybill: z.string().trim().toUpperCase().max(64).optional(),
    /** Here for at least so many days. */
    minDays: z.coerce.number().int().min(0).max(3_650).optional(),
  }),
  reply: pageOf(unknownRow),
});

export const getUnknown = endpoint({
  method: 'GET',
  path: '/api/unknown-parcels/:unknownId',
  access: 'rma:read',
  tag: 'unknown parcels',
  summary: 'One of them with the returns and orders that it may belong to, each with its reasons.',
  params,
  reply: unknownView,
});

export const unknownOfRma = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/unknown-parcels',
  access: 'rma:read',
  tag: 'unknown parcels',
  summary: 'Parcels without an owner that are bound to a return, or suggested for it.',
  params: z.object({ rmaId }),
  reply: z.object({ rows: z.array(unknownRow) }),
});

export const bindUnknown = endpoint({
  method: 'POST',
  path: '/api/unknown-parcels/:unknownId/bind',
  access: 'goods:receive',
  tag: 'unknown parcels',
  summary: 'Books what fits of its goods into a return. What does not fit stays without an owner.',
  params,
  body: z.strictObject({ rmaId }),
  reply: unknownView,
});

export const unbindUnknown = endpoint({
  method: 'POST',
  path: '/api/unknown-parcels/:unknownId/unbind',
  access: 'goods:receive',
  tag: 'unknown parcels',
  summary: 'Takes its goods out of a return again, as long as none of them is graded or paid for.',
  params,
  body: z.strictObject({ rmaId }),
  reply: unknownView,
});

export const recountUnknown = endpoint({
  method: 'POST',
  path: '/api/unknown-parcels/:unknownId/recount',
  access: 'goods:receive',
  tag: 'unknown parcels',
  summary: 'Says anew what lies in it, as long as none of it is bound.',
  params,
  body: z.strictObject({ contents: contents.min(1) }),
  reply: unknownView,
});

export const openReturnForUnknown = endpoint({
  method: 'POST',
  path: '/api/unknown-parcels/:unknownId/open-return',
  access: 'rma:open',
  tag: 'unknown parcels',
  summary: 'Opens a return of these goods on an order; where the rules grant it at once, the goods are bound to it.',
  params,
  body: z.strictObject({
    orderId,
    reason: z.enum(reasons).default('no_reason'),
    resolution: z.enum(['return_and_refund', 'refused_delivery']).default('return_and_refund'),
  }),
  reply: z.object({ rmaId, bound: z.boolean(), parcel: unknownView }),
});

export const sendBackUnknown = endpoint({
  method: 'POST',
  path: '/api/unknown-parcels/:unknownId/send-back',
  access: 'goods:dispose',
  tag: 'unknown parcels',
  summary: 'Sends what is left of it back to where it came from.',
  params,
  body: z.strictObject({ courier: courierCode.optional(), waybill: waybill.optional() }),
  reply: unknownView,
});
