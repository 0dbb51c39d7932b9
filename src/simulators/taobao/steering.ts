import { shanghaiText } from '../clock.ts';
import { SteeringError } from '../http-server.ts';
import { commonRoutes, ledgerRoutes, once, oneOf, rowsReply, type SteeringRoutes, switchRoutes } from '../steering.ts';
import {
  type Fields,
  fieldsOf,
  manyOf,
  optionalBooleanIn,
  optionalLimitIn,
  optionalNumberIn,
  optionalTextIn,
  textIn,
} from '../steering-input.ts';
import { moveExchange, openExchange } from './exchanges.ts';
import { newRefund, timeoutIn } from './new-refund.ts';
import { newTrade } from './new-trade.ts';
import { publish, refundCreated, tellOfRefund, tellOfTrade, tradePaid } from './notices.ts';
import { shapedInput } from './shape-input.ts';
import { type Order, type Refund, refundShape, type Trade } from './shapes.ts';
import { buyerShips, closeRefund, isOpen, passDeadlines } from './transitions.ts';
import { changeOrder, changeRefund, fen, payRefund, type TaobaoWorld, touchTrade } from './world.ts';

/** What buyers and the platform do: steered by tests and by the demo world. Ids are texts here. */
export const taobaoSteering = (world: TaobaoWorld): SteeringRoutes => ({
  ...commonRoutes(world),
  ...switchRoutes(world.switches, {
    autoAgree: optionalBooleanIn,
    tmallReview: optionalBooleanIn,
    smsAboveFen: optionalLimitIn,
    smsCode: optionalTextIn,
    redeliverAfterMs: optionalNumberIn,
  }),
  ...tradeRoutes(world),
  ...refundRoutes(world),
  ...exchangeRoutes(world),
  ...noticeRoutes(world),
  ...ledgerRoutes(world.book, () => passDeadlines(world)),
});

const tradeRoutes = (world: TaobaoWorld): SteeringRoutes => ({
  'POST /trades': ({ body }) => manyOf(body).map((fields) => createTrade(world, fields)),
  'GET /trades/:tid': ({ path }) => trade(world, path['tid']),
  'POST /trades/:tid/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const logistics_company = textIn(fields, 'company');
    const invoice_no = textIn(fields, 'invoice_no');
    const consign_time = shanghaiText(world.clock.now());
    const status = 'WAIT_BUYER_CONFIRM_GOODS';
    return moveTrade(world, trade(world, path['tid']), { status, consign_time }, { logistics_company, invoice_no });
  },
  'POST /trades/:tid/sign': ({ path }) => moveTrade(world, trade(world, path['tid']), { status: 'TRADE_BUYER_SIGNED' }),
  'POST /trades/:tid/finish': ({ path }) =>
    moveTrade(world, trade(world, path['tid']), {
      status: 'TRADE_FINISHED',
      end_time: shanghaiText(world.clock.now()),
    }),
});

const refundRoutes = (world: TaobaoWorld): SteeringRoutes => ({
  'POST /refunds': ({ body }) => {
    const fields = fieldsOf(body);
    return once(world.book.refunds, optionalTextIn(fields, 'refund_id'), () => {
      const refund = newRefund(world, fields);
      world.book.record({ type: 'refund_created', refund });
      const { refund_id, tid, oid, status } = refund;
      changeOrder(world, tid, oid, { refund_id, refund_status: status });
      tellOfRefund(world, refund, refundCreated);
      return refund;
    });
  },
  'GET /refunds': ({ query }) => rowsReply(query, [...world.book.refunds.values()]),
  'GET /refunds/:id': ({ path }) => refund(world, path['id']),
  'GET /refunds/:id/messages': ({ path }) => world.book.messages.filter((one) => one.refund_id === path['id']),
  // The buyer or the platform says something. Whether that changes the refund is not documented: here it does not.
  'POST /refunds/:id/messages': ({ path, body }) => {
    const fields = fieldsOf(body);
    const target = refund(world, path['id']);
    const message = {
      id: String(700_000_001 + world.book.messages.length),
      refund_id: target.refund_id,
      content: textIn(fields, 'content'),
      created: shanghaiText(world.clock.now()),
      imageBytes: optionalNumberIn(fields, 'imageBytes') ?? 0,
      owner_role: optionalNumberIn(fields, 'owner_role') ?? 1,
    };
    world.book.record({ type: 'message_added', message });
    tellOfRefund(world, target, 'taobao_refund_RefundCreateMessage');
    return message;
  },
  'POST /refunds/:id/ship': ({ path, body }) => {
    const fields = fieldsOf(body);
    const target = refund(world, path['id']);
    if (target.status !== 'WAIT_BUYER_RETURN_GOODS') throw conflict(target);
    buyerShips(world, target, textIn(fields, 'company_name'), textIn(fields, 'sid'));
    return target;
  },
  'POST /refunds/:id/close': ({ path }) => {
    const target = openRefund(world, path['id']);
    closeRefund(world, target);
    return target;
  },
  'POST /refunds/:id/modify': ({ path, body }) => modify(world, openRefund(world, path['id']), fieldsOf(body)),
  'POST /refunds/:id/platform-refund': ({ path }) => {
    const target = openRefund(world, path['id']);
    payRefund(world, target, 'platform');
    return target;
  },
});

