import type { ChannelRefund, ChannelResolution } from '../port.ts';

type Status = ChannelRefund['status'];

/**
 * `after_sales_status`. Status 3 is the application for a return and the arrival of its goods in one; the waybill tells
 * them apart. What has no word of ours, such as money under way (4, 5) and the ends of an exchange, is `other`.
 */
const statuses: Readonly<Record<string, Status>> = {
  '2': 'awaiting_seller',
  '3': 'awaiting_seller',
  '6': 'refused',
  '7': 'awaiting_buyer_shipment',
  '9': 'closed',
  '10': 'refunded',
  '11': 'closed',
  '12': 'closed',
  '13': 'closed',
  '14': 'awaiting_seller',
  '17': 'closed',
  '21': 'awaiting_seller',
  '22': 'awaiting_buyer_shipment',
  '24': 'closed',
  '32': 'awaiting_seller',
};

export const statusOf = (status: string, waybill: string | undefined): Status =>
  status === '3' && waybill ? 'awaiting_seller_receipt' : (statuses[status] ?? 'other');

/** The merchant or the platform has agreed, or the money has arrived already. */
export const moneyIsAgreed = (status: string): boolean => ['4', '5', '10'].includes(status);

/** 8: the platform handles it. 5 and 9: it has decided, for the buyer or against him. */
export function interventionOf(status: string, isDisputed: boolean): ChannelRefund['intervention'] {
  if (status === '5' || status === '9') return 'decided';
  if (status === '8') return 'open';
  if (!isDisputed) return undefined;
  return ended.has(status) ? 'decided' : 'open';
}

const ended = new Set(['10', '11', '12', '13', '16', '17', '24', '25']);

type Kind = { resolution: ChannelResolution; word: string };

/** The numbering of the detail. The list's filter counts one higher, as 1 stands there for all. */
const kinds: Readonly<Record<string, Kind>> = {
  '1': { resolution: 'refund_only', word: '仅退款' },
  '2': { resolution: 'return_and_refund', word: '退货退款' },
  '3': { resolution: 'exchange', word: '换货' },
  '4': { resolution: 'reship', word: '补寄' },
  '5': { resolution: 'repair', word: '维修' },
};

export const kindOf = (type: string): Kind => kinds[type] ?? { resolution: 'other', word: `售后类型${type}` };
export const kindOfFilter = (type: string): Kind => kindOf(String(Number(type) - 1));
