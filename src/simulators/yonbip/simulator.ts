import { createHmac } from 'node:crypto';
import { isoText } from '../clock.ts';
import { balances, type KeptLine, openFinanceBook } from '../finance/finance-book.ts';
import { type FinanceWorld, financeFaults, financeSteering, jsonReply, underFaults } from '../finance/finance-world.ts';
import { type Call, listen, type Reply } from '../http-server.ts';
import { clockOf, journalFile, running, type Simulator, type StartOptions } from '../simulator.ts';
import { isSteering, steer } from '../steering.ts';

export const testAppKey = 'TESTAPPKEY';
export const testAppSecret = 'TESTAPPSECRET';
export const testTenant = 'tenant01';
export const testBook = 'BOOK1';

const TOKEN_SECONDS = 7_200;
const ADD = '/yonbip/fi/ficloud/openapi/voucher/addVoucher';
const LIST = '/yonbip/fi/ficloud/openapi/voucher/queryVouchers';

type Tokens = { issued: number; valid: Map<string, number> };

/** YonBIP at `<url>`, steered below `<url>/__sim`. The same `businessId` is the same voucher. */
export async function startYonbip(options: StartOptions = {}): Promise<Simulator> {
  const clock = clockOf(options, 'yonbip');
  const book = openFinanceBook(journalFile(options, 'yonbip'));
  const world: FinanceWorld = { clock, book, faults: financeFaults() };
  const tokens: Tokens = { issued: 0, valid: new Map() };
  const steering = {
    ...financeSteering(world),
    /** As if two hours had gone by, without moving anybody's clock. */
    'POST /tokens/expire': () => tokens.valid.clear(),
    'GET /tokens': () => ({ issued: tokens.issued }),
  };
  const server = await listen(options.port ?? 0, (call) =>
    isSteering(call) ? steer(steering, call) : answer(world, tokens, call),
  );
  return running(server, world, () => {});
}

const said = (code: string, message: string, data: unknown = {}): Reply => jsonReply({ code, message, data });
const no = (message: string): Reply => said('404', `凭证保存不成功,${message}`);

function answer(world: FinanceWorld, tokens: Tokens, call: Call): Reply {
  const { host } = call.headers;
  const here = `http://${host}`;
  if (call.path === '/open-auth/dataCenter/getGatewayAddress')
    return call.query.get('tenantId') === testTenant
      ? said('00000', 'OK', { gatewayUrl: `${here}/iuap-api-gateway`, tokenUrl: `${here}/iuap-api-auth` })
      : said('50000', '租户不存在', null);
  if (call.path === '/iuap-api-auth/open-auth/selfAppAuth/base/v1/getAccessToken') return token(world, tokens, call);
  const path = call.path.replace(/^\/iuap-api-gateway/, '');
  if (path !== ADD && path !== LIST) return said('310404', `网关上没有注册此API[${call.path}]`);
  const given = call.query.get('access_token');
  if (!given) return said('310001', '缺少token');
  if ((tokens.valid.get(given) ?? 0) <= world.clock.now()) return said('310036', '非法token');
  const wording = {
    throttled: said('310046', '接口调用超过限流'),
    sessionLost: said('310036', '非法token'),
  };
  const service = path === ADD ? 'addVoucher' : 'queryVouchers';
  return underFaults(world, { service }, wording, () => {
    const body: unknown = JSON.parse(call.body.toString('utf8'));
    return path === ADD ? add(world, body) : list(world, body);
  });
}

function token(world: FinanceWorld, tokens: Tokens, { query }: Call): Reply {
  const [key, timestamp] = [query.get('appKey') ?? '', query.get('timestamp') ?? ''];
  const text = [`appKey${key}`, `timestamp${timestamp}`].join('');
  const wanted = createHmac('sha256', testAppSecret).update(text).digest('base64');
  if (key !== testAppKey || query.get('signature') !== wanted) return said('50000', '签名不正确', null);
  tokens.issued += 1;
  const value = `yonbip-token-${tokens.issued}`;
  tokens.valid.set(value, world.clock.now() + TOKEN_SECONDS * 1_000);
  return said('00000', '成功！', { access_token: value, expire: TOKEN_SECONDS });
}

