/**
 * - before: the gateway fails and nothing has happened.
 * - rival: somebody else acts between the caller's read and its write; writes on a service only.
 * - rows: a list does not stand still while it is being read.
 * - style: the same answer in another shape.
 * - after: it has happened, and the caller does not learn it properly.
 */
export const faultStages = {
  before: ['throttle', 'bad_gateway', 'session_expired', 'no_permission', 'hang_before'],
  rival: ['stale_version', 'platform_refund_first'],
  rows: ['duplicate_rows', 'rows_shift'],
  style: ['response_spelling', 'empty_list', 'nested_rows', 'text_times', 'short_decimals'],
  after: ['bad_gateway_after', 'hang_after', 'drop_after', 'half_body', 'slow'],
} as const;

export type JdFault = (typeof faultStages)[keyof typeof faultStages][number];
