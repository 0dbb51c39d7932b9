import { formatDecimal, type Money } from '../../../domain/money.ts';
import type { Acted, ChannelPort, ChannelRefundRef } from '../port.ts';
import { refused } from '../settling.ts';
import { agreeToApplication, refuseApplication, rejectReasons } from './act-on-application.ts';
import { agreeToReturn, auditReasons, bookIn, refuseService } from './act-on-service.ts';
import { type JdConfig, unverified } from './config.ts';
import { decodeOrder } from './decode-order.ts';
import { decodeRefund } from './decode-refund.ts';
import { pullOrders, pullRefunds } from './pull.ts';
import { getOrder, getRefund } from './read.ts';
import { refreshAccess } from './refresh.ts';
import { type JdRefundId, readRefundId } from './refund-id.ts';

const dayMs = 86_400_000;

/**
 * A shop on JD (京东 POP). It has two kinds of requests: after-sales services (退货、换货、维修…) once the goods are under
 * way, and refund applications before they arrive, whose external id begins with `refundapply-`.
 */
export const jd = (config: JdConfig): ChannelPort => ({
  capabilities: {
    requests: true,
    agreeReturn: true,
    refuse: true,
    agreeRefund: true,
    recordRefund: false,
    extend: false,
    message: false,
    push: 'none',
    // One audit for all that comes back, whatever for; what JD pays for is booked in.
    kinds: {
      agreeReturn: ['return_and_refund', 'exchange', 'repair'],
      refuse: ['return_and_refund', 'refund_only', 'exchange', 'repair', 'reship'],
    },
  },
  // The list of orders allows a month. Less is lost when a shorter window is cut off.
  maxWindowMs: 7 * dayMs,
  pullOrders: (window) => pullOrders(config, window),
  pullRefunds: (window) => pullRefunds(config, window),
  getRefund: (externalId) => getRefund(config, externalId),
  getOrder: (externalId) => getOrder(config, externalId),
  decodeOrder: (raw) => decodeOrder(raw, unverified(config)),
  decodeRefund: (raw) => decodeRefund(raw, unverified(config).applicationSumUnit),
  agreeReturn: (ref, address) =>
    of(ref, {
      service: () => agreeToReturn(config, ref, address),
      application: async () => refused('nothing_to_send_back', 'the goods have not arrived with the buyer'),
    }),
  refuse: (ref, refusal) =>
    of(ref, {
      service: () => refuseService(config, ref, refusal),
      application: () => refuseApplication(config, ref, refusal),
    }),
  refuseReasons: async (ref) => {
    const id = readRefundId(ref.externalId);
    if (id?.kind === 'service') return auditReasons(config, id.number);
    return { kind: 'reasons', reasons: id ? rejectReasons : [] };
  },
  agreeRefund: async (ref, amount) =>
    payable(amount) ??
    of(ref, {
      service: () => bookIn(config, ref, amount),
      application: () => agreeToApplication(config, ref, amount),
    }),
  refreshAccess: () => refreshAccess(config),
});

function of(ref: ChannelRefundRef, ways: Record<JdRefundId['kind'], () => Promise<Acted>>): Promise<Acted> {
  const id = readRefundId(ref.externalId);
  return id ? ways[id.kind]() : Promise.resolve(refused('refund_absent', `"${ref.externalId}" is no number of JD’s`));
}

const payable = (amount: Money): Acted | undefined =>
  amount.currency === 'CNY' && amount.minor > 0n
    ? undefined
    : refused('amount_not_payable', `${formatDecimal(amount)} ${amount.currency} cannot be refunded`);
