import { z } from 'zod';
import { reasons, resolutions } from '../domain/policy/reasons.ts';
import { differenceOutcomes, missingCauses, surplusKinds } from '../domain/returns/difference.ts';
import { stages } from '../domain/returns/rma.ts';
import { isReserved } from '../domain/stock/places.ts';
import { fileId, idOf, instant, pageOf, pageQuery, rmaId, rmaLineId, text, waybill } from './common.ts';
import { differenceId } from './difference-view.ts';
import { isDockStep } from './dock-steps.ts';
import { endpoint } from './endpoint.ts';
import { act, rmaLineView } from './returns.ts';

export const grams = z.int().min(1).max(200_000);
const photos = z.array(fileId).max(9).default([]);
const quantity = z.int().positive();
const actor = z.object({ kind: z.string(), name: z.string() });

/** Something was done to a parcel: by whom, and when. Counting and inspecting say how many units. */
export const handlingStep = z.object({
  step: z.enum(['signed', 'opened', 'counted', 'inspected']),
  waybill: z.string().nullable(),
  at: instant,
  actor,
  units: z.int().nullable(),
  weightGrams: z.int().nullable(),
  packages: z.int().nullable(),
  photos: z.array(fileId),
});
export type HandlingStep = z.infer<typeof handlingStep>;

/** What the scales say of a parcel in which goods of a known weight are awaited. */
export const weightNote = z.object({
  says: z.enum(['too_light', 'too_heavy', 'fits']),
  grams: z.int(),
  expectedGrams: z.int(),
});

/** `expected`: returns await it. `refused`: it was asked for and not granted. `unknown`: nobody awaits it. */
const verdict = z.object({
  waybill: z.string(),
  verdict: z.enum(['expected', 'not_approved', 'unknown', 'already_signed']),
  returns: z.array(z.object({ id: rmaId, number: z.string() })),
  units: z.int(),
  weight: weightNote.nullable(),
  /** By whom and when, where it was signed for before. */
  before: z.object({ at: instant, actor }).nullable(),
});
export type SignVerdict = z.infer<typeof verdict>;

export const signParcels = endpoint({
  method: 'POST',
  path: '/api/receiving/sign',
  access: 'goods:receive',
  tag: 'warehouse',
  summary: 'Accepts parcels at the door. A parcel is accepted once; of one that was, the answer says by whom.',
  body: z.strictObject({
    parcels: z
      .array(
        z.strictObject({ waybill, weightGrams: grams.optional(), packages: z.int().min(1).max(99).optional(), photos }),
      )
      .min(1)
      .max(200),
    /** When it was done, where that was before now: a handheld without a connection tells later. */
    at: instant.optional(),
  }),
  reply: z.object({ parcels: z.array(verdict) }),
});

export const openParcel = endpoint({
  method: 'POST',
  path: '/api/receiving/open',
  access: 'goods:receive',
  tag: 'warehouse',
  summary: 'Says that a parcel was opened. Opening it again changes nothing.',
  body: z.strictObject({ waybill, photos, at: instant.optional() }),
  reply: z.object({ steps: z.array(handlingStep) }),
});

export const handlingOfRma = endpoint({
  method: 'GET',
  path: '/api/rmas/:rmaId/handling',
  access: 'rma:read',
  tag: 'warehouse',
  summary: 'Who accepted, opened, counted and inspected the parcels of a return, and when.',
  params: z.object({ rmaId }),
  reply: z.object({ steps: z.array(handlingStep), weight: weightNote.nullable() }),
});

export const expectedRow = z.object({
  id: rmaId,
  number: z.string(),
  version: z.int(),
  stage: z.enum(stages),
  review: z.literal('approved'),
  resolution: z.enum(resolutions),
  reason: z.enum(reasons),
  orderExternalId: z.string(),
  /** Parts of the return get their ids from this count, also without a connection. */
  linesMade: z.int(),
  parcels: z.array(z.object({ courier: z.string(), waybill: z.string(), status: z.string() })),
  lines: z.array(rmaLineView.omit({ shipment: true })),
});
export type ExpectedRow = z.infer<typeof expectedRow>;

export const listExpected = endpoint({
  method: 'GET',
  path: '/api/receiving/expected',
  access: 'goods:receive',
  tag: 'warehouse',
  summary:
    'Granted returns whose goods are awaited or in work, with their parcels, for handhelds; nothing about buyers.',
  query: z.object({ ...pageQuery }),
  reply: pageOf(expectedRow),
});

const onLine = z.object({ rmaId, lineId: rmaLineId });

export const findLine = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/lines/:lineId/found',
  access: 'goods:receive',
  tag: 'warehouse',
  summary: 'Receives units that had been marked missing, as long as no other return has claimed them.',
  params: onLine,
  body: z.strictObject({ quantity }),
  reply: act('found', 'goods:receive', '', z.strictObject({})).reply,
  mayBeMinimal: true,
});

