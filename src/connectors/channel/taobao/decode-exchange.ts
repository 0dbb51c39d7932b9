import { zero } from '../../../domain/money.ts';
import { toMs } from '../../../domain/time.ts';
import { readAs, shanghaiTime } from '../../vendor-values.ts';
import type { ChannelPort, ChannelRefund } from '../port.ts';
import { exchangeDocument } from './exchange-shapes.ts';
import { interventionOf } from './intervention.ts';

/**
 * The numbers of an exchange's statuses. Where the seller owes goods (12), the buyer waits for them (13), a refund is
 * wanted instead (14) or all is done (5), the port has no word: no money moves.
 */
const statuses: Readonly<Record<string, ChannelRefund['status']>> = {
  '1': 'awaiting_seller',
  '2': 'awaiting_buyer_shipment',
  '3': 'awaiting_seller_receipt',
  '4': 'closed',
  // "The buyer is to change it": that is what follows the seller's no.
  '6': 'refused',
};

/** An exchange of Tmall's own list is kept as `{ exchange, refund? }`. */
export const isExchange = (raw: unknown): boolean => typeof raw === 'object' && raw !== null && 'exchange' in raw;

export function decodeExchange(raw: unknown): ReturnType<ChannelPort['decodeRefund']> {
  const reading = readAs(exchangeDocument, raw);
  if (reading.kind === 'unreadable') return reading;
  const { exchange, refund } = reading.value;
  // Whether an exchange names its trade or its sub order is not documented; the refund names both.
  const orderExternalId = refund?.tid ?? exchange.biz_order_id;
  if (!orderExternalId) return { kind: 'unreadable', reason: 'exchange.biz_order_id: missing' };
  const timeOut = shanghaiTime.safeParse(exchange.time_out ?? '');
  const remind = refund?.refund_remind_timeout;
  const deadlineAt = timeOut.success ? timeOut.data : remind?.exist_timeout === false ? undefined : remind?.timeout;
  const phase = exchange.refund_phase ?? refund?.refund_phase;
  const waybill = exchange.buyer_logistic_no;
  return {
    kind: 'refund',
    refund: {
      externalId: exchange.dispute_id,
      version: exchange.refund_version ?? toMs(exchange.modified),
      orderExternalId,
      ...(refund?.oid ? { lineExternalId: refund.oid } : {}),
      quantity: exchange.num ?? refund?.num ?? 1,
      resolution: 'exchange',
      vendorKind: refund?.dispute_type ?? 'TMALL_EXCHANGE',
      status: statuses[exchange.status] ?? 'other',
      vendorStatus: exchange.status,
      amount: refund?.refund_fee ?? zero('CNY'),
      reason: exchange.reason ?? refund?.reason ?? '',
      description: exchange.desc ?? refund?.desc ?? '',
      createdAt: exchange.created,
      modifiedAt: exchange.modified,
      ...(deadlineAt ? { deadlineAt } : {}),
      ...(waybill ? { returnParcel: { courier: exchange.buyer_logistic_name ?? '', waybill } } : {}),
      ...interventionOf(exchange.cs_status ?? refund?.cs_status),
      ...(phase ? { phase } : {}),
    },
  };
}