const exchangeRoutes = (world: TaobaoWorld): SteeringRoutes => ({
  'POST /exchanges': ({ body }) => openExchange(world, fieldsOf(body)),
  'POST /exchanges/:id/move': ({ path, body }) => moveExchange(world, path['id'] ?? '', fieldsOf(body)),
});

/** The message service: who has asked for messages, what is not confirmed, and messages made up by a test. */
const noticeRoutes = (world: TaobaoWorld): SteeringRoutes => ({
  'GET /notices': () => ({
    permitted: [...world.book.permits.keys()],
    unconfirmed: [...world.book.notices.values()],
  }),
  'POST /notices': ({ body }) =>
    manyOf(body).map((fields) =>
      publish(world, {
        nick: textIn(fields, 'nick'),
        topic: textIn(fields, 'topic'),
        content: optionalTextIn(fields, 'content') ?? '',
      }),
    ),
});

const createTrade = (world: TaobaoWorld, fields: Fields): Trade =>
  once(world.book.trades, optionalTextIn(fields, 'tid'), () => {
    const created = newTrade(world, fields);
    world.book.record({ type: 'trade_created', trade: created });
    if (created.status !== 'WAIT_BUYER_PAY') tellOfTrade(world, created, tradePaid);
    return created;
  });

/** A sub order that is closed stays closed. */
function moveTrade(world: TaobaoWorld, moved: Trade, changes: Partial<Order>, shipment: Partial<Order> = {}): Trade {
  for (const { oid, status } of moved.orders) {
    if (status !== 'TRADE_CLOSED') changeOrder(world, moved.tid, oid, { ...changes, ...shipment });
  }
  if (moved.status !== 'TRADE_CLOSED') touchTrade(world, moved.tid, changes);
  return moved;
}

const editable = [
  'refund_fee',
  'reason',
  'desc',
  'dispute_type',
  'good_status',
  'company_name',
  'sid',
  'cs_status',
  'attribute',
];

/** The buyer edits. After a refusal that is a new application; otherwise the status stays and only the version grows. */
function modify(world: TaobaoWorld, target: Refund, fields: Fields): Refund {
  const stranger = Object.keys(fields).find((name) => name !== 'timeout' && !editable.includes(name));
  if (stranger !== undefined) throw new SteeringError(400, `a buyer cannot change "${stranger}"`);
  const { status: _, ...edits } = shapedInput(refundShape, fields, ['timeout']);
  if (fen(edits.refund_fee ?? '0.00') > fen(target.total_fee)) throw new SteeringError(409, 'more than was paid');
  changeRefund(world, target, {
    ...edits,
    ...(edits.dispute_type === undefined ? {} : { has_good_return: edits.dispute_type === 'REFUND_AND_RETURN' }),
    ...(target.status === 'SELLER_REFUSE_BUYER' ? { status: 'WAIT_SELLER_AGREE' } : {}),
  });
  const timeout = timeoutIn(fields);
  if (timeout !== undefined) {
    world.book.record({ type: 'refund_changed', refund_id: target.refund_id, changes: { timeout } });
  }
  return target;
}

const trade = (world: TaobaoWorld, tid?: string): Trade => oneOf(world.book.trades, 'trade', tid);
const refund = (world: TaobaoWorld, id?: string): Refund => oneOf(world.book.refunds, 'refund', id);

function openRefund(world: TaobaoWorld, id?: string): Refund {
  const found = refund(world, id);
  if (!isOpen(found)) throw conflict(found);
  return found;
}

const conflict = ({ refund_id, status }: Refund): SteeringError =>
  new SteeringError(409, `refund ${refund_id} is ${status}`);
