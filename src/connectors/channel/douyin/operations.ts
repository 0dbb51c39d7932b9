import type { ChannelCapabilities } from '../port.ts';

/** What the shop decides; the names are those of the port's capabilities. */
export type Decision = keyof Pick<ChannelCapabilities, 'agreeReturn' | 'refuse' | 'agreeRefund'>;

/** One row of the platform's table of `afterSale.operate` types. */
export type Operation = {
  decision: Decision;
  /** `after_sale_type`: 0 return, 1 refund after shipping, 2 refund before shipping, 3 exchange, 7 resend. */
  afterSaleType: number;
  /** `after_sale_status`: 6 the first decision, 11 the second, when the goods are on their way back. */
  status: number;
  /** The `type` of the call. */
  operate: number;
  /** False: recalled. The platform's own table (question-docs/93/2752) could not be read. */
  verified: boolean;
};

/**
 * What is not in this table is decided in the platform's own console: a refund before shipping is refused by shipping,
 * the types for repairs (5xx) are not known, and price protection is the platform's own affair.
 */
export const operations: readonly Operation[] = [
  { decision: 'agreeReturn', afterSaleType: 0, status: 6, operate: 101, verified: true },
  { decision: 'refuse', afterSaleType: 0, status: 6, operate: 102, verified: false },
  { decision: 'agreeRefund', afterSaleType: 0, status: 11, operate: 111, verified: false },
  { decision: 'refuse', afterSaleType: 0, status: 11, operate: 112, verified: false },
  { decision: 'agreeRefund', afterSaleType: 1, status: 6, operate: 201, verified: true },
  { decision: 'refuse', afterSaleType: 1, status: 6, operate: 202, verified: true },
  { decision: 'agreeRefund', afterSaleType: 2, status: 6, operate: 201, verified: false },
  { decision: 'agreeReturn', afterSaleType: 3, status: 6, operate: 301, verified: true },
  { decision: 'refuse', afterSaleType: 3, status: 6, operate: 302, verified: false },
  { decision: 'refuse', afterSaleType: 3, status: 11, operate: 312, verified: false },
  { decision: 'refuse', afterSaleType: 7, status: 6, operate: 402, verified: false },
];

/** The statuses in which a decision has been taken, whoever took it. */
export const goals: Readonly<Record<Decision, ReadonlySet<number>>> = {
  agreeReturn: new Set([7, 11]),
  refuse: new Set([27, 29]),
  agreeRefund: new Set([12]),
};
