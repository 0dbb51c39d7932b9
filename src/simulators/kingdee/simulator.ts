import { createHmac, timingSafeEqual } from 'node:crypto';
import { machineNow } from '../clock.ts';
import { balances, type KeptAuxiliary, type KeptLine, openFinanceBook } from '../finance/finance-book.ts';
import { type FinanceWorld, financeFaults, financeSteering, jsonReply, underFaults } from '../finance/finance-world.ts';
import { pageNotFound } from '../gateway-faults.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';

export const testAppId = 'CLIENT01_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
export const testAppSecret = 'TESTAPPSECRET';
export const testAcctId = '64f0a1b2c3d4e5';
export const testUser = 'demo';
const testBook = '001';
/** What the part of the app id after `_` hides; taken from the vendor's own example. */
const CLIENT_SECRET = 'MDE3N2I2PzBrPzg4OD45N3IhK3B1InIk';

const WINDOW_SECONDS = 300;
const prefix = '/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.';
const suffix = '.common.kdsvc';

/** 金蝶云星空's WebAPI at `<url>/k3cloud/…`, steered below `<url>/__sim`. It keeps no key of a caller: sent twice is booked twice. */
export async function startKingdee(options: StartOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'kingdee');
  const book = openFinanceBook(journalFile(options, 'kingdee'));
  const world: FinanceWorld = { clock, book, faults: financeFaults() };
  const steering = financeSteering(world);
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answer(world, call),
  );
  return running(server, world, () => {});
}

function answer(world: FinanceWorld, call: Call): Reply {
  if (!call.path.startsWith(prefix) || !call.path.endsWith(suffix) || call.method !== 'POST') return pageNotFound;
  const service = call.path.slice(prefix.length, -suffix.length);
  const no = refusalOf(call);
  if (no) return no;
  const isQuery = service === 'ExecuteBillQuery';
  const wording = {
    throttled: jsonReply({ errcode: 429, description: 'too many requests' }, 429),
    sessionLost: failure('会话信息已丢失，请重新登录', { MsgCode: 1 }, isQuery),
  };
  return underFaults(world, { service }, wording, () => {
    const body: unknown = JSON.parse(call.body.toString('utf8'));
    if (isQuery) return query(world, body);
    return service === 'Save' ? save(world, body) : pageNotFound;
  });
}

const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const hexInBase64 = (key: string, message: string): string =>
  Buffer.from(createHmac('sha256', key).update(message).digest('hex')).toString('base64');

/** Both signatures, the clock, and who it is. */
function refusalOf({ headers, path }: Call): Reply | undefined {
  const header = (name: string): string => String(headers[name] ?? '');
  const [timestamp, nonce] = [header('x-api-timestamp'), header('x-api-nonce')];
  const message = `POST\n${path.split('/').join('%2F')}\n\nx-api-nonce:${nonce}\nx-api-timestamp:${timestamp}\n`;
  const data = Buffer.from(header('x-kd-appdata'), 'base64').toString('utf8');
  const isSigned =
    header('x-api-clientid') === testAppId.split('_')[0] &&
    header('x-kd-appkey') === testAppId &&
    same(header('x-api-signature'), hexInBase64(CLIENT_SECRET, message)) &&
    same(header('x-kd-signature'), hexInBase64(testAppSecret, testAppId + data));
  if (!isSigned) return jsonReply({ errcode: 4005, description: 'signature' }, 401);
  if (Math.abs(machineNow() / 1_000 - Number(timestamp)) > WINDOW_SECONDS)
    return jsonReply({ errcode: 4006, description: 'timestamp' }, 519);
  const [acct, user] = data.split(',');
  if (acct !== testAcctId || user !== testUser) return failure('没有登录权限', { MsgCode: 4 }, path.includes('Query'));
  return undefined;
}

type Facts = { MsgCode: number; FieldName?: string };

function failure(message: string, { MsgCode, FieldName }: Facts, isQuery = false): Reply {
  const result = {
    Result: {
      ResponseStatus: {
        ErrorCode: 500,
        IsSuccess: false,
        Errors: [{ FieldName: FieldName ?? null, Message: message, DIndex: 0 }],
        SuccessEntitys: [],
        SuccessMessages: [],
        MsgCode,
      },
      Id: '',
      Number: '',
      NeedReturnData: [{}],
    },
  };
  return jsonReply(isQuery ? [[result]] : result);
}

