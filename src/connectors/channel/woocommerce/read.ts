import { toMs } from '../../../domain/time.ts';
import { readAs } from '../../vendor-values.ts';
import type { ChannelDocument, ChannelFault, Found } from '../port.ts';
import { get } from './call.ts';
import { unverified, type WoocommerceConfig } from './config.ts';
import { refundIdOf } from './decode-refund.ts';
import { refundWithoutPersonalData, withoutPersonalData } from './personal.ts';
import { readOrderHead, readOrderRef, readRefundHead, refunds } from './vendor-shapes.ts';

export async function getOrder(config: WoocommerceConfig, externalId: string): Promise<Found> {
  const answer = await readOrder(config, externalId);
  return answer.kind === 'answered' ? orderDocument(config, answer.body) : answer;
}

export const readOrder = (config: WoocommerceConfig, orderId: string) =>
  /^\d+$/.test(orderId) ? get(config, `orders/${orderId}`) : Promise.resolve({ kind: 'absent' } as const);

export async function getRefund(config: WoocommerceConfig, externalId: string): Promise<Found> {
  const [, orderId, refundId] = /^(\d+)-(\d+)$/.exec(externalId) ?? [];
  if (!orderId || !refundId) return { kind: 'absent' };
  const order = await readOrder(config, orderId);
  if (order.kind !== 'answered') return order;
  const answer = await get(config, `orders/${orderId}/refunds/${refundId}`);
  return answer.kind === 'answered' ? refundDocument(config, order.body, answer.body) : answer;
}

type Documented = { kind: 'document'; document: ChannelDocument } | Extract<ChannelFault, { kind: 'unknown' }>;

export function orderDocument(config: WoocommerceConfig, body: unknown): Documented {
  const head = readOrderHead(body);
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `order: ${head.reason}` };
  const { id: externalId, date_modified_gmt: modifiedAt } = head.value;
  const raw = withoutPersonalData(body, [unverified(config).trackingKey]);
  return { kind: 'document', document: { kind: 'order', externalId, version: toMs(modifiedAt), modifiedAt, raw } };
}

function refundDocument(config: WoocommerceConfig, order: unknown, body: unknown): Documented {
  const ref = readOrderRef(order);
  const head = readRefundHead(body);
  if (ref.kind === 'unreadable') return { kind: 'unknown', cause: `order: ${ref.reason}` };
  if (head.kind === 'unreadable') return { kind: 'unknown', cause: `refund: ${head.reason}` };
  const { id, date_created_gmt: modifiedAt } = head.value;
  const raw = { order: ref.value, refund: refundWithoutPersonalData(body, [unverified(config).referenceKey]) };
  return {
    kind: 'document',
    // A refund is booked once and never changed.
    document: { kind: 'refund', externalId: refundIdOf(ref.value.id, id), version: toMs(modifiedAt), modifiedAt, raw },
  };
}

type RefundsRead = { kind: 'documents'; documents: ChannelDocument[] } | { kind: 'absent' } | ChannelFault;

/** All refunds of one order, the oldest first. */
export async function getRefundsOf(config: WoocommerceConfig, order: unknown): Promise<RefundsRead> {
  const ref = readOrderRef(order);
  if (ref.kind === 'unreadable') return { kind: 'unknown', cause: `order: ${ref.reason}` };
  const listed = await listRefunds(config, ref.value.id);
  if (listed.kind !== 'rows') return listed;
  const documents: ChannelDocument[] = [];
  for (const row of listed.rows) {
    const one = refundDocument(config, order, row);
    if (one.kind !== 'document') return one;
    documents.push(one.document);
  }
  documents.sort((a, b) => a.version - b.version);
  return { kind: 'documents', documents };
}

/** More than a hundred refunds of one order are not looked for. */
export async function listRefunds(
  config: WoocommerceConfig,
  orderId: string,
): Promise<{ kind: 'rows'; rows: unknown[] } | { kind: 'absent' } | ChannelFault> {
  const answer = await get(config, `orders/${orderId}/refunds`, { per_page: '100' });
  if (answer.kind !== 'answered') return answer;
  const reading = readAs(refunds, answer.body);
  return reading.kind === 'read'
    ? { kind: 'rows', rows: reading.value }
    : { kind: 'unknown', cause: `refunds: ${reading.reason}` };
}
