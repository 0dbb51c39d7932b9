import type { ChannelPort } from '../port.ts';
import { agreeRefund, agreeReturn, MAX_PROOF_BYTES, refuse, refuseReasons } from './act.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { listen } from './listen.ts';
import { MAX_PICTURE_BYTES, MAX_TEXT_BYTES, message } from './message.ts';
import { messages } from './messages.ts';
import { pullOrders, pullRefunds } from './pull.ts';
import { getOrder, getRefund } from './read.ts';
import { refreshAccess } from './refresh.ts';

/** A shop on Taobao or Tmall through the Taobao Open Platform (TOP). */
export const taobao = (config: TaobaoConfig): ChannelPort => {
  const { stream, refreshToken } = config;
  return {
    capabilities: {
      requests: true,
      agreeReturn: true,
      refuse: true,
      agreeRefund: true,
      recordRefund: false,
      // The platform has a call for more time to confirm a trade, and none for a refund.
      extend: false,
      message: true,
      messageRules: { maxBytes: MAX_TEXT_BYTES, picture: 'needed', maxPictureBytes: MAX_PICTURE_BYTES },
      refusalProof: { needed: config.shopKind === 'tmall', maxBytes: MAX_PROOF_BYTES },
      push: stream ? 'stream' : 'none',
    },
    // The list of trades allows one day; the lists of refunds and exchanges name no limit.
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
    message: (ref, text, picture) => message(config, ref, text, picture),
    messages: (ref) => messages(config, ref),
    ...(stream ? { listen: (keep, signal) => listen(config, stream, keep, signal) } : {}),
    ...(refreshToken ? { refreshAccess: () => refreshAccess(config, refreshToken) } : {}),
  };
};
