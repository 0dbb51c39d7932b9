import { toMs } from '../../../domain/time.ts';
import type { ChannelDocument, ChannelFault, Found } from '../port.ts';
import { call, type TopAnswer } from './call.ts';
import { type TaobaoConfig, unverified } from './config.ts';
import { withoutPersonalData } from './personal.ts';
import { readRefundBody, readRefundHead, readTradeBody, readTradeHead } from './vendor-shapes.ts';

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

export async function getRefund(config: TaobaoConfig, externalId: string): Promise<Found> {
  const answer = await call(config, 'taobao.refund.get', { refund_id: externalId, fields: refundFields });
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

function found(config: TaobaoConfig, answer: TopAnswer, read: (body: unknown) => Documented): Found {
  if (answer.kind === 'answered') return read(answer.body);
  const absent = answer.kind === 'refused' && unverified(config).absentSubCodes.includes(answer.code);
  return absent ? { kind: 'absent' } : answer;
}
