import { formatDecimal, type Money } from '../../../domain/money.ts';
import { readAs } from '../../vendor-values.ts';
import type { Acted, ChannelRefund, ChannelRefundRef, ReturnAddress } from '../port.ts';
import { done, type Refused, refused, settle } from '../settling.ts';
import { moneyIsAgreed } from './after-sale-states.ts';
import { call, type PopAnswer } from './call.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { decodeRefund } from './decode-refund.ts';
import { getRefund } from './read.ts';
import { type RefundKey, refundKeyOf } from './refund-key.ts';
import { findReturnAddress } from './return-address.ts';
import { written } from './vendor-shapes.ts';

/** Shown to the buyer; the platform wants some words with an agreement to a return. */
const AGREE_RETURN_WORDS = '同意退货，请按退货地址寄回商品并填写快递单号';
const AGREE_REFUND_WORDS = '同意退款';

export async function agreeReturn(
  config: PinduoduoConfig,
  ref: ChannelRefundRef,
  address: ReturnAddress,
): Promise<Acted> {
  const isAgreed = ({ status }: ChannelRefund): boolean =>
    status === 'awaiting_buyer_shipment' || status === 'awaiting_seller_receipt';
  return settled(config, ref, isAgreed, async (key) => {
    const place = await findReturnAddress(config, address);
    if (place.kind !== 'address') return place;
    const request = requestOf(key, { operate_desc: AGREE_RETURN_WORDS, return_address_id: place.id });
    return writtenBy(await call(config, 'pdd.refund.returngoods.agree', { request }));
  });
}

/**
 * The platform pays what its document says, and takes neither an amount nor a version: so the adapter looks first. A
 * change in the moment between the look and the write goes unseen.
 */
export async function agreeRefund(config: PinduoduoConfig, ref: ChannelRefundRef, amount: Money): Promise<Acted> {
  if (amount.currency !== 'CNY' || amount.minor <= 0n) {
    return refused('amount_not_payable', `${formatDecimal(amount)} ${amount.currency} cannot be refunded`);
  }
  const isAgreed = ({ vendorStatus }: ChannelRefund): boolean => moneyIsAgreed(vendorStatus);
  return settled(config, ref, isAgreed, async (key, refund) => {
    if (refund.amount.minor !== amount.minor) {
      return refused('amount_differs', `the buyer asked for ${formatDecimal(refund.amount)} CNY`);
    }
    // Whether the platform itself would pay before the goods are back is not documented, and money is not tried out.
    if (refund.resolution === 'return_and_refund' && refund.status !== 'awaiting_seller_receipt') {
      return refused('goods_not_back', 'the buyer has not sent the goods back');
    }
    return writtenBy(
      await call(config, 'pdd.refund.agree', { request: requestOf(key, { operate_desc: AGREE_REFUND_WORDS }) }),
    );
  });
}

/** An official list of the after-sale APIs has none for a refusal: a person refuses in the merchant's console. */
export const refusalUnsupported: Refused = refused('not_supported', 'Pinduoduo takes refusals in its own console only');

/** A nested object is sent, and signed, as its JSON text; the number of the after-sale stands in it as a bare number. */
const requestOf = ({ afterSalesId, orderSn }: RefundKey, more: Readonly<Record<string, string>>): string =>
  `{"after_sales_id":${afterSalesId},${JSON.stringify({ order_sn: orderSn, ...more }).slice(1)}`;

/** Looks, writes, and looks again where the outcome is in doubt. */
async function settled(
  config: PinduoduoConfig,
  ref: ChannelRefundRef,
  isGoal: (refund: ChannelRefund) => boolean,
  write: (key: RefundKey, refund: ChannelRefund) => Promise<Acted>,
): Promise<Acted> {
  const key = refundKeyOf(ref.externalId);
  if (!key) return refused('refund_absent', `there is no after-sale ${ref.externalId}`);
  const request = {
    ref,
    read: () => getRefund(config, ref.externalId),
    decode: (raw: unknown) => decodeRefund(raw, unverified(config).rowTypes),
  };
  return settle(request, isGoal, ({ refund }) => write(key, refund));
}

function writtenBy(answer: PopAnswer): Acted {
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(written, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { success, error_code: code, error_msg: message, result } = reading.value;
  const flags = [success, result?.succ, result?.success].filter((flag) => flag !== undefined);
  if (flags.includes(false)) {
    return refused(code && code !== '0' ? code : 'not_successful', result?.message ?? message ?? '');
  }
  return flags.length > 0 ? done : { kind: 'unknown', cause: 'the answer does not say whether it succeeded' };
}
