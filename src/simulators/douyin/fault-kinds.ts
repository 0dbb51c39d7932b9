/**
 * - before: the gateway fails and nothing has happened.
 * - rival: somebody else acts between the caller's read and its write; writes on an after-sale only.
 * - rows: a list does not stand still while it is being read.
 * - money: what was agreed is paid `settleAfterMs` later.
 * - after: it has happened, and the caller does not learn it properly.
 * - push: what goes wrong on the way to the registered address.
 */
export const faultStages = {
  before: ['throttle', 'bad_gateway', 'token_expired', 'forbidden', 'service_error', 'hang_before'],
  rival: ['stale_version', 'platform_refund_first'],
  rows: ['duplicate_rows', 'rows_shift'],
  money: ['slow_refund'],
  after: ['bad_gateway_after', 'hang_after', 'drop_after', 'half_body', 'slow'],
  push: ['duplicate_push', 'out_of_order_push', 'wrong_sign_push', 'unsigned_push', 'reserialised_push', 'lost_push'],
} as const;

export type DouyinFault = (typeof faultStages)[keyof typeof faultStages][number];
