import type { ChannelPort } from '../port.ts';
import { refreshAccess } from './access.ts';
import { agreeRefund, agreeReturn, refusalUnsupported } from './act.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { listen } from './listen.ts';
import { MAX_WINDOW_MS, pullOrders, pullRefunds } from './pull.ts';
import { getOrder, getRefund } from './read.ts';

/** A mall on Pinduoduo through its open platform (POP). */
export const pinduoduo = (config: PinduoduoConfig): ChannelPort => ({
  capabilities: {
    requests: true,
    agreeReturn: true,
    refuse: false,
    agreeRefund: true,
    recordRefund: false,
    extend: false,
    message: false,
    push: 'stream',
  },
  maxWindowMs: MAX_WINDOW_MS,
  pullOrders: (window) => pullOrders(config, window),
  pullRefunds: (window) => pullRefunds(config, window),
  getRefund: (externalId) => getRefund(config, externalId),
  getOrder: (externalId) => getOrder(config, externalId),
  decodeOrder: (raw) => decodeOrder(raw, unverified(config).couriers),
  decodeRefund: (raw) => decodeRefund(raw, unverified(config).rowTypes),
  agreeReturn: (ref, address) => agreeReturn(config, ref, address),
  refuse: async () => refusalUnsupported,
  refuseReasons: async () => refusalUnsupported,
  agreeRefund: (ref, amount) => agreeRefund(config, ref, amount),
  listen: (keep, signal) => listen(config, keep, signal),
  refreshAccess: () => refreshAccess(config),
});
