import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { parseInstant, toMs } from '../../../domain/time.ts';
import { readExactJson } from '../../exact-json.ts';
import { idText, optional, readAs } from '../../vendor-values.ts';
import type { ChannelChange, IncomingPush, PushReading } from '../port.ts';
import { type ShopifyConfig, unverified } from './config.ts';
import { numberOf } from './gid.ts';

/**
 * Only the body is signed. The headers that name the delivery, its time and its shop are not, so they can do no more
 * than make us refuse, or read a document once more.
 */
export function readPush(config: ShopifyConfig, appSecret: string, push: IncomingPush): PushReading {
  const header = (name: string): string => {
    const value = push.headers[`x-shopify-${name}`];
    return (Array.isArray(value) ? value[0] : value) ?? '';
  };
  if (!isSigned(push.text, header('hmac-sha256'), appSecret)) return refused('the signature is wrong', 401);
  if (header('shop-domain').toLowerCase() !== config.shopDomain.toLowerCase()) {
    return refused(`the push is for the shop "${header('shop-domain')}"`, 401);
  }
  const triggeredAt = parseInstant(header('triggered-at'));
  if (!triggeredAt) return refused('x-shopify-triggered-at: missing or no time', 401);
  // Answered well all the same: a late delivery that is genuine must not be repeated, nor cost us the subscription.
  if (Math.abs(toMs(config.now()) - toMs(triggeredAt)) > unverified(config).pushWindowMs) {
    return refused(`the push is of ${triggeredAt}`, 200);
  }
  const deliveryId = header('webhook-id');
  if (!deliveryId) return refused('x-shopify-webhook-id: missing', 400);
  const changes = changesOf(header('topic'), push.text);
  return changes.kind === 'changes'
    ? { kind: 'accepted', deliveryId, changes: changes.changes, answer: { status: 200, text: '' } }
    : refused(changes.reason, 400);
}

function isSigned(text: string, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(text, 'utf8').digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const refused = (reason: string, status: number): PushReading => ({
  kind: 'refused',
  reason,
  answer: { status, text: '' },
});

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

type Changes = { kind: 'changes'; changes: ChannelChange[] } | { kind: 'unreadable'; reason: string };

/**
 * A topic is `returns/request` or `RETURNS_REQUEST`: which of the two the newer ones arrive as is not documented. What a
 * topic beside orders and returns is about is looked for in its body, and a topic that says nothing to us changes nothing.
 */
function changesOf(topic: string, text: string): Changes {
  const json = readExactJson(text);
  if (json.kind === 'not_json') return { kind: 'unreadable', reason: json.problem };
  const reading = readAs(body, json.value);
  if (reading.kind === 'unreadable') return reading;
  const {
    id,
    admin_graphql_api_id: globalId,
    order_id,
    order,
    return: ofReturn,
    return_id,
    return_line_items: lines,
  } = reading.value;
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
  return { kind: 'changes', changes };
}
