import { z } from 'zod';
import { readExactJson } from '../../exact-json.ts';
import { send } from '../../http.ts';
import { codeText, optional, readAs } from '../../vendor-values.ts';
import type { CourierFault } from '../port.ts';
import type { KdniaoConfig } from './config.ts';
import { dataSign } from './sign.ts';

const verdict = z.object({
  Success: z.union([z.boolean(), z.stringbool()]),
  ResultCode: optional(codeText),
  Reason: optional(z.string()),
});

export type Answer = { kind: 'answered'; body: unknown } | { kind: 'refused'; code: string; message: string };

/** One call. A refusal is HTTP 200; its code stands apart, or within the sentence that gives the reason. */
export async function call(
  config: KdniaoConfig,
  path: string,
  requestType: string,
  content: object,
): Promise<Answer | Extract<CourierFault, { kind: 'unknown' }>> {
  const requestData = JSON.stringify(content);
  const outcome = await send({
    method: 'POST',
    url: `${config.baseUrl}${path}`,
    body: new URLSearchParams({
      RequestData: requestData,
      EBusinessID: config.businessId,
      RequestType: requestType,
      DataSign: dataSign(requestData, config.appKey),
      DataType: '2',
    }),
    timeoutMs: config.timeoutMs,
  });
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  if (outcome.status !== 200) return { kind: 'unknown', cause: `HTTP ${outcome.status}` };
  const json = readExactJson(outcome.body);
  if (json.kind === 'not_json') return { kind: 'unknown', cause: json.problem };
  const reading = readAs(verdict, json.value);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  const { Success, ResultCode, Reason = '' } = reading.value;
  if (Success) return { kind: 'answered', body: json.value };
  const code = ResultCode ?? /\b(?:10[1-6]|40[1-5])\b/.exec(Reason)?.[0] ?? '';
  return { kind: 'refused', code, message: Reason };
}

/** 405 is the day's quota: nothing was judged, and tomorrow it works. */
const QUOTA_SPENT = '405';

export const faultOf = ({ code, message }: Extract<Answer, { kind: 'refused' }>): CourierFault =>
  code === QUOTA_SPENT
    ? { kind: 'unknown', cause: `KDNiao answered ${code} ${message}`.trim() }
    : { kind: 'rejected', code, message };
