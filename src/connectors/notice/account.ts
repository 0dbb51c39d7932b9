import type { Instant } from '../../domain/time.ts';
import type { AccountField, ChannelAccount } from '../channel/account.ts';
import type { NoticePort } from './port.ts';

export type NoticeAccount = ChannelAccount;

/** One thing that a way of notices needs. `lines`: a text of several lines or names. */
export type NoticeField = AccountField & { lines?: true };

/** Why a value cannot be what it should be; screens have the words. */
export type FieldProblem = {
  field: string;
  reason: 'https_address' | 'near_address' | 'vendor_address' | 'webhook_secret' | 'mail_address' | 'mail_port';
};

export type Surroundings = {
  now: () => Instant;
  /** Whether addresses in the network of the program may be called: the operator's decision. */
  mayBeNear: boolean;
};

/** A way of notices as the program offers it. */
export type NoticeVendor = {
  id: string;
  label: { zh: string; en: string };
  fields: readonly NoticeField[];
  /** The vendor's own page on how to set it up. */
  help?: string;
  /** What is wrong with the values, beyond their being there. */
  problem(account: NoticeAccount, around: Pick<Surroundings, 'mayBeNear'>): FieldProblem | undefined;
  /** Throws with the name of a required value that is not there. */
  open(account: NoticeAccount, around: Surroundings): NoticePort;
};

/** How long one attempt may take. People do not wait for it, and other notices wait behind it. */
export const SEND_TIMEOUT_MS = 10_000;
