import { toMs } from '../../../domain/time.ts';
import type { ChannelDocument, ChannelFault, Found } from '../port.ts';
import { call, type TopAnswer } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { readExchangeBody, readExchangeHead } from './exchange-shapes.ts';
import { withoutPersonalData } from './personal.ts';
import { kindOf, readRefundBody, readRefundHead, readTradeBody, readTradeHead } from './vendor-shapes.ts';

/** Only the fields asked for come back. No address is asked for: returns do not need it. */
const refundFields = [
  'refund_id,tid,oid,num,status,dispute_type,has_good_return,refund_fee,payment,total_fee,reason,desc,created,modified',
  'refund_phase,refund_version,company_name,sid,good_status,order_status,refund_remind_timeout,buyer_nick,title,outer_id',
  'sku,num_iid,price,good_return_time,end_time,operation_contraint',
].join(',');

const tradeFields = [
  'tid,tid_str,status,type,created,modified,pay_time,consign_time,end_time,payment,total_fee,post_fee,discount_fee',
  'buyer_nick,buyer_open_uid,receiver_name,receiver_mobile,orders,promotion_details',
].join(',');

/** What may be asked for of an exchange, in its list as well. No address and no buyer's name is. */
const exchangeFields =
  'dispute_id,bizorder_id,num,status,created,modified,reason,title,buyer_logistic_no,seller_logistic_no,bought_sku,' +
  'exchange_sku,buyer_logistic_name,seller_logistic_name';

export const exchangeFieldsOf = (config: TaobaoConfig): string =>
  [exchangeFields, ...unverified(config).unlistedExchangeFields].join(',');

/**
 * A request by its number. Tmall keeps exchanges apart: whether `taobao.refund.get` knows them too is not documented,
 * so what it does not know, or knows as an exchange, is asked for there as well.
 */
export async function getRefund(config: TaobaoConfig, externalId: string): Promise<Found> {
  const refund = await refundAlone(config, externalId);
  if (!unverified(config).pullsExchanges || !mayBeExchange(refund)) return refund;
  const exchange = await exchangeAlone(config, externalId);
  return exchange.kind === 'absent' || exchange.kind === 'refused' ? refund : together(exchange, refund);
}

/** A request that is known to be an exchange: the refund of the same number only adds the trade and its line. */
export async function getExchange(config: TaobaoConfig, externalId: string): Promise<Found> {
  const exchange = await exchangeAlone(config, externalId);
  if (exchange.kind !== 'document') return exchange;
  const refund = await refundAlone(config, externalId);
  return refund.kind === 'throttled' || refund.kind === 'unauthorised' || refund.kind === 'unknown'
    ? refund
    : together(exchange, refund);
}

const mayBeExchange = (found: Found): boolean =>
  found.kind === 'absent' ||
  found.kind === 'refused' ||
  (found.kind === 'document' && kindOf(found.document.raw) === 'TMALL_EXCHANGE');

function together(exchange: Found, refund: Found): Found {
  if (exchange.kind !== 'document' || refund.kind !== 'document') return exchange;
  const raw = Object.assign({}, exchange.document.raw, { refund: refund.document.raw });
  return { kind: 'document', document: { ...exchange.document, raw } };
}

async function exchangeAlone(config: TaobaoConfig, externalId: string): Promise<Found> {
  const params = { dispute_id: externalId, fields: exchangeFieldsOf(config) };
  const answer = await call(config, 'tmall.exchange.get', params);
  return found(config, answer, (body) => {
    const inner = readExchangeBody(body);
    if (inner.kind === 'unreadable') return { kind: 'unknown', cause: inner.reason };
    const { success, msg_code: code = 'no_code', message = '', exchange } = inner.value.result;
    return exchange === undefined || success === false
      ? { kind: 'refused', code, message, stale: false }
      : exchangeDocument(exchange);
  });
}

async function refundAlone(config: TaobaoConfig, externalId: string): Promise<Found> {
  const fields = [refundFields, ...unverified(config).unlistedRefundFields].join(',');
  const answer = await call(config, 'taobao.refund.get', { refund_id: externalId, fields });
  return found(config, answer, (body) => {
    const inner = readRefundBody(body);
    return inner.kind === 'read' ? refundDocument(inner.value.refund) : { kind: 'unknown', cause: inner.reason };
  });
}

export async function getOrder(config: TaobaoConfig, externalId: string): Promise<Found> {
  const answer = await call(config, 'taobao.trade.fullinfo.get', { tid: externalId, fields: tradeFields });
  return found(config, answer, (body) => {
    const inner = readTradeBody(body);
    return inner.kind === 'read' ? orderDocument(inner.value.trade) : { kind: 'unknown', cause: inner.reason };
  });
}

type Documented = { kind: 'document'; document: ChannelDocument } | Extract<ChannelFault, { kind: 'unknown' }>;

/** Also makes a document of a list row. */
export function exchangeDocument(raw: unknown): Documented {
  const head = readExchangeHead(raw);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `exchange: ${head.reason}` };
  const { dispute_id: externalId, modified: modifiedAt, refund_version: version = toMs(modifiedAt) } = head.value;
  return {
    kind: 'document',
    document: { kind: 'refund', externalId, version, modifiedAt, raw: { exchange: withoutPersonalData(raw) } },
  };
}

/** Also makes a document of a list row: it has fewer fields, but the same head. */
export function refundDocument(raw: unknown): Documented {
  const head = readRefundHead(raw);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `refund: ${head.reason}` };
  const { refund_id: externalId, modified: modifiedAt, refund_version: version = toMs(modifiedAt) } = head.value;
  return {
    kind: 'document',
    document: { kind: 'refund', externalId, version, modifiedAt, raw: withoutPersonalData(raw) },
  };
}

export function orderDocument(raw: unknown): Documented {
  const head = readTradeHead(raw);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `trade: ${head.reason}` };
  const { tid, tid_str: externalId = tid, modified: modifiedAt } = head.value;
  if (!externalId) return { kind: 'unknown', cause: 'trade: tid: missing' };
  return {
    kind: 'document',
    document: { kind: 'order', externalId, version: toMs(modifiedAt), modifiedAt, raw: withoutPersonalData(raw) },
  };
}

function found(config: TaobaoConfig, answer: TopAnswer, read: (body: unknown) => Found): Found {
  if (answer.kind === 'answered') return read(answer.body);
  const absent = answer.kind === 'refused' && unverified(config).absentSubCodes.includes(answer.code);
  return absent ? { kind: 'absent' } : answer;
}