type Numbered = { FNumber?: string };
type Entry = {
  FEXPLANATION?: string;
  FACCOUNTID?: Numbered;
  FDetailID?: Record<string, Numbered>;
  FDEBIT?: number;
  FCREDIT?: number;
};
type Model = {
  FAccountBookID?: Numbered;
  FDate?: string;
  FVOUCHERGROUPID?: Numbered;
  FYEAR?: number;
  FPERIOD?: number;
  FEntity?: Entry[];
};

function detailIn(details: Record<string, Numbered> = {}): KeptAuxiliary | null {
  const [first] = Object.entries(details);
  return first ? { dimension: first[0].replace(/^FDETAILID__/, ''), code: first[1].FNumber ?? '' } : null;
}

function save({ book }: FinanceWorld, body: unknown): Reply {
  const { formid, data } = body as { formid?: string; data?: { Model?: Model } };
  const model = data?.Model;
  if (formid !== 'GL_VOUCHER' || !model) return failure('业务对象不存在', { MsgCode: 9 });
  if (model.FAccountBookID?.FNumber !== testBook)
    return failure('账簿不存在', { MsgCode: 9, FieldName: 'FAccountBookID' });
  if (!model.FVOUCHERGROUPID?.FNumber) return failure('凭证字必录', { MsgCode: 9, FieldName: 'FVOUCHERGROUPID' });
  const period = `${model.FYEAR}-${String(model.FPERIOD).padStart(2, '0')}`;
  if (!model.FDate?.startsWith(period)) return failure('日期不在会计期间内', { MsgCode: 9, FieldName: 'FDate' });
  if (book.isClosed(period)) return failure(`${period} 已结账`, { MsgCode: 9, FieldName: 'FPERIOD' });
  const lines = (model.FEntity ?? []).map(
    ({ FEXPLANATION = '', FACCOUNTID, FDetailID, FDEBIT = 0, FCREDIT = 0 }): KeptLine => ({
      account: FACCOUNTID?.FNumber ?? '',
      summary: FEXPLANATION,
      debit: FDEBIT,
      credit: FCREDIT,
      auxiliary: detailIn(FDetailID),
    }),
  );
  const stranger = lines.find(({ account }) => !book.knows(account));
  if (stranger) return failure(`科目 ${stranger.account} 不存在`, { MsgCode: 9, FieldName: 'FACCOUNTID' });
  const fault = lines.map(book.auxiliaryFault).find(Boolean);
  if (fault) return failure(fault, { MsgCode: 9, FieldName: 'FDetailID' });
  if (!balances(lines)) return failure('凭证借贷不平衡', { MsgCode: 9 });
  const voucher = {
    id: String(100_001 + book.vouchers.length),
    number: book.nextNumber(period),
    period,
    date: model.FDate,
    key: '',
    lines,
  };
  book.record({ type: 'voucher_booked', voucher });
  const saved = { Id: Number(voucher.id), Number: String(voucher.number) };
  return jsonReply({
    Result: {
      ResponseStatus: {
        IsSuccess: true,
        Errors: [],
        SuccessEntitys: [{ ...saved, DIndex: 0 }],
        SuccessMessages: [],
        MsgCode: 0,
      },
      ...saved,
      NeedReturnData: [{}],
    },
  });
}

/** A row for each line of a voucher, as the vendor's own query joins them. */
function query({ book }: FinanceWorld, body: unknown): Reply {
  const { data } = body as { data?: { FormId?: string; FilterString?: string; Limit?: number } };
  if (data?.FormId !== 'GL_VOUCHER') return failure('业务对象不存在', { MsgCode: 9 }, true);
  const pattern = /^FEXPLANATION like '%(.*)%'$/.exec(data.FilterString ?? '')?.[1];
  if (pattern === undefined) return jsonReply([]);
  const like = new RegExp(pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('_', '.'));
  const rows = book.vouchers.flatMap(({ id, number, lines }) =>
    lines.filter(({ summary }) => like.test(summary)).map(({ summary }) => [Number(id), String(number), summary]),
  );
  return jsonReply(rows.slice(0, data.Limit ?? 2_000));
}
