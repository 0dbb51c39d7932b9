import { z } from 'zod';
import { alertKinds, laneKinds, MOST_ALERT_HOURS } from '../domain/alerts/alert-kinds.ts';
import { courierCode, idOf, instant, orderId, pageOf, pageQuery, rmaId, text, waybill } from './common.ts';
import { endpoint } from './endpoint.ts';
import { parcelView } from './parcels.ts';

const alertId = idOf('alt');
const kind = z.enum(alertKinds);
const desk = z.enum(['service', 'warehouse', 'finance']);
const act = z.enum(['remind_buyer', 'ask_courier', 'file_claim', 'open_case', 'call_buyer', 'receive', 'match']);
const params = z.object({ alertId });

/** For how long it has been so: less than a day, one to three, three to seven, longer. */
export const alertAges = ['day', 'three_days', 'week', 'older'] as const;

export const alertFilters = {
  kind: kind.optional(),
  courier: z.string().max(30).optional(),
  desk: desk.optional(),
  /** An id of a colleague, or `none`. */
  owner: z.string().max(64).optional(),
  age: z.enum(alertAges).optional(),
  level: z.coerce.number().int().min(1).max(3).optional(),
  /** A whole waybill. */
  q: z.string().trim().toUpperCase().max(64).optional(),
};

export const alertRow = z.object({
  id: alertId,
  kind,
  desk,
  act,
  level: z.int(),
  courier: z.string(),
  waybill: z.string().nullable(),
  parcelStatus: z.string().nullable(),
  unknownId: idOf('unp').nullable(),
  /** The returns that travel in it, the first three. */
  rmas: z.array(z.object({ id: rmaId, number: z.string() })),
  /** Since when it is so, by the courier's clock; since when somebody should look. */
  since: instant,
  raisedAt: instant,
  dueAt: instant,
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  over: z.enum(['gone', 'handled']).nullable(),
  overAt: instant.nullable(),
});
export type AlertRow = z.infer<typeof alertRow>;

export const alertView = alertRow.extend({
  /** The order of its first return, for whoever has to call the buyer. */
  orderId: orderId.nullable(),
  parcel: parcelView
    .extend({
      /** Services that follow it tell of different ends; it was seen on the road after its end. */
      contradictory: z.boolean(),
      seenAfterEnd: z.boolean(),
      weighedGrams: z.int().nullable(),
    })
    .nullable(),
  notes: z.array(
    z.object({
      seq: z.int(),
      type: z.string(),
      text: z.string(),
      level: z.int().nullable(),
      dueAt: instant.nullable(),
      /** To whom it went. */
      to: z.string().nullable(),
      actor: z.object({ kind: z.string(), name: z.string() }),
      at: instant,
    }),
  ),
  abilities: z.object({
    take: z.boolean(),
    giveBack: z.boolean(),
    handOver: z.boolean(),
    putOff: z.boolean(),
    handle: z.boolean(),
  }),
});
export type AlertView = z.infer<typeof alertView>;

export const listAlerts = endpoint({
  method: 'GET',
  path: '/api/alerts',
  access: 'rma:read',
  tag: 'alerts',
  summary: 'What of parcels somebody must see to: the open ones by due time, those that are over newest first.',
  query: z.object({ ...pageQuery, ...alertFilters, state: z.enum(['open', 'over']).default('open') }),
  reply: pageOf(alertRow),
});

const count = z.object({ count: z.int(), overdue: z.int(), oldest: instant.nullable() });

export const countAlerts = endpoint({
  method: 'GET',
  path: '/api/alerts/counts',
  access: 'rma:read',
  tag: 'alerts',
  summary:
    'How many are open, by kind, age and courier; and how long those of the last 30 days took to close, in hours: median and 90th percentile.',
  reply: z.object({
    open: z.int(),
    overdue: z.int(),
    kinds: z.array(count.extend({ kind })),
    ages: z.array(z.object({ kind, age: z.enum(alertAges), count: z.int() })),
    couriers: z.array(count.extend({ courier: z.string() })),
    closed: z.object({ count: z.int(), p50Hours: z.number().nullable(), p90Hours: z.number().nullable() }),
  }),
});

export const getAlert = endpoint({
  method: 'GET',
  path: '/api/alerts/:alertId',
  access: 'rma:read',
  tag: 'alerts',
  summary: 'One alert: its parcel with all scans, and what was written and done about it.',
  params,
  reply: alertView,
});

const acting = <const Body extends z.ZodType>(name: string, summary: string, body: Body) =>
  endpoint({
    method: 'POST',
    path: `/api/alerts/:alertId/${name}`,
    access: 'parcel:write',
    tag: 'alerts',
    summary,
    params,
    body,
    reply: alertView,
  });

const nothing = z.strictObject({});

