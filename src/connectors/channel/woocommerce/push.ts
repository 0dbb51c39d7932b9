import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Instant } from '../../../domain/time.ts';
import { idText, optional, readAs } from '../../vendor-values.ts';
import type { ChannelChange, IncomingPush, PushReading } from '../port.ts';
import { accepted, bodyOf, headersOf, isSigned, refused, untimely } from '../signed-push.ts';
import { unverified, type WoocommerceConfig } from './config.ts';
import { refundIdOf } from './decode-refund.ts';
import { readOrderHead } from './vendor-shapes.ts';

/**
 * Only the body is signed. A repeat is told by the delivery id and the body together: the shop makes the id of the
 * webhook and the second, so two changes within one second bear the same.
 */
export function readPush(config: WoocommerceConfig, secret: string, push: IncomingPush): PushReading {
  // When a webhook is set up the shop tries the address with an unsigned form, and gives up on it unless it is answered.
  if (/^webhook_id=\d+$/.test(push.text.trim())) return accepted(`ping-${push.text.trim()}`, []);
  const header = headersOf(push, 'x-wc-webhook-');
  if (!isSigned(push, header('signature'), secret)) return refused('the signature is wrong', 401);
  const delivery = header('delivery-id');
  if (!delivery) return refused('x-wc-webhook-delivery-id: missing', 400);
  const print = createHash('sha256').update(push.text, 'utf8').digest('hex').slice(0, 16);
  if (!header('topic').startsWith('order.')) return accepted(`${delivery}-${print}`, []);
  const order = orderIn(push);
  if (order.kind === 'unreadable') return refused(order.reason, 400);
  // Five bad answers in a row and the shop switches the webhook off.
  const late = order.modifiedAt && untimely(order.modifiedAt, config.now(), unverified(config).pushWindowMs);
  return late ?? accepted(`${delivery}-${print}`, order.changes);
}

const deleted = z.object({ id: idText, date_modified_gmt: optional(z.undefined()) });

type OrderIn =
  | { kind: 'order'; modifiedAt: Instant | undefined; changes: ChannelChange[] }
  | { kind: 'unreadable'; reason: string };

/** A refund arrives as a change of its order, which names the refunds it has. Of a deleted order only the id is sent. */
function orderIn(push: IncomingPush): OrderIn {
  const json = bodyOf(push);
  if (json.kind === 'unreadable') return json;
  const head = readOrderHead(json.value);
  if (head.kind === 'unreadable') {
    const gone = readAs(deleted, json.value);
    if (gone.kind === 'unreadable') return head;
    return { kind: 'order', modifiedAt: undefined, changes: [{ kind: 'order', externalId: gone.value.id }] };
  }
  const { id, date_modified_gmt: modifiedAt, refunds } = head.value;
  const changes: ChannelChange[] = [
    { kind: 'order', externalId: id },
    ...refunds.map((refund): ChannelChange => ({ kind: 'refund', externalId: refundIdOf(id, refund.id) })),
  ];
  return { kind: 'order', modifiedAt, changes };
}
