/**
 * - before: the gateway fails, or somebody between answers in its name, and nothing has happened.
 * - within: the business side answers otherwise than asked; refunds only.
 * - after: it has happened, and the caller does not learn it properly.
 * - notice: the asynchronous notification misbehaves.
 */
export const faultStages = {
  before: ['fail_before', 'hang_before', 'call_limited', 'system_error', 'forged'],
  within: ['balance_not_enough', 'pending'],
  after: ['fail_after', 'hang_after', 'drop_after', 'late', 'unsigned', 'wrong_key', 'half_body'],
  statement: ['statement_missing', 'statement_extra', 'statement_off_by_one', 'statement_renumbered'],
  notice: ['notify_never', 'notify_twice', 'notify_early', 'notify_wrong_sign'],
} as const;

export type AlipayFault = (typeof faultStages)[keyof typeof faultStages][number];
