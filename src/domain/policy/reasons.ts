/** Who bears the consequence if the reason is true (freight matrix: rules M-6, M-7; P-TB 49, 53). */
export type Fault = 'buyer' | 'seller' | 'unclear';

export type Reason =
  | 'no_reason'
  | 'size_or_color'
  | 'quality_fault'
  | 'not_as_described'
  | 'wrong_item'
  | 'missing_part'
  | 'damaged_in_transit'
  | 'not_shipped'
  | 'not_received'
  | 'other';

type ReasonFacts = {
  fault: Fault;
  /** Claims a defect: needs a picture and goes to the quality path, never to the no-reason path (暂行办法 art. 35). */
  quality: boolean;
  /** Uses the seven-day right: the clock and the exclusions apply. */
  noReason: boolean;
};

export const reasonFacts: Record<Reason, ReasonFacts> = {
  no_reason: { fault: 'buyer', quality: false, noReason: true },
  size_or_color: { fault: 'buyer', quality: false, noReason: true },
  quality_fault: { fault: 'seller', quality: true, noReason: false },
  not_as_described: { fault: 'seller', quality: true, noReason: false },
  wrong_item: { fault: 'seller', quality: true, noReason: false },
  missing_part: { fault: 'seller', quality: true, noReason: false },
  damaged_in_transit: { fault: 'seller', quality: true, noReason: false },
  not_shipped: { fault: 'seller', quality: false, noReason: false },
  not_received: { fault: 'unclear', quality: false, noReason: false },
  other: { fault: 'unclear', quality: false, noReason: false },
};

export const reasons = Object.keys(reasonFacts) as Reason[];

/** What the buyer wants. What each of them asks of goods and money stands in `resolution-facts.ts`. */
export const resolutions = [
  'return_and_refund',
  'refund_only',
  'exchange',
  'reship',
  'repair',
  'refused_delivery',
  'price_protection',
] as const;
export type Resolution = (typeof resolutions)[number];
