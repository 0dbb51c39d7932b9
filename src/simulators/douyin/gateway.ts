import { parseShanghaiText } from '../clock.ts';
import type { CallFacts, FiredFault } from '../faults.ts';
import { answerAfter, badGateway, silence } from '../gateway-faults.ts';
import type { Call, Reply } from '../http-server.ts';
import { afterSaleReads } from './after-sale-reads.ts';
import { afterSaleWrites } from './after-sale-writes.ts';
import { type Api, argumentError } from './api.ts';
import { isOpen } from './deadlines.ts';
import { failure, invalid, missing, type Result } from './errors.ts';
import { type DouyinFault, faultStages } from './fault-kinds.ts';
import { orderReads } from './order-reads.ts';
import { passTime } from './platform.ts';
import { doudianSign } from './signature.ts';
import { answerTokenCall, shopOf } from './tokens.ts';
import { canonicalJson, isObject, readWireJson, type WireObject, type WireValue, wireJson } from './wire-json.ts';
import { changeAfterSale, type DouyinWorld, nowSeconds, payRefund } from './world.ts';

const apis: Readonly<Record<string, Api>> = { ...orderReads, ...afterSaleReads, ...afterSaleWrites };
const writes: ReadonlySet<string> = new Set(Object.keys(afterSaleWrites));
const tokenMethods: ReadonlySet<string> = new Set(['token.create', 'token.refresh']);
/** The platform's own tolerance is not published. */
const timestampWindowMs = 10 * 60_000;

export function answerGateway(world: DouyinWorld, call: Call): Reply {
  passTime(world);
  const method = call.path.slice(1).replaceAll('/', '.');
  const text = call.body.toString('utf8');
  const params = readWireJson(text);
  const facts = factsOf(method, params);
  const refusal = refusalOf(world, call, method, text, params);
  if (refusal) return reply(world, refusal);

  const failed = world.faults.take(faultStages.before, facts);
  if (failed?.kind === 'bad_gateway') return badGateway;
  if (failed?.kind === 'hang_before') return silence;
  if (failed) return reply(world, failedBefore(failed));
  const answer = reply(world, run(world, call, method, isObject(params) ? params : {}, facts));
  return answerAfter(world.faults.take(faultStages.after, facts), answer);
}

/** What the gateway checks before it looks at the method itself, in this order. */
function refusalOf(
  world: DouyinWorld,
  { query, method: verb }: Call,
  method: string,
  text: string,
  params: WireValue | undefined,
): Result | undefined {
  const appKey = query.get('app_key') ?? '';
  const timestamp = query.get('timestamp') ?? '';
  const secret = world.apps.get(appKey);
  const sentAt = momentOf(timestamp);
  // The platform writes the content anew, names sorted and nothing between them, before it signs it.
  const signed = {
    app_key: appKey,
    method,
    param_json: params === undefined ? text : canonicalJson(params),
    timestamp,
    v: '2',
  };
  const expected = doudianSign(signed, secret ?? '', query.get('sign_method') ?? '');
  const isFresh = sentAt !== undefined && Math.abs(world.clock.now() - sentAt) <= timestampWindowMs;
  const checks: readonly (readonly [boolean, Result])[] = [
    [verb !== 'POST', invalid('请求方式')],
    [query.get('method') !== method, invalid('method')],
    [appKey === '', failure(40001, 'isv.app-id-missing', '认证失败，app_key不存在')],
    [secret === undefined, failure(40003, 'isv.app-id-invalid', '认证失败，app_key格式不正确，应为19位纯数字')],
    [!query.get('sign'), failure(40001, 'isv.signature-missing', '获取签名失败，请根据文档确保参数拼装正确')],
    [timestamp === '', missing('timestamp')],
    [sentAt === undefined, failure(40003, 'isv.timestamp-format-error', '时间戳格式错误')],
    [!isFresh, failure(40003, 'isv.timestamp-invalid', '时间戳不合法')],
    [query.get('v') !== '2', invalid('v')],
    [expected === undefined || expected !== query.get('sign'), failure(40003, 'isv.signature-invalid', '签名校验失败')],
    [!isObject(params), failure(40003, 'isv.parameter-format-invalid', '业务参数json解析失败')],
    [isTooOften(world), throttled],
  ];
  return checks.find(([fails]) => fails)?.[1];
}

