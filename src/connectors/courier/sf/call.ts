import { z } from 'zod';
import { toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import { codeText, optional, readAs } from '../../vendor-values.ts';
import type { CourierFault } from '../port.ts';
import type { SfConfig } from './config.ts';
import { msgDigest } from './sign.ts';

/** The gateway's answer; what the service behind it says is a text inside. */
const envelope = z.object({
  apiResultCode: z.string(),
  apiErrorMsg: optional(z.string()),
  apiResultData: optional(z.string()),
});

const inner = z.object({
  success: z.union([z.boolean(), z.stringbool()]),
  errorCode: optional(codeText),
  errorMsg: optional(z.string()),
  msgData: z.unknown(),
});

export type Answer = { kind: 'answered'; msgData: unknown } | { kind: 'refused'; code: string; message: string };
type Unknown = Extract<CourierFault, { kind: 'unknown' }>;

/** Gateway codes after which nobody knows what was done, or nothing was judged: expired, too many, twice, out of reach. */
const undecided: ReadonlySet<string> = new Set(['A1002', 'A1005', 'A1007', 'A1009', 'A1099']);
/** Of the service: it broke while it ran. */
const RUNTIME_FAULT = 'S0003';

/** One call of a service. Both layers must say yes. */
export async function call(config: SfConfig, serviceCode: string, content: object): Promise<Answer | Unknown> {
  const msgData = JSON.stringify(content);
  const timestamp = String(Math.floor(toMs(config.now()) / 1000));
  const outcome = await send({
    method: 'POST',
    url: config.serviceUrl,
    body: new URLSearchParams({
      partnerID: config.partnerId,
      requestID: config.newRequestId(),
      serviceCode,
      timestamp,
      msgDigest: msgDigest(msgData, timestamp, config.checkword),
      msgData,
    }),
    timeoutMs: config.timeoutMs,
  });
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  if (outcome.status !== 200) return { kind: 'unknown', cause: `HTTP ${outcome.status}` };
  const json = readExactJson(outcome.body);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: json.problem };
  const gateway = readAs(envelope, json.value);
  if (gateway.kind === 'unreadable') return { kind: 'unknown', cause: gateway.reason };
  const { apiResultCode: code, apiErrorMsg: message = '', apiResultData } = gateway.value;
  if (undecided.has(code)) return { kind: 'unknown', cause: `SF answered ${code} ${message}`.trim() };
  if (code !== 'A1000') return { kind: 'refused', code, message };
  return serviceAnswer(apiResultData ?? '');
}

function serviceAnswer(text: string): Answer | Unknown {
  const json = readExactJson(text);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: json.problem };
  const reading = readAs(inner, json.value);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { success, errorCode: code = '', errorMsg: message = '', msgData } = reading.value;
  if (success) return { kind: 'answered', msgData };
  return code === RUNTIME_FAULT
    ? { kind: 'unknown', cause: `SF answered ${code} ${message}`.trim() }
    : { kind: 'refused', code, message };
}

export const rejected = ({ code, message }: Extract<Answer, { kind: 'refused' }>): CourierFault => ({
  kind: 'rejected',
  code,
  message,
});
