import { z } from 'zod';
import { instant, moneyView } from './common.ts';

/** Somebody of the merchant's people, or one of its API keys. */
export const by = z.object({ id: z.string(), name: z.string() });

export const draftId = z.templateLiteral(['pdr_', z.string().regex(/^[0-9a-z]{1,40}$/)]);
export const trialId = z.templateLiteral(['ptr_', z.string().regex(/^[0-9a-z]{1,40}$/)]);

/** Cases and their amounts in one cell of the comparison. */
const tally = z.object({ cases: z.int(), amount: moneyView });

/** A draft against what was decided: over a past period (`replay`), or on every new case since (`shadow`). */
export const trialView = z.object({
  id: trialId,
  draftId,
  draftRevision: z.int(),
  kind: z.enum(['replay', 'shadow']),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  problem: z.string().nullable(),
  from: instant,
  to: instant.nullable(),
  startedAt: instant,
  startedBy: by,
  finishedAt: instant.nullable(),
  /** All cases of the period, and how many of them have been tried. Of a shadow both grow. */
  total: z.int(),
  tried: z.int(),
  /** Which could not be tried, because their trace is from before the fact was known. They are in no other count. */
  untried: z.int(),
  differing: z.int(),
  /** Automatic decisions, and the money that they let go, then and with the draft. */
  automatic: z.object({ was: tally, would: tally }),
  /** From an outcome to another: `escalate 1`, `approve`, `ask_evidence`, `refund_without_return`. Equal ones included. */
  outcomes: z.array(z.object({ was: z.string(), would: z.string(), ...tally.shape })),
  /** Differing cases by the first line's class of goods. */
  goodsClasses: z.array(z.object({ goodsClass: z.string(), ...tally.shape })),
  /** By rule of the draft: what it decided, and how many of those otherwise than then. */
  rules: z.array(z.object({ ruleId: z.string(), cases: z.int(), differing: z.int() })),
  /**
   * Answers that came late then: those that the draft would have given by itself, and those given by a rule then that
   * the draft hands to people.
   */
  overdue: z.object({ late: z.int(), spared: z.int(), newToPeople: z.int() }),
  casesPerSecond: z.int().nullable(),
});
