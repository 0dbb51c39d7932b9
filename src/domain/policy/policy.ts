import type { Money } from '../money.ts';
import type { LocalDate } from '../time.ts';
import type { ApprovalRule } from './approvals.ts';
import type { AutoAction, ClockHours } from './deadlines.ts';
import type { FactName, PlainValue } from './fact-catalogue.ts';
import type { Payer } from './freight-matrix.ts';

/** What a rule would tell the person who may refuse, with the article that the refusal would rest on. */
export type SuggestedRejection = { reasonCode: string; article?: string };

/** Why a refund without return that a row wanted goes to a person instead. */
export type HeldBack =
  | 'refund_without_return_off'
  | 'refund_without_return_above_limit'
  | 'refund_without_return_on_platform'
  /** Nothing comes back for it, and the row grants whatever is asked, without a look at the kind. */
  | 'kind_not_named'
  /** The buyer asks for goods, not for money. */
  | 'refund_without_return_not_asked';

/**
 * What a row decides. A rule approves, asks or hands over; it never refuses: an automatic refusal needs a person
 * (PIPL art. 24), so `suggestRejection` only tells the person what the rule thinks. `code` names the ground of an
 * approval, such as `NR-NOCONF`: no confirmation is stored, so the right stands. A refund without return lets the buyer
 * keep the goods; it needs {@link Policy.refundWithoutReturn}.
 */
export type Outcome =
  | { kind: 'approve'; code?: string }
  | { kind: 'ask_evidence'; note: string }
  | { kind: 'refund_without_return' }
  | { kind: 'escalate'; level: number; suggestRejection?: SuggestedRejection; because?: HeldBack };

/** What goes with an outcome. All of it may only be kinder to the buyer than the law. */
export type Effects = {
  /** Who pays for the way back; absent: the freight matrix says. */
  returnFreight?: Payer;
  /** Key of the shop's return address; absent: its default address. */
  returnAddress?: string;
  /** Of an escalation: within how many hours the person decides. Never later than a platform's own clock. */
  deadlineHours?: number;
  /**
   * Of an approval of money alone: parcels on their way to the buyer are asked back, and the money waits for them so many
   * hours at most. Absent: only a person asks them back.
   */
  interceptHours?: number;
  /** Of an approval: the money goes back before the goods are here, as far as the limits for that go. */
  instantRefund?: AdvanceMoment;
};

/** When a refund that does not wait for its goods is paid: as it is granted, or as a courier has the parcel. */
export const advanceMoments = ['approval', 'first_scan'] as const;
export type AdvanceMoment = (typeof advanceMoments)[number];

/** Nobody waits longer for a courier than this, even where no platform presses. */
export const MOST_WAIT_HOURS = 72;

export type PolicyRow = {
  id: string;
  /** CEL over the facts of `fact-catalogue.ts`, type-checked when saved. */
  condition: string;
  outcome: Outcome;
  effects?: Effects;
  /** The article or rule this row rests on: `暂行办法 art. 7`. */
  basis: string;
  label: { zh: string; en: string };
};

/** One published version. Returns are decided by the version that was live when they were opened. */
export type Policy = {
  version: number;
  rows: PolicyRow[];
  /** Days of the no-reason right; the law gives 7, a shop may give more (NR-6). */
  windowDays: number;
  timeZone: string;
  /** Statutory days off: a window that ends on one ends the next working day (Civil Code art. 203). */
  holidays: LocalDate[];
  /** Above this a person decides. */
  approvalLimit: Money;
  /** Below this, a return whose goods passed inspection is paid back without a further click. Null: never. */
  autoRefundLimit: Money | null;
  /** Hours until a request without a platform clock should be answered. */
  reviewHours: number;
  /** What flawed goods are worth for resale, in basis points of their cost. */
  resaleBasisPoints: number;
  /** The shop lets rules refund up to this amount without the goods. Absent: it does not (第116号令 art. 27). */
  refundWithoutReturn?: { maxAmount: Money };
  /** Who may grant how much. Absent: whoever may review grants everything, and levels of escalations bind nobody. */
  approvals?: ApprovalRule[];
  /** What is done by itself before a clock ends. Absent: nothing. */
  autoActions?: AutoAction[];
  /** Hours for what neither law nor platform sets a time. Absent: no such clock runs. */
  clockHours?: ClockHours;
};

export type RowTrace = { ruleId: string; hit: boolean; missing?: FactName[] };

/** Everything needed to explain a decision later: the version, the facts, each row looked at, and what came of it. */
export type PolicyDecision = {
  policyVersion: number;
  facts: Record<string, unknown>;
  rows: RowTrace[];
  /** The row that decided, or `no_rule` or `missing_fact`. */
  ruleId: string;
  outcome: Outcome;
  effects?: Effects;
};

/** A fact as a row read it; without a value where it was missing. */
export type FactRead = { fact: FactName; value?: PlainValue };
