import type { Instant } from '../../domain/time.ts';
import type { AccountField, ChannelAccount } from '../channel/account.ts';
import type { PaymentPort } from './port.ts';

/** A payment gateway as the program offers it: its name, what a connection needs, and how to open one. */
export type PaymentVendor = {
  id: string;
  label: { zh: string; en: string };
  fields: readonly AccountField[];
  /** `in_request`: the address for notices travels with each refund. `at_vendor`: somebody enters it in their console. */
  noticeAddress: 'in_request' | 'at_vendor';
  /** Throws with the name of a required value that is not there. */
  open(account: ChannelAccount, surroundings: Surroundings): PaymentPort;
};

export type Surroundings = {
  now: () => Instant;
  /** Where the gateway can reach us; absent where it cannot. */
  noticeUrl?: string;
};

/** At least this is advised for refunds. */
export const REFUND_TIMEOUT_MS = 15_000;

/** A pause in milliseconds as somebody wrote it down. Throws where it is none. */
export function pauseOf(text: string): number {
  const ms = Number(text);
  if (text.trim() === '' || !Number.isFinite(ms) || ms < 0)
    throw new Error(`pauseMs is no number of milliseconds: ${text}`);
  return ms;
}

/** A PEM text from what people paste: with armour or without, in one line or many. */
export function pemOf(kind: 'PRIVATE KEY' | 'PUBLIC KEY', pasted: string): string {
  if (pasted.includes('-----BEGIN')) return pasted.trim();
  const body = pasted.replaceAll(/\s/g, '');
  return `-----BEGIN ${kind}-----\n${(body.match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${kind}-----`;
}
