import { createHash } from 'node:crypto';
import { type Money, sum, zero } from '../../../domain/money.ts';
import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { duePerLine } from './line-price.ts';
import { returnDocument, type VendorReturn, type VendorReturnLine } from './vendor-shapes.ts';

/** A return as the port sees it, with the parts of Shopify's own that a write needs. */
export type DecodedReturn = {
  kind: 'return';
  refund: ChannelRefund;
  vendor: VendorReturn;
  line: VendorReturnLine;
};

export function decodeRefund(
  raw: unknown,
  refundOnlyReasons: readonly string[],
): ReturnType<ChannelPort['decodeRefund']> {
  const decoded = decodeReturn(raw, refundOnlyReasons);
  return decoded.kind === 'return' ? { kind: 'refund', refund: decoded.refund } : decoded;
}

export function decodeReturn(
  raw: unknown,
  refundOnlyReasons: readonly string[],
): DecodedReturn | { kind: 'unreadable'; reason: string } {
  const reading = readAs(returnDocument, raw);
  if (reading.kind === 'unreadable') return reading;
  const { return: vendor, line: wanted } = reading.value;
  const at = wanted === null ? 0 : vendor.returnLineItems.findIndex(({ id }) => id === wanted);
  const line = vendor.returnLineItems[at];
  if (!line) return { kind: 'unreadable', reason: `line: ${wanted} is not in the return` };
  const foreign = foreignCurrency(vendor);
  if (foreign) return { kind: 'unreadable', reason: `order.presentmentCurrencyCode: with amounts in ${foreign}` };
  const due = duePerLine(vendor)[at] ?? zero(vendor.order.presentmentCurrencyCode);
  const refunded = line.refundedQuantity >= line.quantity;
  const goodsBack = !refundOnlyReasons.includes(line.returnReasonDefinition?.handle ?? '');
  const parcel = parcelOf(vendor);
  const refund: ChannelRefund = {
    externalId: wanted === null ? vendor.id : `${vendor.id}-${line.id}`,
    version: toMs(vendor.order.updatedAt),
    orderExternalId: vendor.order.id,
    lineExternalId: line.fulfillmentLineItem.lineItem.id,
    quantity: line.quantity,
    resolution: goodsBack ? 'return_and_refund' : 'refund_only',
    vendorKind: line.returnReasonDefinition?.handle ?? line.returnReason ?? 'RETURN',
    status: refunded ? 'refunded' : statusOf(vendor.status, parcel !== undefined),
    vendorStatus: vendor.status,
    amount: refunded && wanted === null ? paidBack(vendor, due) : due,
    reason: line.returnReasonDefinition?.name ?? line.returnReason ?? '',
    description: [line.returnReasonNote, line.customerNote].filter(Boolean).join('\n'),
    createdAt: vendor.createdAt,
    modifiedAt: vendor.order.updatedAt,
    ...(parcel ? { returnParcel: parcel } : {}),
    phase: phaseOf(vendor, line, due, refunded),
  };
  return { kind: 'return', refund, vendor, line };
}

const statuses: Readonly<Record<string, ChannelRefund['status']>> = {
  REQUESTED: 'awaiting_seller',
  DECLINED: 'refused',
  CANCELED: 'closed',
  CLOSED: 'closed',
};

function statusOf(status: string, onItsWay: boolean): ChannelRefund['status'] {
  if (status === 'OPEN') return onItsWay ? 'awaiting_seller_receipt' : 'awaiting_buyer_shipment';
  return statuses[status] ?? 'other';
}

/** A person may have paid another amount in Shopify; of a return of one line that is known to the cent. */
function paidBack({ refunds, order }: VendorReturn, due: Money): Money {
  const paid = sum(
    refunds.map(({ totalRefundedSet }) => totalRefundedSet),
    order.presentmentCurrencyCode,
  );
  return paid.minor > 0n ? paid : due;
}

function parcelOf({ reverseFulfillmentOrders }: VendorReturn): ChannelRefund['returnParcel'] {
  const tracked = reverseFulfillmentOrders
    .flatMap(({ reverseDeliveries }) => reverseDeliveries)
    .flatMap(({ deliverable }) => deliverable?.tracking ?? [])
    .findLast(({ number }) => number);
  return tracked?.number ? { courier: tracked.carrierName ?? '', waybill: tracked.number } : undefined;
}

/**
 * What a decision was made on, in a few letters. A return has no time of change of its own, only its order has, and that
 * moves with every note that any app leaves on the order: a write that went by it would be refused without cause.
 */
function phaseOf(vendor: VendorReturn, line: VendorReturnLine, due: Money, refunded: boolean): string {
  const facts = [
    due.minor.toString(),
    due.currency,
    ...vendor.returnLineItems.map(({ id, quantity }) => [id, quantity]),
    line.fulfillmentLineItem.lineItem.id,
    line.returnReason,
    line.returnReasonDefinition?.handle,
    line.returnReasonNote,
    line.customerNote,
  ];
  const print = createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 12);
  return `${refunded ? 'REFUNDED' : vendor.status}.${print}`;
}

function foreignCurrency({ order, returnLineItems, returnShippingFees, refunds }: VendorReturn): string | undefined {
  const amounts = [
    ...returnLineItems.flatMap(({ fulfillmentLineItem: { lineItem }, restockingFee }) => [
      lineItem.originalTotalSet,
      ...lineItem.discountAllocations.map(({ allocatedAmountSet }) => allocatedAmountSet),
      ...lineItem.taxLines.map(({ priceSet }) => priceSet),
      ...(restockingFee ? [restockingFee.amountSet] : []),
    ]),
    ...returnShippingFees.map(({ amountSet }) => amountSet),
    ...refunds.map(({ totalRefundedSet }) => totalRefundedSet),
    ...order.transactions.map(({ amountSet }) => amountSet),
  ];
  return amounts.map(({ currency }) => currency).find((currency) => currency !== order.presentmentCurrencyCode);
}
