import type { Money } from '../money.ts';
import type { InKind } from '../refunds/refund-figures.ts';
import type { Instant } from '../time.ts';

/** A coupon or points that the buyer gets back as such. No shop's system is called for it: somebody does it and says so. */
export type OwedInKind = InKind & { id: string; state: 'owed' | 'given'; reference?: string };

export type InKindCommand = { type: 'give_in_kind'; inKindId: string; reference: string };

export type InKindEvent =
  | { type: 'in_kind_given'; inKindId: string; reference: string; at: Instant }
  /** By the rules nothing is left to pay for these goods, and this is missing. It is never charged: a person decides. */
  | { type: 'amount_left_to_person'; shortfall: Money };
