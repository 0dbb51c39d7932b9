import { add, isMore, type Money, sum, zero } from '../../../domain/money.ts';
import { type Instant, toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelOrder, ChannelOrderLine, ChannelPort } from '../port.ts';
import { discountOf, paidFor, taxOf } from './line-price.ts';
import { order as orderShape, type VendorOrder } from './vendor-shapes.ts';

/** An order whose money never came, or went back whole. An order that Shopify calls closed is only filed away. */
const over = new Set(['VOIDED', 'EXPIRED', 'REFUNDED']);

export function decodeOrder(raw: unknown): ReturnType<ChannelPort['decodeOrder']> {
  const reading = readAs(orderShape, raw);
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const currency = vendor.presentmentCurrencyCode;
  const foreign = currenciesOf(vendor).find((other) => other !== currency);
  if (foreign)
    return { kind: 'unreadable', reason: `presentmentCurrencyCode: ${currency}, with amounts in ${foreign}` };
  const lines = vendor.lineItems.filter(({ quantity }) => quantity > 0).map((line) => lineOf(line, vendor));
  if (lines.some(({ paid }) => paid.minor < 0n)) {
    return { kind: 'unreadable', reason: 'lineItems: a line with more discount than price' };
  }
  const { paidAt, shippedAt, deliveredAt } = momentsOf(vendor);
  const { name: maskedName, phone: maskedPhone } = vendor.shippingAddress ?? {};
  const order: ChannelOrder = {
    externalId: vendor.id,
    version: toMs(vendor.updatedAt),
    currency,
    placedAt: vendor.createdAt,
    ...(paidAt ? { paidAt } : {}),
    ...(shippedAt ? { shippedAt } : {}),
    ...(deliveredAt ? { deliveredAt } : {}),
    closed: vendor.cancelledAt !== undefined || over.has(vendor.displayFinancialStatus ?? ''),
    buyer: {
      // Sold over a counter, or the customer was erased: then each order is a buyer of its own.
      token: vendor.customer ? `customer-${vendor.customer.id}` : `order-${vendor.id}`,
      nick: maskedName ?? '',
      ...(maskedName ? { maskedName } : {}),
      ...(maskedPhone ? { maskedPhone } : {}),
    },
    freightPaid: freightOf(vendor),
    lines,
    outboundWaybills: waybillsOf(vendor),
  };
  return { kind: 'order', order };
}

function lineOf(line: VendorOrder['lineItems'][number], vendor: VendorOrder): ChannelOrderLine {
  const { presentmentCurrencyCode: currency, taxesIncluded } = vendor;
  const discount = discountOf(line, currency);
  return {
    externalId: line.id,
    sku: line.sku ?? line.variant?.id ?? '',
    title: line.title,
    quantity: line.quantity,
    unitPrice: line.originalUnitPriceSet,
    paid: paidFor(line, taxesIncluded, currency),
    discounts: isMore(discount, zero(currency)) ? [{ funder: 'shop', amount: discount }] : [],
  };
}

function freightOf({ shippingLines, taxesIncluded, presentmentCurrencyCode: currency }: VendorOrder): Money {
  return sum(
    shippingLines.map(({ discountedPriceSet, taxLines }) =>
      add(discountedPriceSet, taxOf(taxLines, taxesIncluded, currency)),
    ),
    currency,
  );
}

/** Every amount of an order is in the currency that the buyer paid in; a mixture would be our misreading. */
const currenciesOf = ({ lineItems, shippingLines }: VendorOrder): string[] =>
  [
    ...lineItems.flatMap((line) => [
      line.originalTotalSet,
      line.originalUnitPriceSet,
      ...line.discountAllocations.map(({ allocatedAmountSet }) => allocatedAmountSet),
      ...line.taxLines.map(({ priceSet }) => priceSet),
    ]),
    ...shippingLines.flatMap((line) => [line.discountedPriceSet, ...line.taxLines.map(({ priceSet }) => priceSet)]),
  ].map(({ currency }) => currency);

type Moments = { paidAt: Instant | undefined; shippedAt: Instant | undefined; deliveredAt: Instant | undefined };

/** Paid and shipped with the first payment and parcel; delivered with the last, since that starts the buyer's days. */
function momentsOf({ transactions, fulfillments }: VendorOrder): Moments {
  const paid = transactions.filter(
    ({ kind, status }) => (kind === 'SALE' || kind === 'CAPTURE') && status === 'SUCCESS',
  );
  const shipped = fulfillments.filter(({ status }) => status === 'SUCCESS');
  const arrivals = shipped.flatMap(({ deliveredAt }) => deliveredAt ?? []);
  return {
    paidAt: paid.flatMap(({ processedAt }) => processedAt ?? []).toSorted()[0],
    shippedAt: shipped.map(({ createdAt }) => createdAt).toSorted()[0],
    deliveredAt: arrivals.length === shipped.length ? arrivals.toSorted().at(-1) : undefined,
  };
}

function waybillsOf({ fulfillments }: VendorOrder): ChannelOrder['outboundWaybills'] {
  const waybills = new Map<string, string>();
  for (const { status, trackingInfo } of fulfillments) {
    if (status !== 'SUCCESS') continue;
    for (const { number, company } of trackingInfo) if (number) waybills.set(number, company ?? '');
  }
  return [...waybills].map(([waybill, courier]) => ({ courier, waybill }));
}