const throttled = failure(60000, 'isv.traffic-limited', '请求太频繁，请稍后重试');
const tokenExpired = failure(40003, 'isv.access-token-expired', 'access_token已过期');

/** Seconds since 1970, or, as older programs send it, the wall clock of Shanghai. */
const momentOf = (timestamp: string): number | undefined =>
  /^\d{10}$/.test(timestamp) ? Number(timestamp) * 1000 : parseShanghaiText(timestamp);

function isTooOften(world: DouyinWorld): boolean {
  const { rate, switches } = world;
  const second = nowSeconds(world);
  if (rate.second !== second) Object.assign(rate, { second, calls: 0 });
  rate.calls += 1;
  return switches.callsPerSecond !== null && rate.calls > switches.callsPerSecond;
}

function run(world: DouyinWorld, { query }: Call, method: string, params: WireObject, facts: CallFacts): Result {
  if (tokenMethods.has(method)) return answerTokenCall(world, method, params);
  const api = apis[method];
  if (!api) return failure(70000, 'isp.api-service-off', 'API不存在或API已下线');
  const accessToken = query.get('access_token');
  if (!accessToken) return failure(40001, 'isv.access-token-missing', '认证失败，access_token不能为空');
  const shop = shopOf(world, accessToken);
  if (shop === 'expired') return tokenExpired;
  if (shop === 'unknown') {
    return failure(40003, 'isv.access-token-no-existed', 'access_token不存在，请使用最新的access_token访问');
  }
  const wrong = argumentError(api, params);
  if (wrong) return wrong;
  if (writes.has(method)) letRivalAct(world, facts);
  return api.answer({ method, world, shop, params });
}

/** The buyer edits, or the platform pays, in the moment between the seller's read and the seller's write. */
function letRivalAct(world: DouyinWorld, facts: CallFacts): void {
  const afterSale = world.book.afterSales.get(facts['aftersale_id'] ?? '');
  if (!afterSale || !isOpen(afterSale)) return;
  const fault = world.faults.take(faultStages.rival, facts);
  // Always a second of its own: within the same one the platform itself would not see the difference.
  if (fault?.kind === 'stale_version') changeAfterSale(world, afterSale, {}, afterSale.update_time + 1);
  if (fault?.kind === 'platform_refund_first') payRefund(world, afterSale, 'platform');
}

function failedBefore({ kind }: FiredFault<DouyinFault>): Result {
  switch (kind) {
    case 'token_expired':
      return tokenExpired;
    case 'forbidden':
      return failure(30001, 'isv.app-permissions-insufficient', '应用无权限调用该接口，请先申请接口权限包');
    case 'service_error':
      return failure(20000, 'dop.service-error', '服务调用失败，请稍后重试');
    default:
      return throttled;
  }
}

/** Business failures come with HTTP 200 too. */
function reply(world: DouyinWorld, result: Result): Reply {
  const log_id = world.nextLogId();
  const envelope: WireObject =
    result.kind === 'error'
      ? { ...result.error, log_id, data: null }
      : { code: 10000, msg: 'success', sub_code: '', sub_msg: '', log_id, data: result.data };
  return { status: 200, contentType: 'application/json;charset=UTF-8', body: wireJson(envelope) };
}

/** What faults can be filtered by: the method, the after-sale, and every plain value of the content. */
function factsOf(method: string, params: WireValue | undefined): CallFacts {
  const fields = isObject(params) ? params : {};
  const plain = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? [[name, String(value)]] : [],
  );
  const { items } = fields;
  const item: WireValue | undefined = Array.isArray(items) ? items[0] : undefined;
  const id = fields['aftersale_id'] ?? fields['after_sale_id'] ?? (isObject(item) ? item['aftersale_id'] : undefined);
  return { ...Object.fromEntries(plain), method, aftersale_id: id === undefined ? undefined : String(id) };
}