type Line = {
  description?: string;
  accsubjectCode?: string;
  debitOrg?: number;
  creditOrg?: number;
  clientAuxiliaryList?: { filedCode?: string; valueCode?: string }[];
};
type Voucher = {
  accbookCode?: string;
  voucherTypeCode?: string;
  period?: string;
  makeTime?: string;
  makerMobile?: string;
  makerEmail?: string;
  businessId?: string;
  bodies?: Line[];
};

function add({ book }: FinanceWorld, body: unknown): Reply {
  const given = body as Voucher;
  if (!given.accbookCode) return no('账簿code不能为空！');
  if (given.accbookCode !== testBook) return no('账簿不存在！');
  if (!given.voucherTypeCode) return no('凭证类型code不能为空！');
  if (!given.makerMobile && !given.makerEmail) return no('制单人手机号和邮箱不能都为空！');
  const key = given.businessId ?? '';
  const earlier = key === '' ? undefined : book.vouchers.find((voucher) => voucher.key === key);
  if (earlier) return accepted(earlier);
  const { makeTime: date = '', period = date.slice(0, 7) } = given;
  if (!date.startsWith(period)) return no('制单日期不在会计期间内！');
  if (book.isClosed(period)) return no(`会计期间${period}已结账！`);
  const lines = (given.bodies ?? []).map(
    ({
      description = '',
      accsubjectCode = '',
      debitOrg = 0,
      creditOrg = 0,
      clientAuxiliaryList: [item] = [],
    }): KeptLine => ({
      account: accsubjectCode,
      summary: description,
      debit: debitOrg,
      credit: creditOrg,
      auxiliary: item ? { dimension: item.filedCode ?? '', code: item.valueCode ?? '' } : null,
    }),
  );
  if (lines.some(({ summary }) => summary === '')) return no('摘要不能为空！');
  const stranger = lines.find(({ account }) => !book.knows(account));
  if (stranger) return no(`科目${stranger.account}不存在！`);
  const fault = lines.map(book.auxiliaryFault).find(Boolean);
  if (fault) return no(fault);
  if (!balances(lines)) return no('借贷不平！');
  const voucher = {
    id: `Y${1_000_001 + book.vouchers.length}`,
    number: book.nextNumber(period),
    period,
    date,
    key,
    lines,
  };
  book.record({ type: 'voucher_booked', voucher });
  return accepted(voucher);
}

const accepted = ({ id, number, period }: { id: string; number: number; period: string }): Reply =>
  said('200', 'OK', { voucherId: id, voucherStatus: '01', period, billCode: number });

/** Without a month it finds nothing, as the vendor's own sandbox does. */
function list({ book, clock }: FinanceWorld, body: unknown): Reply {
  const given = body as {
    accbookCode?: string;
    pager?: { pageIndex?: number; pageSize?: number };
    periodStart?: string;
    periodEnd?: string;
    makeTimeStart?: string;
    makeTimeEnd?: string;
  };
  if (!given.accbookCode) return said('404', '账簿code不能为空！');
  if (given.accbookCode !== testBook) return said('404', '账簿不存在！');
  const thisMonth = isoText(clock.now()).slice(0, 7);
  const { periodStart = thisMonth, periodEnd = thisMonth, makeTimeStart = '', makeTimeEnd = '9' } = given;
  const { pageIndex = 1, pageSize = 20 } = given.pager ?? {};
  const all = book.vouchers.filter(
    ({ period, date }) => period >= periodStart && period <= periodEnd && date >= makeTimeStart && date <= makeTimeEnd,
  );
  const recordList = all.slice((pageIndex - 1) * pageSize, pageIndex * pageSize).map(({ id, number, lines }) => ({
    header: { id, billcode: number, displayname: `记-${number}`, voucherstatus: '01' },
    body: lines.map(({ summary }) => ({ description: summary })),
  }));
  return said('200', 'OK', { pageIndex, pageSize, recordCount: all.length, recordList });
}
