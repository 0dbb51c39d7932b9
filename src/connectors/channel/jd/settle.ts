import type { Acted, ChannelRefund, ChannelRefundRef } from '../port.ts';
import { settle } from '../settling.ts';
import { type JdConfig, unverified } from './config.ts';
import { decodeRefund } from './decode-refund.ts';
import { getRefund } from './read.ts';

/** A refund as it is at JD at this moment. */
export type Current = { raw: unknown; refund: ChannelRefund };

/** Not every write of JD's names a version, so a change is found by looking; where `sysVersion` locks, none goes unseen. */
export const settled = (
  config: JdConfig,
  ref: ChannelRefundRef,
  isGoal: (refund: ChannelRefund) => boolean,
  write: (current: Current) => Promise<Acted>,
): Promise<Acted> =>
  settle(
    {
      ref,
      read: () => getRefund(config, ref.externalId),
      decode: (raw) => ({ raw, ...decodeRefund(raw, unverified(config).applicationSumUnit) }),
    },
    isGoal,
    write,
  );
