import { formatDecimal, type Money } from '../../../domain/money.ts';
import type { Acted, ChannelPort, ChannelRefund, ChannelRefundRef } from '../port.ts';
import { done, refused } from '../settling.ts';
import type { Arguments } from './arguments.ts';
import { call, written } from './call.ts';
import { type JdConfig, unverified } from './config.ts';
import { readRefundId } from './refund-id.ts';
import { settled } from './settle.ts';

/** `rejectType` of an answer. */
export const rejectReasons = [
  { id: '1', text: '商品已在配送途中' },
  { id: '2', text: '商品已签收' },
  { id: '3', text: '保税商品已申报' },
  { id: '4', text: '已与买家电话沟通，买家同意签收' },
  { id: '5', text: '其他' },
];

/** Reasons that say that the goods have left the warehouse. */
const outOfWarehouse = new Set(['1', '2', '4']);

/** Agreed, be it paid yet or not: JD's finance department follows. */
const isAgreed = ({ status, vendorStatus }: ChannelRefund): boolean =>
  status === 'refunded' || /^[1567]\b/.test(vendorStatus);

export const agreeToApplication = (config: JdConfig, ref: ChannelRefundRef, amount: Money): Promise<Acted> =>
  settled(config, ref, isAgreed, async ({ refund }) => {
    if (refund.amount.minor !== amount.minor) {
      return refused('amount_not_asked', `${formatDecimal(refund.amount)} was asked for, not ${formatDecimal(amount)}`);
    }
    if (isAgreed(refund)) return done;
    return reply(config, ref, { status: 1, remark: unverified(config).agreementNote });
  });

export async function refuseApplication(
  config: JdConfig,
  ref: ChannelRefundRef,
  { reasonId, message }: Parameters<ChannelPort['refuse']>[1],
): Promise<Acted> {
  if (!rejectReasons.some(({ id }) => id === reasonId)) {
    return refused('reason_unknown', `reasonId: "${reasonId}" is none of JD’s reasons`);
  }
  return settled(
    config,
    ref,
    ({ status }) => status === 'refused',
    () =>
      reply(config, ref, {
        status: 2,
        remark: message,
        rejectType: Number(reasonId),
        outWareStatus: outOfWarehouse.has(reasonId) ? 1 : undefined,
      }),
  );
}

function reply(config: JdConfig, ref: ChannelRefundRef, args: Arguments): Promise<Acted> {
  const id = readRefundId(ref.externalId)?.number;
  const method = 'jingdong.pop.afs.soa.refundapply.replyRefund';
  return written(config, 'replyResult', call(config, method, { id, checkUserName: config.operateNick, ...args }));
}
