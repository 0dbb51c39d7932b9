import type { Money } from '../money.ts';

/**
 * How a refund was worked out. `platform_allocated`: each unit gives back the share that was stored for it, and a
 * platform's own figure is the ceiling. `statutory_recalc`: what is kept is priced again under the rules valid at the
 * purchase, and the rest of what was paid goes back (暂行办法 art. 17).
 */
export const engines = ['platform_allocated', 'statutory_recalc'] as const;
export type Engine = (typeof engines)[number];

/** Both figures for the same units before anything is deducted or agreed on, and which of them counted. */
export type RefundFigures = {
  engine: Engine;
  platformAllocated: Money;
  statutoryRecalc: Money;
  /** The second less the first: negative where the law gives less. */
  difference: Money;
};

/** What goes back as what it is, not as money (暂行办法 art. 15). */
export type InKind = { promotionId: string; title: string } & (
  | { kind: 'coupon'; coupon: string }
  | { kind: 'points'; points: number }
);
