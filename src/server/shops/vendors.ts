import type { ChannelAccount, ChannelVendor } from '../../connectors/channel/account.ts';
import type { ChannelPort } from '../../connectors/channel/port.ts';
import type { CourierVendor } from '../../connectors/courier/account.ts';
import type { PaymentVendor } from '../../connectors/payment/account.ts';

export type Account = ChannelAccount;

/** The vendors this program can reach. */
export type Vendors = {
  channels: readonly ChannelVendor[];
  /** Absent: a channel without a connector, as the merchant's own shop is. */
  channel(id: string, account: Account): ChannelPort | undefined;
  payments: readonly PaymentVendor[];
  couriers: readonly CourierVendor[];
};
