import { CONFIGURATION_FAULT, type RefundOutcome } from './port.ts';

/**
 * What a gateway's refusal says about the money.
 * - `unknown`: it may have moved. Ask, then send the identical request.
 * - `throttled`: not taken on; the identical request passes later without anybody doing anything.
 * - `top_up`: not taken on for want of money; the identical request passes when somebody has seen to it.
 * - `final`: not under this number.
 * - `recheck`: refused, perhaps because it is paid already: a query under the same number decides.
 * - `configuration`: keys or permissions; only a person can mend it.
 */
export type Verdict = 'unknown' | 'throttled' | 'top_up' | 'final' | 'recheck' | 'configuration';

/** A vendor's codes as data. What is not named proves nothing. */
export type RetryMatrix = Readonly<Record<string, Verdict>>;

export const verdictIn = (matrix: RetryMatrix, code: string | undefined): Verdict =>
  (code !== undefined && Object.hasOwn(matrix, code) ? matrix[code] : undefined) ?? 'unknown';

/** The outcome of a refund call that was refused; `recheck` counts as a refusal here. */
export function refusal(
  verdict: Verdict,
  { code, message, retryAfterMs }: { code: string; message: string; retryAfterMs: number },
): RefundOutcome {
  switch (verdict) {
    case 'unknown':
      return { kind: 'unknown', cause: `the gateway answered ${code} ${message}`.trim() };
    case 'throttled':
      return { kind: 'rejected', code, message, retryable: true, retryAfterMs };
    case 'top_up':
      return { kind: 'rejected', code, message, retryable: true };
    case 'configuration':
      return { kind: 'rejected', code: CONFIGURATION_FAULT, message: `${code} ${message}`.trim(), retryable: true };
    case 'final':
    case 'recheck':
      return { kind: 'rejected', code, message, retryable: false };
  }
}
