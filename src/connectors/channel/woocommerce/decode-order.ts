import { add, allocate, isMore, least, type Money, subtract, sum, times, zero } from '../../../domain/money.ts';
import { fromMs, type Instant, toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelOrder, ChannelOrderLine, ChannelPort } from '../port.ts';
import type { Unverified } from './config.ts';
import { moneyOf, order as orderShape, readTracking, type VendorLine, type VendorOrder } from './vendor-shapes.ts';

const over = new Set(['cancelled', 'refunded', 'failed', 'trash']);

export function decodeOrder(raw: unknown, knobs: Unverified): ReturnType<ChannelPort['decodeOrder']> {
  const reading = readAs(orderShape, raw);
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const lines = linesOf(vendor);
  const negative = lines.findIndex(({ paid }) => paid.minor < 0n);
  if (negative >= 0) return { kind: 'unreadable', reason: `line_items.${negative}.total: below zero` };
  const shipments = shipmentsOf(vendor, knobs.trackingKey);
  const completedAt = vendor.date_completed_gmt;
  const shippedAt = shipments.shippedAt ?? completedAt;
  const receiver = vendor.shipping?.first_name || vendor.shipping?.last_name ? vendor.shipping : vendor.billing;
  const maskedName = [receiver?.last_name, receiver?.first_name].find(Boolean);
  const maskedPhone = vendor.shipping?.phone ?? vendor.billing?.phone;
  const order: ChannelOrder = {
    externalId: vendor.id,
    version: toMs(vendor.date_modified_gmt),
    currency: vendor.currency,
    placedAt: vendor.date_created_gmt,
    ...(vendor.date_paid_gmt ? { paidAt: vendor.date_paid_gmt } : {}),
    ...(shippedAt ? { shippedAt } : {}),
    ...(completedAt && knobs.completedMeans === 'delivered' ? { deliveredAt: completedAt } : {}),
    closed: over.has(vendor.status),
    buyer: {
      // Who buys without an account is another buyer each time: an e-mail address would tell, but is not kept.
      token: vendor.customer_id ? `customer-${vendor.customer_id}` : `order-${vendor.id}`,
      nick: maskedName ?? '',
      ...(maskedName ? { maskedName } : {}),
      ...(maskedPhone ? { maskedPhone } : {}),
    },
    freightPaid: add(moneyOf(vendor.shipping_total, vendor.currency), moneyOf(vendor.shipping_tax, vendor.currency)),
    lines,
    outboundWaybills: shipments.waybills,
    ...paidThrough(vendor, knobs.gateways),
  };
  return { kind: 'order', order };
}

/** The shop's plug-in keeps the gateway's number of the payment; without it nobody could pay it back. */
function paidThrough(
  { payment_method: method = '', transaction_id: tradeNumber, date_paid_gmt: paidAt }: VendorOrder,
  gateways: Unverified['gateways'],
): Pick<ChannelOrder, 'paidThrough'> {
  const gateway = Object.hasOwn(gateways, method) ? gateways[method] : undefined;
  return gateway && tradeNumber && paidAt ? { paidThrough: { method: gateway, tradeNumber } } : {};
}

/** What the buyer paid for a whole line, tax in it. */
export const paidFor = ({ total, total_tax: tax }: VendorLine, currency: string): Money =>
  add(moneyOf(total, currency), moneyOf(tax, currency));

/**
 * A coupon has been shared out over the lines already. A fee below zero is how many plug-ins give a discount: it is shared
 * out here. A fee above zero, say for paying at the door, belongs to no line and is not given back.
 */
function linesOf({ line_items, fee_lines, currency }: VendorOrder): ChannelOrderLine[] {
  const nothing = zero(currency);
  const lines = line_items.filter(({ quantity }) => quantity > 0);
  const paid = lines.map((line) => paidFor(line, currency));
  const fees = fee_lines
    .map(({ total, total_tax: tax }) => add(moneyOf(total, currency), moneyOf(tax, currency)))
    .filter((fee) => fee.minor < 0n);
  const whole = sum(paid, currency);
  const off = least(times(sum(fees, currency), -1), whole);
  const shares =
    isMore(off, nothing) && isMore(whole, nothing) && paid.every(({ minor }) => minor >= 0n)
      ? allocate(
          off,
          paid.map(({ minor }) => minor),
        )
      : paid.map(() => nothing);
  return lines.map((line, i) => lineOf(line, subtract(paid[i] ?? nothing, shares[i] ?? nothing), currency));
}

function lineOf(line: VendorLine, paid: Money, currency: string): ChannelOrderLine {
  const before = add(moneyOf(line.subtotal, currency), moneyOf(line.subtotal_tax, currency));
  const discount = subtract(before, paid);
  return {
    externalId: line.id,
    sku: line.sku ?? (Number(line.variation_id ?? 0) > 0 ? line.variation_id : line.product_id) ?? '',
    title: line.name,
    quantity: line.quantity,
    // The shop names its price as a number that has been divided; the parts of what the line cost are exact.
    unitPrice:
      before.minor < 0n
        ? before
        : (allocate(
            before,
            Array.from({ length: line.quantity }, () => 1n),
          )[0] ?? before),
    paid,
    discounts: isMore(discount, zero(currency)) ? [{ funder: 'shop', amount: discount }] : [],
  };
}

type Shipments = { shippedAt: Instant | undefined; waybills: ChannelOrder['outboundWaybills'] };

/** WooCommerce itself knows no waybills; without the plug-in, or with another one, there are none. */
function shipmentsOf({ meta_data }: VendorOrder, trackingKey: string): Shipments {
  const reading = readTracking(meta_data.find(({ key }) => key === trackingKey)?.value);
  const items = reading.kind === 'read' ? reading.value : [];
  const first = items.flatMap(({ date_shipped: seconds }) => seconds ?? []).toSorted((a, b) => a - b)[0];
  return {
    shippedAt: first === undefined ? undefined : fromMs(first * 1000),
    waybills: items.flatMap(({ tracking_number: waybill, tracking_provider, custom_tracking_provider }) =>
      waybill ? [{ courier: tracking_provider ?? custom_tracking_provider ?? '', waybill }] : [],
    ),
  };
}
