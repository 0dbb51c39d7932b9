import { z } from 'zod';
import { type Money, money } from '../../../domain/money.ts';
import { fromMs, type Instant } from '../../../domain/time.ts';
import { codeText, idText, optional, type Reading, readAs } from '../../vendor-values.ts';
import type { DouyinError } from './errors.ts';

/** Fen, as an integer. A fraction would have been through a float, so it is refused. */
const fen = z.int().transform((amount): Money => money(amount, 'CNY'));
const fenPaid = z
  .int()
  .nonnegative()
  .transform((amount): Money => money(amount, 'CNY'));

/** Seconds since 1970. Milliseconds, or a duration, would be some other field: no moment of a shop lies there. */
const seconds = z
  .int()
  .min(1_000_000_000, { message: 'no time in seconds since 1970' })
  .max(9_999_999_999, { message: 'no time in seconds since 1970' });
const second = seconds.transform((value): Instant => fromMs(value * 1000));

/** What has not happened yet is written as 0. */
const optionalSecond = z.preprocess(
  (value) => (value === null || value === '' || value === 0 || value === '0' ? undefined : value),
  second.optional(),
);

const list = <T extends z.ZodType>(item: T) =>
  z
    .preprocess((value) => (value === null ? undefined : value), z.array(item).optional())
    .transform((rows) => rows ?? []);

const flag = optional(codeText);

const envelope = z.object({
  code: optional(codeText),
  msg: optional(z.string()),
  sub_code: optional(codeText),
  sub_msg: optional(z.string()),
  err_no: optional(codeText),
  message: optional(z.string()),
  data: z.unknown(),
});

type Envelope =
  | { kind: 'success'; data: unknown }
  | { kind: 'error'; error: DouyinError }
  | { kind: 'unreadable'; reason: string };

/** Success is code 10000; answers of the oldest kind have `err_no` 0 in its place. */
export function readEnvelope(value: unknown): Envelope {
  const reading = readAs(envelope, value);
  if (reading.kind === 'unreadable') return reading;
  const { code, err_no: oldCode, msg, message, sub_code: subCode = '', sub_msg: subMsg = '', data } = reading.value;
  if (code === '10000' || (code === undefined && oldCode === '0')) return { kind: 'success', data };
  const failed = code ?? oldCode;
  if (failed === undefined) return { kind: 'unreadable', reason: 'the answer has no code' };
  return { kind: 'error', error: { code: failed, msg: msg ?? message ?? '', subCode, subMsg } };
}

/** `more`: whether rows follow this page. */
export type Page = { rows: unknown[]; total: number; more: boolean };

const count = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().nonnegative());
const afterSalePage = z.object({ items: list(z.unknown()), has_more: optional(z.boolean()), total: count });
const orderPage = z.object({ shop_order_list: list(z.unknown()), total: count });

export function readAfterSalePage(data: unknown, upTo: number): Reading<Page> {
  const page = readAs(afterSalePage, data);
  if (page.kind === 'unreadable') return page;
  const { items: rows, total, has_more: more = upTo < total } = page.value;
  return { kind: 'read', value: { rows, total, more } };
}

export function readOrderPage(data: unknown, upTo: number): Reading<Page> {
  const page = readAs(orderPage, data);
  if (page.kind === 'unreadable') return page;
  const { shop_order_list: rows, total } = page.value;
  return { kind: 'read', value: { rows, total, more: upTo < total } };
}

/** What the adapter must know of a document before it is decoded: which it is, how old, and where it stands. */
const listHead = z.object({
  aftersale_info: z.object({
    aftersale_id: idText,
    update_time: second,
    aftersale_status: z.int(),
    refund_status: flag,
  }),
});
const detailHead = z.object({
  process_info: z.object({
    after_sale_info: z.object({
      after_sale_id: idText,
      update_time: second,
      after_sale_status: z.int(),
      refund_status: flag,
    }),
  }),
});
const orderHead = z.object({ order_id: idText, update_time: second });

