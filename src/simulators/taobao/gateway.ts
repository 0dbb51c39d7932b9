import { parseShanghaiText, shanghaiText } from '../clock.ts';
import type { CallFacts, FiredFault } from '../faults.ts';
import { type Form, type Params, readForm } from '../form.ts';
import { answerAfter, badGateway, silence } from '../gateway-faults.ts';
import type { Call, Reply } from '../http-server.ts';
import type { Api } from './api.ts';
import { body, gatewayError, invalidArgument, missingArgument, type TopResult } from './errors.ts';
import { exchangeReads } from './exchanges.ts';
import { faultStages, type TaobaoFault } from './fault-kinds.ts';
import { appApis, messagePermits } from './message-service.ts';
import { refundReads } from './refund-reads.ts';
import { refundWrites } from './refund-writes.ts';
import { refundAgreements } from './refunds-agree.ts';
import { isSignedBy } from './signature.ts';
import { tradeReads } from './trade-reads.ts';
import { isOpen, passDeadlines } from './transitions.ts';
import { type WireObject, wireJson } from './wire-json.ts';
import { changeRefund, payRefund, type Seller, type TaobaoWorld } from './world.ts';

const apis: Readonly<Record<string, Api>> = {
  ...tradeReads,
  ...refundReads,
  ...refundWrites,
  ...refundAgreements,
  ...exchangeReads,
  ...messagePermits,
};
const writes: ReadonlySet<string> = new Set([...Object.keys(refundWrites), ...Object.keys(refundAgreements)]);
const timeGet = 'taobao.time.get';
const timestampWindowMs = 10 * 60_000;

export async function answerGateway(world: TaobaoWorld, call: Call): Promise<Reply> {
  const form = await readForm(call);
  passDeadlines(world);
  const method = form.params.get('method') ?? '';
  const facts = factsOf(form.params, method);
  const refusal = refusalOf(world, form.params);
  if (refusal) return reply(world, method, form.params, refusal, facts);

  const failure = world.faults.take(faultStages.before, facts);
  if (failure?.kind === 'bad_gateway') return badGateway;
  if (failure?.kind === 'hang_before') return silence;
  if (failure) return reply(world, method, form.params, failedBefore(failure), facts);
  const answer = reply(world, method, form.params, run(world, method, form, facts), facts);
  return answerAfter(world.faults.take(faultStages.after, facts), answer);
}

/** What the gateway checks before it looks at the method itself, in this order. */
function refusalOf(world: TaobaoWorld, params: Params): TopResult | undefined {
  const secret = world.apps.get(params.get('app_key') ?? '');
  const sentAt = parseShanghaiText(params.get('timestamp') ?? '');
  const checks: readonly (readonly [boolean, Parameters<typeof gatewayError>])[] = [
    [!params.get('method'), [21]],
    [!params.get('app_key'), [28]],
    [secret === undefined, [29]],
    [!params.get('sign'), [24]],
    [!params.get('timestamp'), [30]],
    [sentAt === undefined || Math.abs(world.clock.now() - sentAt) > timestampWindowMs, [31]],
    [!params.get('v'), [32]],
    [params.get('v') !== '2.0', [33]],
    [secret === undefined || !isSignedBy(params, secret), [25]],
    // The vendor speaks XML by default; this simulator speaks JSON only.
    [params.get('format') !== 'json', [23]],
  ];
  const failed = checks.find(([fails]) => fails);
  return failed && gatewayError(...failed[1]);
}

function run(world: TaobaoWorld, method: string, form: Form, facts: CallFacts): TopResult {
  if (method === timeGet) return body({ time: shanghaiText(world.clock.now()) });
  const appApi = appApis[method];
  if (appApi) return firstMissing(appApi.required, form) ?? appApi.answer({ ...form, method, world });
  const api = apis[method];
  if (!api) return gatewayError(22, 'isv.invalid-method', `不存在的方法名:${method}`);
  const { params } = form;
  if (!params.get('session')) return gatewayError(26);
  const seller = sellerOf(world, params.get('session'));
  if (!seller) return invalidSession;
  const argumentError = argumentErrorOf(api, seller, form);
  if (argumentError) return argumentError;
  if (writes.has(method)) letRivalAct(world, facts);
  return api.answer({ ...form, method, world, seller });
}

const sellerOf = ({ sellers, book }: TaobaoWorld, session: string | undefined): Seller | undefined =>
  sellers.find((seller) => (book.tokens.get(seller.nick)?.session ?? seller.session) === session);

const invalidSession = gatewayError(27, 'invalid-sessionkey', 'SessionKey非法');

function firstMissing(required: readonly string[], { params, files }: Form): TopResult | undefined {
  const missing = required.find((name) => !params.get(name) && !files.has(name));
  return missing === undefined ? undefined : missingArgument(missing);
}

function argumentErrorOf(api: Api, seller: Seller, form: Form): TopResult | undefined {
  const required = [...api.required, ...(seller.kind === 'tmall' ? (api.requiredForTmall ?? []) : [])];
  const missing = firstMissing(required, form);
  if (missing) return missing;
  const unreadable = (api.numbers ?? []).find((name) => !/^\d+$/.test(form.params.get(name) ?? ''));
  return unreadable === undefined ? undefined : invalidArgument(unreadable);
}

/** The buyer edits, or the platform pays, in the moment between the seller's read and the seller's write. */
function letRivalAct(world: TaobaoWorld, facts: CallFacts): void {
  const refund = world.book.refunds.get(facts['refund_id'] ?? '');
  if (!refund || !isOpen(refund)) return;
  const fault = world.faults.take(faultStages.rival, facts);
  if (fault?.kind === 'stale_version') changeRefund(world, refund, {});
  if (fault?.kind === 'platform_refund_first') payRefund(world, refund, 'platform');
}

function failedBefore({ kind, seconds = 1 }: FiredFault<TaobaoFault>): TopResult {
  if (kind === 'session_expired') return invalidSession;
  // A ban of hours is the day's quota of the app, a short one the frequency of one API.
  const subCode = `accesscontrol.limited-by-${seconds > 3600 ? 'app' : 'api'}-access-count`;
  return gatewayError(7, subCode, `This ban will last for ${seconds} more seconds`);
}

function reply(world: TaobaoWorld, method: string, params: Params, result: TopResult, facts: CallFacts): Reply {
  const request_id = world.nextRequestId();
  const simplify = params.get('simplify') === 'true';
  const oddity = result.kind === 'body' ? world.faults.take(faultStages.style, facts)?.kind : undefined;
  const style = { simplify, singleObject: oddity === 'single_object', emptyWrapper: oddity === 'empty_wrapper' };
  return {
    status: 200,
    contentType: 'application/json;charset=utf-8',
    body: wireJson(envelope(method, simplify, result, request_id), style),
  };
}

/** Errors keep their root under `simplify`; successes lose theirs. */
function envelope(method: string, simplify: boolean, result: TopResult, request_id: string): WireObject {
  if (result.kind === 'error') return { error_response: { ...result.error, request_id } };
  const inner = { ...result.body, request_id };
  return simplify ? inner : { [`${method.replace(/^taobao\./, '').replaceAll('.', '_')}_response`]: inner };
}

const factsOf = (params: Params, method: string): CallFacts => ({
  ...Object.fromEntries(params),
  method,
  refund_id: params.get('refund_id') ?? params.get('refund_infos')?.split('|')[0],
});
