import type { ChannelPort } from '../../connectors/channel/port.ts';
import type { CourierPort } from '../../connectors/courier/port.ts';
import type { PaymentPort } from '../../connectors/payment/port.ts';

/** What a connector needs to know of one account: addresses and options in clear, secrets sealed at rest. */
export type Account = { settings: Readonly<Record<string, string>>; credentials: Readonly<Record<string, string>> };

/** The vendors this program can reach. `main.ts` names them; adding one is a folder under connectors/ and a line there. */
export type Vendors = {
  channel: Readonly<Record<string, (account: Account) => ChannelPort>>;
  payment: Readonly<Record<string, (account: Account) => PaymentPort>>;
  courier: Readonly<Record<string, (account: Account) => CourierPort>>;
};
