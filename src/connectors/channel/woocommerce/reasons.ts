import type { ReasonEntry } from '../reason-table.ts';

/** A refund's reason is whatever the shop's people write: there is nothing to list. */
export const woocommerceReasons: readonly ReasonEntry[] = [];
