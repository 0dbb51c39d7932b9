import { formatDecimal, type Money } from '../../../domain/money.ts';
import { readAs } from '../../vendor-values.ts';
import type { Acted, ChannelPort, ChannelRefund, ChannelRefundRef, ReturnAddress } from '../port.ts';
import { call, type TopAnswer } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { decodeRefund } from './decode-refund.ts';
import { pictureFile } from './picture.ts';
import { getRefund } from './read.ts';
import { agreed, reasons, written } from './vendor-shapes.ts';

/** What `taobao.refund.refuse` takes. */
export const MAX_PROOF_BYTES = 130_000;

export async function agreeReturn(config: TaobaoConfig, ref: ChannelRefundRef, address: ReturnAddress): Promise<Acted> {
  const agreedBy = ['awaiting_buyer_shipment', 'awaiting_seller_receipt'] as const;
  return settled(config, ref, agreedBy, async () => {
    const isMobile = /^1\d{10}$/.test(address.phone);
    return (
      (await changedSinceRead(config, ref)) ??
      writtenBy(
        await call(config, 'taobao.rp.returngoods.agree', {
          ...lockOf(ref),
          name: address.name,
          address: address.address,
          post: address.postcode,
          ...(isMobile ? { mobile: address.phone } : { tel: address.phone }),
          seller_address_id: address.externalId,
        }),
      )
    );
  });
}

export async function refuse(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
  refusal: Parameters<ChannelPort['refuse']>[1],
): Promise<Acted> {
  const proof = refusal.proof ? pictureFile('refuse_proof', 'proof', refusal.proof, MAX_PROOF_BYTES) : undefined;
  if (proof && 'kind' in proof) return proof;
  return settled(config, ref, ['refused'], async () => {
    return (
      (await changedSinceRead(config, ref)) ??
      writtenBy(
        await call(
          config,
          'taobao.refund.refuse',
          { ...lockOf(ref), refuse_message: refusal.message, refuse_reason_id: refusal.reasonId },
          { file: proof },
        ),
      )
    );
  });
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
  return settled(config, ref, ['refunded'], async () => {
    const reviewed = unverified(config).reviewBeforeAgree ? await review(config, ref) : done;
    if (reviewed.kind !== 'done') return reviewed;
    const parts = [
      ref.externalId,
      amount.minor,
      ref.version,
      ...(config.shopKind === 'tmall' ? [ref.phase ?? ''] : []),
    ];
    return rowOf(ref, await call(config, 'taobao.rp.refunds.agree', { refund_infos: parts.join('|') }));
  });
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

const done = { kind: 'done' } as const;
const refused = (code: string, message: string, stale = false): Acted => ({ kind: 'refused', code, message, stale });

/** Required on Tmall, allowed on Taobao. */
const lockOf = (ref: ChannelRefundRef): Record<string, string | undefined> => ({
  refund_id: ref.externalId,
  refund_phase: ref.phase,
  refund_version: String(ref.version),
});

/** Only Tmall is documented to check the version. On Taobao we look ourselves, which leaves but a moment open. */
async function changedSinceRead(config: TaobaoConfig, ref: ChannelRefundRef): Promise<Acted | undefined> {
  if (config.shopKind === 'tmall') return undefined;
  const now = await getRefund(config, ref.externalId);
  if (now.kind === 'absent') return refused('refund_absent', `there is no refund ${ref.externalId}`);
  if (now.kind !== 'document') return now;
  return now.document.version === ref.version
    ? undefined
    : refused('changed_since_read', `version ${now.document.version}, not ${ref.version}`, true);
}

/**
 * Runs a write and, where its outcome is in doubt, reads the refund again. An unknown outcome is `done` when the refund
 * has reached the goal, and stays unknown when it cannot be read or has not moved: the write may still be on its way.
 * The codes for a stale version are not documented, so a refusal is also checked for it.
 */
async function settled(
  config: TaobaoConfig,
  ref: ChannelRefundRef,
  goal: readonly ChannelRefund['status'][],
  write: () => Promise<Acted>,
): Promise<Acted> {
  const acted = await write();
  if (acted.kind !== 'unknown' && (acted.kind !== 'refused' || acted.stale)) return acted;
  const now = await getRefund(config, ref.externalId);
  if (now.kind !== 'document') return acted;
  const moved = now.document.version !== ref.version;
  if (acted.kind === 'refused') return { ...acted, stale: moved };
  const reading = decodeRefund(now.document.raw);
  if (reading.kind === 'refund' && goal.includes(reading.refund.status)) return done;
  return moved ? refused('changed_meanwhile', `version ${now.document.version}, not ${ref.version}`, true) : acted;
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
