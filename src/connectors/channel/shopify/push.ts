import { z } from 'zod';
import { parseInstant } from '../../../domain/time.ts';
import { idText, optional, readAs } from '../../vendor-values.ts';
import type { ChannelChange, IncomingPush, PushReading } from '../port.ts';
import { accepted, bodyOf, headersOf, isSigned, refused, untimely } from '../signed-push.ts';
import { type ShopifyConfig, unverified } from './config.ts';
import { numberOf } from './gid.ts';

/**
 * Only the body is signed. The headers that name the delivery, its time and its shop are not, so they can do no more
 * than make us refuse, or read a document once more.
 */
export function readPush(config: ShopifyConfig, appSecret: string, push: IncomingPush): PushReading {
  const header = headersOf(push, 'x-shopify-');
  if (!isSigned(push, header('hmac-sha256'), appSecret)) return refused('the signature is wrong', 401);
  if (header('shop-domain').toLowerCase() !== config.shopDomain.toLowerCase()) {
    return refused(`the push is for the shop "${header('shop-domain')}"`, 401);
  }
  const triggeredAt = parseInstant(header('triggered-at'));
  if (!triggeredAt) return refused('x-shopify-triggered-at: missing or no time', 401);
  const late = untimely(triggeredAt, config.now(), unverified(config).pushWindowMs);
  if (late) return late;
  const deliveryId = header('webhook-id');
  if (!deliveryId) return refused('x-shopify-webhook-id: missing', 400);
  const reading = bodyOf(push);
  const told = reading.kind === 'read' ? readAs(body, reading.value) : reading;
  return told.kind === 'read'
    ? accepted(deliveryId, changesOf(header('topic'), told.value))
    : refused(told.reason, 400);
}

const numbered = z.object({ id: idText });
const body = z.object({
  id: optional(idText),
  admin_graphql_api_id: optional(z.string()),
  order_id: optional(idText),
  order: optional(numbered),
  return: optional(numbered),
  return_id: optional(idText),
  return_line_items: optional(z.array(numbered).catch([])),
});

/**
 * A topic is `returns/request` or `RETURNS_REQUEST`: which of the two the newer ones arrive as is not documented. What a
 * topic beside orders and returns is about is looked for in its body, and a topic that says nothing to us changes nothing.
 */
function changesOf(topic: string, told: z.output<typeof body>): ChannelChange[] {
  const {
    id,
    admin_graphql_api_id: globalId,
    order_id,
    order,
    return: ofReturn,
    return_id,
    return_line_items: lines,
  } = told;
  const own = id ?? (globalId ? numberOf(globalId) : undefined);
  const subject = topic.toLowerCase();
  const orderId = /^orders[/_]/.test(subject) ? own : (order_id ?? order?.id);
  const returnId = /^returns[/_]/.test(subject) ? own : (ofReturn?.id ?? return_id);
  const changes: ChannelChange[] = [];
  if (orderId && !/^returns[/_]/.test(subject)) changes.push({ kind: 'order', externalId: orderId });
  if (returnId && lines && lines.length > 1) {
    changes.push(...lines.map((line): ChannelChange => ({ kind: 'refund', externalId: `${returnId}-${line.id}` })));
  } else if (returnId) {
    changes.push({ kind: 'refund', externalId: returnId });
  }
  return changes;
}
