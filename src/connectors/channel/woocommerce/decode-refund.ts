import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { moneyOf, refundDocument, type VendorRefund } from './vendor-shapes.ts';

/** A refund is known by its order too: the shop finds it only below that. */
export const refundIdOf = (orderId: string, refundId: string): string => `${orderId}-${refundId}`;

export function decodeRefund(raw: unknown): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readAs(refundDocument, raw);
  if (reading.kind === 'unreadable') return reading;
  const { order, refund: vendor } = reading.value;
  const [line, ...others] = vendor.line_items.filter(({ quantity }) => quantity !== 0);
  const lineExternalId = others.length === 0 ? line && soldLineId(line) : undefined;
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
  };
  return { kind: 'refund', refund };
}

function soldLineId({ meta_data }: VendorRefund['line_items'][number]): string | undefined {
  const value = meta_data.find(({ key }) => key === '_refunded_item_id')?.value;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
