import { deliveryOf } from '../faults.ts';
import type { Params } from '../form.ts';
import type { Reply } from '../http-server.ts';
import type { Fields } from '../steering-input.ts';
import { carriers, finalStates } from './codes.ts';
import type { Order } from './order-book.ts';
import { jsonReply, paramOf, textOf } from './param.ts';
import { orderSign } from './signature.ts';
import { failure } from './wire.ts';
import type { Kuaidi100World } from './world.ts';

const needed = [
  'kuaidicom',
  'recManName',
  'recManMobile',
  'recManPrintAddr',
  'sendManName',
  'sendManMobile',
  'sendManPrintAddr',
  'callBackUrl',
];

type Tell = (taskId: string, status: string) => unknown;

/** `POST /order/borderapi.do` and `POST /label/order`: signed over param, t, key and secret. */
export function answerOrder(world: Kuaidi100World, params: Params, tell: Tell): Reply {
  const param = params.get('param') ?? '';
  const t = params.get('t') ?? '';
  const { key, secret } = world.account;
  if (params.get('key') !== key) return jsonReply(failure('600', '您不是合法的用户'));
  if (params.get('sign') !== orderSign(param, t, key, secret)) return jsonReply(failure('503', '验证签名失败'));
  const method = params.get('method') ?? '';
  const fault = world.faults.take(['server_busy', 'server_error', 'hang'], { method })?.kind;
  if (fault === 'hang') return { ...jsonReply({}), delivery: { kind: 'never' } };
  if (fault === 'server_error') return { status: 502, contentType: 'text/html', body: '<html>502</html>' };
  if (fault) return jsonReply(failure('502', '服务器繁忙'));
  const reply = jsonReply(run(world, method, paramOf(param), tell));
  const lost = world.faults.take(['drop_after', 'hang_after'], { method });
  return lost ? { ...reply, delivery: deliveryOf(lost) } : reply;
}

function run(world: Kuaidi100World, method: string, fields: Fields, tell: Tell): unknown {
  switch (method) {
    case 'bOrder':
      return placeOrder(world, fields);
    case 'cancel':
      return cancelOrder(world, fields, tell);
    case 'detail':
      return orderDetail(world, fields);
    case 'interceptOrder':
      return askIntercept(world, fields);
    default:
      return failure('400', '参数 method 不正确');
  }
}

function placeOrder({ orders, clock }: Kuaidi100World, fields: Fields): unknown {
  const missing = needed.find((name) => textOf(fields, name) === '');
  if (missing) return failure('400', `参数 ${missing} 不能为空`);
  if (!carriers[textOf(fields, 'kuaidicom')]) return failure('400', '快递公司不支持');
  const thirdOrderId = textOf(fields, 'thirdOrderId');
  if (thirdOrderId.length > 32) return failure('400', '参数 thirdOrderId 过长');
  const before = orders.placedAs(thirdOrderId, clock.now())?.order;
  const order = before ?? newOrder(orders.count(), clock.now(), fields);
  if (!before) orders.record({ type: 'order_placed', order });
  const { taskId, orderId } = order;
  return { result: true, returnCode: '200', message: '成功', data: { taskId, orderId, kuaidinum: '' } };
}

function newOrder(count: number, now: number, fields: Fields): Order {
  const number = String(count + 1).padStart(8, '0');
  const salt = fields['salt'];
  return {
    taskId: `TASK${number}`,
    orderId: String(90_000_000 + count + 1),
    kuaidicom: textOf(fields, 'kuaidicom'),
    thirdOrderId: textOf(fields, 'thirdOrderId'),
    callBackUrl: textOf(fields, 'callBackUrl'),
    kuaidinum: `JD${String(now).slice(-6)}${number}`,
    placedAt: now,
    ...(typeof salt === 'string' ? { salt } : {}),
  };
}

function cancelOrder({ orders }: Kuaidi100World, fields: Fields, tell: Tell): unknown {
  const record = orders.order(textOf(fields, 'taskId'));
  if (!record || record.order.orderId !== textOf(fields, 'orderId')) return failure('400', '订单不存在');
  if (record.statuses.includes('10')) return failure('400', '快件已取件，不能取消');
  if (!record.statuses.includes('9')) void tell(record.order.taskId, '9');
  return { result: true, returnCode: '200', message: '成功' };
}

/** How an order stands, in the fields of its push; the waybill as soon as the courier has the parcel. */
function orderDetail({ orders }: Kuaidi100World, fields: Fields): unknown {
  const record = orders.order(textOf(fields, 'taskId'));
  if (!record || record.order.orderId !== textOf(fields, 'orderId')) return failure('400', '订单不存在');
  const { taskId, orderId, kuaidicom, kuaidinum } = record.order;
  const taken = record.statuses.includes('10');
  const data = { taskId, orderId, status: record.statuses.at(-1) ?? '0', kuaidinum: taken ? kuaidinum : '' };
  return { result: true, returnCode: '200', message: '成功', kuaidicom, data };
}

/** Only what is on its way; the result comes by the callback. */
function askIntercept({ orders, book }: Kuaidi100World, fields: Fields): unknown {
  const kuaidinum = textOf(fields, 'kuaidinum');
  const callbackUrl = textOf(fields, 'callbackUrl');
  const scans = book.parcel(kuaidinum)?.scans ?? [];
  if (scans.length === 0) return failure('400', '运单不在途，不能拦截');
  if (scans.some(({ state }) => finalStates.has(state))) return failure('400', '快件已签收，不能拦截');
  if (!URL.canParse(callbackUrl)) return failure('400', '参数 callbackUrl 不正确');
  const salt = fields['salt'];
  const kuaidicom = textOf(fields, 'kuaidicom');
  const intercept = { kuaidicom, kuaidinum, callbackUrl, ...(typeof salt === 'string' ? { salt } : {}) };
  orders.record({ type: 'intercept_asked', intercept });
  return { result: true, returnCode: '200', message: '提交成功' };
}
