import { formatDecimal, isMore, type Money } from '../../../domain/money.ts';
import { readAs } from '../../vendor-values.ts';
import {
  type Acted,
  type ChannelFault,
  type ChannelPort,
  type ChannelRefund,
  type ChannelRefundRef,
  ONLY_IN_CONSOLE,
  type ReturnAddress,
} from '../port.ts';
import { done, type Refused, type Request, refused, settled, unchanged } from '../settling.ts';
import { addressIdOf } from './address.ts';
import { call, type DouyinAnswer } from './call.ts';
import { type DouyinConfig, unverified } from './config.ts';
import { decodeRefund } from './decode-refund.ts';
import { type Decision, goals } from './operations.ts';
import type { ParamObject } from './param-json.ts';
import { getRefund, updateTimeOf } from './read.ts';
import { reasonsOf } from './refuse-reasons.ts';
import { afterSale as afterSaleShape, operated } from './vendor-shapes.ts';

export async function agreeReturn(config: DouyinConfig, ref: ChannelRefundRef, address: ReturnAddress): Promise<Acted> {
  return decide(config, ref, 'agreeReturn', async () => {
    const entry = await addressIdOf(config, address);
    return entry.kind === 'address' ? item({ logistics: { receiver_address_id: entry.id } }) : entry;
  });
}

export async function refuse(
  config: DouyinConfig,
  ref: ChannelRefundRef,
  refusal: Parameters<ChannelPort['refuse']>[1],
): Promise<Acted> {
  return decide(config, ref, 'refuse', async () => {
    const offered = await reasonsOf(config, ref.externalId);
    if (offered.kind !== 'offered') return offered;
    const chosen = offered.reasons.find(({ reject_reason_code: code }) => String(code) === refusal.reasonId);
    if (!chosen) return refused('reason_unknown', `"${refusal.reasonId}" is none of the reasons offered`);
    const url = refusal.proof && config.publish ? await config.publish(refusal.proof) : undefined;
    if (chosen.evidence_need === 'Y' && url === undefined) {
      return refused('evidence_needed', `"${chosen.reason}" needs a picture: refuse it in the platform’s own console`);
    }
    return item({
      reason: chosen.reason,
      remark: refusal.message,
      reject_reason_code: chosen.reject_reason_code,
      ...(url === undefined ? {} : { evidence: [{ type: 1, url, desc: refusal.message }] }),
    });
  });
}

/** The call names no amount: what is paid is what the document says, so it is read and compared first. */
export async function agreeRefund(config: DouyinConfig, ref: ChannelRefundRef, amount: Money): Promise<Acted> {
  if (amount.currency !== 'CNY' || amount.minor <= 0n) {
    return refused('amount_not_payable', `${formatDecimal(amount)} ${amount.currency} cannot be refunded`);
  }
  return decide(config, ref, 'agreeRefund', async ({ amount: asked }) =>
    isMore(asked, amount) || isMore(amount, asked)
      ? refused('amount_differs', `${formatDecimal(amount)}, but ${formatDecimal(asked)} is asked for`)
      : item({}),
  );
}

/** The platform sets how much time it gives; the days are not told to it. */
export async function extend(config: DouyinConfig, ref: ChannelRefundRef): Promise<Acted> {
  const request = requestOf(config, ref);
  const before = await unchanged(request);
  if (before.kind !== 'unchanged') return before;
  const { deadlineAt } = before.current.refund;
  const answer = await call(config, 'afterSale.timeExtend', { aftersale_id: BigInt(ref.externalId) });
  const acted: Acted = answer.kind === 'answered' ? done : answer;
  return settled(request, ({ deadlineAt: after }) => after !== undefined && after > (deadlineAt ?? after), acted);
}

type Item = { kind: 'item'; fields: ParamObject };
const item = (fields: ParamObject): Item => ({ kind: 'item', fields });

/** Reads, picks the operation for where the after-sale stands, fills its item, and sends it alone: a batch fails whole. */
async function decide(
  config: DouyinConfig,
  ref: ChannelRefundRef,
  decision: Decision,
  fill: (refund: ChannelRefund) => Promise<Item | ChannelFault>,
): Promise<Acted> {
  const request = requestOf(config, ref);
  const before = await unchanged(request);
  if (before.kind !== 'unchanged') return before;
  const { afterSaleType, status, refund } = before.current;
  const operation = operationFor(config, decision, afterSaleType, status);
  if (!operation) return noOperation(refund, status, decision);
  const filled = await fill(refund);
  if (filled.kind !== 'item') return filled;
  const answer = await call(config, 'afterSale.operate', {
    type: operation.operate,
    items: [{ ...filled.fields, aftersale_id: ref.externalId, update_time: updateTimeOf(ref.version) }],
  });
  const isGoal = ({ vendorStatus }: ChannelRefund): boolean => goals[decision].has(Number(vendorStatus));
  return settled(request, isGoal, actedBy(config, ref, answer));
}

/** Says so where the document, as it stands, takes no refusal from a program. */
export async function cannotRefuse(config: DouyinConfig, ref: ChannelRefundRef): Promise<ChannelFault | null> {
  const now = await unchanged(requestOf(config, ref));
  // What cannot be read is told by the list of reasons itself.
  if (now.kind !== 'unchanged') return null;
  const { afterSaleType, status, refund } = now.current;
  const isKnown = operationFor(config, 'refuse', afterSaleType, status) !== undefined;
  return isKnown ? null : noOperation(refund, status, 'refuse');
}

const operationFor = (config: DouyinConfig, decision: Decision, afterSaleType: number, status: number) =>
  unverified(config).operations.find(
    (row) => row.decision === decision && row.afterSaleType === afterSaleType && row.status === status,
  );

const noOperation = ({ vendorKind }: ChannelRefund, status: number, decision: Decision): Refused =>
  refused(ONLY_IN_CONSOLE, `${vendorKind} in status ${status} allows no ${decision}: see the platform’s own console`);

type Current = { kind: 'refund'; refund: ChannelRefund; afterSaleType: number; status: number };

const requestOf = (config: DouyinConfig, ref: ChannelRefundRef): Request<Current> => ({
  ref,
  read: async () => (/^\d{1,19}$/.test(ref.externalId) ? getRefund(config, ref.externalId) : { kind: 'absent' }),
  decode: (raw) => {
    const decoded = decodeRefund(raw);
    const vendor = readAs(afterSaleShape, raw);
    if (decoded.kind === 'unreadable') return decoded;
    if (vendor.kind === 'unreadable') return vendor;
    const { after_sale_type: afterSaleType, after_sale_status: status } = vendor.value.process_info.after_sale_info;
    return { ...decoded, afterSaleType, status };
  },
});

/** A row that names a code of its own within a success is not understood: then the document tells what has happened. */
function actedBy(config: DouyinConfig, ref: ChannelRefundRef, answer: DouyinAnswer): Acted {
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(operated, answer.data ?? {});
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const row = reading.value.items.find(({ aftersale_id: id }) => id === ref.externalId);
  const code = row?.status_code;
  if (code === undefined || unverified(config).okStatusCodes.includes(code)) return done;
  return { kind: 'unknown', cause: `status_code ${code}: ${row?.status_msg ?? ''}` };
}
