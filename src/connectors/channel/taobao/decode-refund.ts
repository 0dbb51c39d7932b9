import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund, ChannelResolution } from '../port.ts';
import { decodeExchange, isExchange } from './decode-exchange.ts';
import { interventionOf } from './intervention.ts';
import { refund as refundShape } from './vendor-shapes.ts';

const statuses: Readonly<Record<string, ChannelRefund['status']>> = {
  WAIT_SELLER_AGREE: 'awaiting_seller',
  WAIT_BUYER_RETURN_GOODS: 'awaiting_buyer_shipment',
  WAIT_SELLER_CONFIRM_GOODS: 'awaiting_seller_receipt',
  SELLER_REFUSE_BUYER: 'refused',
  CLOSED: 'closed',
  SUCCESS: 'refunded',
};

/** `dispute_type`. The platform has price protection too, in documents of its own that these APIs do not give. */
const resolutions: Readonly<Record<string, ChannelResolution>> = {
  REFUND: 'refund_only',
  REFUND_AND_RETURN: 'return_and_refund',
  TMALL_EXCHANGE: 'exchange',
  TAOBAO_EXCHANGE: 'exchange',
  REPAIR: 'repair',
  RESHIPPING: 'reship',
};

const withoutMoney: ReadonlySet<ChannelResolution> = new Set(['exchange', 'reship', 'repair']);

export function decodeRefund(raw: unknown): ReturnType<ChannelPort['decodeRefund']> {
  if (isExchange(raw)) return decodeExchange(raw);
  const reading = readAs(refundShape, raw);
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const kind = vendor.dispute_type ?? kindWithoutName(vendor.has_good_return);
  if (!kind) return { kind: 'unreadable', reason: 'dispute_type: missing, and has_good_return as well' };
  const timeout = vendor.refund_remind_timeout;
  const deadlineAt = timeout?.exist_timeout === false ? undefined : timeout?.timeout;
  const resolution = resolutions[kind] ?? 'other';
  const refund: ChannelRefund = {
    externalId: vendor.refund_id,
    version: vendor.refund_version ?? toMs(vendor.modified),
    orderExternalId: vendor.tid,
    ...(vendor.oid ? { lineExternalId: vendor.oid } : {}),
    quantity: vendor.num ?? 1,
    resolution,
    vendorKind: kind,
    status: statusOf(vendor.status, resolution),
    vendorStatus: vendor.status,
    amount: vendor.refund_fee,
    reason: vendor.reason ?? '',
    description: vendor.desc ?? '',
    createdAt: vendor.created,
    modifiedAt: vendor.modified,
    ...(deadlineAt ? { deadlineAt } : {}),
    ...(vendor.sid ? { returnParcel: { courier: vendor.company_name ?? '', waybill: vendor.sid } } : {}),
    ...interventionOf(vendor.cs_status),
    ...(vendor.refund_phase ? { phase: vendor.refund_phase } : {}),
  };
  return { kind: 'refund', refund };
}

/** The success of an exchange or a repair is no money: it must not be booked as a refund. */
function statusOf(vendorStatus: string, resolution: ChannelResolution): ChannelRefund['status'] {
  const status = statuses[vendorStatus] ?? 'other';
  return status === 'refunded' && withoutMoney.has(resolution) ? 'other' : status;
}

/** Some documents do not name their kind and only say whether goods come back. */
const kindWithoutName = (hasGoodReturn: boolean | undefined): string | undefined =>
  hasGoodReturn === undefined ? undefined : hasGoodReturn ? 'REFUND_AND_RETURN' : 'REFUND';
