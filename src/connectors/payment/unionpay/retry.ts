import type { RetryMatrix } from '../retry-matrix.ts';

/** What `respCode` says of a refund. Unverified: recalled, not read in a document; what is not named is asked for. */
export const refundMatrix: RetryMatrix = {
  '01': 'final',
  '02': 'throttled',
  '03': 'unknown',
  '04': 'unknown',
  '05': 'unknown',
  '06': 'throttled',
  '10': 'configuration',
  '11': 'configuration',
  '12': 'final',
  '13': 'final',
  '31': 'configuration',
  '32': 'configuration',
  '33': 'final',
  '34': 'final',
  '35': 'recheck',
  '36': 'recheck',
  '37': 'throttled',
  '51': 'top_up',
};

/** The pause after which the identical request may be sent again; our choice, UnionPay names none. */
export const RETRY_AFTER_MS = 30_000;
