import { type SimulatorClock, shanghaiText } from '../clock.ts';
import type { Notice, TaobaoBook } from './book.ts';
import type { Exchange, Refund, RefundStatus, Trade } from './shapes.ts';
import { type WireObject, wireJson } from './wire-json.ts';

/** The part of the world that tells shops of changes: TMC, the platform's message service. */
export type Telling = { clock: SimulatorClock; book: TaobaoBook };

/** Above 2^53, as the vendor's numbers are. */
const firstNoticeId = 4_130_300_001_234_567_890n;

const style = { simplify: true, singleObject: false, emptyWrapper: false };

/** Puts a message into the shop's queue, if the shop has asked for such. */
export function tell({ clock, book }: Telling, nick: string, topic: string, content: WireObject): void {
  const topics = book.permits.get(nick);
  if (!topics || (topics.length > 0 && !topics.includes(topic))) return;
  publish({ clock, book }, { topic, nick, content: wireJson(content, style) });
}

/** Also what the platform would never say: tests put strange messages on the way. */
export function publish({ clock, book }: Telling, told: Pick<Notice, 'topic' | 'nick' | 'content'>): Notice {
  const id = String(firstNoticeId + BigInt(book.noticesPublished()));
  const notice = { id, ...told, published: clock.now() };
  book.record({ type: 'notice_published', notice });
  return notice;
}

const refundTopics: Record<RefundStatus, string> = {
  WAIT_SELLER_AGREE: 'taobao_refund_RefundBuyerModifyAgreement',
  WAIT_BUYER_RETURN_GOODS: 'taobao_refund_RefundSellerAgreeAgreement',
  WAIT_SELLER_CONFIRM_GOODS: 'taobao_refund_RefundBuyerReturnGoods',
  SELLER_REFUSE_BUYER: 'taobao_refund_RefundSellerRefuseAgreement',
  CLOSED: 'taobao_refund_RefundClosed',
  SUCCESS: 'taobao_refund_RefundSuccess',
};

export const refundCreated = 'taobao_refund_RefundCreated';

export function topicOfChange({ status, cs_status }: Partial<Refund>): string {
  if (status !== undefined) return refundTopics[status];
  if (cs_status === undefined) return refundTopics.WAIT_SELLER_AGREE;
  return cs_status === 2 ? 'taobao_refund_TaobaoInterApplied' : 'taobao_refund_TaobaoIntervened';
}

export const tellOfRefund = (telling: Telling, refund: Refund, topic: string): void =>
  tell(telling, refund.seller_nick, topic, {
    refund_id: number(refund.refund_id),
    tid: BigInt(refund.tid),
    oid: BigInt(refund.oid),
    seller_nick: refund.seller_nick,
    buyer_nick: refund.buyer_nick ?? '',
    buyer_open_uid: refund.buyer_open_uid ?? '',
    refund_fee: refund.refund_fee,
    refund_phase: refund.refund_phase,
    bill_type: refund.has_good_return ? 'return_bill' : 'refund_bill',
    modified: refund.modified,
  });

/** By the status that a trade enters. */
const tradeTopics: Readonly<Record<string, string>> = {
  WAIT_BUYER_CONFIRM_GOODS: 'taobao_trade_TradeSellerShip',
  TRADE_BUYER_SIGNED: 'taobao_trade_TradeChanged',
  TRADE_FINISHED: 'taobao_trade_TradeSuccess',
  TRADE_CLOSED: 'taobao_trade_TradeClose',
};

export const tradePaid = 'taobao_trade_TradeBuyerPay';
export const tradePartlyRefunded = 'taobao_trade_TradePartlyRefund';

export function tellOfTrade(telling: Telling, trade: Trade, topic = tradeTopics[trade.status]): void {
  if (topic === undefined) return;
  tell(telling, trade.seller_nick, topic, {
    tid: BigInt(trade.tid),
    oid: BigInt(trade.orders[0]?.oid ?? trade.tid),
    seller_nick: trade.seller_nick,
    buyer_nick: trade.buyer_nick ?? '',
    payment: trade.payment,
    status: trade.status,
    type: 'fixed',
  });
}

/** By the status that an exchange enters. */
const exchangeTopics: Readonly<Record<string, string>> = {
  '2': 'taobao_dispute_ExchangeAgree',
  '4': 'taobao_dispute_ExchangeClosed',
  '5': 'taobao_dispute_ExchangeSuccess',
  '12': 'taobao_dispute_ExchangeSellerConfirmed',
  '13': 'taobao_dispute_ExchangeSellerGoodsConsigned',
  '14': 'taobao_dispute_ExchangeTurnToRefund',
};

export const exchangeCreated = 'taobao_dispute_RefundCreated';

export const tellOfExchange = (
  telling: Telling,
  exchange: Exchange,
  topic = exchangeTopics[exchange.status] ?? 'taobao_dispute_ExchangeModified',
): void =>
  tell(telling, exchange.seller_nick, topic, {
    refund_id: number(exchange.dispute_id),
    tid: BigInt(exchange.biz_order_id),
    oid: BigInt(exchange.oid),
    seller_open_uid: `AAH${exchange.seller_nick}`,
    biz_claim_type: 4,
    dispute_type: exchange.refund_phase === 'onsale' ? 1 : 2,
    create: exchange.created,
    modified: exchange.modified,
  });

const number = (text: string): bigint | string => (/^\d+$/.test(text) ? BigInt(text) : text);

export const wireNotice = ({ id, topic, nick, content, published }: Notice, userId: number): WireObject => ({
  id: BigInt(id),
  topic,
  content,
  user_id: userId,
  user_nick: nick,
  pub_time: shanghaiText(published),
  pub_app_key: '12497914',
});
