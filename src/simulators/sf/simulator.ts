import { randomUUID } from 'node:crypto';
import { deliveryOf } from '../faults.ts';
import { type Params, readForm } from '../form.ts';
import type { Call, Reply } from '../http-server.ts';
import type { Road } from '../road/road.ts';
import { type RoadOptions, startRoad } from '../road/road-simulator.ts';
import { roadSteering } from '../road/road-steering.ts';
import type { Simulator } from '../simulator.ts';
import type { Fields } from '../steering-input.ts';
import { pushForm } from './push.ts';
import { type Service, services } from './services.ts';
import { digestOf } from './signature.ts';
import { orderWords, routeWords } from './words.ts';

export type SfOptions = RoadOptions & { partnerId?: string; checkword?: string };

type Account = { partnerId: string; checkword: string; requestIds: Set<string> };

/** `POST /std/service`, the only address there is; steered below `/__sim`. */
export function startSf(options: SfOptions = {}): Promise<Simulator> {
  const account = {
    partnerId: options.partnerId ?? 'TESTPARTNER',
    checkword: options.checkword ?? 'TESTCHECKWORD0001',
    requestIds: new Set<string>(),
  };
  return startRoad(options, {
    name: 'sf',
    pushForm,
    steering: (road, pushes) => roadSteering(road, pushes, { scans: routeWords, visits: orderWords }),
    answer: (road, call, pushes) =>
      answer(road, account, call, (orderId) => pushes.push({ about: 'visit', id: orderId })),
  });
}

/** What the service says is a text within the gateway's answer. */
const gateway = (code: string, message: string, data?: object): Reply => ({
  status: 200,
  contentType: 'application/json;charset=UTF-8',
  body: JSON.stringify({
    apiErrorMsg: message,
    apiResponseID: randomUUID().replaceAll('-', '').toUpperCase(),
    apiResultCode: code,
    apiResultData: data === undefined ? '' : JSON.stringify(data),
  }),
});

const within = (service: Service): Reply =>
  gateway(
    'A1000',
    '',
    service.kind === 'done'
      ? { success: true, errorCode: 'S0000', errorMsg: null, msgData: service.msgData }
      : { success: false, errorCode: service.code, errorMsg: service.message, msgData: null },
  );

async function answer(
  road: Road,
  account: Account,
  call: Call,
  tellVisit: (orderId: string) => Promise<unknown>,
): Promise<Reply> {
  if (call.method !== 'POST' || call.path !== '/std/service')
    return { status: 404, contentType: 'text/html', body: '<html>404</html>' };
  const { params } = await readForm(call);
  const refusal = refusalOf(account, params);
  if (refusal) return refusal;
  const serviceCode = params.get('serviceCode') ?? '';
  const facts = { serviceCode };
  switch (road.faults.take(['throttled', 'server_error', 'hang'], facts)?.kind) {
    case 'throttled':
      return gateway('A1005', '流量受控');
    case 'server_error':
      return { status: 500, contentType: 'text/html', body: '<html><body>Internal Server Error</body></html>' };
    case 'hang':
      return { ...gateway('A1000', ''), delivery: { kind: 'never' } };
  }
  const run = services[serviceCode];
  if (!run) return gateway('A1004', '没有服务权限');
  const fields = fieldsIn(params.get('msgData') ?? '');
  const service: Service = fields ? run(road, fields) : { kind: 'refused', code: 'S0001', message: '非法的JSON格式' };
  if (service.kind === 'done' && service.tell !== undefined) void tellVisit(service.tell);
  const reply = within(service);
  const lost = road.faults.take(['drop_after', 'hang_after'], facts);
  return lost ? { ...reply, delivery: deliveryOf(lost) } : reply;
}

function refusalOf({ partnerId, checkword, requestIds }: Account, params: Params): Reply | undefined {
  const [requestId, timestamp, msgData] = ['requestID', 'timestamp', 'msgData'].map((name) => params.get(name) ?? '');
  if (!requestId || !timestamp || !msgData || !params.get('serviceCode')) return gateway('A1001', '必传参数不可为空');
  const isKnown = params.get('partnerID') === partnerId;
  if (!isKnown || params.get('msgDigest') !== digestOf(msgData, timestamp, checkword))
    return gateway('A1006', '数字签名无效');
  if (requestIds.has(requestId)) return gateway('A1007', '重复请求');
  requestIds.add(requestId);
  return undefined;
}

function fieldsIn(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}
