import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { sheetStatuses } from '../../../domain/invoicing/red-task.ts';
import { formatDecimal, type Money } from '../../../domain/money.ts';
import { parseLocalDate } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { optional, shanghaiTime } from '../../vendor-values.ts';
import type { InvoiceFault, InvoicePort, RedRequest, RedSheet, SheetLookup, SheetOutcome } from '../port.ts';

export type GenericInvoicing = { baseUrl: string; taxId: string; secret: string; timeoutMs: number };

const sheet = z.object({
  uuid: z.string().min(1),
  hzqrxxztDm: z.enum(sheetStatuses),
  qrjzsj: optional(shanghaiTime),
  ykjhzfpbz: z.enum(['Y', 'N']),
  hzfphm: optional(z.string().regex(/^\d{20}$/)),
  hzkprq: optional(z.string()),
});
const refusal = z.object({ code: z.string(), message: z.string().default('') });

const THROTTLED_MS = 60_000;

type Answer = { kind: 'answered'; status: number; json: unknown } | InvoiceFault;

/** The generic adapter: sheets over HTTP and JSON under the field names of 乐企, each call signed with the secret. */
export function genericInvoicing(config: GenericInvoicing): InvoicePort {
  const call = async (method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const signature = createHmac('sha256', config.secret)
      .update(`${method}\n${path}\n${config.taxId}\n${text}`)
      .digest('hex');
    const headers = { 'content-type': 'application/json', 'x-tax-id': config.taxId, 'x-signature': signature };
    const url = `${config.baseUrl}${path}`;
    return read(await send({ method, url, headers, timeoutMs: config.timeoutMs, ...(body ? { body: text } : {}) }));
  };
  const at = (sheetId: string) => `/red-sheets/${encodeURIComponent(sheetId)}`;
  return {
    // A call that was given up can still be served for a while.
    settlesMs: 2 * config.timeoutMs,
    applyRed: async (request) => outcomeOf(await call('POST', '/red-sheets', written(config, request))),
    findSheet: async (requestId) => lookupOf(await call('GET', `/red-sheets?qqlsh=${encodeURIComponent(requestId)}`)),
    querySheet: async (sheetId) => lookupOf(await call('GET', at(sheetId))),
    revoke: async (sheetId) => outcomeOf(await call('POST', `${at(sheetId)}/revoke`, {})),
    issueRed: async (sheetId) => outcomeOf(await call('POST', `${at(sheetId)}/issue`, {})),
    checkAccess: async () => {
      const answer = await call('GET', '/access');
      if (answer.kind === 'answered')
        return answer.status === 200
          ? { kind: 'works' }
          : { kind: 'refused', message: refusal.safeParse(answer.json).data?.message ?? `HTTP ${answer.status}` };
      if (answer.kind === 'configuration_fault') return { kind: 'refused', message: answer.message };
      return { kind: 'unknown', cause: answer.kind === 'unknown' ? answer.cause : 'throttled' };
    },
  };
}

const negative = (amount: Money): string => formatDecimal({ ...amount, minor: -amount.minor });

const written = ({ taxId }: GenericInvoicing, { requestId, blueNumber, reason, lines }: RedRequest) => ({
  qqlsh: requestId,
  xsfnsrsbh: taxId,
  lzfphm: blueNumber,
  chyyDm: reason,
  mxzb: lines.map(({ number, net, tax }) => ({ lzmxxh: number, hzcxje: negative(net), hzcxse: negative(tax) })),
});

function read(outcome: HttpOutcome): Answer {
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  const { status } = outcome;
  const json = readExactJson(outcome.body);
  const said = `HTTP ${status} ${outcome.body.slice(0, 200)}`;
  if (status === 429) return { kind: 'throttled', retryAfterMs: THROTTLED_MS };
  if (status === 401 || status === 403) return { kind: 'configuration_fault', message: said };
  // A 404 that is not the service's own says that the address is wrong, and nothing about a sheet.
  if (json.kind === 'json' && (status === 200 || status === 404 || status === 409 || status === 422))
    return { kind: 'answered', status, json: json.value };
  if (status === 404) return { kind: 'configuration_fault', message: said };
  return { kind: 'unknown', cause: said };
}

function sheetIn(json: unknown): RedSheet | undefined {
  const known = sheet.safeParse(json).data;
  if (!known) return undefined;
  const issuedOn = known.hzkprq === undefined ? undefined : parseLocalDate(known.hzkprq.slice(0, 10));
  const isWhole = (known.ykjhzfpbz === 'Y') === (known.hzfphm !== undefined && issuedOn !== undefined);
  if (!isWhole) return undefined;
  return {
    sheetId: known.uuid,
    status: known.hzqrxxztDm,
    confirmBy: known.qrjzsj ?? null,
    red: known.hzfphm && issuedOn ? { number: known.hzfphm, issuedOn } : null,
  };
}

const strange: InvoiceFault = { kind: 'unknown', cause: 'the answer is no sheet' };

function outcomeOf(answer: Answer): SheetOutcome {
  if (answer.kind !== 'answered') return answer;
  if (answer.status === 200) {
    const known = sheetIn(answer.json);
    return known ? { kind: 'sheet', sheet: known } : strange;
  }
  const no = refusal.safeParse(answer.json).data;
  return no ? { kind: 'refused', ...no } : strange;
}

/** Only the service's own word that there is none counts. */
function lookupOf(answer: Answer): SheetLookup {
  if (answer.kind !== 'answered') return answer;
  if (answer.status === 404)
    return refusal.safeParse(answer.json).data?.code === 'sheet_absent' ? { kind: 'absent' } : strange;
  const known = answer.status === 200 ? sheetIn(answer.json) : undefined;
  return known ? { kind: 'sheet', sheet: known } : strange;
}
