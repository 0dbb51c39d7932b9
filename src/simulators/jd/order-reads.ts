import { parseShanghaiText } from '../clock.ts';
import { type Api, type ApiCall, fields, isWithin, type Outcome, windowOf } from './api.ts';
import { textOf } from './arguments.ts';
import { failure } from './errors.ts';
import { page } from './paging.ts';
import type { Order } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import { touchOrder } from './world.ts';

/** Only the fields asked for come back; the number always does. */
function wireOrder(order: Order, optionalFields: string): WireObject {
  const wanted = new Set(optionalFields.split(',').map((name) => name.trim()));
  return Object.fromEntries(
    Object.entries(order).filter(([name]) => name === 'orderId' || wanted.has(name)),
  ) as WireObject;
}

const get: Api = {
  member: 'orderDetailInfo',
  required: ['order_id', 'optional_fields'],
  apiResult: true,
  answer: ({ world, seller, args }) => {
    const order = world.book.orders.get(textOf(args, 'order_id') ?? '');
    if (order?.venderId !== seller.venderId) return fields({ orderInfo: null });
    return fields({ orderInfo: wireOrder(order, textOf(args, 'optional_fields') ?? '') });
  },
};

const day = 86_400_000;
const month = 31 * day;

function found(call: ApiCall): Outcome {
  const { world, seller, args } = call;
  const optional = textOf(args, 'optional_fields') ?? '';
  const window = windowOf(call, 'start_date', 'end_date');
  if (window && 'kind' in window) return window;
  if (window && window.end - window.begin > month) return failure('10100035', '开始时间和结束时间不得相差超过1个月');
  const byCreation = textOf(args, 'dateType') === '1';
  const oldest = world.clock.now() - (byCreation ? 730 : 92) * day;
  const states = textOf(args, 'order_state')?.split(',');
  const dateOf = (order: Order): number => parseShanghaiText(byCreation ? order.orderStartTime : order.modified) ?? 0;
  const direction = textOf(args, 'sortType') === '1' ? -1 : 1;
  const rows = [...world.book.orders.values()]
    .filter((order) => order.venderId === seller.venderId && dateOf(order) >= oldest)
    .filter((order) => isWithin(dateOf(order), window) && (!states || states.includes(order.orderState)))
    .sort((a, b) => direction * (dateOf(a) - dateOf(b) || (a.orderId < b.orderId ? -1 : 1)));
  const shown = page(call, {
    rows,
    wire: (order) => wireOrder(order, optional),
    touch: (order) => touchOrder(world, order.orderId, {}, (window?.end ?? 0) + 1000),
    names: { page: 'page', size: 'page_size' },
    limits: { pageSize: 100 },
  });
  return shown.kind === 'failure' ? shown : fields({ orderInfoList: shown.rows, orderTotal: shown.total });
}

const search: Api = {
  member: 'searchorderinfo_result',
  required: ['optional_fields', 'page', 'page_size'],
  apiResult: true,
  answer: found,
};

export const orderReads: Record<string, Api> = {
  'jingdong.pop.order.get': get,
  'jingdong.pop.order.search': search,
};
