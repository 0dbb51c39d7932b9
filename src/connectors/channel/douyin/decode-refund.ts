import { type Reading, readAs } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { versionOf } from './read.ts';
import { afterSale as afterSaleShape, type VendorAfterSale } from './vendor-shapes.ts';

/** 4 and 5 are orders cancelled by the system or by the buyer: nothing is asked of the shop. */
const kinds: Readonly<Record<number, { resolution: ChannelRefund['resolution']; words: string }>> = {
  0: { resolution: 'return_and_refund', words: '售后退货退款' },
  1: { resolution: 'refund_only', words: '售后仅退款' },
  2: { resolution: 'refund_only', words: '发货前退款' },
  3: { resolution: 'exchange', words: '换货' },
  4: { resolution: 'other', words: '系统取消' },
  5: { resolution: 'other', words: '用户取消' },
  6: { resolution: 'price_protection', words: '价保' },
  7: { resolution: 'reship', words: '补寄' },
  8: { resolution: 'repair', words: '维修' },
};

/** 8, 13 and 14 are the way of a second parcel to the buyer; 51 and 53 the end of a cancelled order. */
const statuses: Readonly<Record<number, ChannelRefund['status']>> = {
  6: 'awaiting_seller',
  7: 'awaiting_buyer_shipment',
  11: 'awaiting_seller_receipt',
  12: 'refunded',
  27: 'refused',
  28: 'closed',
  29: 'refused',
};

/** `refund_status` 1 pending, 2 under way, 4 failed: agreed to, but the buyer has nothing yet. */
const unpaid: ReadonlySet<string> = new Set(['1', '2', '4']);

const ended: ReadonlySet<number> = new Set([12, 14, 28, 51, 53]);

/** 1 at work, 4 waiting for our evidence, 5 negotiating; 2, 3 and 6 are over; 0 none and 255 withdrawn. */
const interventions: Readonly<Record<string, ChannelRefund['intervention']>> = {
  1: 'open',
  4: 'open',
  5: 'open',
  2: 'decided',
  3: 'decided',
  6: 'decided',
};

export function decodeRefund(raw: unknown): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readAs(afterSaleShape, raw);
  if (reading.kind === 'unreadable') return reading;
  const { process_info: process, order_info: order } = reading.value;
  const info = process.after_sale_info;
  const line = lineOf(reading.value);
  if (line.kind === 'unreadable') return line;
  const kind = kinds[info.after_sale_type];
  const intervention = interventions[process.arbitrate_info?.arbitrate_status ?? ''];
  const parcel = process.logistics_info?.return;
  const refund: ChannelRefund = {
    externalId: info.after_sale_id,
    version: versionOf(info.update_time, info.after_sale_status, info.refund_status),
    orderExternalId: order.shop_order_id,
    ...(line.value ? { lineExternalId: line.value.sku_order_id } : {}),
    quantity: info.after_sale_apply_count || line.value?.after_sale_item_count || line.value?.item_quantity || 1,
    resolution: kind?.resolution ?? 'other',
    vendorKind: info.after_sale_type_text ?? kind?.words ?? `after_sale_type ${info.after_sale_type}`,
    status: statusOf(info),
    vendorStatus: String(info.after_sale_status),
    amount: info.refund_total_amount,
    reason: info.reason ?? '',
    description: info.reason_remark ?? '',
    createdAt: info.apply_time,
    modifiedAt: info.update_time,
    ...(info.status_deadline && !ended.has(info.after_sale_status) ? { deadlineAt: info.status_deadline } : {}),
    ...(parcel?.tracking_no
      ? { returnParcel: { courier: parcel.company_name ?? '', waybill: parcel.tracking_no } }
      : {}),
    ...(intervention ? { intervention } : {}),
  };
  return { kind: 'refund', refund };
}

type Info = VendorAfterSale['process_info']['after_sale_info'];

function statusOf({ after_sale_status: status, refund_status: refundStatus = '' }: Info): ChannelRefund['status'] {
  if (status === 12 && unpaid.has(refundStatus)) return 'other';
  return statuses[status] ?? 'other';
}

type Line = VendorAfterSale['order_info']['sku_order_infos'][number];

/** An after-sale is for one order line, or for the order as a whole; two lines out of three could not be told apart. */
function lineOf({ process_info: process, order_info: order }: VendorAfterSale): Reading<Line | undefined> {
  if (process.after_sale_info.after_sale_order_type === '2') return { kind: 'read', value: undefined };
  const [line, ...more] = order.sku_order_infos;
  if (!line) return { kind: 'unreadable', reason: 'order_info.sku_order_infos: missing' };
  if (more.length > 0) return { kind: 'unreadable', reason: 'order_info.sku_order_infos: several lines' };
  return { kind: 'read', value: line };
}
