import type { ChannelPort } from '../port.ts';
import { agreeRefund, agreeReturn, refuse, refuseReasons } from './act.ts';
import type { ShopifyConfig } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-return.ts';
import { pullOrders, pullRefunds } from './pull.ts';
import { readPush } from './push.ts';
import { getOrder, getRefund } from './read.ts';

/** A shop on Shopify through its Admin GraphQL API. */
export const shopify = (config: ShopifyConfig): ChannelPort => {
  const { appSecret } = config;
  return {
    capabilities: {
      requests: true,
      agreeReturn: true,
      refuse: true,
      agreeRefund: true,
      recordRefund: false,
      extend: false,
      message: false,
      push: appSecret ? 'webhook' : 'none',
    },
    // The list names no limit. A week keeps what one interrupted pull has to repeat small.
    maxWindowMs: 7 * 86_400_000,
    pullOrders: (window) => pullOrders(config, window),
    pullRefunds: (window) => pullRefunds(config, window),
    getRefund: (externalId) => getRefund(config, externalId),
    getOrder: (externalId) => getOrder(config, externalId),
    decodeOrder,
    decodeRefund: (raw) => decodeRefund(raw, config.refundOnlyReasons ?? []),
    agreeReturn: (ref) => agreeReturn(config, ref),
    refuse: (ref, refusal) => refuse(config, ref, refusal),
    refuseReasons,
    agreeRefund: (ref, amount) => agreeRefund(config, ref, amount),
    ...(appSecret ? { readPush: (push) => readPush(config, appSecret, push) } : {}),
  };
};
