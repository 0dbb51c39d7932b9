/**
 * - before: the gateway fails and nothing has happened.
 * - rows: a list does not stand still while it is being read.
 * - after: it has happened, and the caller does not learn it properly.
 * - push: what can go wrong with a webhook on its way.
 */
export const faultStages = {
  before: ['throttle', 'too_many_requests', 'bad_gateway', 'token_revoked', 'hang_before', 'internal_error'],
  rows: ['duplicate_rows', 'rows_shift'],
  after: ['bad_gateway_after', 'hang_after', 'drop_after', 'half_body', 'slow'],
  push: ['push_never', 'push_twice', 'push_wrong_hmac', 'push_reserialised'],
} as const;

export type ShopifyFault = (typeof faultStages)[keyof typeof faultStages][number];
