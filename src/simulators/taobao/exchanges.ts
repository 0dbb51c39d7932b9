import { parseShanghaiText, shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { type Fields, optionalTextIn, textIn } from '../steering-input.ts';
import { type Api, momentIn } from './api.ts';
import { body, invalidArgument } from './errors.ts';
import { exchangeCreated, tellOfExchange } from './notices.ts';
import { page } from './paging.ts';
import { selected, type Wanted, wantedFields } from './select.ts';
import { shapedInput } from './shape-input.ts';
import { type Exchange, exchangeShape } from './shapes.ts';
import type { WireObject } from './wire-json.ts';
import type { TaobaoWorld } from './world.ts';

const firstDisputeId = 512_345_678_901_234_567n;
const day = 86_400_000;

/** Pending, agreed, sent back, closed, done, to be changed, to be shipped, to be received, "please refund". */
const statuses = ['1', '2', '3', '4', '5', '6', '12', '13', '14'];

/** What a buyer of a Tmall shop asks for, in the vendor's field names, with the trade's `tid` and the line's `oid`. */
export function openExchange(world: TaobaoWorld, fields: Fields): Exchange {
  const { tid, oid, ...own } = fields;
  const wished = shapedInput(exchangeShape, own);
  const trade = world.book.trades.get(textIn({ tid }, 'tid'));
  const line = trade?.orders.find((order) => order.oid === (optionalTextIn({ oid }, 'oid') ?? trade.orders[0]?.oid));
  if (!trade || !line) throw new SteeringError(404, 'no such trade or sub order');
  const seller = world.sellers.find(({ nick }) => nick === trade.seller_nick);
  if (seller?.kind !== 'tmall') throw new SteeringError(409, 'only Tmall keeps exchanges apart');
  const now = world.clock.now();
  const exchange: Exchange = {
    reason: '大小/尺寸与商品描述不符',
    desc: '',
    num: line.num,
    title: line.title ?? '',
    price: line.price,
    bought_sku: line.sku_properties_name ?? '颜色:黑;尺码:M',
    exchange_sku: '颜色:黑;尺码:L',
    good_status: 'BUYER_RECEIVED',
    cs_status: 1,
    refund_phase: line.status === 'TRADE_FINISHED' ? 'aftersale' : 'onsale',
    time_out: shanghaiText(now + 5 * day),
    buyer_nick: trade.buyer_nick ?? '',
    buyer_open_uid: trade.buyer_open_uid ?? '',
    // Masked, as receivers of trades are.
    buyer_name: '张**',
    buyer_phone: '138****5678',
    ...wished,
    dispute_id: wished.dispute_id ?? String(firstDisputeId + BigInt(world.book.exchanges.size) * 1000n),
    biz_order_id: trade.tid,
    oid: line.oid,
    seller_nick: trade.seller_nick,
    status: '1',
    created: shanghaiText(now),
    modified: shanghaiText(now),
    refund_version: now,
  };
  world.book.record({ type: 'exchange_created', exchange });
  tellOfExchange(world, exchange, exchangeCreated);
  return exchange;
}

/** Whatever changes in an exchange, in the vendor's field names. */
export function moveExchange(world: TaobaoWorld, id: string, fields: Fields): Exchange {
  const exchange = world.book.exchanges.get(id);
  if (!exchange) throw new SteeringError(404, `no exchange ${id}`);
  const changes = shapedInput(exchangeShape, fields);
  if (changes.status !== undefined && !statuses.includes(changes.status)) {
    throw new SteeringError(400, `an exchange has no status ${changes.status}`);
  }
  touch(world, exchange, changes);
  return exchange;
}

function touch(world: TaobaoWorld, exchange: Exchange, changes: Partial<Exchange>, notBefore = 0): void {
  const refund_version = Math.max(world.clock.now(), exchange.refund_version + 1, notBefore);
  const { dispute_id } = exchange;
  const modified = shanghaiText(refund_version);
  world.book.record({ type: 'exchange_changed', dispute_id, changes: { ...changes, refund_version, modified } });
  tellOfExchange(world, exchange, changes.status === undefined ? 'taobao_dispute_ExchangeModified' : undefined);
}

const receiveGet: Api = {
  required: ['fields'],
  answer: (call) => {
    const { world, seller, params } = call;
    const start = momentIn(call, 'start_gmt_modified_time') ?? Number.NEGATIVE_INFINITY;
    const end = momentIn(call, 'end_gmt_modifed_time') ?? Number.POSITIVE_INFINITY;
    if (Number.isNaN(start)) return invalidArgument('start_gmt_modified_time');
    if (Number.isNaN(end) || end < start) return invalidArgument('end_gmt_modifed_time');
    const wanted = exchangeFields(params.get('fields') ?? '');
    const isWithin = ({ modified }: Exchange): boolean => {
      const at = parseShanghaiText(modified) ?? 0;
      return at >= start && at <= end;
    };
    return page(call, {
      names: ['results', 'exchange'],
      rows: [...world.book.exchanges.values()]
        .filter((exchange) => exchange.seller_nick === seller.nick && isWithin(exchange))
        .sort((a, b) => b.refund_version - a.refund_version),
      // The list knows nothing of version, phase and the platform's staff.
      wire: (exchange) => wireExchange(exchange, (name) => !onlySingly.has(name) && wanted(name)),
      touch: (exchange) => touch(world, exchange, {}, Number.isFinite(end) ? end + 1000 : 0),
    });
  },
};

const onlySingly: ReadonlySet<string> = new Set(['refund_version', 'refund_phase', 'cs_status', 'desc']);

const get: Api = {
  required: ['dispute_id', 'fields'],
  numbers: ['dispute_id'],
  answer: ({ world, seller, params }) => {
    const exchange = world.book.exchanges.get(params.get('dispute_id') ?? '');
    if (exchange?.seller_nick !== seller.nick) {
      return body({ result: { success: false, msg_code: 'DISPUTE_NOT_EXIST', message: '换货单不存在' } });
    }
    const found = wireExchange(exchange, exchangeFields(params.get('fields') ?? ''));
    return body({ result: { success: true, exchange: found } });
  },
};

/** It is asked for as `bizorder_id` and answered as `biz_order_id`. */
function exchangeFields(fields: string): Wanted {
  const wanted = wantedFields(fields);
  return (name) => wanted(name) || (name === 'biz_order_id' && wanted('bizorder_id'));
}

const wireExchange = (exchange: Exchange, wanted: Wanted): WireObject => selected(exchangeShape, exchange, wanted);

export const exchangeReads: Record<string, Api> = {
  'tmall.exchange.receive.get': receiveGet,
  'tmall.exchange.get': get,
};
