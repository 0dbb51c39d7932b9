import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { refund as refundShape } from './vendor-shapes.ts';

const statuses: Readonly<Record<string, ChannelRefund['status']>> = {
  WAIT_SELLER_AGREE: 'awaiting_seller',
  WAIT_BUYER_RETURN_GOODS: 'awaiting_buyer_shipment',
  WAIT_SELLER_CONFIRM_GOODS: 'awaiting_seller_receipt',
  SELLER_REFUSE_BUYER: 'refused',
  CLOSED: 'closed',
  SUCCESS: 'refunded',
};

const resolutions: Readonly<Record<string, ChannelRefund['resolution']>> = {
  REFUND: 'refund_only',
  REFUND_AND_RETURN: 'return_and_refund',
};

export function decodeRefund(raw: unknown): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readAs(refundShape, raw);
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const kind = vendor.dispute_type ?? kindWithoutName(vendor.has_good_return);
  if (!kind) return { kind: 'unreadable', reason: 'dispute_type: missing, and has_good_return as well' };
  const timeout = vendor.refund_remind_timeout;
  const deadlineAt = timeout?.exist_timeout === false ? undefined : timeout?.timeout;
  const refund: ChannelRefund = {
    externalId: vendor.refund_id,
    version: vendor.refund_version ?? toMs(vendor.modified),
    orderExternalId: vendor.tid,
    ...(vendor.oid ? { lineExternalId: vendor.oid } : {}),
    quantity: vendor.num ?? 1,
    resolution: resolutions[kind] ?? 'other',
    vendorKind: kind,
    status: statuses[vendor.status] ?? 'other',
    vendorStatus: vendor.status,
    amount: vendor.refund_fee,
    reason: vendor.reason ?? '',
    description: vendor.desc ?? '',
    createdAt: vendor.created,
    modifiedAt: vendor.modified,
    ...(deadlineAt ? { deadlineAt } : {}),
    ...(vendor.sid ? { returnParcel: { courier: vendor.company_name ?? '', waybill: vendor.sid } } : {}),
    ...(vendor.refund_phase ? { phase: vendor.refund_phase } : {}),
  };
  return { kind: 'refund', refund };
}

/** Some documents do not name their kind and only say whether goods come back. */
const kindWithoutName = (hasGoodReturn: boolean | undefined): string | undefined =>
  hasGoodReturn === undefined ? undefined : hasGoodReturn ? 'REFUND_AND_RETURN' : 'REFUND';