export const takeAlert = acting('take', 'Makes an alert one’s own. One of another needs rma:assign.', nothing);
export const giveBackAlert = acting('give-back', 'Gives an alert back to its desk.', nothing);
export const handOverAlert = acting(
  'hand-over',
  'Hands one’s alert to a colleague. One of another or of nobody needs rma:assign.',
  z.strictObject({ to: z.string().max(64) }),
);
export const noteAlert = acting(
  'note',
  'Writes a note, also on one that is over.',
  z.strictObject({ text: text(500) }),
);
export const putOffAlert = acting(
  'put-off',
  'Gives it time until then, a week at most: it goes a level up later.',
  z.strictObject({ until: instant, text: text(500).optional() }),
);
export const handleAlert = acting(
  'handle',
  'It is seen to: it is not raised again while its cause lasts.',
  z.strictObject({ text: text(500) }),
);

export const askCourier = endpoint({
  method: 'POST',
  path: '/api/alerts/:alertId/ask-courier',
  access: 'parcel:write',
  tag: 'alerts',
  summary: 'Asks the courier’s service for news of the parcel now, no more often than the service allows.',
  params,
  body: nothing,
  reply: z.object({
    outcome: z.enum(['news', 'nothing_new', 'refused', 'no_answer', 'asked_before']),
    message: z.string().nullable(),
    alert: alertView,
  }),
});

export const bulkAlerts = endpoint({
  method: 'POST',
  path: '/api/alerts/bulk',
  access: 'parcel:write',
  tag: 'alerts',
  summary: 'Takes or closes up to 100 alerts, each on its own; the answer has a verdict per row.',
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('take'), alertIds: z.array(alertId).min(1).max(100) }),
    z.strictObject({ action: z.literal('handle'), alertIds: z.array(alertId).min(1).max(100), text: text(500) }),
  ]),
  reply: z.object({
    verdicts: z.array(
      z.object({ alertId, ok: z.boolean(), rejection: z.looseObject({ code: z.string() }).optional() }),
    ),
  }),
});

export const weighParcel = endpoint({
  method: 'POST',
  path: '/api/parcels/weight',
  access: 'goods:receive',
  tag: 'alerts',
  summary:
    'What a parcel weighs, by the courier’s scales or ours: an alert is raised where that does not fit its goods.',
  body: z.strictObject({ waybill, grams: z.int().min(1).max(200_000) }),
  reply: z.object({ parcels: z.int() }),
});

/** Null: no such alert is wanted. */
const hours = z.number().min(0).max(MOST_ALERT_HOURS).nullable();

export const alertSettings = endpoint({
  method: 'GET',
  path: '/api/alert-settings',
  access: 'rma:read',
  tag: 'alerts',
  summary: 'After how many hours each kind is raised: what the merchant has set, else ours.',
  reply: z.object({
    kinds: z.array(
      z.object({
        kind,
        desk,
        act,
        /** Ours; where it is learned, the least. */
        presetHours: z.number(),
        learned: z.boolean(),
        dueHours: z.number(),
        urgent: z.boolean(),
        hours,
        own: z.boolean(),
      }),
    ),
    version: z.int(),
  }),
});

export const saveAlertSettings = endpoint({
  method: 'PUT',
  path: '/api/alert-settings',
  access: 'policy:edit',
  tag: 'alerts',
  summary: 'Sets hours for kinds; a kind that is left out is as we have it. Every parcel is looked at anew.',
  body: z.strictObject({ hours: z.partialRecord(kind, hours), version: z.int().min(0) }),
  reply: z.object({ version: z.int() }),
});

const laneHours = z.partialRecord(z.enum(laneKinds), z.number());
const ownLaneHours = z.partialRecord(z.enum(laneKinds), hours);

export const laneRow = z.object({
  courier: z.string(),
  /** Empty: all parcels of the courier. */
  fromCity: z.string(),
  journeys: z.int(),
  learned: laneHours,
  own: ownLaneHours,
  learnedAt: instant.nullable(),
});
export type LaneRow = z.infer<typeof laneRow>;

export const listLanes = endpoint({
  method: 'GET',
  path: '/api/alert-lanes',
  access: 'rma:read',
  tag: 'alerts',
  summary: 'What is usual on each lane, learned from the parcels of 90 days, and what is set for it.',
  query: z.object({ ...pageQuery, courier: z.string().max(30).optional(), city: z.string().trim().max(60).optional() }),
  reply: pageOf(laneRow),
});

export const saveLane = endpoint({
  method: 'PUT',
  path: '/api/alert-lanes',
  access: 'policy:edit',
  tag: 'alerts',
  summary: 'Sets hours for one lane, in place of those of all lanes. Its parcels are looked at anew.',
  body: z.strictObject({
    courier: courierCode,
    fromCity: z.string().trim().max(60),
    own: ownLaneHours,
  }),
  reply: laneRow,
});
