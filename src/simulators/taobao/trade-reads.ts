import { shanghaiText } from '../clock.ts';
import { type Api, momentIn } from './api.ts';
import { body, invalidArgument, refused } from './errors.ts';
import { page } from './paging.ts';
import { wantedFields, wireTrade } from './select.ts';
import type { Trade } from './shapes.ts';
import { type WireObject, wireList } from './wire-json.ts';
import { type SellerAddress, touchTrade } from './world.ts';

const day = 86_400_000;

const soldIncrementGet: Api = {
  required: ['fields', 'start_modified', 'end_modified'],
  answer: (call) => {
    const { world, seller, params } = call;
    const start = momentIn(call, 'start_modified') ?? Number.NaN;
    const end = momentIn(call, 'end_modified') ?? Number.NaN;
    if (Number.isNaN(start)) return invalidArgument('start_modified');
    if (Number.isNaN(end) || end < start || end - start > day) return invalidArgument('end_modified');
    // Dates of this form sort as text, and a shop has too many trades to read each date.
    const from = shanghaiText(start);
    const to = shanghaiText(end);
    const oldest = shanghaiText(world.clock.now() - 90 * day);
    const status = params.get('status');
    const matches = (trade: Trade): boolean =>
      trade.seller_nick === seller.nick &&
      trade.modified >= from &&
      trade.modified <= to &&
      trade.created >= oldest &&
      (!status || trade.status === status);
    const wanted = wantedFields(params.get('fields') ?? '');
    return page(call, {
      names: ['trades', 'trade'],
      rows: [...world.book.trades.values()].filter(matches).sort(newestChangeFirst),
      // Promotions are in the full information only.
      wire: (trade) => wireTrade(trade, (name) => name !== 'promotion_details' && wanted(name)),
      touch: (trade) => touchTrade(world, trade.tid, {}, end + 1000),
    });
  },
};

const fullInfoGet: Api = {
  required: ['fields', 'tid'],
  numbers: ['tid'],
  answer: ({ world, seller, params }) => {
    const trade = world.book.trades.get(params.get('tid') ?? '');
    if (trade?.seller_nick !== seller.nick) return refused('isv.trade-not-exist', '交易不存在');
    return body({ trade: wireTrade(trade, wantedFields(params.get('fields') ?? '')) });
  },
};

const addressSearch: Api = {
  required: [],
  answer: ({ world, params }) => {
    const wanted = world.addresses.filter(({ cancel_def }) => params.get('rdef') !== 'cancel_def' || cancel_def);
    return body({ addresses: wireList('address_result', wanted.map(wireAddress)) });
  },
};

const wireAddress = (address: SellerAddress): WireObject => ({ ...address, contact_id: BigInt(address.contact_id) });

const newestChangeFirst = (a: Trade, b: Trade): number =>
  a.modified === b.modified ? (a.tid < b.tid ? 1 : -1) : a.modified < b.modified ? 1 : -1;

export const tradeReads: Record<string, Api> = {
  'taobao.trades.sold.increment.get': soldIncrementGet,
  'taobao.trade.fullinfo.get': fullInfoGet,
  'taobao.logistics.address.search': addressSearch,
};
