import { SteeringError } from '../http-server.ts';
import { commonRoutes, rowsReply, type SteeringRoutes } from '../steering.ts';
import { type Fields, manyOf, optionalTextIn, present, textIn } from '../steering-input.ts';
import { fenOf } from '../yuan.ts';
import type { Trade, TradeRecord } from './trade-book.ts';
import { type AlipayWorld, settleDue } from './world.ts';

/** What tests and the demo world may do behind the gateway's back. */
export const alipaySteering = (world: AlipayWorld): SteeringRoutes => ({
  ...commonRoutes(world),
  'POST /trades': ({ body }) => {
    const trades = manyOf(body).map((fields) => tradeOf(world, fields));
    for (const trade of trades) create(world, trade);
  },
  'POST /trades/:trade_no/finish': ({ path }) => {
    const { trade_no } = known(world, path['trade_no'] ?? '').trade;
    world.book.record({ type: 'trade_finished', trade_no });
  },
  'GET /ledger': ({ query }) => {
    settleDue(world);
    return rowsReply(query, [...world.book.all()].flatMap(ledgerRows));
  },
  'GET /calls': ({ query }) => rowsReply(query, [...world.book.all()].flatMap(callRows)),
});

/** Every refund that moved money, once each. */
const ledgerRows = ({ refunds, calls }: TradeRecord) =>
  [...refunds.values()]
    .filter((refund) => refund.executed_at !== undefined)
    .map(({ trade_no, out_request_no, amount, executed_at }) => ({
      trade_no,
      out_request_no,
      amount,
      executed_at,
      calls: calls.get(out_request_no) ?? 0,
    }));

/** Every refund number ever sent, those refused included. */
const callRows = ({ trade, calls }: TradeRecord) =>
  [...calls].map(([out_request_no, count]) => ({ trade_no: trade.trade_no, out_request_no, calls: count }));

/** A world that is set up a second time after a restart repeats its trades; only a different one is a mistake. */
function create(world: AlipayWorld, trade: Trade): void {
  const existing =
    world.book.find({ trade_no: trade.trade_no }) ?? world.book.find({ out_trade_no: trade.out_trade_no });
  if (!existing) {
    world.book.record({ type: 'trade_created', trade });
    return;
  }
  const { trade_no, out_trade_no, total_amount } = existing.trade;
  if (trade_no !== trade.trade_no || out_trade_no !== trade.out_trade_no || total_amount !== trade.total_amount) {
    throw new SteeringError(409, `trade ${trade_no} exists and is another one`);
  }
}

function tradeOf({ clock }: AlipayWorld, fields: Fields): Trade {
  const total_amount = textIn(fields, 'total_amount');
  if (fenOf(total_amount) === undefined) throw new SteeringError(400, '"total_amount" is yuan with two decimals');
  const paid_at = fields['paid_at'] === null ? undefined : momentIn(fields, 'paid_at', clock.now());
  return {
    trade_no: textIn(fields, 'trade_no'),
    out_trade_no: textIn(fields, 'out_trade_no'),
    total_amount,
    buyer_logon_id: masked(optionalTextIn(fields, 'buyer_logon_id') ?? '13800000000'),
    subject: optionalTextIn(fields, 'subject') ?? '商品',
    created_at: paid_at ?? clock.now(),
    ...present({ paid_at, notify_url: optionalTextIn(fields, 'notify_url') }),
  };
}

/** ISO text or ms; `paid_at: null` is a trade that waits for its buyer. */
function momentIn(fields: Fields, name: string, absent: number): number {
  const text = optionalTextIn(fields, name);
  if (text === undefined) return absent;
  const ms = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(ms)) throw new SteeringError(400, `"${name}" is no moment`);
  return ms;
}

const masked = (logon: string): string => (logon.includes('*') ? logon : `${logon.slice(0, 3)}****${logon.slice(-4)}`);

function known(world: AlipayWorld, trade_no: string): TradeRecord {
  const record = world.book.find({ trade_no });
  if (!record) throw new SteeringError(404, `no trade ${trade_no}`);
  return record;
}
