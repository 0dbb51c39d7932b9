import { z } from 'zod';
import { type Instant, toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { type HttpOutcome, send } from '../../http.ts';
import { idText } from '../../vendor-values.ts';
import { settlesAfter } from '../account.ts';
import type { FinancePort, FinanceVoucher, PushOutcome, VoucherLookup } from '../port.ts';
import { amountOf, markOf, summaryOf, yuanNumber } from '../written.ts';
import { type KingdeeKeys, signedHeaders } from './signature.ts';

export type KingdeeConfig = KingdeeKeys & {
  /** The customer's own site with its path, `https://erp.example.com/k3cloud`. */
  baseUrl: string;
  book: string;
  /** 凭证字, by its code. */
  word: string;
  currency: string;
  rateType: string;
  timeoutMs: number;
  now: () => Instant;
};

type Service = 'Save' | 'ExecuteBillQuery';
/** What was answered, or why nothing can be said, or why nothing will ever be. */
type Answer =
  | { kind: 'answered'; value: unknown }
  | Extract<PushOutcome, { kind: 'unknown' | 'throttled' | 'configuration_fault' }>;

const THROTTLED_MS = 60_000;
const SESSION_LOST = 1;

const status = z.object({
  IsSuccess: z.boolean(),
  MsgCode: z.int().optional(),
  Errors: z.array(z.object({ FieldName: z.string().nullish(), Message: z.string() })).default([]),
});
const saved = z.object({
  Result: z.object({ ResponseStatus: status, Id: z.unknown().optional(), Number: z.unknown().optional() }),
});
const rows = z.array(z.tuple([idText, z.union([idText, z.literal('')]), z.string().nullable()]));
/** A query that fails answers in the shape of a row. */
const failedQuery = z.tuple([z.tuple([saved])]);

/** 金蝶云星空 over its WebAPI, each call signed for itself. */
export function kingdee(config: KingdeeConfig): FinancePort {
  const lookUp = async ({ id }: Pick<FinanceVoucher, 'id'>): Promise<VoucherLookup> => {
    const mark = markOf(id);
    const answer = await query(config, `FEXPLANATION like '%${mark.slice(1, -1)}%'`, 10);
    if (answer.kind !== 'answered') return answer;
    // In a pattern `_` stands for any letter, so what came is compared again.
    const found = answer.value.find(([, , summary]) => summary?.includes(mark));
    return found ? { kind: 'booked', vendorId: found[0], vendorNumber: found[1] } : { kind: 'absent' };
  };
  return {
    settlesMs: settlesAfter(config.timeoutMs),
    pushVoucher: (voucher) => push(config, voucher),
    findVoucher: lookUp,
    checkAccess: async () => {
      const answer = await query(config, 'FVOUCHERID = 0', 1);
      switch (answer.kind) {
        case 'answered':
          return { kind: 'works' };
        case 'configuration_fault':
          return { kind: 'refused', message: answer.message };
        case 'throttled':
          return { kind: 'unknown', cause: 'throttled' };
        case 'unknown':
          return answer;
      }
    },
  };
}

async function push(config: KingdeeConfig, voucher: FinanceVoucher): Promise<PushOutcome> {
  const answer = await callSigned(config, 'Save', { formid: 'GL_VOUCHER', data: { Model: modelOf(config, voucher) } });
  if (answer.kind !== 'answered') return answer;
  const read = saved.safeParse(answer.value);
  if (!read.success) return { kind: 'unknown', cause: 'the answer to Save has another shape' };
  const { ResponseStatus, Id, Number: number } = read.data.Result;
  if (!ResponseStatus.IsSuccess) {
    const [first] = ResponseStatus.Errors;
    const message = ResponseStatus.Errors.map(({ Message }) => Message).join(' ');
    return { kind: 'refused', code: first?.FieldName || `MsgCode ${ResponseStatus.MsgCode ?? ''}`, message };
  }
  const id = idText.safeParse(Id);
  if (!id.success) return { kind: 'unknown', cause: 'Save says it succeeded and names no voucher' };
  return { kind: 'booked', vendorId: id.data, vendorNumber: idText.safeParse(number).data ?? '' };
}

function modelOf({ book, word, currency, rateType }: KingdeeConfig, voucher: FinanceVoucher) {
  const [year, month] = voucher.period.split('-').map(Number);
  return {
    FVOUCHERID: 0,
    FAccountBookID: { FNumber: book },
    FDate: voucher.date,
    FVOUCHERGROUPID: { FNumber: word },
    FYEAR: year,
    FPERIOD: month,
    FATTACHMENTS: voucher.attachments,
    FEntity: voucher.lines.map((line, index) => ({
      FEntryID: 0,
      FEXPLANATION: summaryOf(voucher, index),
      FACCOUNTID: { FNumber: line.account },
      ...(line.auxiliary
        ? { FDetailID: { [`FDETAILID__${line.auxiliary.dimension}`]: { FNumber: line.auxiliary.code } } }
        : {}),
      FCURRENCYID: { FNumber: currency },
      FEXCHANGERATETYPE: { FNumber: rateType },
      FEXCHANGERATE: 1,
      FAMOUNTFOR: yuanNumber(amountOf(line)),
      FDEBIT: yuanNumber(line.debit),
      FCREDIT: yuanNumber(line.credit),
    })),
  };
}

type QueryAnswer = { kind: 'answered'; value: z.output<typeof rows> } | Exclude<Answer, { kind: 'answered' }>;

async function query(config: KingdeeConfig, filter: string, limit: number): Promise<QueryAnswer> {
  const answer = await callSigned(config, 'ExecuteBillQuery', {
    data: {
      FormId: 'GL_VOUCHER',
      FieldKeys: 'FVOUCHERID,FVOUCHERGROUPNO,FEXPLANATION',
      FilterString: filter,
      Limit: limit,
    },
  });
  if (answer.kind !== 'answered') return answer;
  const failed = failedQuery.safeParse(answer.value);
  if (failed.success) {
    const { Errors } = failed.data[0][0].Result.ResponseStatus;
    return { kind: 'configuration_fault', message: Errors.map(({ Message }) => Message).join(' ') };
  }
  const read = rows.safeParse(answer.value);
  return read.success
    ? { kind: 'answered', value: read.data }
    : { kind: 'unknown', cause: 'the answer to a query has another shape' };
}

/** A lost session is begun anew by the next signed call, so that one is made once. */
async function callSigned(config: KingdeeConfig, service: Service, body: object): Promise<Answer> {
  const answer = await callOnce(config, service, body);
  return answer.kind === 'answered' && isSessionLost(answer.value) ? callOnce(config, service, body) : answer;
}

function isSessionLost(value: unknown): boolean {
  const whole = saved.safeParse(value).data ?? failedQuery.safeParse(value).data?.[0][0];
  const said = whole?.Result.ResponseStatus;
  return said?.IsSuccess === false && said.MsgCode === SESSION_LOST;
}

async function callOnce(config: KingdeeConfig, service: Service, body: object): Promise<Answer> {
  const url = `${config.baseUrl}/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.${service}.common.kdsvc`;
  const seconds = Math.floor(toMs(config.now()) / 1_000);
  const outcome = await send({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', ...signedHeaders(config, new URL(url).pathname, seconds) },
    body: JSON.stringify(body),
    timeoutMs: config.timeoutMs,
  });
  return readAnswer(outcome);
}

function readAnswer(outcome: HttpOutcome): Answer {
  if (outcome.kind === 'unanswered') return { kind: 'unknown', cause: `${outcome.cause}: ${outcome.detail}` };
  const { status: code, body } = outcome;
  if (code === 429) return { kind: 'throttled', retryAfterMs: THROTTLED_MS };
  // 519: the gateway's own, for a signature or a clock that it does not believe.
  if (code === 401 || code === 403 || code === 404 || code === 519)
    return { kind: 'configuration_fault', message: `HTTP ${code} ${body.slice(0, 200)}` };
  if (code !== 200) return { kind: 'unknown', cause: `HTTP ${code}` };
  // Some failures come as plain text, and do not say how far the call had got.
  const read = readExactJson(body);
  return read.kind === 'json'
    ? { kind: 'answered', value: read.value }
    : { kind: 'unknown', cause: `no JSON: ${body.slice(0, 200)}` };
}
