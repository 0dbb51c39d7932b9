import { z } from 'zod';
import { fromMs, type Instant, parseInstant } from '../../../domain/time.ts';
import { optional, readAs } from '../../vendor-values.ts';

/** RFC 3339 with the offset of China. */
const moment = z.string().transform((text, context): Instant => {
  const at = parseInstant(text) ?? parseInstant(zulu(text));
  if (at) return at;
  context.addIssue({ code: 'custom', message: `"${text}" is no moment` });
  return z.NEVER;
});

function zulu(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? '' : fromMs(ms);
}

const fen = z.int().nonnegative();

const refund = z.object({
  refund_id: z.string().min(1),
  out_refund_no: z.string(),
  transaction_id: optional(z.string()),
  status: z.string(),
  success_time: optional(moment),
  user_received_account: optional(z.string()),
  amount: z.object({ refund: fen, total: fen, currency: optional(z.string()) }),
});
export type WechatRefund = z.infer<typeof refund>;

export const decodeRefund = (raw: unknown) => readAs(refund, raw);

export const decodeError = (raw: unknown) => readAs(z.object({ code: z.string(), message: optional(z.string()) }), raw);

export const decodeEnvelope = (raw: unknown) =>
  readAs(
    z.object({
      id: z.string().min(1),
      event_type: z.string(),
      resource: z.object({
        original_type: optional(z.string()),
        algorithm: z.string(),
        ciphertext: z.string(),
        nonce: z.string(),
        associated_data: z.string().nullish(),
      }),
    }),
    raw,
  );

export const decodeNotice = (raw: unknown) =>
  readAs(
    z.object({
      mchid: z.string(),
      transaction_id: optional(z.string()),
      out_refund_no: z.string().min(1),
      refund_status: z.string(),
      amount: z.object({ refund: fen }),
    }),
    raw,
  );

export const decodeBill = (raw: unknown) =>
  readAs(z.object({ hash_type: z.literal('SHA1'), hash_value: z.string(), download_url: z.url() }), raw);
