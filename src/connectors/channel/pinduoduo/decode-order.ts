import { allocate, isMore, least, type Money, subtract, sum, times, zero } from '../../../domain/money.ts';
import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelOrder, ChannelOrderLine, ChannelPort } from '../port.ts';
import type { Unverified } from './config.ts';
import { withoutPersonalData } from './personal.ts';
import { order as orderShape, type VendorItem, type VendorOrder } from './vendor-shapes.ts';

const CANCELLED = '2';
const nothing = zero('CNY');

export function decodeOrder(raw: unknown, couriers: Unverified['couriers']): ReturnType<ChannelPort['decodeOrder']> {
  const reading = readAs(orderShape, withoutPersonalData(raw));
  if (reading.kind === 'unreadable') return reading;
  const vendor = reading.value;
  const lines = linesOf(vendor);
  if ('reason' in lines) return lines;
  const paidAt = vendor.pay_time ?? vendor.confirm_time;
  const order: ChannelOrder = {
    externalId: vendor.order_sn,
    version: toMs(vendor.updated_at),
    currency: 'CNY',
    placedAt: vendor.created_time,
    ...(paidAt ? { paidAt } : {}),
    ...(vendor.shipping_time ? { shippedAt: vendor.shipping_time } : {}),
    ...(vendor.receive_time ? { deliveredAt: vendor.receive_time } : {}),
    closed: vendor.confirm_status === CANCELLED,
    buyer: {
      // The platform names no buyer: to the merchant every order is a stranger's.
      token: vendor.order_sn,
      nick: vendor.receiver_name_mask ?? '',
      ...(vendor.receiver_name_mask ? { maskedName: vendor.receiver_name_mask } : {}),
      ...(vendor.receiver_phone_mask ? { maskedPhone: vendor.receiver_phone_mask } : {}),
    },
    freightPaid: vendor.postage ?? nothing,
    lines: lines.lines,
    outboundWaybills: waybillsOf(vendor, couriers),
  };
  return { kind: 'order', order };
}

type Lines = { lines: ChannelOrderLine[] } | { kind: 'unreadable'; reason: string };

/**
 * Only the order as a whole tells what was paid: its price less the discounts of shop and platform, and the postage. The
 * items share it by their prices. What the platform did not give, be it a coupon or a price changed by hand, the shop did.
 */
function linesOf(vendor: VendorOrder): Lines {
  const goodsPaid = subtract(vendor.pay_amount, vendor.postage ?? nothing);
  if (goodsPaid.minor < 0n) return { kind: 'unreadable', reason: 'postage: more than the payment' };
  const priced = vendor.item_list.map(({ goods_price: price, goods_count: count }) => times(price, count));
  if (sum(priced, 'CNY').minor === 0n && goodsPaid.minor > 0n) {
    return { kind: 'unreadable', reason: 'item_list: something was paid, but no item has a price' };
  }
  const paid = shared(goodsPaid, priced);
  const reductions = priced.map((price, index) => atLeastNothing(subtract(price, paid[index] ?? nothing)));
  const fromPlatform = shared(least(vendor.platform_discount ?? nothing, sum(reductions, 'CNY')), reductions);
  const ids = lineIdsOf(vendor.item_list);
  const lines: ChannelOrderLine[] = [];
  for (const [index, item] of vendor.item_list.entries()) {
    const externalId = ids[index];
    if (!externalId) return { kind: 'unreadable', reason: `item_list.${index}.sku_id: missing, and goods_id as well` };
    const platform = fromPlatform[index] ?? nothing;
    lines.push({
      externalId,
      sku: item.outer_id ?? item.outer_goods_id ?? item.sku_id ?? item.goods_id ?? '',
      title: [item.goods_name, item.goods_spec].filter(Boolean).join(' '),
      quantity: item.goods_count,
      unitPrice: item.goods_price,
      paid: paid[index] ?? nothing,
      discounts: [
        { funder: 'shop' as const, amount: subtract(reductions[index] ?? nothing, platform) },
        { funder: 'platform' as const, amount: platform },
      ].filter(({ amount }) => isMore(amount, nothing)),
    });
  }
  return { lines };
}

/** The seller may also have raised a price by hand; that is no negative discount. */
const atLeastNothing = (amount: Money): Money => (isMore(amount, nothing) ? amount : nothing);

const shared = (total: Money, parts: Money[]): Money[] =>
  sum(parts, 'CNY').minor === 0n
    ? parts.map(() => nothing)
    : allocate(
        total,
        parts.map(({ minor }) => minor),
      );

/** Items have no number of their own; an after-sale names the SKU. One that stands in the order twice is told apart. */
function lineIdsOf(items: VendorItem[]): (string | undefined)[] {
  const seen = new Map<string, number>();
  return items.map(({ sku_id: skuId, goods_id: goodsId }) => {
    const id = skuId ?? goodsId;
    if (!id) return undefined;
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    return times === 1 ? id : `${id}#${times}`;
  });
}

function waybillsOf(
  { tracking_number: waybill, logistics_id: id = '' }: VendorOrder,
  couriers: Unverified['couriers'],
): ChannelOrder['outboundWaybills'] {
  return waybill ? [{ courier: couriers[id] ?? `logistics_id ${id}`, waybill }] : [];
}
