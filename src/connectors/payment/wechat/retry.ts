import type { RetryMatrix } from '../retry-matrix.ts';

/** An order that was refused for its frequency may be asked for again after this. */
export const RETRY_AFTER_MS = 60_000;

/** More failing calls than this in a second, and WeChat Pay refuses all. */
export const FAILING_CALLS_PER_SECOND = 6;

/** What WeChat Pay's error codes say of a refund. An error's body is not signed: what it cannot prove is asked for. */
export const refundMatrix: RetryMatrix = {
  SYSTEM_ERROR: 'unknown',
  FREQUENCY_LIMITED: 'throttled',
  RATELIMIT_EXCEEDED: 'throttled',
  NOT_ENOUGH: 'top_up',
  USER_ACCOUNT_ABNORMAL: 'final',
  PARAM_ERROR: 'final',
  INVALID_REQUEST: 'final',
  RESOURCE_NOT_EXISTS: 'final',
  MCH_NOT_EXISTS: 'final',
  SIGN_ERROR: 'configuration',
  NO_AUTH: 'configuration',
};
