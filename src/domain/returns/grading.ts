import type { FileId, RmaLineId } from '../ids.ts';
import type { Disposition, Grade } from '../inspection/dispositions.ts';
import type { GradeName } from '../inspection/inspection-book.ts';
import type { Money } from '../money.ts';
import type { Instant, LocalDate } from '../time.ts';

export type CheckOutcome = 'passed' | 'failed' | 'not_applicable';

/** The answer to one check. */
export type CheckResult = { check: string; outcome: CheckOutcome; photos: FileId[] };

/** As it is kept: with what was agreed on for the case that it fails. */
export type RecordedCheck = CheckResult & { consequence?: string };

/** What somebody thinks of the goods. */
export type Verdict = {
  grade: Grade;
  /** Of the merchant's own scale, as it read then. Absent: one of the three. */
  gradeName?: Omit<GradeName, 'base'>;
  failedTests: string[];
  /** Absent: whoever looked again in an earlier version had no word for it. */
  failedChecks?: string[];
  serials?: string[];
  foreignSerials?: string[];
  batch?: string;
  expiry?: LocalDate;
};

/** Somebody else looks without knowing the verdict; where both differ, a supervisor says which one stands. */
export type SecondLook = {
  state: 'waiting' | 'differs' | 'agreed' | 'resolved';
  /** Whose verdict is looked at again. */
  by: string;
  second?: Verdict & { by: string };
};

/** What a line knows beside its grade. All of it may be absent. */
export type Graded = {
  gradeName?: Omit<GradeName, 'base'>;
  /** Checks of the merchant's own that failed: somebody weighs them before money goes back. */
  failedChecks?: string[];
  serials?: string[];
  /** Numbers among them that were not sold with this line. */
  foreignSerials?: string[];
  batch?: string;
  expiry?: LocalDate;
  secondLook?: SecondLook;
  /** Somebody wants it scrapped, and a second person has not answered yet. */
  scrapAsked?: { by: string; location: string };
  /** Where it is set apart until somebody decides. */
  heldAt?: string;
};

/** What is told of goods beside grade and tests. */
export type Findings = {
  checks?: CheckResult[];
  /** Code of a grade on the merchant's own scale. */
  gradeCode?: string;
  serials?: string[];
  batch?: string;
  expiry?: LocalDate;
};

type Look = { lineId: RmaLineId; grade: Grade; failedTests: string[]; photos: FileId[] } & Findings;

export type InspectLine = { type: 'inspect_line'; quantity: number } & Look;

export type GradingCommand =
  | ({ type: 'look_again' } & Look)
  | { type: 'resolve_second_look'; lineId: RmaLineId; take: 'first' | 'second'; note: string }
  | { type: 'approve_scrap'; lineId: RmaLineId }
  | { type: 'refuse_scrap'; lineId: RmaLineId; note: string }
  | { type: 'undo_disposition'; lineId: RmaLineId; quantity: number; because: string }
  | { type: 'undo_inspection'; lineId: RmaLineId; quantity: number; because: string };

export type GradingEvent =
  | ({
      type: 'line_looked_again';
      lineId: RmaLineId;
      by: string;
      photos: FileId[];
      checks?: RecordedCheck[];
      agrees: boolean;
    } & Verdict)
  | ({ type: 'second_look_resolved'; lineId: RmaLineId; take: 'first' | 'second'; note: string } & Verdict)
  | { type: 'scrap_asked'; lineId: RmaLineId; quantity: number; by: string; location: string; cost: Money }
  | { type: 'scrap_refused'; lineId: RmaLineId; note: string }
  /** A reversing entry: what was booked stays on record. */
  | {
      type: 'line_disposition_undone';
      lineId: RmaLineId;
      sku: string;
      quantity: number;
      disposition: Disposition;
      location: string;
      cost: Money;
      value: Money;
      because: string;
      at: Instant;
      /** Where they were set apart before. Absent: they came from the inspection area and go back there. */
      from?: string;
      /** What the line was owed again by it. */
      claimRevived?: true;
      /** What they were worth less stood as an allowance. */
      allowance?: true;
    }
  | { type: 'line_inspection_undone'; lineId: RmaLineId; because: string; at: Instant };
