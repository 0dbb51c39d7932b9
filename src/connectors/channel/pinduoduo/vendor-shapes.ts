import { z } from 'zod';
import { type Money, money, parseDecimal } from '../../../domain/money.ts';
import { fromMs, type Instant } from '../../../domain/time.ts';
import { codeText, idText, optional, type Reading, readAs, shanghaiTime } from '../../vendor-values.ts';
import type { PopError } from './errors.ts';

/** Text on Shanghai's clock, seconds or milliseconds, as text or as a number: the same field comes in several forms. */
const vendorTime = z.union([z.string(), z.number()]).transform((value, context): Instant => {
  const text = String(value).trim();
  if (/^\d{10}$/.test(text)) return fromMs(Number(text) * 1000);
  if (/^\d{13}$/.test(text)) return fromMs(Number(text));
  const wall = readAs(shanghaiTime, text);
  if (wall.kind === 'read') return wall.value;
  context.addIssue({ code: 'custom', message: `"${text}" is no time like 2026-01-15 10:12:00, nor epoch s or ms` });
  return z.NEVER;
});

/** A moment that has not come is null, "", 0 or missing. */
const optionalTime = z.preprocess((value) => (value === 0 || value === '0' ? undefined : value), optional(vendorTime));

const toYuan = (value: string | number, context: z.RefinementCtx): Money => {
  const amount = parseDecimal(String(value), 'CNY');
  if (amount && amount.minor >= 0n) return amount;
  context.addIssue({ code: 'custom', message: `"${value}" is no amount in yuan with at most two decimals` });
  return z.NEVER;
};

const yuanText = z.string().transform(toYuan);

/**
 * Yuan in an order: text, but some of the platform's clients have seen numbers, whose shortest decimal form is what was
 * sent as long as it has no more than two decimals. Nothing is calculated with them.
 */
const yuanPaid = z.union([z.string(), z.number()]).transform(toYuan);

/** Fen as a whole number. Text is refused: elsewhere the platform's text amounts are yuan. */
const fen = z
  .int()
  .nonnegative()
  .transform((minor) => money(minor, 'CNY'));

const quantity = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().nonnegative());

const error = z.object({
  error_code: codeText,
  error_msg: optional(z.string()).transform((text) => text ?? ''),
  sub_code: optional(codeText),
  sub_msg: optional(z.string()),
});

type Envelope =
  | { kind: 'success'; body: unknown }
  | { kind: 'error'; error: PopError }
  | { kind: 'unreadable'; reason: string };

export function readEnvelope(value: unknown, root: string | undefined): Envelope {
  const reading = readAs(z.record(z.string(), z.unknown()), value);
  if (reading.kind === 'unreadable') return reading;
  const body = reading.value;
  if ('error_response' in body) {
    const failure = readAs(error, body['error_response']);
    return failure.kind === 'read' ? { kind: 'error', error: failure.value } : failure;
  }
  if (root === undefined) return { kind: 'success', body };
  return root in body
    ? { kind: 'success', body: body[root] }
    : { kind: 'unreadable', reason: `the answer has no ${root}` };
}

const refundPage = z.object({ refund_list: optional(z.array(z.unknown())), total_count: quantity });
const orderPage = z.object({ order_sn_list: optional(z.array(z.unknown())), total_count: quantity });

export type Page = { rows: unknown[]; total: number };

export function readRefundPage(body: unknown): Reading<Page> {
  const page = readAs(refundPage, body);
  if (page.kind === 'unreadable') return page;
  return { kind: 'read', value: { rows: page.value.refund_list ?? [], total: page.value.total_count } };
}

export function readOrderPage(body: unknown): Reading<Page> {
  const page = readAs(orderPage, body);
  if (page.kind === 'unreadable') return page;
  return { kind: 'read', value: { rows: page.value.order_sn_list ?? [], total: page.value.total_count } };
}

/** What the adapter must know of a document before it is decoded: which it is, and how old. */
export const readRefundHead = (raw: unknown) =>
  readAs(z.object({ id: idText, order_sn: idText, updated_time: vendorTime }), raw);
export const readOrderHead = (raw: unknown) => readAs(z.object({ order_sn: idText, updated_at: vendorTime }), raw);
export const readOrderBody = (body: unknown) => readAs(z.object({ order_info: z.unknown() }), body);

const refundHead = { id: idText, order_sn: idText, after_sales_status: codeText, updated_time: vendorTime };

/** `pdd.refund.information.get`: amounts in fen. */
export const refundDetail = z.object({
  ...refundHead,
  after_sales_type: codeText,
  after_sales_reason: optional(z.string()),
  remark: optional(z.string()),
  refund_amount: fen,
  goods_number: optional(quantity),
  sku_id: optional(idText),
  express_no: optional(idText),
  shipping_name: optional(z.string()),
  recreated_at: optionalTime,
  expire_time: optionalTime,
  join_or_not: optional(codeText),
  part_after_sales_type: optional(codeText),
  part_after_sales_value: optional(quantity),
});

/** A row of `pdd.refund.list.increment.get`: amounts in yuan, and other names for the same things. */
export const refundRow = z.object({
  ...refundHead,
  after_sales_type: optional(codeText),
  after_sale_reason: optional(z.string()),
  refund_amount: yuanText,
  goods_number: optional(quantity),
  sku_id: optional(idText),
  tracking_number: optional(idText),
  shipping_name: optional(z.string()),
  created_time: vendorTime,
  dispute_refund_status: optional(codeText),
});

const item = z.object({
  goods_id: optional(idText),
  sku_id: optional(idText),
  outer_id: optional(idText),
  outer_goods_id: optional(idText),
  goods_name: z.string(),
  goods_spec: optional(z.string()),
  goods_count: quantity.pipe(z.int().positive()),
  goods_price: yuanPaid,
});

export const order = z.object({
  order_sn: idText,
  confirm_status: optional(codeText),
  created_time: vendorTime,
  pay_time: optionalTime,
  confirm_time: optionalTime,
  shipping_time: optionalTime,
  receive_time: optionalTime,
  updated_at: vendorTime,
  pay_amount: yuanPaid,
  postage: optional(yuanPaid),
  platform_discount: optional(yuanPaid),
  logistics_id: optional(idText),
  tracking_number: optional(idText),
  receiver_name_mask: optional(z.string()),
  receiver_phone_mask: optional(z.string()),
  item_list: z.array(item).min(1, { message: 'an order without items' }),
});

export type VendorOrder = z.output<typeof order>;
export type VendorItem = VendorOrder['item_list'][number];

/** The flag of success is called `succ` or `success`, in the result and sometimes beside it. */
export const written = z.object({
  success: optional(z.boolean()),
  error_code: optional(codeText),
  error_msg: optional(z.string()),
  result: optional(
    z.object({ succ: optional(z.boolean()), success: optional(z.boolean()), message: optional(z.string()) }),
  ),
});

export const addressBook = z.object({
  refund_address_list: z.array(
    z.object({
      id: optional(idText),
      refund_address_id: optional(idText),
      refund_phone: optional(idText),
      refund_tel: optional(idText),
      is_validated: optional(z.boolean()),
    }),
  ),
});

export const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: optional(z.string()),
  expires_at: optionalTime,
});

export const permitted = z.object({ is_success: z.boolean() });
