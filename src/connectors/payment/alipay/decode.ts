import { z } from 'zod';
import { codeText, optional, readAs, shanghaiTime, yuanPaid } from '../../vendor-values.ts';

const result = {
  code: codeText,
  msg: optional(z.string()),
  sub_code: optional(z.string()),
  sub_msg: optional(z.string()),
  trade_no: optional(z.string()),
};

const refundResult = z.object({
  ...result,
  fund_change: optional(z.string()),
  gmt_refund_pay: optional(shanghaiTime),
});

const queryResult = z.object({
  ...result,
  out_request_no: optional(z.string()),
  refund_status: optional(z.string()),
  refund_amount: optional(yuanPaid),
  gmt_refund_pay: optional(shanghaiTime),
});

export type AlipayResult = {
  code: string;
  msg?: string | undefined;
  sub_code?: string | undefined;
  sub_msg?: string | undefined;
};

export const decodeRefund = (raw: unknown) => readAs(refundResult, raw);
export const decodeQuery = (raw: unknown) => readAs(queryResult, raw);

export const decodeBillUrl = (raw: unknown) =>
  readAs(z.object({ ...result, bill_download_url: optional(z.url()) }), raw);

const notice = z.object({
  app_id: z.string(),
  notify_id: z.string().min(1),
  trade_no: z.string().min(1),
  out_biz_no: optional(z.string()),
  refund_fee: optional(yuanPaid),
  gmt_refund: optional(shanghaiTime),
});

export const decodeNotice = (raw: unknown) => readAs(notice, raw);

const authenticationFault = z.object({
  code: z.enum(['40001', '40002']),
  sub_code: z.string().regex(/^isv\.(?:missing|invalid)-(?:app-id|method|sign|signature|signature-type|timestamp)$/),
});

/** Whether Alipay says that it could not tell who is asking. */
export const isAuthenticationFault = (raw: unknown): boolean => authenticationFault.safeParse(raw).success;
