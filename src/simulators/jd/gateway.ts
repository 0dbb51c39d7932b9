import type { CallFacts, FiredFault } from '../faults.ts';
import { type Params, readForm } from '../form.ts';
import { answerAfter, badGateway, silence } from '../gateway-faults.ts';
import type { Call, Reply } from '../http-server.ts';
import type { Api, ApiCall, Outcome } from './api.ts';
import { applicationApis } from './applications.ts';
import { type Arguments, readArguments, textOf } from './arguments.ts';
import { failure, type GatewayCode, gatewayError, missingArgument } from './errors.ts';
import { faultStages, type JdFault } from './fault-kinds.ts';
import { orderReads } from './order-reads.ts';
import { serviceReads } from './service-reads.ts';
import { serviceWrites } from './service-writes.ts';
import { isSignedBy } from './signature.ts';
import { parseTimestamp } from './timestamp.ts';
import { type WireObject, wireJson } from './wire-json.ts';
import { changeService, isOpen, type JdWorld, passDeadlines, payService, type Seller, tokensOf } from './world.ts';

const apis: Readonly<Record<string, Api>> = { ...orderReads, ...serviceReads, ...serviceWrites, ...applicationApis };
const timestampWindowMs = 6 * 60_000;
const minute = 60_000;
/** After-sales want to know who asks, all but one. */
const asksWho = (method: string): boolean =>
  method.startsWith('jingdong.asc.') && method !== 'jingdong.asc.serviceAndRefund.view';

export async function answerGateway(world: JdWorld, call: Call): Promise<Reply> {
  const { params } = await readForm(call);
  passDeadlines(world);
  const method = params.get('method') ?? '';
  const args = readArguments(params.get('360buy_param_json') || '{}') ?? {};
  const facts = factsOf(params, args, method);
  const refusal = refusalOf(world, params) ?? limitOf(world, method);
  if (refusal) return errorReply(refusal);
  const seller = sellerOf(world, params);
  if (!seller) return errorReply(params.get('access_token') ? '19' : '18');

  const broken = world.faults.take(faultStages.before, facts);
  if (broken?.kind === 'bad_gateway') return badGateway;
  if (broken?.kind === 'hang_before') return silence;
  if (broken) return errorReply(failedBefore(world, method, broken));
  const api = apis[method];
  if (!api) return errorReply('15');
  const style = stylesOf(world, facts);
  const answer = succeed(method, api, run(api, { method, world, seller, args, style }, facts), style);
  return answerAfter(world.faults.take(faultStages.after, facts), answer);
}

/** What the gateway checks before it looks at the token and the method, in this order. */
function refusalOf(world: JdWorld, params: Params): GatewayCode | undefined {
  const secret = world.apps.get(params.get('app_key') ?? '');
  const sentAt = parseTimestamp(params.get('timestamp') ?? '');
  const checks: readonly (readonly [boolean, GatewayCode])[] = [
    [!params.get('method'), '14'],
    [!params.get('app_key'), '20'],
    [secret === undefined, '21'],
    [!params.get('sign'), '11'],
    [!params.get('timestamp'), '7'],
    [sentAt === undefined || Math.abs(world.clock.now() - sentAt) > timestampWindowMs, '8'],
    [!params.get('v'), '4'],
    [params.get('v') !== '2.0', '5'],
    [secret === undefined || !isSignedBy(params, secret), '12'],
  ];
  return checks.find(([fails]) => fails)?.[1];
}

/** Too many calls, or a method that is still banned. Who backs off is served again. */
function limitOf({ clock, bans, calls, switches }: JdWorld, method: string): GatewayCode | undefined {
  const now = clock.now();
  if ((bans.get(method) ?? 0) > now) return '2';
  while (calls.length > 0 && (calls[0] ?? 0) <= now - minute) calls.shift();
  if (switches.callsPerMinute !== null && calls.length >= switches.callsPerMinute) return '2';
  calls.push(now);
  return undefined;
}

function sellerOf(world: JdWorld, params: Params): Seller | undefined {
  return world.sellers.find((seller) => {
    const { accessToken, expiresAt } = tokensOf(world, seller);
    return accessToken === params.get('access_token') && (expiresAt === null || expiresAt > world.clock.now());
  });
}

function run(api: Api, call: ApiCall, facts: CallFacts): Outcome {
  const { world, method, args, seller } = call;
  const required = [...(asksWho(method) ? ['buId', 'operatePin', 'operateNick'] : []), ...api.required];
  const missing = required.find((name) => textOf(args, name) === undefined);
  if (missing !== undefined) return missingArgument(missing);
  if (asksWho(method) && textOf(args, 'buId') !== seller.venderId) return failure('A0003', '商家编号与授权不符');
  if (method in serviceWrites) letRivalAct(world, facts);
  return api.answer(call);
}

/** The buyer edits, or JD pays, in the moment between the seller's read and the seller's write. */
function letRivalAct(world: JdWorld, facts: CallFacts): void {
  const service = world.book.services.get(facts['serviceId'] ?? '');
  if (!service || !isOpen(service)) return;
  const fault = world.faults.take(faultStages.rival, facts);
  if (fault?.kind === 'stale_version') changeService(world, service, {});
  if (fault?.kind === 'platform_refund_first') payService(world, service, 'platform');
}

function failedBefore({ bans, clock }: JdWorld, method: string, { kind, seconds }: FiredFault<JdFault>): GatewayCode {
  if (kind === 'session_expired') return '19';
  if (kind === 'no_permission') return '24';
  if (seconds !== undefined) bans.set(method, clock.now() + seconds * 1000);
  return '2';
}

/** Any number of oddities may fall on one answer. */
const stylesOf = (world: JdWorld, facts: CallFacts): ReadonlySet<string> =>
  new Set(faultStages.style.filter((kind) => world.faults.take([kind], facts)));

/** The root keeps the method's letter case, and JD's spelling. A few old methods spell it right. */
function succeed(method: string, api: Api, outcome: Outcome, style: ReadonlySet<string>): Reply {
  const root = `${method.replaceAll('.', '_')}_${style.has('response_spelling') ? 'response' : 'responce'}`;
  const told = api.apiResult ? toldApart(outcome) : toldInside(outcome);
  return reply({ [root]: { code: '0', [api.member]: told } }, style.has('short_decimals'));
}

const toldInside = (outcome: Outcome): WireObject =>
  outcome.kind === 'fields'
    ? { success: true, code: '0', msg: '', ...outcome.fields }
    : { success: false, code: outcome.code, msg: outcome.msg };

const toldApart = (outcome: Outcome): WireObject =>
  outcome.kind === 'fields'
    ? { apiResult: { success: true, errorCode: '0', chineseErrCode: '成功' }, ...outcome.fields }
    : { apiResult: { success: false, errorCode: outcome.code, chineseErrCode: outcome.msg } };

const errorReply = (code: GatewayCode): Reply => reply({ error_response: gatewayError(code) }, false);

const reply = (body: WireObject, shortDecimals: boolean): Reply => ({
  status: 200,
  contentType: 'application/json;charset=utf-8',
  body: wireJson(body, { shortDecimals }),
});

const factsOf = (params: Params, args: Arguments, method: string): CallFacts => ({
  ...Object.fromEntries(params),
  ...Object.fromEntries(Object.keys(args).map((name) => [name, textOf(args, name)])),
  method,
});
