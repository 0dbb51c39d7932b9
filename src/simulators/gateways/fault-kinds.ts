/**
 * What can go wrong at the gateways that take a refund on first and pay it later.
 * - before: the gateway fails and nothing has happened.
 * - within: the business side answers otherwise than asked; refunds only.
 * - after: it has happened, and the caller does not learn it properly.
 * - notice: the notification misbehaves.
 * - statement: the file of a day differs from the day.
 */
export const faultStages = {
  before: ['fail_before', 'hang_before', 'system_error', 'throttled'],
  within: ['balance_not_enough', 'pending', 'ends_abnormal', 'ends_closed'],
  after: ['fail_after', 'hang_after', 'drop_after', 'late', 'half_body', 'wrong_key', 'unsigned', 'old_timestamp'],
  notice: [
    'notify_never',
    'notify_many',
    'notify_early',
    'notify_late',
    'notify_forged',
    'notify_tampered',
    'notify_stranger',
    'notify_old_state',
  ],
  statement: ['statement_missing', 'statement_extra', 'statement_off_by_one', 'statement_renumbered'],
} as const;

export type GatewayFault = (typeof faultStages)[keyof typeof faultStages][number];
