import { toMs } from '../../../domain/time.ts';
import type { ChannelDocument, ChannelFault, Found } from '../port.ts';
import { call, type PopAnswer } from './call.ts';
import { type PinduoduoConfig, unverified } from './config.ts';
import { withoutPersonalData } from './personal.ts';
import { externalIdOf, refundKeyOf } from './refund-key.ts';
import { readOrderBody, readOrderHead, readRefundHead } from './vendor-shapes.ts';

export async function getRefund(config: PinduoduoConfig, externalId: string): Promise<Found> {
  const key = refundKeyOf(externalId);
  if (!key) return { kind: 'absent' };
  const answer = await call(config, 'pdd.refund.information.get', {
    order_sn: key.orderSn,
    after_sales_id: key.afterSalesId,
  });
  return found(config, answer, refundDocument);
}

export async function getOrder(config: PinduoduoConfig, externalId: string): Promise<Found> {
  const answer = await call(config, 'pdd.order.information.get', { order_sn: externalId });
  return found(config, answer, (body) => {
    const inner = readOrderBody(body);
    return inner.kind === 'read' ? orderDocument(inner.value.order_info) : { kind: 'unknown', cause: inner.reason };
  });
}

type Documented = { kind: 'document'; document: ChannelDocument } | Extract<ChannelFault, { kind: 'unknown' }>;

/** Also makes a document of a list row, which has the same head. */
export function refundDocument(raw: unknown): Documented {
  const head = readRefundHead(raw);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `after-sale: ${head.reason}` };
  const { id: afterSalesId, order_sn: orderSn, updated_time: modifiedAt } = head.value;
  const externalId = externalIdOf({ afterSalesId, orderSn });
  return { kind: 'document', document: documentOf('refund', externalId, modifiedAt, raw) };
}

export function orderDocument(raw: unknown): Documented {
  const head = readOrderHead(raw);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `order: ${head.reason}` };
  const { order_sn: externalId, updated_at: modifiedAt } = head.value;
  return { kind: 'document', document: documentOf('order', externalId, modifiedAt, raw) };
}

/** The platform counts no versions; its time of the last change, by the second, is all there is. */
const documentOf = (
  kind: ChannelDocument['kind'],
  externalId: string,
  modifiedAt: ChannelDocument['modifiedAt'],
  raw: unknown,
): ChannelDocument => ({
  kind,
  externalId,
  version: toMs(modifiedAt),
  modifiedAt,
  raw: withoutPersonalData(withoutRequestId(raw)),
});

/** A detail stands at the top of its answer, beside the number of the call, which is another one each time. */
function withoutRequestId(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('request_id' in raw)) return raw;
  const { request_id: _, ...document } = raw;
  return document;
}

function found(config: PinduoduoConfig, answer: PopAnswer, read: (body: unknown) => Documented): Found {
  if (answer.kind === 'answered') return read(answer.body);
  const isAbsent =
    answer.kind === 'refused' && unverified(config).absentWords.some((word) => answer.message.includes(word));
  return isAbsent ? { kind: 'absent' } : answer;
}
