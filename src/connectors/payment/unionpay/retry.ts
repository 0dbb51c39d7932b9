import type { RetryMatrix } from '../retry-matrix.ts';

/** The number was used before, for this refund or for another amount. */
export const DUPLICATE = '12';

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
  // It was received before: what became of it then is asked for.
  [DUPLICATE]: 'recheck',
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

/** What `origRespCode` says of a refund that is still on its way. Unverified, as above. */
export const underWay: ReadonlySet<string> = new Set(['03', '04', '05']);

/** The pause after which the identical request may be sent again; our choice, UnionPay names none. */
export const RETRY_AFTER_MS = 30_000;
