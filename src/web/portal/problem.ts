import { ProblemError, problemOf } from '../ui/api.ts';

/** The refusals a buyer can meet and do something about; every other one is `refused`. */
const told = [
  'order_not_found',
  'not_found',
  'invalid_input',
  'quantity_exceeds_bought',
  'goods_already_shipped',
  'order_not_paid',
  'review_is_over',
  'not_approved',
  'goods_already_here',
  'refund_already_ordered',
  'no_goods_expected',
  'parcel_already_announced',
  'offer_not_open',
  'offer_is_over',
  'pickup_already_booked',
  'pickup_window_wrong',
  'sender_name_missing',
  'sender_phone_missing',
  'no_return_door',
  'postage_exists',
] as const;

/** What went wrong, in the buyer's terms: a key of the text table. */
export type Problem =
  | (typeof told)[number]
  | 'too_many_tries'
  | 'session_over'
  | 'no_connection'
  | 'server_fault'
  | 'refused';

export function buyersProblem(error: unknown): Problem {
  if (!(error instanceof ProblemError)) return 'server_fault';
  const { code, status } = problemOf(error);
  if (code === 'unreachable') return 'no_connection';
  if (status === 401) return 'session_over';
  if (status === 429) return 'too_many_tries';
  if (status >= 500) return 'server_fault';
  return told.find((each) => each === code) ?? (status === 404 ? 'not_found' : 'refused');
}
