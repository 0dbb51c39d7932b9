import { z } from 'zod';
import { fileId, orderLineId } from '../../../contract/common.ts';
import { type Reason, type Resolution, reasons, resolutions } from '../../../domain/policy/reasons.ts';
import type { RequestStep } from '../route.ts';
import type { MyOrder } from '../shapes.ts';

export const MOST_PHOTOS = 9;
export const LONGEST_NOTE = 500;

/** A request before it is sent. It lives in the session storage, so that a refresh keeps every answer. */
export const draft = z.object({
  orderNumber: z.string(),
  /** Random, made once per draft. */
  nonce: z.string(),
  /** Counts the changes: the same content keeps its key, other content gets another. */
  revision: z.int(),
  quantities: z.record(orderLineId, z.int()),
  reason: z.enum(reasons).nullable(),
  resolution: z.enum(resolutions).nullable(),
  photos: z.array(fileId).max(MOST_PHOTOS),
  note: z.string().max(LONGEST_NOTE),
});
export type Draft = z.infer<typeof draft>;
type LineId = MyOrder['lines'][number]['id'];
type PhotoId = Draft['photos'][number];

export type DraftChange =
  | { type: 'quantity_set'; lineId: LineId; quantity: number }
  | { type: 'reason_chosen'; reason: Reason; resolutions: readonly Resolution[] }
  | { type: 'resolution_chosen'; resolution: Resolution }
  | { type: 'photo_added'; photo: PhotoId }
  | { type: 'photo_removed'; photo: PhotoId }
  | { type: 'note_written'; note: string };

export const newDraft = (orderNumber: string, nonce: string): Draft => ({
  orderNumber,
  nonce,
  revision: 0,
  quantities: {},
  reason: null,
  resolution: null,
  photos: [],
  note: '',
});

/** A second tap, or a tap after a lost answer, sends the same key; the server then opens one return. */
export const sendingKey = (of: Draft): string => `portal-${of.nonce}-${of.revision}`;

export const changed = (of: Draft, change: DraftChange): Draft => ({
  ...of,
  ...partChanged(of, change),
  revision: of.revision + 1,
});

function partChanged(of: Draft, change: DraftChange): Partial<Draft> {
  switch (change.type) {
    case 'quantity_set':
      return { quantities: { ...of.quantities, [change.lineId]: change.quantity } };
    case 'reason_chosen':
      return { reason: change.reason, resolution: resolutionAmong(of.resolution, change.resolutions) };
    case 'resolution_chosen':
      return { resolution: change.resolution };
    case 'photo_added':
      return of.photos.length < MOST_PHOTOS ? { photos: [...of.photos, change.photo] } : {};
    case 'photo_removed':
      return { photos: of.photos.filter((photo) => photo !== change.photo) };
    case 'note_written':
      return { note: change.note.slice(0, LONGEST_NOTE) };
  }
}

/** One possible answer is no question; an answer that the new reason does not allow is asked again. */
const resolutionAmong = (chosen: Resolution | null, offered: readonly Resolution[]): Resolution | null =>
  offered.length === 1 ? (offered[0] ?? null) : (offered.find((each) => each === chosen) ?? null);

export const chosenUnits = (of: Draft): number => Object.values(of.quantities).reduce((sum, units) => sum + units, 0);

export const chosenLines = (of: Draft, order: MyOrder): { orderLineId: LineId; quantity: number }[] =>
  order.lines.flatMap((line) => {
    const quantity = of.quantities[line.id] ?? 0;
    return quantity > 0 ? [{ orderLineId: line.id, quantity }] : [];
  });

/** Cuts a kept draft to what the order still allows: another request may have been sent from another device. */
export function fitted(of: Draft, order: MyOrder): Draft {
  const quantities = Object.fromEntries(
    order.lines.map((line) => [line.id, Math.min(of.quantities[line.id] ?? 0, line.returnable)]),
  );
  const reason = order.reasons.find((each) => each.code === of.reason);
  const resolution = reason ? resolutionAmong(of.resolution, reason.resolutions) : null;
  const fits =
    reason?.code === (of.reason ?? undefined) &&
    resolution === of.resolution &&
    order.lines.every((line) => quantities[line.id] === (of.quantities[line.id] ?? 0));
  return fits ? of : { ...of, quantities, reason: reason?.code ?? null, resolution, revision: of.revision + 1 };
}

/** The questions this request asks: how to settle it is one only where the reason leaves a choice. */
export function stepsOf(of: Draft, order: MyOrder): RequestStep[] {
  const offered = order.reasons.find((each) => each.code === of.reason)?.resolutions ?? [];
  return offered.length > 1
    ? ['lines', 'reason', 'resolution', 'photos', 'preview']
    : ['lines', 'reason', 'photos', 'preview'];
}

/** The first question without an answer. Photos can be sent later, so they never bar the way. */
export function firstOpenStep(of: Draft): RequestStep {
  if (chosenUnits(of) === 0) return 'lines';
  if (!of.reason) return 'reason';
  return of.resolution ? 'preview' : 'resolution';
}

/** Whether the address may open this step, or asks for something that an earlier answer is missing for. */
export const isReachable = (of: Draft, order: MyOrder, step: RequestStep): boolean => {
  const steps = stepsOf(of, order);
  return steps.includes(step) && steps.indexOf(step) <= steps.indexOf(firstOpenStep(of));
};
