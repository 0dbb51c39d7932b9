import { z } from 'zod';
import { idText, optional, type Reading, readAs, shanghaiTime } from '../../vendor-values.ts';
import { listOf, quantity, yuanNumber } from './jd-values.ts';

const head = z.object({ orderId: idText, modified: shanghaiTime });
export const readOrderHead = (raw: unknown): Reading<z.output<typeof head>> => readAs(head, raw);

const item = z.object({
  skuId: idText,
  outerSkuId: optional(idText),
  productNo: optional(idText),
  skuName: z.string(),
  jdPrice: yuanNumber,
  itemTotal: quantity.pipe(z.int().positive()),
});

const coupon = z.object({
  /** Only a discount on a single article names it. */
  skuId: optional(idText),
  couponType: optional(z.string()),
  couponPrice: optional(yuanNumber),
});

const text = optional(z.string());
const amount = optional(yuanNumber);

const order = z.object({
  orderId: idText,
  orderState: z.string().min(1),
  orderPayment: yuanNumber,
  balanceUsed: amount,
  freightPrice: amount,
  orderStartTime: shanghaiTime,
  paymentConfirmTime: optional(shanghaiTime),
  orderEndTime: optional(shanghaiTime),
  modified: shanghaiTime,
  pin: text,
  open_id_buyer: text,
  xid_buyer: text,
  consigneeInfo: optional(z.object({ fullname: text, mobile: text, telephone: text })),
  itemInfoList: listOf(item).refine((items) => items.length > 0, { message: 'an order without articles' }),
  couponDetailList: listOf(coupon),
  waybill: optional(idText),
  logisticsId: optional(idText),
});
export type VendorOrder = z.output<typeof order>;
export type VendorItem = VendorOrder['itemInfoList'][number];
export const readOrder = (raw: unknown): Reading<VendorOrder> => readAs(order, raw);
