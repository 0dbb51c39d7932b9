import { deliveryOf } from '../faults.ts';
import { readForm } from '../form.ts';
import type { Call, Reply } from '../http-server.ts';
import type { Road } from '../road/road.ts';
import { type RoadOptions, startRoad } from '../road/road-simulator.ts';
import { roadSteering } from '../road/road-steering.ts';
import type { Simulator } from '../simulator.ts';
import type { Fields } from '../steering-input.ts';
import { type KdniaoAccount, pushForm } from './push.ts';
import { answerService } from './services.ts';
import { signatureOf } from './signature.ts';
import { scanWords, visitWords } from './words.ts';

export type KdniaoOptions = RoadOptions & Partial<KdniaoAccount>;

/** The vendor's host: queries, subscriptions and visits, told apart by path and `RequestType`; steered below `/__sim`. */
export function startKdniao(options: KdniaoOptions = {}): Promise<Simulator> {
  const account = { businessId: options.businessId ?? 'test1000001', appKey: options.appKey ?? 'TESTAPPKEY0001' };
  return startRoad(options, {
    name: 'kdniao',
    pushForm: (road) => pushForm(road, account),
    steering: (road, pushes) => roadSteering(road, pushes, { scans: scanWords, visits: visitWords }),
    answer: (road, call, pushes) =>
      answer(road, account, call, (orderId) => pushes.push({ about: 'visit', id: orderId })),
  });
}

const jsonReply = (body: unknown): Reply => ({
  status: 200,
  contentType: 'application/json;charset=utf-8',
  body: JSON.stringify(body),
});

/** Refusals are HTTP 200. */
const refusal = (businessId: string, code: string, reason: string): Reply =>
  jsonReply({ EBusinessID: businessId, Success: false, ResultCode: code, Reason: `${reason}(${code})` });

async function answer(
  road: Road,
  account: KdniaoAccount,
  call: Call,
  tellVisit: (orderId: string) => Promise<unknown>,
): Promise<Reply> {
  if (call.method !== 'POST') return { status: 405, contentType: 'text/html', body: '<html>405</html>' };
  const { params } = await readForm(call);
  const { businessId, appKey } = account;
  const requestData = params.get('RequestData') ?? '';
  if (params.get('DataType') !== '2') return refusal(businessId, '101', '缺少必要参数');
  if (params.get('EBusinessID') !== businessId) return refusal(businessId, '104', '用户ID不正确');
  if (params.get('DataSign') !== signatureOf(requestData, appKey)) return refusal(businessId, '102', '签名校验失败');
  const fields = fieldsIn(requestData);
  if (!fields) return refusal(businessId, '103', '请求内容格式错误');
  const requestType = params.get('RequestType') ?? '';
  const facts = { requestType };
  switch (road.faults.take(['throttled', 'server_error', 'hang'], facts)?.kind) {
    case 'throttled':
      return refusal(businessId, '405', '当日查询次数已用完');
    case 'server_error':
      return { status: 502, contentType: 'text/html', body: '<html><body>502 Bad Gateway</body></html>' };
    case 'hang':
      return { ...jsonReply({}), delivery: { kind: 'never' } };
  }
  const service = answerService(road, call.path, requestType, fields);
  if (service.kind === 'refused') return refusal(businessId, service.code, service.reason);
  if (service.tell !== undefined) void tellVisit(service.tell);
  const reply = jsonReply({ EBusinessID: businessId, ...service.body });
  const lost = road.faults.take(['drop_after', 'hang_after'], facts);
  return lost ? { ...reply, delivery: deliveryOf(lost) } : reply;
}

function fieldsIn(text: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}
