/**
 * - before: the gateway fails and nothing has happened.
 * - rival: somebody else acts between the caller's read and its write; writes on a refund only.
 * - rows: a list does not stand still while it is being read.
 * - messages: the message service repeats what it says, or says the last thing first.
 * - style: the same answer in another shape.
 * - after: it has happened, and the caller does not learn it properly.
 */
export const faultStages = {
  before: ['throttle', 'bad_gateway', 'session_expired', 'hang_before'],
  rival: ['stale_version', 'platform_refund_first'],
  rows: ['duplicate_rows', 'rows_shift'],
  messages: ['messages_twice', 'messages_reversed'],
  style: ['single_object', 'empty_wrapper'],
  after: ['bad_gateway_after', 'hang_after', 'drop_after', 'half_body', 'slow'],
} as const;

export type TaobaoFault = (typeof faultStages)[keyof typeof faultStages][number];
