import { allocate, isMore, least, type Money, subtract, sum, times, zero } from '../../../domain/money.ts';
import { type Instant, toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelOrder, ChannelOrderLine, ChannelPort } from '../port.ts';
import { withoutPersonalData } from './personal.ts';
import { order as orderShape, type VendorOrder } from './vendor-shapes.ts';

/** 4 cancelled; 21, 22 and 39 ended by a refund before shipping, after it, and after the receipt. */
const isClosed = ({ order_status: status, main_status: main }: VendorOrder): boolean =>
  status === 4 || main === 21 || main === 22 || main === 39;

const nothing = zero('CNY');

export function decodeOrder(raw: unknown): ReturnType<ChannelPort['decodeOrder']> {
  const reading = readAs(orderShape, withoutPersonalData(raw));
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const freightPaid = vendor.post_amount ?? nothing;
  const goodsPaid = subtract(vendor.pay_amount, freightPaid);
  if (goodsPaid.minor < 0n) return { kind: 'unreadable', reason: 'post_amount: more than pay_amount' };
  const deliveredAt = deliveryOf(vendor);
  const order: ChannelOrder = {
    externalId: vendor.order_id,
    version: toMs(vendor.update_time),
    currency: 'CNY',
    placedAt: vendor.create_time,
    ...(vendor.pay_time ? { paidAt: vendor.pay_time } : {}),
    ...(vendor.ship_time ? { shippedAt: vendor.ship_time } : {}),
    ...(deliveredAt ? { deliveredAt } : {}),
    closed: isClosed(vendor),
    buyer: {
      // An order without it is still an order: it stands for itself then.
      token: vendor.doudian_open_id ?? vendor.order_id,
      nick: '',
      ...(vendor.mask_post_receiver ? { maskedName: vendor.mask_post_receiver } : {}),
      ...(vendor.mask_post_tel ? { maskedPhone: vendor.mask_post_tel } : {}),
    },
    freightPaid,
    lines: linesOf(vendor, goodsPaid),
    outboundWaybills: vendor.logistics_info.flatMap(({ tracking_no: waybill, company_name: name, company }) =>
      waybill ? [{ courier: name ?? company ?? '', waybill }] : [],
    ),
  };
  return { kind: 'order', order };
}

function linesOf(vendor: VendorOrder, goodsPaid: Money): ChannelOrderLine[] {
  const paid = paidPerLine(vendor, goodsPaid);
  return vendor.sku_order_list.map((line, index) => {
    const share = paid[index] ?? nothing;
    const reduced = subtract(times(line.origin_amount, line.item_num), share);
    // The seller may also have raised a price by hand; that is no negative discount.
    const reduction = isMore(reduced, nothing) ? reduced : nothing;
    // The platform's cost also counts campaigns that lowered the price itself, so it may exceed what is seen here.
    const platform = least(line.platform_cost_amount ?? nothing, reduction);
    return {
      externalId: line.order_id,
      sku: line.out_sku_id ?? line.code ?? line.sku_id ?? line.product_id ?? '',
      title: line.product_name ?? '',
      quantity: line.item_num,
      unitPrice: line.origin_amount,
      paid: share,
      discounts: [
        { funder: 'shop' as const, amount: subtract(reduction, platform) },
        { funder: 'platform' as const, amount: platform },
      ].filter(({ amount }) => isMore(amount, nothing)),
    };
  });
}

/**
 * What the buyer paid per line, without freight. Whether a line's `pay_amount` carries its share of the freight is not
 * documented; the sums tell: lines that add up to the whole payment do. Lines that fit neither sum share out what was
 * paid for the goods.
 */
function paidPerLine({ sku_order_list: lines, pay_amount: whole }: VendorOrder, goodsPaid: Money): Money[] {
  const figures = lines.map(({ pay_amount: paid }) => paid);
  const total = sum(figures, 'CNY');
  if (total.minor === goodsPaid.minor) return figures;
  const freight = lines.map(({ post_amount: post }) => post ?? nothing);
  const net = figures.map((paid, index) => subtract(paid, freight[index] ?? nothing));
  const splitsFreight = total.minor === whole.minor && sum(net, 'CNY').minor === goodsPaid.minor;
  if (splitsFreight && net.every(({ minor }) => minor >= 0n)) return net;
  const weights = figures.map(({ minor }) => minor);
  return allocate(goodsPaid, total.minor > 0n ? weights : weights.map(() => 1n));
}

/** When the last parcel was handed over, or the buyer said so, or, for want of both, when the order was done. */
function deliveryOf(vendor: VendorOrder): Instant | undefined {
  const receipts = vendor.sku_order_list.flatMap(
    ({ logistics_receipt_time: handed, confirm_receipt_time: confirmed }) => handed ?? confirmed ?? [],
  );
  if (receipts.length === vendor.sku_order_list.length) return receipts.toSorted().at(-1);
  return vendor.order_status === 5 ? vendor.finish_time : undefined;
}
