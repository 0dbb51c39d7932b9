import type { ChannelPort } from '../port.ts';
import { refreshAccess } from './access.ts';
import { agreeRefund, agreeReturn, cannotRefuse, extend, refuse } from './act.ts';
import type { DouyinConfig } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { pullOrders, pullRefunds } from './pull.ts';
import { readPush } from './push.ts';
import { getOrder, getRefund } from './read.ts';
import { refuseReasons } from './refuse-reasons.ts';

/** A shop on Douyin (抖店) through the Doudian open platform. */
export const douyin = (config: DouyinConfig): ChannelPort => ({
  capabilities: {
    requests: true,
    agreeReturn: true,
    refuse: true,
    agreeRefund: true,
    recordRefund: false,
    extend: true,
    message: false,
    push: 'webhook',
    // By the table of operations: repairs and price protection are decided in the console.
    kinds: {
      agreeReturn: ['return_and_refund', 'exchange'],
      refuse: ['return_and_refund', 'refund_only', 'exchange', 'reship'],
    },
  },
  // No list names a limit but the last 90 days of orders; a day keeps what an interruption loses small.
  maxWindowMs: 86_400_000,
  pullOrders: (window) => pullOrders(config, window),
  pullRefunds: (window) => pullRefunds(config, window),
  getRefund: (externalId) => getRefund(config, externalId),
  getOrder: (externalId) => getOrder(config, externalId),
  decodeOrder,
  decodeRefund,
  agreeReturn: (ref, address) => agreeReturn(config, ref, address),
  refuse: (ref, refusal) => refuse(config, ref, refusal),
  refuseReasons: async (ref) => (await cannotRefuse(config, ref)) ?? refuseReasons(config, ref),
  agreeRefund: (ref, amount) => agreeRefund(config, ref, amount),
  extend: (ref) => extend(config, ref),
  readPush: (push) => readPush(config, push),
  refreshAccess: () => refreshAccess(config),
});
