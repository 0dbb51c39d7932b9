import { formatDecimal, type Money } from '../../../domain/money.ts';
import { readAs } from '../../vendor-values.ts';
import type { Acted, ChannelPort, ChannelRefund, ChannelRefundRef, ReturnAddress } from '../port.ts';
import { done, type Request, refused, settle, settled } from '../settling.ts';
import { call, type TopAnswer } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { decodeRefund } from './decode-refund.ts';
import { pictureFile } from './picture.ts';
import { getRefund } from './read.ts';
import { agreed, reasons, written } from './vendor-shapes.ts';

/** What `taobao.refund.refuse` takes. */
export const MAX_PROOF_BYTES = 130_000;

export async function agreeReturn(config: TaobaoConfig, ref: ChannelRefundRef, address: ReturnAddress): Promise<Acted> {
  const isMobile = /^1\d{10}$/.test(address.phone);
  return lookAndWrite(config, ref, ['awaiting_buyer_shipment', 'awaiting_seller_receipt'], () =>
    call(config, 'taobao.rp.returngoods.agree', {
      ...lockOf(ref),
      name: address.name,
      address: address.address,
      post: address.postcode,
      ...(isMobile ? { mobile: address.phone } : { tel: address.phone }),
      seller_address_id: address.externalId,
    }),
  );
}

export async function refuse(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
  refusal: Parameters<ChannelPort['refuse']>[1],
): Promise<Acted> {
  const proof = refusal.proof ? pictureFile('refuse_proof', 'proof', refusal.proof, MAX_PROOF_BYTES) : undefined;
  if (proof && 'kind' in proof) return proof;
  const words = { refuse_message: refusal.message, refuse_reason_id: refusal.reasonId };
  return lookAndWrite(config, ref, ['refused'], () =>
    call(config, 'taobao.refund.refuse', { ...lockOf(ref), ...words }, { file: proof }),
  );
}

export async function refuseReasons(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
): ReturnType<ChannelPort['refuseReasons']> {
  const answer = await call(config, 'taobao.refund.refusereason.get', {
    refund_id: ref.externalId,
    refund_phase: ref.phase,
    fields: 'reason_id,reason_text',
  });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(reasons, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  return {
    kind: 'reasons',
    reasons: reading.value.reasons.map(({ reason_id: id, reason_text: text }) => ({ id, text })),
  };
}

/**
 * Large sums need a code that the platform sends to the seller's phone; the first call then fails with a message that
 * says so, and a person finishes it in the platform's console.
 */
export async function agreeRefund(config: TaobaoConfig, ref: ChannelRefundRef, amount: Money): Promise<Acted> {
  if (amount.currency !== 'CNY' || amount.minor <= 0n) {
    return refused('amount_not_payable', `${formatDecimal(amount)} ${amount.currency} cannot be refunded`);
  }
  return settled(requestOf(config, ref), ({ status }) => status === 'refunded', await pay(config, ref, amount));
}

async function pay(config: TaobaoConfig, ref: ChannelRefundRef, amount: Money): Promise<Acted> {
  const reviewed = unverified(config).reviewBeforeAgree ? await review(config, ref) : done;
  if (reviewed.kind !== 'done') return reviewed;
  const parts = [ref.externalId, amount.minor, ref.version, ...(config.shopKind === 'tmall' ? [ref.phase ?? ''] : [])];
  return rowOf(ref, await call(config, 'taobao.rp.refunds.agree', { refund_infos: parts.join('|') }));
}

const review = async (config: TaobaoConfig, ref: ChannelRefundRef): Promise<Acted> =>
  writtenBy(
    await call(config, 'taobao.rp.refund.review', {
      ...lockOf(ref),
      operator: unverified(config).reviewOperator,
      result: 'true',
      message: '同意退款',
    }),
  );

/** Required on Tmall, allowed on Taobao. */
const lockOf = (ref: ChannelRefundRef): Record<string, string | undefined> => ({
  refund_id: ref.externalId,
  refund_phase: ref.phase,
  refund_version: String(ref.version),
});

const requestOf = (config: TaobaoConfig, ref: ChannelRefundRef): Request => ({
  ref,
  read: () => getRefund(config, ref.externalId),
  decode: decodeRefund,
});

/** Only Tmall is documented to check the version. On Taobao we look ourselves. */
async function lookAndWrite(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
  goal: readonly ChannelRefund['status'][],
  send: () => Promise<TopAnswer>,
): Promise<Acted> {
  const request = requestOf(config, ref);
  const isGoal = ({ status }: ChannelRefund): boolean => goal.includes(status);
  const write = async (): Promise<Acted> => writtenBy(await send());
  return config.shopKind === 'tmall' ? settled(request, isGoal, await write()) : settle(request, isGoal, write);
}

function writtenBy(answer: TopAnswer): Acted {
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(written, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  return reading.value.is_success === false ? refused('not_successful', 'is_success is false') : done;
}

/** A batch may succeed in part, so the row of our refund decides, and the whole only where there is no row. */
function rowOf(ref: ChannelRefundRef, answer: TopAnswer): Acted {
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(agreed, answer.body);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { succ, msg_code: code = 'no_code', message = '', results } = reading.value;
  const row = results.find(({ refund_id: id }) => id === ref.externalId);
  if (row) return row.succ ? done : refused(code, row.message ?? message);
  if (succ && code === 'OP_SUCC') return done;
  return succ === false ? refused(code, message) : { kind: 'unknown', cause: `${code} without a row for our refund` };
}
