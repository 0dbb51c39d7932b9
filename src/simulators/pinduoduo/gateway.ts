import type { CallFacts } from '../faults.ts';
import type { Params } from '../form.ts';
import { answerAfter, badGateway, silence } from '../gateway-faults.ts';
import type { Call, Reply } from '../http-server.ts';
import { accessApis, accessOf, refreshTokens } from './access.ts';
import { afterSaleReads } from './after-sale-reads.ts';
import { afterSaleWrites } from './after-sale-writes.ts';
import type { Api } from './api.ts';
import { changeAfterSale } from './changes.ts';
import { commonParameter, invalid, missing, type PopResult, popError } from './errors.ts';
import { faultStages, type PinduoduoFault } from './fault-kinds.ts';
import { orderReads } from './order-reads.ts';
import { paramsOf } from './request.ts';
import { isSignedBy } from './signature.ts';
import { agreeRefund, isOpen, passDeadlines } from './transitions.ts';
import { type WireObject, wireJson } from './wire-json.ts';
import type { PinduoduoWorld } from './world.ts';

const apis: Readonly<Record<string, Api>> = { ...orderReads, ...afterSaleReads, ...afterSaleWrites, ...accessApis };
const tokenRefresh = 'pdd.pop.auth.token.refresh';
const timestampWindowMs = 10 * 60_000;

export async function answerGateway(world: PinduoduoWorld, call: Call): Promise<Reply> {
  const params = await paramsOf(call);
  passDeadlines(world);
  const type = params.get('type') ?? '';
  const refusal = refusalOf(world, params);
  if (refusal) return reply(world, type, refusal);

  const facts = factsOf(params, type);
  const failure = world.faults.take(faultStages.before, facts);
  if (failure?.kind === 'bad_gateway') return badGateway;
  if (failure?.kind === 'hang_before') return silence;
  if (failure) return reply(world, type, popError(codesBefore[failure.kind] ?? 70031));
  const answer = reply(world, type, run(world, type, params, facts));
  return answerAfter(world.faults.take(faultStages.after, facts), answer);
}

const codesBefore: Partial<Record<PinduoduoFault, 10019 | 52101 | 70031>> = {
  throttle: 70031,
  api_throttle: 52101,
  session_expired: 10019,
};

/** What the gateway checks before it looks at the API itself. Which code a stale timestamp gives is not published. */
function refusalOf(world: PinduoduoWorld, params: Params): PopResult | undefined {
  const secret = world.clients.get(params.get('client_id') ?? '');
  const timestamp = params.get('timestamp') ?? '';
  const sentAt = /^\d{10}$/.test(timestamp) ? Number(timestamp) * 1000 : Number.NaN;
  const dataType = params.get('data_type') ?? '';
  const checks: readonly (readonly [boolean, PopResult])[] = [
    [!params.get('type'), commonParameter('type')],
    [!params.get('client_id'), commonParameter('client_id')],
    [secret === undefined, popError(10016)],
    // `!(… <= …)` also catches what is no number.
    [!(Math.abs(world.clock.now() - sentAt) <= timestampWindowMs), commonParameter('timestamp')],
    [!params.get('sign'), commonParameter('sign')],
    // The vendor can also speak XML; this simulator speaks JSON only.
    [dataType !== '' && dataType !== 'JSON', commonParameter('data_type')],
    [secret === undefined || !isSignedBy(params, secret), popError(20004)],
  ];
  return checks.find(([fails]) => fails)?.[1];
}

function run(world: PinduoduoWorld, type: string, params: Params, facts: CallFacts): PopResult {
  if (type === tokenRefresh)
    return params.get('refresh_token') ? refreshTokens(world, params) : missing('refresh_token');
  const api = apis[type];
  if (!api) return popError(10017);
  const token = params.get('access_token');
  if (!token) return commonParameter('access_token');
  const mall = world.malls.find((one) => accessOf(world, one).access_token === token);
  if (!mall) return popError(20032);
  if (accessOf(world, mall).expires_at <= world.clock.now()) return popError(10019);
  if (mall.denied.includes(type)) return popError(20031);
  const absent = api.required.find((name) => !params.get(name));
  if (absent !== undefined) return missing(absent);
  const unreadable = (api.numbers ?? []).find((name) => !/^\d+$/.test(params.get(name) ?? ''));
  if (unreadable !== undefined) return invalid(unreadable);
  if (type in afterSaleWrites) letRivalAct(world, facts);
  return api.answer({ type, params, world, mall });
}

/** The buyer edits, or the platform pays, in the moment between the seller's read and the seller's write. */
function letRivalAct(world: PinduoduoWorld, facts: CallFacts): void {
  const afterSale = world.book.afterSales.get(facts['after_sales_id'] ?? '');
  if (!afterSale || !isOpen(afterSale)) return;
  const fault = world.faults.take(faultStages.rival, facts);
  if (fault?.kind === 'buyer_edits_first') changeAfterSale(world, afterSale, { remark: '买家刚刚修改' });
  if (fault?.kind === 'platform_refund_first') agreeRefund(world, afterSale, 'platform');
}

const reply = (world: PinduoduoWorld, type: string, result: PopResult): Reply => ({
  status: 200,
  contentType: 'application/json;charset=utf-8',
  body: wireJson(envelope(type, result, world.nextRequestId())),
});

function envelope(type: string, result: PopResult, request_id: string): WireObject {
  if (result.kind === 'error') return { error_response: { ...result.error, request_id } };
  const root = type === tokenRefresh ? 'pop_auth_token_refresh_response' : apis[type]?.root;
  const inner = { ...result.body, request_id };
  return root === undefined ? inner : { [root]: inner };
}

/** The after-sale of a write stands inside the object that the write sends. */
function factsOf(params: Params, type: string): CallFacts {
  const nested = /"after_sales_id":"?(\d+)/.exec(params.get('request') ?? '')?.[1];
  return { ...Object.fromEntries(params), type, after_sales_id: params.get('after_sales_id') ?? nested };
}
