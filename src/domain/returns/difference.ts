import type { FileId, RmaLineId } from '../ids.ts';
import type { UnknownId } from '../parcels/unknown-parcel.ts';
import type { Instant } from '../time.ts';

/** Why goods that were awaited are not there: fewer than said, nothing at all in the box, or left out of the parcel. */
export const missingCauses = ['short', 'empty_box', 'not_in_parcel'] as const;
export type MissingCause = (typeof missingCauses)[number];

/** Goods that came and were not agreed: more than was said, or another article. */
export const surplusKinds = ['extra', 'wrong_article'] as const;
export type SurplusKind = (typeof surplusKinds)[number];

export const differenceKinds = [...missingCauses, ...surplusKinds] as const;
export type DifferenceKind = MissingCause | SurplusKind;

/** A person's word on it: it stays as counted, the right goods are still to come, or the count was wrong. */
export const differenceOutcomes = ['as_counted', 'still_to_come', 'miscounted'] as const;
/** `turned_up`: the missing goods were found, which settles it without a further word. */
export type DifferenceOutcome = (typeof differenceOutcomes)[number] | 'turned_up';

export type DifferenceId = `dif_${string}`;

/** What the count found other than was agreed. */
export type Difference = {
  id: DifferenceId;
  kind: DifferenceKind;
  /** The line it is about. Absent: goods that belong to no line. */
  lineId?: RmaLineId;
  /** The article: what is missing, or what came instead. Absent: nobody could tell. */
  sku?: string;
  quantity: number;
  photos: FileId[];
  weightGrams?: number;
  /** Where the goods that were not agreed are set apart. */
  unknownId?: UnknownId;
  at: Instant;
  outcome?: DifferenceOutcome;
};

export type DifferenceEvent =
  | { type: 'difference_found'; difference: Difference }
  | { type: 'difference_settled'; differenceId: DifferenceId; outcome: DifferenceOutcome; at: Instant };

export type CountingCommand =
  /** Goods that were given up are here after all. */
  | { type: 'find_line'; lineId: RmaLineId; quantity: number }
  | {
      type: 'report_difference';
      kind: SurplusKind;
      lineId?: RmaLineId;
      sku?: string;
      quantity: number;
      photos: FileId[];
      weightGrams?: number;
      unknownId: UnknownId;
    }
  | { type: 'settle_difference'; differenceId: DifferenceId; outcome: (typeof differenceOutcomes)[number] };