export const readListHead = (raw: unknown) => readAs(listHead, raw);
export const readDetailHead = (raw: unknown) => readAs(detailHead, raw);
export const readOrderHead = (raw: unknown) => readAs(orderHead, raw);
export const readOrderBody = (data: unknown) => readAs(z.object({ shop_order_detail: z.unknown() }), data ?? {});

const skuOrderInfo = z.object({
  sku_order_id: idText,
  item_quantity: optional(z.int()),
  after_sale_item_count: optional(z.int()),
});

const parcel = z.preprocess(
  (value) => value ?? undefined,
  z.object({ tracking_no: optional(idText), company_name: optional(z.string()) }).optional(),
);

/** `data` of `afterSale.Detail`. */
export const afterSale = z.object({
  process_info: z.object({
    after_sale_info: z.object({
      after_sale_id: idText,
      after_sale_status: z.int(),
      after_sale_type: z.int(),
      after_sale_type_text: optional(z.string()),
      /** 1 an order line, 2 the whole order. */
      after_sale_order_type: flag,
      refund_status: flag,
      /** With the freight that is refunded. */
      refund_total_amount: fenPaid,
      apply_time: second,
      update_time: second,
      status_deadline: optionalSecond,
      reason: optional(z.string()),
      reason_remark: optional(z.string()),
      after_sale_apply_count: optional(z.int()),
    }),
    arbitrate_info: z.preprocess((value) => value ?? undefined, z.object({ arbitrate_status: flag }).optional()),
    logistics_info: z.preprocess((value) => value ?? undefined, z.object({ return: parcel }).optional()),
  }),
  order_info: z.object({ shop_order_id: idText, sku_order_infos: list(skuOrderInfo) }),
});

export type VendorAfterSale = z.output<typeof afterSale>;

const skuOrder = z.object({
  order_id: idText,
  product_name: optional(z.string()),
  code: optional(idText),
  out_sku_id: optional(idText),
  sku_id: optional(idText),
  product_id: optional(idText),
  item_num: z.int().positive(),
  /** The price today, campaigns on the price itself taken off. */
  origin_amount: fenPaid,
  pay_amount: fenPaid,
  post_amount: optional(fenPaid),
  /** Borne by the platform and by the author of the video together: neither comes out of the shop's purse. */
  platform_cost_amount: optional(fen),
  logistics_receipt_time: optionalSecond,
  confirm_receipt_time: optionalSecond,
});

export const order = z.object({
  order_id: idText,
  order_status: z.int(),
  main_status: optional(z.int()),
  create_time: second,
  update_time: second,
  pay_time: optionalSecond,
  ship_time: optionalSecond,
  finish_time: optionalSecond,
  pay_amount: fenPaid,
  post_amount: optional(fenPaid),
  doudian_open_id: optional(z.string()),
  mask_post_receiver: optional(z.string()),
  mask_post_tel: optional(z.string()),
  logistics_info: list(
    z.object({ tracking_no: optional(idText), company_name: optional(z.string()), company: optional(z.string()) }),
  ),
  sku_order_list: list(skuOrder).refine((lines) => lines.length > 0, { message: 'an order without lines' }),
});

export type VendorOrder = z.output<typeof order>;

/** `status_code` 0 is success, it seems: no document says so. */
export const operated = z.object({
  items: list(z.object({ aftersale_id: idText, status_code: optional(codeText), status_msg: optional(z.string()) })),
});

export const rejectReasons = z.object({
  items: list(z.object({ reject_reason_code: z.int(), reason: z.string(), evidence_need: optional(z.string()) })),
});

/** The misspelt names are the vendor's own. */
export const addressPage = z.object({
  total: count,
  address_list: list(
    z.object({
      address_id: idText,
      reciever_name: optional(z.string()),
      receiver_district: optional(z.string()),
      receiver_detail: optional(z.string()),
    }),
  ),
});

export const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]),
});

/** One message of a push. What it is about stands in `data`, as JSON within the JSON. */
export const messages = z.array(z.object({ tag: codeText, msg_id: idText, data: z.unknown() }));
export const messageData = z.looseObject({
  aftersale_id: optional(idText),
  p_id: optional(idText),
  shop_id: optional(idText),
});
