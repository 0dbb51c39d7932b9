import type { Instant } from '../../domain/time.ts';
import type { AccountField, ChannelAccount } from '../channel/account.ts';
import type { FinancePort } from './port.ts';

/** A finance system as the program offers it: its name, what a connection needs, and how to open one. */
export type FinanceVendor = {
  id: string;
  label: { zh: string; en: string };
  fields: readonly AccountField[];
  /** What names of its auxiliary dimensions look like, and one of them. */
  dimension: { pattern: RegExp; example: string };
  /** Throws with the name of a required value that is not there. */
  open(account: ChannelAccount, now: () => Instant): FinancePort;
};

/** How long a call may take before its outcome counts as unknown. */
export const FINANCE_TIMEOUT_MS = 20_000;
/** A call that was given up can still be served for a while. */
export const settlesAfter = (timeoutMs: number): number => 2 * timeoutMs;
