import { z } from 'zod';
import { codeText, idText, optional, type Reading, readAs, shanghaiTime } from '../../vendor-values.ts';
import { listOf, type Page, quantity, refund } from './vendor-shapes.ts';

const exchangeHead = z.object({ dispute_id: idText, modified: shanghaiTime, refund_version: optional(quantity) });

/** What `tmall.exchange.get` tells. `time_out` is a text whose form is not documented. */
const exchange = exchangeHead.extend({
  biz_order_id: optional(idText),
  status: codeText,
  num: optional(quantity),
  reason: optional(z.string()),
  desc: optional(z.string()),
  created: shanghaiTime,
  refund_phase: optional(z.string()),
  cs_status: optional(codeText),
  time_out: optional(z.string()),
  buyer_logistic_name: optional(z.string()),
  buyer_logistic_no: optional(idText),
});

/** As it is kept: the exchange, and beside it what the platform tells of the same number as a refund, if anything. */
export const exchangeDocument = z.object({ exchange, refund: optional(refund) });

const exchangePage = z.object({ results: listOf('exchange', z.unknown()), total_results: optional(quantity) });
const exchangeBody = z.object({
  result: z.object({
    success: optional(z.boolean()),
    msg_code: optional(codeText),
    message: optional(z.string()),
    exchange: optional(z.unknown()),
  }),
});

export const readExchangeHead = (raw: unknown) => readAs(exchangeHead, raw);
export const readExchangeBody = (body: unknown) => readAs(exchangeBody, body);

export function readExchangePage(body: unknown): Reading<Page> {
  const page = readAs(exchangePage, body);
  return page.kind === 'read'
    ? { kind: 'read', value: { rows: page.value.results, total: page.value.total_results } }
    : page;
}
