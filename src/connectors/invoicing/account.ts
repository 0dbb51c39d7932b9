import type { AccountField, ChannelAccount } from '../channel/account.ts';
import type { InvoicePort } from './port.ts';

/** A service for red invoices as the program offers it: its name, what a connection needs, and how to open one. */
export type InvoiceVendor = {
  id: string;
  label: { zh: string; en: string };
  fields: readonly AccountField[];
  /** Throws with the name of a required value that is not there. */
  open(account: ChannelAccount): InvoicePort;
};
