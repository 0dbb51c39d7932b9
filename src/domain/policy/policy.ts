import type { Money } from '../money.ts';
import type { LocalDate } from '../time.ts';
import type { FactName } from './facts.ts';

/**
 * What a row decides. A rule approves, asks or hands over; it never refuses: an automatic refusal needs a person
 * (PIPL art. 24), so `suggestRejection` only tells the person what the rule thinks.
 */
export type Outcome =
  | { kind: 'approve' }
  | { kind: 'ask_evidence'; note: string }
  | { kind: 'escalate'; level: number; suggestRejection?: { reasonCode: string } };

export type PolicyRow = {
  id: string;
  /** CEL over the facts of `facts.ts`, type-checked when saved. */
  condition: string;
  outcome: Outcome;
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
};

export type RowTrace = { ruleId: string; hit: boolean; missing?: FactName[] };

/** Everything needed to explain a decision later: the version, the facts, each row looked at, and what came of it. */
export type PolicyDecision = {
  policyVersion: number;
  facts: Record<string, unknown>;
  rows: RowTrace[];
  ruleId: string;
  outcome: Outcome;
};
