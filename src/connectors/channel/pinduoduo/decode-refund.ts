import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { interventionOf, kindOf, kindOfFilter, statusOf } from './after-sale-states.ts';
import type { Unverified } from './config.ts';
import { externalIdOf } from './refund-key.ts';
import { refundDetail, refundRow } from './vendor-shapes.ts';

type Decoded = ReturnType<ChannelPort['decodeRefund']>;

/** Reads a detail or, where none could be had, the list row that stands for it: same after-sale, other names and units. */
export const decodeRefund = (raw: unknown, rowTypes: Unverified['rowTypes']): Decoded =>
  isRow(raw) ? decodeRow(raw, rowTypes) : decodeDetail(raw);

/** Amounts are fen in one and yuan in the other, so the form is told by a name that only rows have. */
const isRow = (raw: unknown): boolean => typeof raw === 'object' && raw !== null && 'created_time' in raw;

function decodeDetail(raw: unknown): Decoded {
  const reading = readAs(refundDetail, raw);
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const { resolution, word } = kindOf(vendor.after_sales_type);
  const status = vendor.after_sales_status;
  const pieces = resolution === 'return_and_refund' && vendor.part_after_sales_type === '1';
  const intervention = interventionOf(status, vendor.join_or_not === '1');
  const refund: ChannelRefund = {
    ...namesOf(vendor),
    ...(vendor.sku_id ? { lineExternalId: vendor.sku_id } : {}),
    quantity: (pieces ? vendor.part_after_sales_value : undefined) || vendor.goods_number || 1,
    resolution,
    vendorKind: word,
    status: statusOf(status, vendor.express_no),
    vendorStatus: status,
    amount: vendor.refund_amount,
    reason: vendor.after_sales_reason ?? '',
    description: vendor.remark ?? '',
    createdAt: vendor.recreated_at ?? vendor.updated_time,
    ...(vendor.expire_time ? { deadlineAt: vendor.expire_time } : {}),
    ...(vendor.express_no ? { returnParcel: { courier: vendor.shipping_name ?? '', waybill: vendor.express_no } } : {}),
    ...(intervention ? { intervention } : {}),
  };
  return { kind: 'refund', refund };
}

function decodeRow(raw: unknown, rowTypes: Unverified['rowTypes']): Decoded {
  const reading = readAs(refundRow, raw);
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const { resolution, word } = kindOfRow(vendor.after_sales_type ?? '', rowTypes);
  const status = vendor.after_sales_status;
  const waybill = vendor.tracking_number;
  const intervention = interventionOf(status, vendor.dispute_refund_status === '1');
  const refund: ChannelRefund = {
    ...namesOf(vendor),
    ...(vendor.sku_id ? { lineExternalId: vendor.sku_id } : {}),
    quantity: vendor.goods_number || 1,
    resolution,
    vendorKind: word,
    status: statusOf(status, waybill),
    vendorStatus: status,
    amount: vendor.refund_amount,
    reason: vendor.after_sale_reason ?? '',
    description: '',
    createdAt: vendor.created_time,
    ...(waybill ? { returnParcel: { courier: vendor.shipping_name ?? '', waybill } } : {}),
    ...(intervention ? { intervention } : {}),
  };
  return { kind: 'refund', refund };
}

const namesOf = (vendor: { id: string; order_sn: string; updated_time: ChannelRefund['modifiedAt'] }) => ({
  externalId: externalIdOf({ afterSalesId: vendor.id, orderSn: vendor.order_sn }),
  version: toMs(vendor.updated_time),
  orderExternalId: vendor.order_sn,
  modifiedAt: vendor.updated_time,
});

function kindOfRow(type: string, rowTypes: Unverified['rowTypes']): ReturnType<typeof kindOf> {
  switch (rowTypes) {
    case 'as_in_the_detail':
      return kindOf(type);
    case 'as_in_the_filter':
      return kindOfFilter(type);
    case undefined:
      return { resolution: 'other', word: `列表售后类型${type}` };
  }
}
