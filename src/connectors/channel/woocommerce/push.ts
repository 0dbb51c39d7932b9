import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Instant, toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { idText, optional, readAs } from '../../vendor-values.ts';
import type { ChannelChange, IncomingPush, PushReading } from '../port.ts';
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
  const header = (name: string): string => {
    const value = push.headers[`x-wc-webhook-${name}`];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  if (!isSigned(push.text, header('signature'), secret)) return refused('the signature is wrong', 401);
  const delivery = header('delivery-id');
  if (!delivery) return refused('x-wc-webhook-delivery-id: missing', 400);
  const print = createHash('sha256').update(push.text, 'utf8').digest('hex').slice(0, 16);
  if (!header('topic').startsWith('order.')) return accepted(`${delivery}-${print}`, []);
  const order = orderIn(push.text);
  if (order.kind === 'unreadable') return refused(order.reason, 400);
  // Answered well all the same: five bad answers in a row and the shop switches the webhook off.
  if (order.modifiedAt && Math.abs(toMs(config.now()) - toMs(order.modifiedAt)) > unverified(config).pushWindowMs) {
    return refused(`the push is of ${order.modifiedAt}`, 200);
  }
  return accepted(`${delivery}-${print}`, order.changes);
}

function isSigned(text: string, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(text, 'utf8').digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const accepted = (deliveryId: string, changes: ChannelChange[]): PushReading => ({
  kind: 'accepted',
  deliveryId,
  changes,
  answer: { status: 200, text: '' },
});
const refused = (reason: string, status: number): PushReading => ({
  kind: 'refused',
  reason,
  answer: { status, text: '' },
});

const deleted = z.object({ id: idText, date_modified_gmt: optional(z.undefined()) });

type OrderIn =
  | { kind: 'order'; modifiedAt: Instant | undefined; changes: ChannelChange[] }
  | { kind: 'unreadable'; reason: string };

/** A refund arrives as a change of its order, which names the refunds it has. Of a deleted order only the id is sent. */
function orderIn(text: string): OrderIn {
  const json = readExactJson(text);
  if (json.kind === 'not_json') return { kind: 'unreadable', reason: json.problem };
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
