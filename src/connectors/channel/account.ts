import type { Instant } from '../../domain/time.ts';
import type { ChannelPort } from './port.ts';
import type { ReasonEntry } from './reason-table.ts';

/** One thing that a shop's connection needs. Secrets are sealed at rest and never shown again. */
export type AccountField = {
  name: string;
  kind: 'setting' | 'secret';
  label: { zh: string; en: string };
  /** Taken where nothing is given; without it the field is required. */
  preset?: string;
  choices?: readonly string[];
  /** Comes with the authorisation, or from a refresh, and need not be typed. */
  optional?: boolean;
};

/** The values of one account: addresses and options in clear, secrets apart. */
export type ChannelAccount = {
  settings: Readonly<Record<string, string>>;
  credentials: Readonly<Record<string, string>>;
};

/** A platform as the program offers it: its name, what a connection needs, and how to open one. */
export type ChannelVendor = {
  id: string;
  label: { zh: string; en: string };
  fields: readonly AccountField[];
  /** What its reasons of returns stand for; what is not there is a merchant's to say. */
  reasons: readonly ReasonEntry[];
  /**
   * The setting that names the account within which a buyer's token means the same person, at whatever shop; absent: a
   * token is only known to mean the same within one shop. Unverified where it is given: it is what vendors say of open ids.
   */
  buyersSharedBy?: string;
  /** Where shops can be listened to: the setting without which one is not; none where all are. */
  listens?: { needs?: string };
  /** Refunds that were paid elsewhere are written into its shops' own books. */
  keepsRefunds?: true;
  /** Throws with the name of a required value that is not there. */
  open(account: ChannelAccount, now: () => Instant): ChannelPort;
};

/** How long a call to a platform may take before its outcome counts as unknown. */
export const CALL_TIMEOUT_MS = 15_000;

/** Reads the values that `fields` describe out of an account, presets filled in. */
export function valuesOf(fields: readonly AccountField[], { settings, credentials }: ChannelAccount) {
  return (name: string): string => {
    const field = fields.find((candidate) => candidate.name === name);
    const given = field?.kind === 'secret' ? credentials[name] : settings[name];
    const value = given || field?.preset;
    if (value === undefined) throw new Error(`the connection lacks ${name}`);
    return value;
  };
}
