import { createHash } from 'node:crypto';
import { shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, fieldsOf, manyOf, optionalNumberIn, optionalTextIn, present, textIn } from '../steering-input.ts';
import { onlyFields, optionalDateIn, optionalIdIn, optionalYuanIn } from '../steering-shapes.ts';
import { yuanOf } from '../yuan.ts';
import type { Consignee, Coupon, Item, Order, OrderState } from './shapes.ts';
import { fen, type JdWorld, sumOf } from './world.ts';

/** Above 2^53, as JD's type of number allows: whoever reads them as JavaScript numbers shall notice. */
const firstOrderId = 9_251_234_567_890_000n;
const firstSkuId = 100_012_345_678n;

const states: readonly OrderState[] = [
  'WAIT_SELLER_STOCK_OUT',
  'WAIT_GOODS_RECEIVE_CONFIRM',
  'FINISHED_L',
  'TRADE_CANCELED',
  'LOCKED',
];

const orderNames = [
  'orderId',
  'venderId',
  'orderState',
  'orderStartTime',
  'paymentConfirmTime',
  'orderEndTime',
  'freightPrice',
  'balanceUsed',
  'orderPayment',
  'pin',
  'open_id_buyer',
  'consigneeInfo',
  'itemInfoList',
  'couponDetailList',
  'waybill',
  'logisticsId',
];

/** An order in JD's own field names; what is not given is made up to fit. */
export function newOrder(world: JdWorld, fields: Fields): Order {
  onlyFields(fields, orderNames);
  const venderId = optionalTextIn(fields, 'venderId') ?? world.sellers[0]?.venderId ?? '';
  if (!world.sellers.some((seller) => seller.venderId === venderId)) {
    throw new SteeringError(400, `no shop has the number "${venderId}"`);
  }
  const now = shanghaiText(world.clock.now());
  const orderId = optionalIdIn(fields, 'orderId') ?? String(firstOrderId + BigInt(world.book.orders.size) * 10n);
  const orderState = stateIn(fields);
  const itemInfoList = (fields['itemInfoList'] === undefined ? [{}] : manyOf(fields['itemInfoList'])).map(newItem);
  const couponDetailList = (fields['couponDetailList'] === undefined ? [] : manyOf(fields['couponDetailList'])).map(
    (coupon) => newCoupon(orderId, coupon),
  );
  const freightPrice = optionalYuanIn(fields, 'freightPrice') ?? '0.00';
  const balanceUsed = optionalYuanIn(fields, 'balanceUsed') ?? '0.00';
  const total = itemInfoList.reduce((sum, { jdPrice, itemTotal }) => sum + fen(jdPrice) * BigInt(itemTotal), 0n);
  const discount = sumOf(couponDetailList.map(({ couponPrice }) => couponPrice));
  const left = total - discount + fen(freightPrice) - fen(balanceUsed);
  if (left < 0n) throw new SteeringError(400, 'the discounts are more than the price');
  const orderStartTime = optionalDateIn(fields, 'orderStartTime') ?? now;
  return {
    orderId,
    venderId,
    orderState,
    payType: '4-在线支付',
    orderTotalPrice: yuanOf(total),
    orderPayment: optionalYuanIn(fields, 'orderPayment') ?? yuanOf(left),
    balanceUsed,
    freightPrice,
    sellerDiscount: yuanOf(discount),
    orderStartTime,
    paymentConfirmTime: optionalDateIn(fields, 'paymentConfirmTime') ?? orderStartTime,
    modified: now,
    pin: optionalTextIn(fields, 'pin') ?? 'jd_4a**7',
    open_id_buyer: optionalTextIn(fields, 'open_id_buyer') ?? `oid${digest(orderId).slice(0, 16)}`,
    consigneeInfo: maskedConsignee(fields['consigneeInfo'] === undefined ? {} : fieldsOf(fields['consigneeInfo'])),
    itemInfoList,
    couponDetailList,
    ...present({
      orderEndTime: optionalDateIn(fields, 'orderEndTime') ?? (orderState === 'FINISHED_L' ? now : undefined),
      waybill: optionalTextIn(fields, 'waybill'),
      logisticsId: optionalTextIn(fields, 'logisticsId'),
    }),
  };
}

function stateIn(fields: Fields): OrderState {
  const name = optionalTextIn(fields, 'orderState') ?? 'WAIT_SELLER_STOCK_OUT';
  const state = states.find((known) => known === name);
  if (state === undefined) throw new SteeringError(400, `"orderState" is one of ${states.join(', ')}`);
  return state;
}

function newItem(fields: Fields, index: number): Item {
  onlyFields(fields, ['skuId', 'wareId', 'outerSkuId', 'productNo', 'skuName', 'jdPrice', 'itemTotal']);
  const itemTotal = optionalNumberIn(fields, 'itemTotal') ?? 1;
  if (!Number.isInteger(itemTotal) || itemTotal < 1) throw new SteeringError(400, '"itemTotal" is no quantity');
  return {
    skuId: optionalIdIn(fields, 'skuId') ?? String(firstSkuId + BigInt(index)),
    wareId: optionalIdIn(fields, 'wareId') ?? String(10_001_234_567n + BigInt(index)),
    outerSkuId: optionalTextIn(fields, 'outerSkuId') ?? `SKU-${index + 1}`,
    productNo: optionalTextIn(fields, 'productNo') ?? `ITEM-${index + 1}`,
    skuName: optionalTextIn(fields, 'skuName') ?? '商品',
    jdPrice: optionalYuanIn(fields, 'jdPrice') ?? '100.00',
    itemTotal: String(itemTotal),
  };
}

/** JD names the article only for discounts on one (`30-…`). */
function newCoupon(orderId: string, fields: Fields): Coupon {
  onlyFields(fields, ['skuId', 'couponType', 'couponPrice']);
  return {
    orderId,
    skuId: optionalIdIn(fields, 'skuId') ?? '',
    couponType: textIn(fields, 'couponType'),
    couponPrice: optionalYuanIn(fields, 'couponPrice') ?? '0.00',
  };
}

/** Receivers leave the platform masked; the simulator does not even remember more. */
function maskedConsignee(fields: Fields): Consignee {
  onlyFields(fields, ['fullname', 'mobile', 'province', 'city', 'county', 'fullAddress']);
  const mask = (text: string | undefined, head: number, tail = 0): string | undefined =>
    text === undefined || text.includes('*')
      ? text
      : `${text.slice(0, head)}****${tail === 0 ? '' : text.slice(-tail)}`;
  return present({
    fullname: mask(optionalTextIn(fields, 'fullname'), 1),
    mobile: mask(optionalTextIn(fields, 'mobile'), 3, 4),
    province: optionalTextIn(fields, 'province'),
    city: optionalTextIn(fields, 'city'),
    county: optionalTextIn(fields, 'county'),
    fullAddress: mask(optionalTextIn(fields, 'fullAddress'), 4),
  });
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
