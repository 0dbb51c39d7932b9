import type { ChannelPort } from '../port.ts';
import { agreeRefund, agreeReturn, refuse, refuseReasons } from './act.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { pullOrders, pullRefunds } from './pull.ts';
import { getOrder, getRefund } from './read.ts';

/** A shop on Taobao or Tmall through the Taobao Open Platform (TOP). */
export const taobao = (config: TaobaoConfig): ChannelPort => ({
  capabilities: {
    requests: true,
    agreeReturn: true,
    refuse: true,
    agreeRefund: true,
    recordRefund: false,
    extend: false,
    message: false,
    push: 'none',
  },
  // The list of trades allows one day; the list of refunds names no limit.
  maxWindowMs: 86_400_000,
  pullOrders: (window) => pullOrders(config, window),
  pullRefunds: (window) => pullRefunds(config, window),
  getRefund: (externalId) => getRefund(config, externalId),
  getOrder: (externalId) => getOrder(config, externalId),
  decodeOrder: (raw) => decodeOrder(raw, unverified(config).platformPromotionIds),
  decodeRefund,
  agreeReturn: (ref, address) => agreeReturn(config, ref, address),
  refuse: (ref, refusal) => refuse(config, ref, refusal),
  refuseReasons: (ref) => refuseReasons(config, ref),
  agreeRefund: (ref, amount) => agreeRefund(config, ref, amount),
});
