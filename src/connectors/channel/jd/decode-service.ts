import { sum } from '../../../domain/money.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { readServiceDocument, type Service, type ServiceDocument } from './service-shapes.ts';
import { serviceDates } from './version.ts';

const resolutions: Readonly<Record<string, ChannelRefund['resolution']>> = {
  '10': 'return_and_refund',
  '20': 'exchange',
  '30': 'repair',
  '80': 'reship',
};

const statuses: Readonly<Record<string, ChannelRefund['status']>> = {
  '10001': 'awaiting_seller',
  '10012': 'awaiting_seller',
  '10004': 'refused',
  '10005': 'awaiting_buyer_shipment',
  '13000': 'awaiting_seller_receipt',
  '10011': 'closed',
};

/** The goods are booked in, and what follows is JD's or its console's to do. */
export const bookedIn: ReadonlySet<string> = new Set(['10007', '7060', '7023', '7090', '10009']);

/** Statuses in which the shop has to answer the buyer. */
export const inAudit: ReadonlySet<string> = new Set(['10001', '10012']);

const completed = '10010';
/** `processResult`: paid back, and not exchanged. */
const refundedResult = '40';

export function decodeService(raw: unknown): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readServiceDocument(raw);
  if (reading.kind === 'unreadable') return reading;
  const { service, audit } = reading.value;
  const asked = amountOf(service);
  if (!asked) return { kind: 'unreadable', reason: 'refundAmt: missing, and actualPayPrice as well' };
  const dates = serviceDates(reading.value.brief, reading.value.bill);
  if (dates.kind === 'unreadable') return dates;
  const parcel = parcelOf(reading.value);
  const status = statusOf(reading.value, parcel !== undefined);
  const lineExternalId = service.skuId ?? service.serviceBillDetailList[0]?.skuId;
  const refund: ChannelRefund = {
    externalId: service.serviceId,
    version: dates.value.version,
    orderExternalId: service.orderId,
    ...(lineExternalId ? { lineExternalId } : {}),
    quantity: service.serviceCount ?? 1,
    resolution: resolutions[service.customerExpect] ?? 'other',
    vendorKind: named(service.customerExpect, service.customerExpectName),
    status,
    vendorStatus: named(service.serviceStatus, service.serviceStatusName),
    amount: (status === 'refunded' ? reading.value.refund?.refoundAmount : undefined) ?? asked,
    reason:
      service.questionTypeCid2Name ??
      service.questionTypeCid1Name ??
      reading.value.refund?.sameOrderServiceBill?.applyReason ??
      '',
    description: service.questionDesc ?? '',
    createdAt: service.applyTime,
    modifiedAt: dates.value.modifiedAt,
    ...(audit?.auditOvertime && inAudit.has(service.serviceStatus) ? { deadlineAt: audit.auditOvertime } : {}),
    ...(parcel ? { returnParcel: parcel } : {}),
    ...(reading.value.intervened ? { intervention: 'open' as const } : {}),
  };
  return { kind: 'refund', refund };
}

const named = (code: string, name: string | undefined): string => (name ? `${code} ${name}` : code);

/** Of several articles in one service, the sum is asked for. */
function amountOf(service: Service): ChannelRefund['amount'] | undefined {
  if (service.refundAmt && service.refundAmt.minor > 0n) return service.refundAmt;
  const parts = service.serviceBillDetailList.flatMap(({ actualPayPrice }) => actualPayPrice ?? []);
  return parts.length > 0 ? sum(parts, 'CNY') : service.actualPayPrice;
}

/**
 * One status of JD's covers the whole way back: it is the waybill that tells whether the buyer has shipped. A completed
 * service has been paid back only if it says so; an exchange is completed as well.
 */
function statusOf({ service, refund }: ServiceDocument, isShipped: boolean): ChannelRefund['status'] {
  if (service.serviceStatus === '10005' && isShipped) return 'awaiting_seller_receipt';
  const isPaid = refund?.completeTime !== undefined || service.processResult === refundedResult;
  const isOver = service.serviceStatus === completed || (refund?.completeTime && service.serviceStatus === '10009');
  if (isOver && isPaid) return 'refunded';
  return statuses[service.serviceStatus] ?? 'other';
}

function parcelOf({ service, freight }: ServiceDocument): ChannelRefund['returnParcel'] {
  const waybill = freight?.expressCode ?? service.expressCode;
  return waybill ? { courier: freight?.expressCompany ?? '', waybill } : undefined;
}
