import { z } from 'zod';
import { codeText, idText, optional, type Reading, readAs, shanghaiTime, yuanPaid } from '../../vendor-values.ts';
import type { TopError } from './errors.ts';

/**
 * A list as TOP writes it: wrapped in a singular element, flat with `simplify`, a single object in place of a list of
 * one, and nothing at all where it is empty.
 */
export const listOf = <T extends z.ZodType>(element: string, item: T) =>
  z
    .preprocess((raw) => unwrap(raw, element), z.array(item))
    .optional()
    .transform((items) => items ?? []);

function unwrap(raw: unknown, element: string): unknown {
  if (raw === null || raw === '') return [];
  if (typeof raw !== 'object' || Array.isArray(raw)) return raw;
  const wrapped = Object.entries(raw).find(([key]) => key === element);
  if (wrapped) return unwrap(wrapped[1], element);
  return Object.keys(raw).length === 0 ? [] : [raw];
}

export const quantity = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).pipe(z.int().nonnegative());

const error = z.object({
  code: codeText,
  msg: optional(z.string()).transform((text) => text ?? ''),
  sub_code: optional(z.string()),
  sub_msg: optional(z.string()),
});

type Envelope =
  | { kind: 'success'; body: unknown }
  | { kind: 'error'; error: TopError }
  | { kind: 'unreadable'; reason: string };

/** The error root stays also in the flat form, where a success is known by its `request_id`. */
export function readEnvelope(value: unknown, root: string): Envelope {
  const reading = readAs(z.record(z.string(), z.unknown()), value);
  if (reading.kind === 'unreadable') return reading;
  const body = reading.value;
  if ('error_response' in body) {
    const failure = readAs(error, body['error_response']);
    return failure.kind === 'read' ? { kind: 'error', error: failure.value } : failure;
  }
  if (root in body) return { kind: 'success', body: body[root] };
  if ('request_id' in body) return { kind: 'success', body };
  return { kind: 'unreadable', reason: `the answer has no ${root}` };
}

const total = optional(quantity);
const refundPage = z.object({ refunds: listOf('refund', z.unknown()), total_results: total });
const tradePage = z.object({ trades: listOf('trade', z.unknown()), total_results: total });

export type Page = { rows: unknown[]; total: number | undefined };

export function readRefundPage(body: unknown): Reading<Page> {
  const page = readAs(refundPage, body);
  return page.kind === 'read'
    ? { kind: 'read', value: { rows: page.value.refunds, total: page.value.total_results } }
    : page;
}

export function readTradePage(body: unknown): Reading<Page> {
  const page = readAs(tradePage, body);
  return page.kind === 'read'
    ? { kind: 'read', value: { rows: page.value.trades, total: page.value.total_results } }
    : page;
}

/** What the adapter must know of a document before it is decoded: which it is, and how old. */
const refundHead = z.object({ refund_id: idText, modified: shanghaiTime, refund_version: optional(quantity) });
const tradeHead = z.object({ tid_str: optional(idText), tid: optional(idText), modified: shanghaiTime });

export const readRefundHead = (raw: unknown) => readAs(refundHead, raw);
export const readTradeHead = (raw: unknown) => readAs(tradeHead, raw);

export const readRefundBody = (body: unknown) => readAs(z.object({ refund: z.unknown() }), body);
export const readTradeBody = (body: unknown) => readAs(z.object({ trade: z.unknown() }), body);

export const refund = z.object({
  refund_id: idText,
  tid: idText,
  oid: optional(idText),
  num: optional(quantity),
  status: z.string().min(1),
  dispute_type: optional(z.string()),
  has_good_return: optional(z.boolean()),
  refund_fee: yuanPaid,
  reason: optional(z.string()),
  desc: optional(z.string()),
  created: shanghaiTime,
  modified: shanghaiTime,
  refund_version: optional(quantity),
  refund_phase: optional(z.string()),
  company_name: optional(z.string()),
  sid: optional(idText),
  cs_status: optional(codeText),
  refund_remind_timeout: optional(z.object({ exist_timeout: optional(z.boolean()), timeout: optional(shanghaiTime) })),
});

const order = z.object({
  oid_str: optional(idText),
  oid: optional(idText),
  title: z.string(),
  outer_sku_id: optional(idText),
  outer_iid: optional(idText),
  sku_id: optional(idText),
  num_iid: optional(idText),
  num: quantity.pipe(z.int().positive()),
  price: yuanPaid,
  payment: yuanPaid,
  divide_order_fee: optional(yuanPaid),
  part_mjz_discount: optional(yuanPaid),
  refund_status: optional(z.string()),
  logistics_company: optional(z.string()),
  invoice_no: optional(idText),
});

const promotion = z.object({
  id: idText,
  promotion_id: optional(z.string()),
  discount_fee: optional(yuanPaid),
});

export const trade = z.object({
  tid_str: optional(idText),
  tid: optional(idText),
  status: z.string().min(1),
  created: shanghaiTime,
  modified: shanghaiTime,
  pay_time: optional(shanghaiTime),
  consign_time: optional(shanghaiTime),
  end_time: optional(shanghaiTime),
  payment: yuanPaid,
  post_fee: optional(yuanPaid),
  buyer_nick: optional(z.string()),
  buyer_open_uid: optional(z.string()),
  receiver_name: optional(z.string()),
  receiver_mobile: optional(z.string()),
  orders: listOf('order', order).refine((lines) => lines.length > 0, { message: 'a trade without lines' }),
  promotion_details: listOf('promotion_detail', promotion),
});

export type VendorTrade = z.output<typeof trade>;
export type VendorOrder = VendorTrade['orders'][number];

export const agreed = z.object({
  succ: optional(z.boolean()),
  msg_code: optional(z.string()),
  message: optional(z.string()),
  results: listOf(
    'refund_mapping_result',
    z.object({ refund_id: idText, succ: z.boolean(), message: optional(z.string()) }),
  ),
});

export const written = z.object({ is_success: optional(z.boolean()), refund: optional(z.unknown()) });

export const reasons = z.object({
  reasons: listOf('reason', z.object({ reason_id: idText, reason_text: z.string() })),
});

/** The vendor's name for what a request is, where it gives one. */
export function kindOf(raw: unknown): string | undefined {
  const reading = readAs(z.object({ dispute_type: optional(z.string()) }), raw);
  return reading.kind === 'read' ? reading.value.dispute_type : undefined;
}
