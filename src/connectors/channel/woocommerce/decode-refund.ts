import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import type { Unverified } from './config.ts';
import { moneyOf, refundDocument, type VendorRefund } from './vendor-shapes.ts';

/** A refund is known by its order too: the shop finds it only below that. */
export const refundIdOf = (orderId: string, refundId: string): string => `${orderId}-${refundId}`;

/** How the reason of a refund begins that we have written. */
export const ownReasonPrefix = 'Guilai ';

export function decodeRefund(
  raw: unknown,
  { referenceKey }: Pick<Unverified, 'referenceKey'>,
): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readAs(refundDocument, raw);
  if (reading.kind === 'unreadable') return reading;
  const { order, refund: vendor } = reading.value;
  const [line, ...others] = vendor.line_items.filter(({ quantity }) => quantity !== 0);
  const lineExternalId = others.length === 0 ? line && soldLineId(line) : undefined;
  const own = ownReference(vendor, referenceKey);
  const refund: ChannelRefund = {
    externalId: refundIdOf(order.id, vendor.id),
    version: toMs(vendor.date_created_gmt),
    orderExternalId: order.id,
    ...(lineExternalId ? { lineExternalId } : {}),
    // Quantities of refunds are below zero.
    quantity: lineExternalId && line ? Math.abs(line.quantity) : 1,
    resolution: 'refund_only',
    vendorKind: 'refund',
    status: 'refunded',
    vendorStatus: vendor.refunded_payment ? 'paid_by_gateway' : 'booked',
    amount: moneyOf(vendor.amount.replace(/^-/, ''), order.currency),
    reason: vendor.reason ?? '',
    description: '',
    createdAt: vendor.date_created_gmt,
    modifiedAt: vendor.date_created_gmt,
    ...(own ? { ownReference: own } : {}),
  };
  return { kind: 'refund', refund };
}

/** A shop whose plug-ins drop foreign fields still keeps the reason, in which the reference stands too. */
function ownReference({ meta_data, reason = '' }: VendorRefund, referenceKey: string): string | undefined {
  const value = meta_data.find(({ key }) => key === referenceKey)?.value;
  if (typeof value === 'string' && value !== '') return value;
  return reason.startsWith(ownReasonPrefix) ? reason.slice(ownReasonPrefix.length) : undefined;
}

function soldLineId({ meta_data }: VendorRefund['line_items'][number]): string | undefined {
  const value = meta_data.find(({ key }) => key === '_refunded_item_id')?.value;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
