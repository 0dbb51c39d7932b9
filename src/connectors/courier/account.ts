import type { Instant } from '../../domain/time.ts';
import type { AccountField, ChannelAccount } from '../channel/account.ts';
import type { CourierPort } from './port.ts';

/** A courier service as the program offers it: its name, what a connection needs, and how to open one. */
export type CourierVendor = {
  id: string;
  label: { zh: string; en: string };
  fields: readonly AccountField[];
  /** The secret that stands in the push address (`?key=…`), where the vendor signs nothing. */
  addressSecret?: string;
  /** Throws with the name of a required value that is not there. */
  open(account: ChannelAccount, now: () => Instant): CourierPort;
};
