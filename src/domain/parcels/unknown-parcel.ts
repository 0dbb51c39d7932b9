import type { RmaId, RmaLineId } from '../ids.ts';
import { ok, type Result, reject } from '../result.ts';
import { unitsOf } from './match-goods.ts';
import type { Counted } from './parcel-evidence.ts';

export type UnknownId = `unp_${string}`;

/** Units that a line of a return has taken. */
export type BoundPart = { lineId: RmaLineId; sku: string; quantity: number };

/** Who saw whose they are: a person, or the same number on the parcel and on the return. */
export type BoundBy = 'person' | 'waybill';

export type UnknownEvent =
  /** `from`: the return in whose parcel it lay. */
  | { type: 'booked_in'; location: string; contents: Counted[]; from?: RmaId }
  /** Somebody counted again. */
  | { type: 'recounted'; contents: Counted[] }
  /** A later request fits so well that it is shown at the return. */
  | { type: 'suggested'; rmaId: RmaId; score: number }
  | { type: 'bound'; rmaId: RmaId; parts: BoundPart[]; by: BoundBy }
  | { type: 'unbound'; rmaId: RmaId; parts: BoundPart[] }
  | { type: 'sent_back'; goods: Counted[]; courier?: string; waybill?: string };

export type UnknownState = 'open' | 'bound' | 'sent_back';
export const unknownStates = ['open', 'bound', 'sent_back'] as const satisfies readonly UnknownState[];

/** A parcel whose owner was not known when it came. Unbinding opens it again: nobody knows whose it is then either. */
export type UnknownParcel = {
  state: UnknownState;
  location: string;
  contents: Counted[];
  bindings: { rmaId: RmaId; parts: BoundPart[] }[];
  suggested: { rmaId: RmaId; score: number } | null;
  /** Returns that somebody took the goods out of again: nothing but a person puts them back there. */
  takenOutOf: RmaId[];
  version: number;
};

export type UnknownRejection =
  | { code: 'unknown_parcel_not_open'; unknownState: UnknownState }
  | { code: 'nothing_fits_there' }
  | { code: 'not_bound_there' }
  | { code: 'already_bound_there' }
  | { code: 'goods_are_bound' };

/** Folds what happened. It judges nothing. */
export function foldUnknown(events: readonly UnknownEvent[]): UnknownParcel {
  const blank: UnknownParcel = {
    state: 'open',
    location: '',
    contents: [],
    bindings: [],
    suggested: null,
    takenOutOf: [],
    version: 0,
  };
  return events.reduce((parcel, event) => ({ ...settled(changed(parcel, event)), version: parcel.version + 1 }), blank);
}

function changed(parcel: UnknownParcel, event: UnknownEvent): UnknownParcel {
  switch (event.type) {
    case 'booked_in':
      return { ...parcel, location: event.location, contents: event.contents };
    case 'recounted':
      return { ...parcel, contents: event.contents };
    case 'suggested':
      return { ...parcel, suggested: { rmaId: event.rmaId, score: event.score } };
    case 'bound':
      return {
        ...parcel,
        suggested: null,
        bindings: [...parcel.bindings, { rmaId: event.rmaId, parts: event.parts }],
      };
    case 'unbound':
      return {
        ...parcel,
        bindings: parcel.bindings.filter(({ rmaId }) => rmaId !== event.rmaId),
        takenOutOf: [...parcel.takenOutOf, event.rmaId],
      };
    case 'sent_back':
      return { ...parcel, state: 'sent_back', suggested: null };
  }
}

/** It is bound when all that lay in it has found its place. */
function settled(parcel: UnknownParcel): UnknownParcel {
  if (parcel.state === 'sent_back') return parcel;
  const isBound = parcel.contents.length > 0 && unboundGoods(parcel).length === 0;
  return { ...parcel, state: isBound ? 'bound' : 'open' };
}

export const boundUnits = ({ bindings }: UnknownParcel): Map<string, number> =>
  unitsOf(bindings.flatMap(({ parts }) => parts));

/** What still lies there without an owner. */
export function unboundGoods(parcel: UnknownParcel): Counted[] {
  const bound = boundUnits(parcel);
  return [...unitsOf(parcel.contents)].flatMap(([sku, quantity]) => {
    const left = quantity - (bound.get(sku) ?? 0);
    return left > 0 ? [{ sku, quantity: left }] : [];
  });
}

const notOpen = ({ state }: UnknownParcel) => reject({ code: 'unknown_parcel_not_open', unknownState: state } as const);

/** @param parts what of the parcel the lines of the return take */
export function bind(
  parcel: UnknownParcel,
  rmaId: RmaId,
  parts: BoundPart[],
  by: BoundBy,
): Result<UnknownEvent[], UnknownRejection> {
  if (parcel.state !== 'open') return notOpen(parcel);
  if (parcel.bindings.some((binding) => binding.rmaId === rmaId)) return reject({ code: 'already_bound_there' });
  if (by === 'waybill' && parcel.takenOutOf.includes(rmaId)) return reject({ code: 'not_bound_there' });
  return parts.length === 0 ? reject({ code: 'nothing_fits_there' }) : ok([{ type: 'bound', rmaId, parts, by }]);
}

export function unbind(parcel: UnknownParcel, rmaId: RmaId): Result<UnknownEvent[], UnknownRejection> {
  if (parcel.state === 'sent_back') return notOpen(parcel);
  const binding = parcel.bindings.find((candidate) => candidate.rmaId === rmaId);
  return binding ? ok([{ type: 'unbound', ...binding }]) : reject({ code: 'not_bound_there' });
}

export function recount(parcel: UnknownParcel, contents: readonly Counted[]): Result<UnknownEvent[], UnknownRejection> {
  if (parcel.state !== 'open') return notOpen(parcel);
  if (parcel.bindings.length > 0) return reject({ code: 'goods_are_bound' });
  return ok([{ type: 'recounted', contents: merged(contents) }]);
}

export function suggest(parcel: UnknownParcel, rmaId: RmaId, score: number): UnknownEvent[] {
  const isSettled = parcel.takenOutOf.includes(rmaId);
  const isKnown =
    isSettled || parcel.suggested?.rmaId === rmaId || parcel.bindings.some((binding) => binding.rmaId === rmaId);
  return parcel.state !== 'open' || isKnown ? [] : [{ type: 'suggested', rmaId, score }];
}

export function sendBack(
  parcel: UnknownParcel,
  way: { courier?: string; waybill?: string },
): Result<UnknownEvent[], UnknownRejection> {
  return parcel.state === 'open' ? ok([{ type: 'sent_back', goods: unboundGoods(parcel), ...way }]) : notOpen(parcel);
}

/** One row for each article, however often it was scanned. */
export const merged = (contents: readonly Counted[]): Counted[] =>
  [...unitsOf(contents)].map(([sku, quantity]) => ({ sku, quantity }));

/** Days after which a parcel without an owner is looked at first, and after which somebody has to settle it. */
export const AGEING = { attentionDays: 3, overdueDays: 7 } as const;
