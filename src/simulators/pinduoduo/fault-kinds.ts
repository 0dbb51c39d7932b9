/**
 * - before: the gateway fails and nothing has happened.
 * - rival: somebody else acts between the caller's read and its write; writes on an after-sale only.
 * - rows: a list does not stand still while it is being read.
 * - style: the same answer in another of the platform's forms.
 * - after: it has happened, and the caller does not learn it properly.
 * - stream: what can go wrong with a pushed message.
 */
export const faultStages = {
  before: ['throttle', 'api_throttle', 'bad_gateway', 'session_expired', 'hang_before'],
  rival: ['buyer_edits_first', 'platform_refund_first'],
  rows: ['duplicate_rows', 'rows_shift'],
  style: ['epoch_times', 'number_money'],
  after: ['bad_gateway_after', 'hang_after', 'drop_after', 'half_body', 'slow'],
  stream: ['message_twice', 'message_garbled', 'message_of_another_mall', 'message_cut'],
} as const;

export type PinduoduoFault = (typeof faultStages)[keyof typeof faultStages][number];
