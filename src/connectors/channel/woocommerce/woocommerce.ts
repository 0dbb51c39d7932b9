import type { ChannelPort } from '../port.ts';
import { unverified, type WoocommerceConfig } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { pullOrders, pullRefunds } from './pull.ts';
import { readPush } from './push.ts';
import { getOrder, getRefund } from './read.ts';
import { recordRefund } from './record-refund.ts';

/** A shop that runs WooCommerce. Requests come through our own portal; the shop learns of the refund. */
export const woocommerce = (config: WoocommerceConfig): ChannelPort => {
  const { webhookSecret } = config;
  return {
    capabilities: {
      requests: false,
      agreeReturn: false,
      refuse: false,
      agreeRefund: false,
      recordRefund: true,
      extend: false,
      message: false,
      push: webhookSecret ? 'webhook' : 'none',
    },
    // The list names no limit. A week keeps what one interrupted pull has to repeat small.
    maxWindowMs: 7 * 86_400_000,
    pullOrders: (window) => pullOrders(config, window),
    pullRefunds: (window) => pullRefunds(config, window),
    getRefund: (externalId) => getRefund(config, externalId),
    getOrder: (externalId) => getOrder(config, externalId),
    decodeOrder: (raw) => decodeOrder(raw, unverified(config)),
    decodeRefund: (raw) => decodeRefund(raw, unverified(config)),
    agreeReturn: async () => noRequests,
    refuse: async () => noRequests,
    refuseReasons: async () => noRequests,
    agreeRefund: async () => noRequests,
    recordRefund: (refund) => recordRefund(config, refund),
    ...(webhookSecret ? { readPush: (push) => readPush(config, webhookSecret, push) } : {}),
  };
};

const noRequests = {
  kind: 'refused',
  code: 'not_supported',
  message: 'WooCommerce holds no requests of buyers',
  stale: false,
} as const;
