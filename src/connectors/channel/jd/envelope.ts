import { z } from 'zod';
import { codeText, optional, type Reading, readAs } from '../../vendor-values.ts';
import type { ChannelFault } from '../port.ts';
import type { JdError } from './errors.ts';
import { flag, listOf, quantity } from './jd-values.ts';

type Envelope =
  | { kind: 'success'; body: Readonly<Record<string, unknown>> }
  | { kind: 'error'; error: JdError }
  | { kind: 'unreadable'; reason: string };

const error = z.object({ code: codeText, zh_desc: optional(z.string()), en_desc: optional(z.string()) });
const anything = z.record(z.string(), z.unknown());

/** `jingdong.asc.query.list` answers below `jingdong_asc_query_list_responce` (sic), a few old methods below `…_response`. */
export function readEnvelope(value: unknown, method: string): Envelope {
  const reading = readAs(anything, value);
  if (reading.kind === 'unreadable') return reading;
  if ('error_response' in reading.value) return errorIn(reading.value['error_response']);
  const stem = method.replaceAll('.', '_');
  const root = readAs(anything, reading.value[`${stem}_responce`] ?? reading.value[`${stem}_response`]);
  if (root.kind === 'unreadable') return { kind: 'unreadable', reason: `${stem}_responce: ${root.reason}` };
  // Old answers carry no code; then the root alone says that the call went through.
  const code = readAs(z.object({ code: optional(codeText) }), root.value);
  const wentThrough = code.kind === 'read' && (code.value.code ?? '0') === '0';
  return wentThrough ? { kind: 'success', body: root.value } : errorIn(root.value);
}

function errorIn(raw: unknown): Envelope {
  const failure = readAs(error, raw);
  return failure.kind === 'read' ? { kind: 'error', error: failure.value } : failure;
}

const outcome = z.looseObject({
  success: optional(flag),
  code: optional(codeText),
  errorCode: optional(codeText),
  msg: optional(z.string()),
  message: optional(z.string()),
  chineseErrCode: optional(z.string()),
});

/** Business failures come with HTTP 200 and the gateway's code 0; only `success` tells them, the codes vary. */
export function refusalIn(raw: unknown, staleCodes: readonly string[]): ChannelFault | undefined {
  const reading = readAs(outcome, raw);
  if (reading.kind === 'unreadable') return { kind: 'unknown', cause: reading.reason };
  if (reading.value.success !== false) return undefined;
  const code = reading.value.errorCode ?? reading.value.code ?? 'no_code';
  const message = reading.value.msg ?? reading.value.message ?? reading.value.chineseErrCode ?? '';
  return { kind: 'refused', code, message, stale: staleCodes.includes(code) };
}

export type Rows = { rows: unknown[]; total: number | undefined };

const page = z.object({ data: listOf(z.unknown()), totalCount: optional(quantity) });
const applicationPage = z.object({ result: listOf(z.unknown()), totalCount: optional(quantity) });
const orderPage = z.object({ orderInfoList: listOf(z.unknown()), orderTotal: optional(quantity) });

export function readPage(raw: unknown): Reading<Rows> {
  const reading = readAs(page, raw);
  return reading.kind === 'read' ? rowsOf(reading.value.data, reading.value.totalCount) : reading;
}

export function readApplicationPage(raw: unknown): Reading<Rows> {
  const reading = readAs(applicationPage, raw);
  if (reading.kind === 'unreadable') return reading;
  return rowsOf(reading.value.result.map(withoutWrapper), reading.value.totalCount);
}

/** Three clients read flat rows and one reads them below `refundApplyVo`; `queryById` always nests. */
function withoutWrapper(row: unknown): unknown {
  const nested = readAs(z.object({ refundApplyVo: anything }), row);
  return nested.kind === 'read' ? nested.value.refundApplyVo : row;
}

/** The container of the rows has three names in the clients that are known: so the first `orderInfoList` is taken. */
export function readOrderPage(body: unknown): Reading<Rows> {
  const container = objectWith('orderInfoList', body) ?? objectWith('orderTotal', body) ?? body;
  const reading = readAs(orderPage, container);
  return reading.kind === 'read' ? rowsOf(reading.value.orderInfoList, reading.value.orderTotal) : reading;
}

const rowsOf = (rows: unknown[], total: number | undefined): Reading<Rows> => ({
  kind: 'read',
  value: { rows, total },
});

/** The first object, from the outside in, that has a member of this name. */
export function objectWith(name: string, raw: unknown): Record<string, unknown> | undefined {
  const reading = readAs(anything, raw);
  if (reading.kind === 'unreadable') return undefined;
  if (name in reading.value) return reading.value;
  for (const inner of Object.values(reading.value)) {
    const found = objectWith(name, inner);
    if (found) return found;
  }
  return undefined;
}