export const missingBody = z.strictObject({
  quantity: quantity.optional(),
  /** With a cause it is a difference that a person judges. */
  cause: z.enum(missingCauses).optional(),
  photos: z.array(fileId).max(9).optional(),
  weightGrams: grams.optional(),
});

export const reportDifference = act(
  'differences',
  'goods:receive',
  'Sets goods apart that came and were not agreed. The return waits for a person then.',
  z.strictObject({
    kind: z.enum(surplusKinds),
    lineId: rmaLineId.optional(),
    /** Left out where nobody can tell what it is. */
    sku: text(64).optional(),
    quantity: quantity.max(999),
    photos,
    weightGrams: grams.optional(),
    location: text(40)
      .refine((location) => !isReserved(location), 'a place of its own')
      .default('QUARANTINE'),
  }),
);

export const settleDifference = endpoint({
  method: 'POST',
  path: '/api/rmas/:rmaId/differences/:differenceId/settle',
  access: 'rma:review',
  tag: 'warehouse',
  summary: 'A person’s word on a difference of the count. Until then nothing is paid for what it is about.',
  params: z.object({ rmaId, differenceId }),
  body: z.strictObject({ outcome: z.enum(differenceOutcomes) }),
  reply: act('settle', 'rma:review', '', z.strictObject({})).reply,
  mayBeMinimal: true,
});

const conflictId = idOf('cft');
/** A path of ours, and no other place. */
const ownPath = z.string().regex(/^\/api\/[A-Za-z0-9_/-]{1,200}$/);

const conflictFacts = {
  commandId: z.string().regex(/^[\x21-\x7e]{8,128}$/),
  command: text(40),
  path: ownPath,
  body: z.record(z.string(), z.unknown()),
  rmaId: rmaId.optional(),
  lineId: rmaLineId.optional(),
  waybill: waybill.optional(),
  refusal: z.looseObject({ code: text(64) }),
  pressedAt: instant,
};

export const conflictView = z.object({
  id: conflictId,
  state: z.enum(['open', 'retried', 'edited', 'dropped']),
  command: z.string(),
  path: z.string(),
  body: z.record(z.string(), z.unknown()),
  lineId: rmaLineId.nullable(),
  waybill: z.string().nullable(),
  refusal: z.looseObject({ code: z.string() }),
  pressedAt: instant,
  pressedBy: actor,
  openedAt: instant,
  settledAt: instant.nullable(),
  settledBy: actor.nullable(),
  /** What stands there now. */
  rma: z.object({ id: rmaId, number: z.string(), stage: z.string() }).nullable(),
  line: z
    .object({
      sku: z.string(),
      title: z.string(),
      quantity: z.int(),
      reception: z.string(),
      inspection: z.string(),
      disposition: z.string(),
    })
    .nullable(),
});
export type ConflictView = z.infer<typeof conflictView>;

export const reportConflict = endpoint({
  method: 'POST',
  path: '/api/receiving/conflicts',
  access: 'goods:receive',
  tag: 'warehouse',
  summary: 'Keeps what was done without a connection and then refused, so that a person settles it. Once per command.',
  body: z.strictObject(conflictFacts).refine(isDockStep, { path: ['path'], message: 'a step of the dock' }),
  reply: z.object({ id: conflictId }),
});

export const listConflicts = endpoint({
  method: 'GET',
  path: '/api/receiving/conflicts',
  access: 'goods:receive',
  tag: 'warehouse',
  summary: 'Steps at the dock that could not be merged: who, when, what, why not, and what stands there now.',
  query: z.object({ ...pageQuery, state: z.enum(['open', 'settled']).default('open') }),
  reply: pageOf(conflictView).extend({ open: z.int() }),
});

export const settleConflict = endpoint({
  method: 'POST',
  path: '/api/receiving/conflicts/:conflictId/settle',
  access: 'goods:receive',
  tag: 'warehouse',
  summary: 'Says what became of a step that could not be merged: done again, done otherwise, or dropped.',
  params: z.object({ conflictId }),
  body: z.strictObject({ outcome: z.enum(['retried', 'edited', 'dropped']) }),
  reply: conflictView,
});

const label = (format: 'pdf' | 'zpl', produces: string) =>
  endpoint({
    method: 'GET',
    path: `/api/rmas/:rmaId/lines/:lineId/label.${format}`,
    access: 'goods:inspect',
    tag: 'warehouse',
    summary: `The label of an inspected line as ${format.toUpperCase()}: article, return number, grade and a bar code.`,
    params: onLine,
    query: z.object({ copies: z.coerce.number().int().min(1).max(99).default(1) }),
    produces,
    reply: z.unknown(),
  });
export const labelPdf = label('pdf', 'application/pdf');
export const labelZpl = label('zpl', 'application/zpl; charset=utf-8');
